import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openHouse, type TestPerson } from '../../support/house.ts'

const DAY = 86_400_000
const REASON = 'their use needs it'
const agreement = 'agreement-gp-software'

describe('acts on tailored terms', async () => {
  const house = await openHouse()
  const { rooms } = house
  const iso = (days: number) => new Date(house.clock.now() + days * DAY).toISOString()
  const manager = await house.person([{ role: 'access-manager' }])
  const owner = await house.person([{ role: 'decision-owner' }])
  const both = await house.person([{ role: 'access-manager' }, { role: 'decision-owner' }])
  const auditor = await house.person([{ role: 'auditor' }])
  const admin = await house.person([{ role: 'euo-admin', scope: 'XO004' }])
  const other = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
  const version = rooms.policies.inForce(house.clock.now()).id
  const draft = {
    agreement,
    version,
    set: ['resultsMax=40', 'reacceptHardGate=false'],
    summary: 'Longer lists for leaflets.',
    until: iso(90),
    reason: REASON,
  }
  const propose = (body: object, who: TestPerson = manager) =>
    who.ask('POST', '/api/v1/tailored-terms', { ...draft, ...body })
  const approve = async (answer: { readonly json: <T>() => T }, who: TestPerson = owner) => {
    const { proposal } = answer.json<{ proposal: string }>()
    return who.ask('POST', `/api/v1/proposals/${proposal}/approval`, { reason: REASON })
  }
  const standing = () =>
    rooms.agreements.agreementFor('connection-gp-software', house.clock.now())?.tailored ?? null

  it('take a second person, and then hold at once', async () => {
    const proposed = await propose({})
    assert.equal(proposed.statusCode, 202, proposed.body)
    assert.equal(standing(), null)
    for (const who of [manager, auditor, admin]) assert.ok((await approve(proposed, who)).statusCode >= 403)
    const approved = await approve(proposed)
    assert.equal(approved.statusCode, 201, approved.body)
    assert.deepEqual(standing()?.parameters, { resultsMax: 40, reacceptHardGate: false })
    await house.advance(1000)
    const again = await propose({ set: ['resultsMax=30'] })
    const { superseded } = (await approve(again)).json<{ superseded: string }>()
    assert.equal(superseded, approved.json<{ id: string }>().id)
  })

  it('cannot be approved by whoever proposed them, whatever roles they hold', async () => {
    const proposed = await propose({ set: ['resultsMax=20'] }, both)
    assert.equal((await approve(proposed, both)).statusCode, 403)
    assert.notDeepEqual(standing()?.parameters, { resultsMax: 20 })
  })

  it('are neither proposed, agreed nor ended by whoever acts for the organisation or supplier', async () => {
    const ours = await house.person([{ role: 'access-manager' }, { role: 'euo-admin', scope: 'XO004' }])
    const makers = await house.person([
      { role: 'decision-owner' },
      { role: 'supplier-admin', scope: 'demonstration-supplier' },
    ])
    const before = standing()
    const reasonOf = (answer: { readonly json: <T>() => T }) => answer.json<{ reason: string }>().reason
    assert.equal(reasonOf(await approve(await propose({ set: ['resultsMax=21'] }, ours))), 'own-cause')
    assert.equal(reasonOf(await approve(await propose({ set: ['resultsMax=21'] }), makers)), 'own-cause')
    assert.deepEqual(standing(), before)
    const reviewBy = iso(90)
    const body = { agreement, permits: 'dataset-snapshot', pattern: 'once', reviewBy, reason: REASON }
    assert.equal(reasonOf(await approve(await ours.ask('POST', '/api/v1/derogations', body))), 'own-cause')
    const theirs = await manager.ask('POST', '/api/v1/derogations', body)
    assert.equal(reasonOf(await approve(theirs, makers)), 'own-cause')
    const list = await manager.ask('GET', `/api/v1/tailored-terms?agreement=${agreement}`)
    const [{ id } = { id: '' }] = list.json<{ tailoredTerms: { id: string }[] }>().tailoredTerms
    for (const who of [ours, makers]) {
      const ended = await who.ask('POST', `/api/v1/tailored-terms/${id}/end`, { reason: REASON })
      assert.equal(reasonOf(ended), 'own-cause')
    }
  })

  it('are refused with everything that is wrong with them, and nothing is written', async () => {
    const before = standing()
    const cases: readonly [body: object, says: RegExp][] = [
      [{ waives: ['AUP25-10'] }, /AUP25-10 may not be waived/],
      [{ waives: ['AUP25-99'] }, /No policy has a clause AUP25-99/],
      [{ set: ['directCareOnly=false'] }, /directCareOnly is the same for everybody/],
      [{ set: ['resultsMax=many'] }, /true, false or a whole number/],
      [{ set: ['resultsMax=101'] }, /beyond the hard limits/],
      [{ version: '1999-01-01' }, /No such version/],
      [{ until: iso(-1) }, /ended already/],
      [{ agreement: 'none' }, /no-such-record/],
      [{ from: iso(5) }, /begin later/],
    ]
    for (const [body, says] of cases) {
      const answer = await approve(await propose(body))
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, answer.body)
      assert.match(answer.body, says)
    }
    assert.equal(standing(), before)
  })

  it('are shown to the operator and to whom they are for, and end when the operator says so', async () => {
    const listed = async (who: TestPerson) =>
      (await who.ask('GET', `/api/v1/tailored-terms?agreement=${agreement}`)).json<{
        tailoredTerms: { id: string; state: string; set: string[] }[]
      }>().tailoredTerms
    assert.deepEqual(await listed(other), [])
    for (const who of [admin, auditor]) {
      assert.deepEqual(
        (await listed(who)).map(one => one.state),
        ['in-force', 'superseded'],
      )
    }
    const [current] = await listed(admin)
    assert.deepEqual(current?.set, ['resultsMax=30'])
    const end = (who: TestPerson) =>
      who.ask('POST', `/api/v1/tailored-terms/${current?.id}/end`, { reason: REASON })
    assert.equal((await end(admin)).statusCode, 403)
    assert.equal((await end(manager)).statusCode, 200)
    assert.equal(standing(), null)
    assert.equal((await end(manager)).statusCode, 409)
  })
})
