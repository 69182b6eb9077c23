import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readEntry } from '../../src/activity/index.ts'
import { readNotices } from '../../src/notices/index.ts'
import { openHouse } from '../support/house.ts'
import { countingDetection } from '../watch/live/counting-detection.ts'

type Native = {
  readonly decisionId: string
  readonly count: number
  readonly services: readonly { readonly id: number }[]
  readonly brake?: {
    readonly name: string
    readonly findings: readonly string[]
    readonly clauses: readonly string[]
  }
}
type Findings = {
  readonly findings: readonly {
    readonly id: string
    readonly brake: string
    readonly inForce: boolean
    readonly state: string
  }[]
}

/** Towns far from Leeds, where the practice is. */
const AWAY = ['M1 1AE', 'B1 1AA', 'BS1 4DJ', 'NE1 1EE', 'NG1 5FS', 'EX1 1HS', 'NR1 3JU', 'CB2 1TN', 'OX1 1AA']
/** Around its site. */
const HOME = ['LS1 4AP', 'LS2 9JT', 'LS6 1AA', 'BD1 1AA', 'WF1 1AA', 'HX1 1AA', 'HD1 1AA', 'LS7 1AB']

describe('a crawler with the account of a practice', async () => {
  const house = await openHouse({}, { detection: countingDetection })
  const { rooms } = house
  const reviewer = await house.person([{ role: 'compliance-reviewer' }])
  const organisation = 'XO004'
  const holder = await house.person([{ role: 'euo-admin', scope: organisation }])
  const search = (near: string, account = 'gp-software') =>
    house.ask(account, `/api/v1/services?near=${encodeURIComponent(near)}&purpose=care-coordination`)
  const entryOf = async (decisionId: string) => {
    await rooms.recorder.settle()
    const logged = await readEntry(rooms.database.query, decisionId)
    assert.ok(logged)
    return logged.entry
  }
  const findings = async () => (await reviewer.ask('GET', '/api/v1/findings')).json<Findings>().findings
  const settled = async (): Promise<void> => {
    await rooms.watch.flush()
    await rooms.follower.catchUp()
  }
  const crawlUntil = async (
    status: number,
  ): Promise<{ answers: number; last: Awaited<ReturnType<typeof search>> }> => {
    for (let answers = 1; answers <= 40; answers += 1) {
      const last = await search(AWAY[answers % AWAY.length] ?? '')
      if (last.statusCode === status && (status !== 200 || last.headers['signpost-brake'] !== undefined)) {
        return { answers, last }
      }
    }
    throw new Error(`Nothing was answered ${status}.`)
  }

  it('is not noticed while it asks around its site, however much', async () => {
    for (let round = 0; round < 8; round += 1) {
      for (const near of HOME) {
        const answer = await search(near)
        assert.equal(answer.statusCode, 200)
        assert.equal(answer.headers['signpost-brake'], undefined)
      }
      await house.advance(60_000)
    }
    await settled()
    assert.deepEqual(await findings(), [])
  })

  it('is braked in the very answer that gave too much away, is told so, and it is on record', async () => {
    const { last } = await crawlUntil(200)
    const body = last.json<Native>()
    assert.equal(body.count, 3)
    assert.equal(body.services.length, 3)
    assert.equal(body.brake?.name, 'smaller-k')
    assert.deepEqual(body.brake.clauses, ['AUP25-28', 'AUP25-29', 'AUP25-30', 'AUP25-31'])
    const entry = await entryOf(body.decisionId)
    assert.deepEqual(
      entry.results,
      body.services.map(({ id }) => id),
    )
    assert.equal(entry.watched?.brake, 'smaller-k')
    assert.deepEqual(entry.watched.findings, body.brake.findings)
    // What was found is told to the detectors whole, and the log can tell it again.
    assert.ok((entry.watched.found ?? []).length > 3)
    await settled()
    const [finding, ...more] = await findings()
    assert.deepEqual(more, [])
    assert.equal(finding?.id, body.brake.findings[0])
    assert.equal(finding?.inForce, true)
    const told = await readNotices(rooms.database.query, reviewer.id, {
      before: null,
      unreadOnly: false,
      limit: 10,
    })
    assert.ok(told.some(({ kind, entityId }) => kind === 'finding-raised' && entityId === finding?.id))
  })

  it('is braked in every interface, and nobody else is', async () => {
    const fhir = await house.ask(
      'gp-software',
      '/fhir/R4/HealthcareService?near=LS1%204AP&_count=20&purpose=care-coordination',
    )
    const others = await search('LS1 4AP', 'call-centre')
    assert.equal(others.headers['signpost-brake'], undefined)
    if (fhir.statusCode === 200) {
      assert.match(String(fhir.headers['signpost-brake']), /brake=smaller-k/)
      assert.ok(fhir.json<{ entry: unknown[] }>().entry.length <= 4)
    }
  })

  it('goes on, and outside its footprint is answered no more; inside it still is', async () => {
    const { last } = await crawlUntil(403)
    const problem = last.json<{ reason: string; clauses: string[]; contact: object; decisionId: string }>()
    assert.equal(problem.reason, 'outside-footprint')
    assert.deepEqual(problem.clauses, ['AUP25-28', 'AUP25-29'])
    assert.ok(problem.contact)
    const refused = await entryOf(problem.decisionId)
    assert.equal(refused.refusal, 'outside-footprint')
    const home = await search('LS1 4AP')
    assert.equal(home.statusCode, 200)
    assert.equal(home.json<Native>().count, 3)
  })

  it('sees what was noticed, in words that say nothing of how', async () => {
    const mine = await holder.ask('GET', '/api/v1/organisation-findings')
    assert.equal(mine.statusCode, 200, mine.body)
    const [told] = mine.json<{
      findings: { says: string; inForce: boolean; state: string; brake: string }[]
    }>().findings
    assert.equal(told?.inForce, true)
    assert.equal(told.state, 'being looked into')
    assert.equal(told.brake, 'footprint-only')
    assert.deepEqual(
      Object.keys(told).filter(name => /limit|evidence|detector|subject|scope/.test(name)),
      [],
    )
    assert.doesNotMatch(told.says, /\d/)
  })

  it('is shown to the reviewer with a map and its history, and ends only with a note of the investigation', async () => {
    const [open] = await findings()
    const id = open?.id ?? ''
    const shown = await reviewer.ask('GET', `/api/v1/findings/${id}`)
    assert.equal(shown.statusCode, 200, shown.body)
    const view = shown.json<{ map: string; squares: { inside: boolean }[]; history: { event: string }[] }>()
    assert.match(view.map, /^<svg .*<rect /)
    assert.ok(view.squares.some(({ inside }) => inside) && view.squares.some(({ inside }) => !inside))
    const post = (path: string, body: object) => reviewer.ask('POST', `/api/v1/findings/${id}/${path}`, body)
    assert.equal((await post('dismissal', { reason: 'Too early.' })).statusCode, 409)
    assert.equal((await post('take-up', { reason: 'Looking into it.' })).statusCode, 200)
    const without = await post('dismissal', { reason: 'It was nothing.' })
    assert.equal(without.statusCode, 409)
    assert.match(without.body, /AUP25-30/)
    const done = await post('dismissal', { reason: 'It was nothing.', note: 'A new doctor looked around.' })
    assert.equal(done.statusCode, 200, done.body)
    await rooms.follower.catchUp()
    assert.equal((await search('LS1 4AP')).json<Native>().count, 20)
    const away = await search('M1 1AE')
    assert.equal(away.headers['signpost-brake'], undefined)
    assert.equal(away.json<Native>().count, 20)
  })

  it('is found anew when it begins again', async () => {
    await crawlUntil(200)
    await settled()
    const [again] = await findings()
    assert.equal(again?.state, 'open')
    const status = await reviewer.ask('GET', '/api/v1/watch')
    assert.equal(status.statusCode, 200, status.body)
    const { blind, findings: counted } = status.json<{
      blind: number
      findings: { state: string; count: number }[]
    }>()
    assert.equal(blind, 0)
    assert.equal(counted.find(({ state }) => state === 'dismissed')?.count, 1)
  })
})
