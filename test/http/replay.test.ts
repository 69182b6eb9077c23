import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type ActivityEntry,
  differencesFrom,
  readRange,
  recordedReader,
  unspeakableIn,
} from '../../src/activity/index.ts'
import { decide, explain, type PermissionFacts, policyVersionOf } from '../../src/policy/index.ts'
import { callers } from '../policy/arbitrary.ts'
import { agreed, caller, display, NOW, narrowed, publicly } from '../policy/examples.ts'
import { openHouse } from '../support/house.ts'
import { type Asking, nativeDoor } from './native-door.ts'

const QUESTIONS = 3000

/** Addresses of many kinds; what a caller may write there is for other tests. */
const addresses = fc
  .record({
    path: fc.oneof(
      {
        weight: 6,
        arbitrary: fc
          .constantFrom(
            'LS1 4AP',
            'SE1',
            'Exeter',
            '53.8,-1.55',
            'CH4 8QQ',
            'EH1 1AA',
            'ZZ99 3VZ',
            'Newport',
            'qwertyuiop',
            'BD98 1GA',
          )
          .map(near => `/services?near=${encodeURIComponent(near)}`),
      },
      { weight: 2, arbitrary: fc.constantFrom('/services/60?', '/services/61?', '/services/999999999?') },
      fc.constantFrom('/places/LS1?', '/service-types?'),
    ),
    purpose: fc.option(
      fc.constantFrom('urgent-care-referral', 'emergency-treatment', 'care-coordination', 'research'),
    ),
    audience: fc.option(fc.constantFrom('public', 'professional')),
    case: fc.option(fc.constantFrom('TEST', 'MONITORING'), { freq: 5 }),
    fields: fc.option(fc.constantFrom('name', 'name,open', 'id,contacts'), { freq: 1 }),
    type: fc.option(fc.constantFrom('pharmacy', '13,100', '105'), { freq: 1 }),
    limit: fc.option(fc.constantFrom(1, 5, 60), { freq: 1 }),
    within: fc.option(fc.constantFrom(1000, 90_000, 160_934), { freq: 1 }),
  })
  .map(({ path, type, limit, within, ...common }) => {
    const search = path.startsWith('/services?')
    const data = path.startsWith('/services')
    const members = { ...(data ? common : {}), ...(search ? { type, limit, within } : {}) }
    const query = Object.entries(members).map(([name, value]) => (value === null ? '' : `&${name}=${value}`))
    return `/api/v1${path}${query.join('')}`.replace('?&', '?').replace(/\?$/, '')
  })

const tokens = fc.option(fc.constantFrom('urgent-care-referral', 'care-coordination', 'local-audit'), {
  freq: 1,
})
const named = fc.option(fc.constantFrom('XYZ01', 'ZZZ99'), { freq: 1 })

const dated = { from: NOW - 1, until: NOW + 9 }
const watching: PermissionFacts = { id: 'watching', type: 'synthetic-monitoring', ...dated }
const showing = { ...display, ...dated }

