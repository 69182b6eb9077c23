import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  endTailored,
  openAgreements,
  readTailored,
  TAILORED_EVENTS,
  TAILORED_MACHINE,
  TAILORED_STATES,
  type TailoredDraft,
  tailoredDueHandlers,
  tailorTerms,
} from '../../src/agreements/index.ts'
import { connectionReader } from '../../src/connection-reader.ts'
import { newestChange } from '../../src/database/index.ts'
import { readNotices } from '../../src/notices/index.ts'
import { readActs, step, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { aConnection, anAgreement, by, DAY, odsOf, POLICY, START } from './permissions/some-permissions.ts'

const two = (at = START) => by(at, { approvedBy: 'owner-1' })
const draft = (id: string, agreementId: string, over: Partial<TailoredDraft> = {}): TailoredDraft => ({
  id,
  agreementId,
  policyVersion: POLICY.id,
  parameters: { resultsMax: 40, lookUpAfterSearchMinutes: 60 },
  waives: [],
  reason: 'their kiosk prints lists',
  summary: 'Longer lists for printed leaflets',
  from: START,
  until: START + 90 * DAY,
  ...over,
})

describe('terms tailored to one consumer', async () => {
  const database = await testDatabase()
  const agreements = await openAgreements(database)
  const tailoredFor = async (connectionId: string) => {
    await agreements.reload([connectionId])
    return agreements.agreementFor(connectionId, START)?.tailored
  }
  const problemsOf = async (over: Partial<TailoredDraft>): Promise<readonly string[]> => {
    const tried = await tailorTerms(database, draft('tried', 'nobody', over), POLICY, two())
    return tried.outcome === 'unmet' ? tried.unmet.map(one => one.what) : []
  }

  it('stand beside the agreement once two people have agreed, and name both', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'stand')
    const change = await newestChange(database.query)
    const done = await tailorTerms(database, draft('stand', agreementId), POLICY, two())
    assert.deepEqual(done, { outcome: 'tailored', superseded: null })
    assert.deepEqual(await tailoredFor(connectionId), {
      id: 'stand',
      policyVersion: POLICY.id,
      parameters: { resultsMax: 40, lookUpAfterSearchMinutes: 60 },
      waives: [],
      from: START,
      until: START + 90 * DAY,
    })
    const [record] = await readTailored(database.query, { ids: ['stand'] })
    assert.deepEqual([record?.proposedBy, record?.approvedBy], ['manager-1', 'owner-1'])
    const [act] = await readActs(database.query, 'tailored-terms', 'stand')
    assert.deepEqual([act?.event, act?.who, act?.approved_by], ['tailor', 'manager-1', 'owner-1'])
    assert.equal(await newestChange(database.query), change + 1)
  })

  it('take two people, who are not one', async () => {
    const { agreementId } = await aConnection(database, 'alone')
    for (const deed of [by(START), by(START, { approvedBy: 'manager-1' })]) {
      const done = await tailorTerms(database, draft('alone', agreementId), POLICY, deed)
      assert.deepEqual(done, { outcome: 'one-person' })
    }
    assert.deepEqual(await readTailored(database.query, { agreementIds: [agreementId] }), [])
  })

  it('waive only what the version lets be waived', async () => {
    const [may = 'AUP18-16'] = POLICY.waivable
    assert.deepEqual(await problemsOf({ waives: [may] }), [])
    for (const clause of POLICY.clauses.filter(one => !POLICY.waivable.includes(one))) {
      const problems = await problemsOf({ waives: [clause] })
      assert.equal(problems.length, 1, clause)
      assert.match(problems[0] ?? '', new RegExp(clause))
    }
  })

  it('set only parameters that may be tailored, within the hard limits', async () => {
    assert.deepEqual(await problemsOf({ parameters: { resultsMax: 100 } }), [])
    for (const parameters of [
      { resultsMax: 101 },
      { directCareOnly: false },
      { inactivityMonths: null },
      { freshnessSecondsMax: 5 },
      { cacheMaxAgeSecondsMax: 901 },
    ])
      assert.equal((await problemsOf({ parameters })).length, 1, JSON.stringify(parameters))
  })

  it('end, always, within a year, and say something', async () => {
    const year = Date.UTC(2027, 2, 2, 10)
    assert.deepEqual(await problemsOf({ until: year }), [])
    assert.equal((await problemsOf({ until: year + 1 })).length, 1)
    assert.ok((await problemsOf({ until: START })).length > 0)
    assert.equal((await problemsOf({ policyVersion: '2018-07-03' })).length, 1)
    assert.deepEqual(await problemsOf({ parameters: {} }), ['They set no parameter and waive no clause.'])
  })

  it('are told everything that is wrong with them at once', async () => {
    const all = { parameters: { resultsMax: 500, directCareOnly: false }, waives: ['AUP25-10'] } as const
    assert.equal((await problemsOf({ ...all, until: START })).length, 5)
  })

  it('make way for others at once; others that begin later must wait for their end', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'way')
    await tailorTerms(database, draft('way-1', agreementId), POLICY, two())
    const later = draft('way-2', agreementId, { from: START + DAY })
    assert.deepEqual(await tailorTerms(database, later, POLICY, two()), {
      outcome: 'too-early',
      other: 'way-1',
    })
    const now = draft('way-3', agreementId, { parameters: { resultsMax: 60 } })
    assert.deepEqual(await tailorTerms(database, now, POLICY, two()), {
      outcome: 'tailored',
      superseded: 'way-1',
    })
    assert.equal((await tailoredFor(connectionId))?.id, 'way-3')
    const states = (await readTailored(database.query, { agreementIds: [agreementId] })).map(one => one.state)
    assert.deepEqual(states.toSorted(), ['in-force', 'superseded'])
  })

  it('of twenty at once leave one standing', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'twenty')
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        tailorTerms(database, draft(`twenty-${index}`, agreementId), POLICY, two()),
      ),
    )
    const all = await readTailored(database.query, { agreementIds: [agreementId] })
    assert.equal(all.length, 20)
    const standing = all.filter(one => one.state === 'in-force')
    assert.equal(standing.length, 1)
    assert.equal((await tailoredFor(connectionId))?.id, standing[0]?.id)
  })

  it('give way to the common terms when they end, with notice before and after', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'end')
    const until = START + 90 * DAY
    await tailorTerms(database, draft('end', agreementId), POLICY, two())
    const holdersOf = async (_query: unknown, role: string, scopeId: string | null) => [
      `${role}-${scopeId ?? 'all'}`,
    ]
    const handlers = tailoredDueHandlers({ connections: connectionReader, holdersOf, policy: () => POLICY })
    const pass = (now: number) =>
      workThroughDue(database, now, handlers, (_due, error) => {
        throw error
      })
    const inbox = async () => {
      const person = `euo-admin-${odsOf('end')}`
      const all = await readNotices(database.query, person, { limit: 9, before: null, unreadOnly: false })
      return all.map(one => one.kind).reverse()
    }
    for (const days of [30, 7, 1]) await pass(until - days * DAY)
    assert.deepEqual(await inbox(), ['tailored-terms-ending', 'tailored-terms-ending'])
    await pass(until - 1)
    assert.equal((await tailoredFor(connectionId))?.id, 'end')
    await pass(until)
    assert.equal(await tailoredFor(connectionId), undefined)
    assert.deepEqual((await inbox()).slice(-1), ['tailored-terms-ended'])
  })

  it('lead, state by event, where the table says and nowhere else', async () => {
    const { agreementId } = await aConnection(database, 'machine')
    const legal = { supersede: 'superseded', expire: 'expired', end: 'ended' } as const
    for (const state of TAILORED_STATES) {
      for (const event of TAILORED_EVENTS) {
        const about = { now: START + DAY, until: START + DAY }
        const taken = step(TAILORED_MACHINE, state, event, about)
        assert.equal(taken.outcome, state === 'in-force' ? 'moved' : 'not-legal')
        if (taken.outcome === 'moved') assert.equal(taken.to, legal[event])
        if (event === 'supersede') continue
        const id = `machine-${state}-${event}`
        await tailorTerms(database, draft(id, agreementId, { until: START + DAY }), POLICY, two())
        await database.query('update agreements.tailored_terms set state = $2 where id = $1', [id, state])
        const acts = (await readActs(database.query, 'tailored-terms', id)).length
        const outcome = await endTailored(database, id, event, by(START + DAY))
        const [after] = await readTailored(database.query, { ids: [id] })
        assert.equal(outcome.outcome, state === 'in-force' ? 'changed' : 'not-legal')
        assert.equal(after?.state, state === 'in-force' ? legal[event] : state)
        const added = (await readActs(database.query, 'tailored-terms', id)).slice(acts)
        assert.deepEqual(
          added.map(one => one.event),
          state === 'in-force' ? [event] : [],
        )
      }
    }
    assert.equal(step(TAILORED_MACHINE, 'in-force', 'expire', { now: 1, until: 2 }).outcome, 'unmet')
    assert.deepEqual(await endTailored(database, 'none', 'end', by(START)), { outcome: 'unknown-terms' })
  })

  it('go on under the agreement that takes over for the same use, and end with any other', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'succeed')
    await tailorTerms(database, draft('succeed', agreementId), POLICY, two())
    await anAgreement(database, 'succeed-same', { connectionId })
    assert.equal((await tailoredFor(connectionId))?.id, 'succeed')
    await anAgreement(database, 'succeed-other', { connectionId, useCase: 'Something else' })
    assert.equal(await tailoredFor(connectionId), undefined)
    assert.equal((await readTailored(database.query, { ids: ['succeed'] }))[0]?.state, 'ended')
    const events = (await readActs(database.query, 'tailored-terms', 'succeed')).map(one => one.event)
    assert.deepEqual(events, ['tailor', 'carry', 'end'])
  })

  it('cannot be written for an agreement that is not there, nor twice under one id', async () => {
    const { agreementId } = await aConnection(database, 'ids')
    const first = await tailorTerms(database, draft('ids', agreementId), POLICY, two())
    assert.equal(first.outcome, 'tailored')
    const again = await tailorTerms(database, draft('ids', agreementId), POLICY, two())
    assert.deepEqual(again, { outcome: 'id-taken' })
    assert.equal((await readTailored(database.query, { ids: ['ids'] }))[0]?.state, 'in-force')
    const none = await tailorTerms(database, draft('ids-2', 'none'), POLICY, two())
    assert.deepEqual(none, { outcome: 'unknown-agreement' })
  })
})
