import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { POLICY_VERSIONS } from '../../../src/policy/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { openHouse } from '../../support/house.ts'

const DAY = 86_400_000
const BASE = '/api/v1/policy/versions'
const why = { reason: 'The policy is to change.' }

describe('a new policy version', async () => {
  const house = await openHouse()
  const now = house.clock.now()
  const author = await house.person([{ role: 'compliance-reviewer' }])
  const reviewer = await house.person([{ role: 'compliance-reviewer' }])
  const manager = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const other = await house.person([{ role: 'decision-owner' }])
  const newest = POLICY_VERSIONS.at(-1) ?? POLICY_VERSIONS[0]
  const content = (id: string, effectiveFrom: number, over: object = {}) => {
    const { hash: _hash, citations: _citations, ...rest } = newest
    return {
      ...rest,
      id,
      title: `Policy of ${id}`,
      effectiveFrom,
      changes: 'Answers hold for half a minute.',
      parameters: { ...rest.parameters, answerValidSeconds: 30, ...over },
    }
  }
  const draft = (id: string, effectiveFrom = now + DAY) =>
    author.ask('POST', BASE, { content: content(id, effectiveFrom), ...why })
  const approved = async (id: string): Promise<number> => {
    const left = await manager.ask('POST', `${BASE}/${id}/approval`, why)
    assert.equal(left.statusCode, 202, left.body)
    const { proposal } = left.json<{ proposal: string }>()
    return (await owner.ask('POST', `/api/v1/proposals/${proposal}/approval`, why)).statusCode
  }

  it('is told every fault of its content, by path, and is not kept', async () => {
    const faulty = {
      ...content('2026-07-01', now),
      parameters: { ...newest.parameters, resultsMax: 1000 },
      clauses: ['AUP25-99'],
    }
    const refused = await author.ask('POST', BASE, { content: faulty, ...why })
    assert.equal(refused.statusCode, 400, refused.body)
    assert.match(refused.body, /resultsMax/)
    const list = await author.ask('GET', BASE)
    assert.equal(list.json<{ versions: object[] }>().versions.length, POLICY_VERSIONS.length)
  })

  it('goes from draft to published by the hands of four, and then decides from its first instant on', async () => {
    assert.equal((await draft('2026-06-04')).statusCode, 201)
    const own = await author.ask('POST', `${BASE}/2026-06-04/review`, why)
    assert.equal(own.statusCode, 409, 'its author cannot review it')
    assert.match(own.body, /Somebody else than its author/)
    const early = await manager.ask('POST', `${BASE}/2026-06-04/publication`, why)
    assert.equal(early.statusCode, 409)
    assert.match(early.body, /not-possible-now/)
    assert.equal((await reviewer.ask('POST', `${BASE}/2026-06-04/review`, why)).statusCode, 200)
    assert.equal(await approved('2026-06-04'), 200, house.logged().slice(-2500))
    const out = await manager.ask('POST', `${BASE}/2026-06-04/publication`, why)
    assert.equal(out.statusCode, 200, house.logged().slice(-3000))

    const changes = await author.ask('GET', `${BASE}/2026-06-04/changes`)
    assert.match(changes.body, /answerValidSeconds.*60.*30/)
    const policyNow = async (): Promise<string> => {
      const answer = await house.ask('call-centre', '/api/v1/services?near=LS1&limit=1')
      const {
        asOf: _,
        validUntil,
        decisionId,
      } = answer.json<{
        asOf: string
        validUntil: string
        decisionId: string
      }>()
      assert.ok(decisionId)
      return String((Date.parse(validUntil) - house.clock.now()) / 1000)
    }
    assert.equal(await policyNow(), '60')
    await house.advance(DAY)
    assert.equal(await policyNow(), '30')
    const listed = (await manager.ask('GET', BASE)).json<{ versions: { id: string; state: string }[] }>()
    assert.deepEqual(
      listed.versions.map(({ id, state }) => [id, state]),
      [
        ['2018-07-03', 'superseded'],
        ['2025-02-25', 'superseded'],
        ['2026-06-04', 'in-force'],
      ],
    )
    const acts = await readActs(house.rooms.database.query, 'policy-version', '2026-06-04')
    assert.deepEqual(
      acts.map(act => [act.event, act.who, act.approved_by]),
      [
        ['draft', author.id, null],
        ['review', reviewer.id, null],
        ['approve', manager.id, owner.id],
        ['publish', manager.id, null],
      ],
    )
  })

  it('is never edited, taken back or published again after that', async () => {
    const edited = await author.ask('PUT', `${BASE}/2026-06-04`, {
      content: content('2026-06-04', now + 5 * DAY),
      ...why,
    })
    assert.equal(edited.statusCode, 409, edited.body)
    for (const path of ['withdrawal', 'publication', 'review']) {
      const refused = await reviewer.ask('POST', `${BASE}/2026-06-04/${path}`, why)
      assert.ok([403, 409].includes(refused.statusCode), refused.body)
    }
    assert.equal((await draft('2026-06-04')).statusCode, 409)
    assert.equal((await draft('2025-02-25')).statusCode, 409)
  })

  it('cannot be approved by one person alone, nor by the auditor, nor take force in the past', async () => {
    assert.equal((await draft('2026-06-10', now - DAY)).statusCode, 201)
    assert.equal((await reviewer.ask('POST', `${BASE}/2026-06-10/review`, why)).statusCode, 200)
    const left = await owner.ask('POST', `${BASE}/2026-06-10/approval`, why)
    const { proposal } = left.json<{ proposal: string }>()
    const alone = await owner.ask('POST', `/api/v1/proposals/${proposal}/approval`, why)
    assert.equal(alone.statusCode, 403)
    assert.match(alone.body, /own-cause/)
    const auditor = await house.person([{ role: 'auditor' }])
    assert.equal((await auditor.ask('POST', `/api/v1/proposals/${proposal}/approval`, why)).statusCode, 403)
    assert.equal((await other.ask('POST', `/api/v1/proposals/${proposal}/approval`, why)).statusCode, 200)
    const past = await manager.ask('POST', `${BASE}/2026-06-10/publication`, why)
    assert.equal(past.statusCode, 409)
    assert.match(past.body, /never for the past/)
  })

  it('is approved as it was when it was proposed, or not at all', async () => {
    const id = '2026-06-20'
    assert.equal((await draft(id, now + 17 * DAY)).statusCode, 201)
    assert.equal((await reviewer.ask('POST', `${BASE}/${id}/review`, why)).statusCode, 200)
    const propose = async () =>
      (await manager.ask('POST', `${BASE}/${id}/approval`, why)).json<{ proposal: string }>().proposal
    const agree = (proposal: string) => owner.ask('POST', `/api/v1/proposals/${proposal}/approval`, why)
    const proposal = await propose()
    const later = { content: content(id, now + 18 * DAY), ...why }
    assert.equal((await author.ask('PUT', `${BASE}/${id}`, later)).statusCode, 200)
    assert.equal((await reviewer.ask('POST', `${BASE}/${id}/review`, why)).statusCode, 200)
    const stale = await agree(proposal)
    assert.equal(stale.statusCode, 412, stale.body)
    assert.match(stale.body, /changed-meanwhile/)
    assert.equal((await agree(await propose())).statusCode, 200)
  })

  it('is not approved by its author, as the first of the two or the second', async () => {
    const id = '2026-06-21'
    const writer = await house.person([{ role: 'access-manager' }, { role: 'decision-owner' }])
    const written = { content: content(id, now + 20 * DAY), ...why }
    assert.equal((await writer.ask('POST', BASE, written)).statusCode, 201)
    assert.equal((await reviewer.ask('POST', `${BASE}/${id}/review`, why)).statusCode, 200)
    for (const [first, second] of [
      [writer, owner],
      [manager, writer],
    ] as const) {
      const left = await first.ask('POST', `${BASE}/${id}/approval`, why)
      const { proposal } = left.json<{ proposal: string }>()
      const refused = await second.ask('POST', `/api/v1/proposals/${proposal}/approval`, why)
      assert.equal(refused.statusCode, 409)
      assert.match(refused.body, /Its author is neither/)
    }
  })

  it('is published after every other, though this node has not heard of that one', async () => {
    // Approved above; and in the database, one published meanwhile by another node.
    const published = (id: string) => manager.ask('POST', `${BASE}/${id}/publication`, why)
    await house.rooms.database.query(
      `insert into policy.version (id, state, content, hash, effective_from, drafted_by, reviewed_by, approved_by,
         published_at)
       select '2026-06-30', 'published', content, hash, effective_from + interval '30 days', drafted_by, reviewed_by,
         approved_by, now() from policy.version where id = '2026-06-20'`,
    )
    const refused = await published('2026-06-20')
    assert.equal(refused.statusCode, 409, refused.body)
    assert.match(refused.body, /come after those of every version/)
    await house.rooms.database.query(`delete from policy.version where id = '2026-06-30'`)
    assert.equal((await published('2026-06-20')).statusCode, 200)
  })

  it('is not used when somebody has altered it in the database: the house does not start with it', async () => {
    const { database } = house.rooms
    await database.query(
      `update policy.version set content = replace(content, 'half a minute', 'a whole day') where id = '2026-06-04'`,
    )
    await assert.rejects(house.rooms.policies.reload(), /2026-06-04 is not the text that was published/)
  })

  it('is nothing to those who hold no role for it', async () => {
    const lead = await house.person([{ role: 'dos-lead', scope: 'Y63' }])
    for (const path of [BASE, `${BASE}/2026-06-04/changes`, `${BASE}/none/changes`]) {
      assert.equal((await lead.ask('GET', path)).statusCode, path.includes('none') ? 400 : 403)
    }
  })
})