describe('what was recorded', async () => {
  const house = await openHouse()
  await house.advance(NOW - house.clock.now())
  const { rooms } = house
  const door = await nativeDoor(house, {
    returnedElsewhere: async (_account, service) => service === 60,
    sessionOf: async () => ({ personId: 'person-1', role: null }),
  })
  // Any facts at all are mostly refused, so every other question is asked by somebody in good standing.
  const anybody = fc.sample(callers, { numRuns: 200, seed: 1 })
  const good = [
    caller,
    agreed({ permissions: [watching] }),
    narrowed({ regions: ['Y63'] }, { audience: 'public' }),
  ]
  const askers = fc.oneof(fc.constantFrom(...anybody), fc.constantFrom(...good, publicly(showing)))
  const samples = fc.sample(fc.tuple(askers, addresses, tokens, named), { numRuns: QUESTIONS, seed: 1 })
  const statuses = new Map<number, number>()
  for (const [facts, url, purpose, organisation] of samples) {
    const asking: Asking = {
      facts,
      token: {
        ...(facts.account.kind === 'individual' ? { personId: 'person-1', sessionId: 'session-1' } : {}),
        ...(purpose === null ? {} : { purpose }),
      },
    }
    const headers = organisation === null ? {} : { 'NHSD-End-User-Organisation-ODS': organisation }
    const { statusCode } = await door.ask(asking, url, { headers })
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1)
  }
  await rooms.recorder.settle()
  const entries: ActivityEntry[] = []
  for await (const { entry } of readRange(rooms.database.query, {})) entries.push(entry)
  const recordedOf = recordedReader(rooms.database.query)

  it('is a mix of answers and of refusals for many reasons', () => {
    const reasons = new Set(entries.map(entry => entry.refusal))
    // A question with a member its audience does not have is told so and not recorded; all others are.
    assert.equal(entries.length, QUESTIONS - recordedLess(statuses, entries))
    assert.ok(entries.filter(entry => entry.decision === 'allow').length > 300)
    assert.ok(reasons.size > 25, [...reasons].join(' '))
    assert.ok(reasons.has('quota-exhausted'))
  })

  it('is decided again to the very same, each from the facts and under the version it names', async () => {
    for (const entry of entries) {
      const recorded = await recordedOf(entry)
      assert.ok(recorded.outcome === 'recorded')
      const policy = policyVersionOf(entry.policyVersion)
      assert.ok(policy)
      const decision = decide(recorded.caller, recorded.question, policy, Date.parse(entry.at))
      assert.deepEqual(differencesFrom(entry, decision, policy), [], JSON.stringify(entry))
      assert.deepEqual(
        explain(recorded.caller, recorded.question, policy, Date.parse(entry.at)).decision,
        decision,
      )
      if (entry.decision !== 'allow' || decision.outcome !== 'allow') continue
      assert.deepEqual(entry.flags, decision.flags)
      assert.ok(entry.results.length <= decision.limits.results)
    }
  })

  it('holds nothing the log may not know', () => {
    for (const entry of entries) assert.deepEqual(unspeakableIn(entry), [])
  })

  it('and then altered is found out, by the member that differs', async () => {
    const entry = entries.find(one => one.decision === 'allow' && one.action === 'search')
    assert.ok(entry)
    const policy = policyVersionOf(entry.policyVersion)
    assert.ok(policy)
    const recorded = await recordedOf(entry)
    assert.ok(recorded.outcome === 'recorded')
    const decision = decide(recorded.caller, recorded.question, policy, Date.parse(entry.at))
    const altered: [Partial<ActivityEntry>, string[]][] = [
      [{ audience: entry.audience === 'public' ? 'professional' : 'public' }, ['audience']],
      [{ clauses: entry.clauses.slice(1) }, ['clauses']],
      [{ purpose: 'local-audit' }, ['purpose']],
      [{ policyVersion: '2018-07-03' }, ['policy version']],
      [{ tailoredTerms: 'tailored-9' }, ['tailored terms']],
      [
        { decision: 'refuse', refusal: 'account-suspended', audience: null },
        ['decision', 'refusal', 'audience'],
      ],
      [{ decision: 'refuse', refusal: 'quota-exhausted', audience: null }, ['clauses']],
    ]
    for (const [change, of] of altered)
      assert.deepEqual(
        differencesFrom({ ...entry, ...change }, decision, policy).map(difference => difference.of),
        of,
      )
  })

  it('without its facts, or with others under their hash, is an error and not an answer', async () => {
    const [entry] = entries
    assert.ok(entry?.facts)
    const missing = { ...entry, facts: '0'.repeat(32) }
    await assert.rejects(recordedReader(rooms.database.query)(missing), /no facts under 0{32}/)
    await rooms.database.query(
      `update activity.facts set facts = (select facts from activity.facts as other where other.hash <> $1 limit 1)
       where hash = $1`,
      [entry.facts],
    )
    await assert.rejects(recordedReader(rooms.database.query)(entry), /altered/)
    // As earlier entries are: readable, and not to be decided again.
    const { facts: _, ...before } = entry
    assert.deepEqual(await recordedOf(before), { outcome: 'not-recorded' })
  })
})

/** How many were refused before there was a question to record. */
const recordedLess = (statuses: ReadonlyMap<number, number>, entries: readonly ActivityEntry[]): number => {
  const bad = statuses.get(400) ?? 0
  const recordedBad = entries.filter(({ refusal }) =>
    ['purpose-missing', 'purpose-unknown', 'organisation-not-named', 'origin-not-recognised'].includes(
      refusal ?? '',
    ),
  ).length
  return bad - recordedBad
}
