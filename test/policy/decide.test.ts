import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  ACCOUNT_STATUSES,
  type Allowed,
  type CallerFacts,
  decide,
  type Environment,
  type PolicyVersion,
  policyInForce,
  policyVersionOf,
  type QuestionFacts,
  REFUSAL_REASONS,
  refusalOf,
} from '../../src/policy/index.ts'
import { callers, policies, questions } from './arbitrary.ts'
import {
  agreed,
  agreement,
  caller,
  display,
  lookUp,
  NOW,
  narrowed,
  publicly,
  restriction,
  search,
} from './examples.ts'
import { broken } from './oracle.ts'
import { expectedAnswer } from './oracle-answer.ts'
import { WITNESSES } from './witnesses.ts'

const policy = policyInForce(NOW)

/** Holds one decision against the oracle; gives what was decided, in a word. */
function check(
  who: CallerFacts,
  question: QuestionFacts,
  version: PolicyVersion = policy,
  here: Environment = 'production',
): string {
  const decision = decide(who, question, version, NOW, here)
  const facts = { caller: who, question, policy: version, now: NOW, here }
  const [first] = broken(facts)
  assert.equal(decision.policyVersion, version.id)
  if (decision.outcome === 'refuse') {
    if (decision.reason !== first) assert.equal(decision.reason, first, told(facts))
    assert.ok(decision.clauses.length > 0 && decision.detail.length > 0, decision.reason)
    return decision.reason
  }
  if (first !== undefined) assert.fail(`allowed, though ${first}: ${told(facts)}`)
  const { mayKeep, limits, ...expected } = expectedAnswer(facts)
  const { outcome: _, clauses, policyVersion: __, ...answer } = decision
  assert.ok(clauses.length > 0)
  assert.deepEqual(
    { ...answer, mayKeep: answer.mayKeep && new Set(answer.mayKeep), limits: ordered(answer.limits) },
    {
      ...expected,
      mayKeep,
      limits,
    },
  )
  return decision.outcome
}

describe('decide', () => {
  it('agrees with a slow restatement of the rules on 100,000 random cases, and meets every refusal', () => {
    const met = new Set<string>()
    fc.assert(
      fc.property(callers, questions, policies, (who, question, version) => {
        met.add(check(who, question, version))
      }),
      { numRuns: 100_000 },
    )
    const never = REFUSAL_REASONS.filter(
      reason => refusalOf(reason).raisedBy === undefined && !met.has(reason),
    )
    assert.deepEqual(never, [])
    assert.ok(met.has('allow'))
  })

  it('agrees with it on every status of account, organisation, product, connection and agreement', () => {
    const agreements = ['drafted', 'issued', 'accepted', 'in-force', 'superseded', 'ended'] as const
    const standing: CallerFacts[] = []
    for (const kind of ['web-service', 'individual'] as const)
      for (const status of ACCOUNT_STATUSES)
        for (const organisation of ['active', 'suspended', 'closed', 'not-named', 'not-connected'] as const)
          for (const product of ['active', 'suspended', 'withdrawn'] as const)
            for (const environment of ['production', 'integration'] as const)
              for (const terms of [...agreements, null])
                standing.push({
                  ...caller,
                  account: { ...caller.account, kind, status, regionIds: ['Y63'] },
                  organisation: { ...caller.organisation, status: organisation },
                  product: { ...caller.product, status: product },
                  connection: { ...caller.connection, environment },
                  agreement: terms && { ...agreement, status: terms },
                })
    const asked: QuestionFacts[] = [
      search,
      lookUp,
      { action: 'place', purpose: null },
      { action: 'reference', purpose: null },
    ]
    let allowed = 0
    for (const who of standing)
      for (const question of asked)
        for (const here of ['production', 'integration'] as const)
          allowed += check(who, question, policy, here) === 'allow' ? 1 : 0
    // Two kinds, active or restricted, four actions, and each environment for its own.
    assert.equal(allowed, 2 * 2 * 4 * 2)
  })

  for (const reason of REFUSAL_REASONS.filter(name => refusalOf(name).raisedBy === undefined)) {
    it(`refuses with ${reason} and nothing else where only that is wrong`, () => {
      const witness = WITNESSES[reason]
      assert.ok(witness, 'every reason needs a witness')
      assert.equal(check(witness.caller ?? caller, witness.question ?? search, witness.policy), reason)
      const facts = { caller, question: search, policy, now: NOW, here: 'production', ...witness } as const
      assert.deepEqual([...new Set(broken(facts))], [reason])
    })
  }

  it('gives the particulars of a refusal without those of anybody else', () => {
    const decision = decide(caller, { ...search, purpose: 'research' }, policy, NOW)
    assert.deepEqual(decision, {
      outcome: 'refuse',
      reason: 'purpose-indirect',
      detail: 'research (Research) is not direct care.',
      clauses: ['AUP25-12', 'AUP25-10', 'AUP18-29'],
      policyVersion: '2025-02-25',
      tailoredTerms: null,
    })
  })

  it('shows a strange purpose back short and on one line', () => {
    const decision = decide(
      caller,
      { ...search, purpose: `\r\nset-cookie: x${'y'.repeat(10_000)}` },
      policy,
      NOW,
    )
    assert.ok(decision.outcome === 'refuse' && decision.reason === 'purpose-unknown')
    assert.ok(decision.detail.length < 120)
    assert.doesNotMatch(decision.detail, /[\r\n]/)
  })

  it('takes the only agreed purpose for a question that names none', () => {
    const decision = decide(caller, search, policy, NOW)
    assert.ok(decision.outcome === 'allow')
    assert.equal(decision.purpose, 'urgent-care-referral')
  })

  it('asks no purpose for places and reference lists, and still refuses a wrong one', () => {
    const several = agreed({ purposes: ['urgent-care-referral', 'care-coordination'] })
    assert.equal(check(several, { action: 'reference', purpose: null }), 'allow')
    assert.equal(check(several, { action: 'reference', purpose: 'marketing' }), 'purpose-indirect')
  })

  it('lets an older acceptance stand, and asks for the newer policy to be accepted', () => {
    const decision = decide(agreed({ policyVersion: '2018-07-03' }), search, policy, NOW)
    assert.ok(decision.outcome === 'allow')
    assert.ok(decision.obligations.includes('accept-newer-policy'))
  })

  it('holds an agreement from its first instant up to but not including its last', () => {
    assert.equal(check(agreed({ from: NOW, until: NOW + 1 }), search), 'allow')
    assert.equal(check(agreed({ from: NOW + 1 }), search), 'agreement-not-yet-in-force')
    assert.equal(check(agreed({ until: NOW }), search), 'agreement-ended')
  })

  it('refuses dates and amounts that are no numbers, and throws for none', () => {
    const nan = Number.NaN
    const far = Number.MAX_VALUE
    assert.equal(reasonOf(agreed({ from: nan })), 'agreement-not-yet-in-force')
    assert.equal(reasonOf(agreed({ until: nan })), 'agreement-ended')
    assert.equal(reasonOf(agreed({ from: far })), 'agreement-not-yet-in-force')
    assert.equal(reasonOf(agreed({ until: -far })), 'agreement-ended')
    assert.equal(reasonOf(caller, { ...search, limit: nan }), 'limit-above-agreed')
    assert.equal(reasonOf(agreed({ resultsMax: nan }), { ...search, limit: 1 }), 'limit-above-agreed')
    assert.equal(reasonOf(caller, { ...search, withinMetres: nan }), 'distance-above-agreed')
  })

  it('gives nothing for dates that are no numbers in whatever lies over the agreement, and throws for none', () => {
    for (const at of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const dated = { from: at, until: at }
      const nothing = { ...restriction, reviewBy: at }
      assert.equal(reasonOf(publicly({ ...display, ...dated })), 'public-display-not-permitted')
      assert.equal(
        reasonOf(publicly({ ...display, grants: [{ regionIds: ['Y63'], ...dated }] })),
        'public-display-not-granted-here',
      )
      assert.equal(reasonOf(narrowed({ ...nothing, regions: [] })), 'restricted')
      assert.equal(
        reasonOf(narrowed({ ...nothing, resultsMax: Number.NaN }), { ...search, limit: 1 }),
        'restricted',
      )
    }
    assert.equal(reasonOf(publicly({ ...display, safetyCaseUntil: Number.NaN })), 'safety-case-out-of-date')
    const hours = { days: [9, Number.NaN], fromMinute: Number.NaN, untilMinute: -1 }
    assert.equal(reasonOf(narrowed({ hours })), 'restricted')
  })

  it('answers a restricted account', () => {
    const restricted = { ...caller, account: { ...caller.account, status: 'restricted' as const } }
    assert.equal(check(restricted, search), 'allow')
  })

  it('does not cut results at a regional border, but holds a look-up without a search to its regions', () => {
    const regional = agreed({ regions: ['Y63'], lookUps: 'declared' })
    assert.equal(regionsOf(regional, search), 'national')
    assert.equal(regionsOf(regional, lookUp), 'national')
    assert.deepEqual(regionsOf(regional, { ...lookUp, recentlyReturned: false }), ['Y63'])
  })

  it('knew neither direct care nor geographic search in 2018', () => {
    const before = policyVersionOf('2018-07-03')
    assert.ok(before)
    const several = agreed({ purposes: ['urgent-care-referral', 'care-coordination'] })
    assert.equal(check(several, search, before), 'allow')
    assert.equal(check(several, { ...lookUp, recentlyReturned: false }, before), 'allow')
    assert.equal(check(several, { ...search, purpose: 'payment' }, before), 'purpose-indirect')
  })

  it('decides the same again, and changes nothing it was handed', () => {
    const frozen = deepFreeze(structuredClone({ caller, search }))
    assert.deepEqual(
      decide(frozen.caller, frozen.search, policy, NOW),
      decide(frozen.caller, frozen.search, policy, NOW),
    )
  })
})

/** Which order lists come in is nobody's concern. */
const ordered = ({ typeIds, regions, ...limits }: Allowed['limits']) => ({
  ...limits,
  typeIds: typeIds?.toSorted((a, b) => a - b) ?? null,
  regions: typeof regions === 'string' ? regions : regions.toSorted(),
})

/** Only made when a check fails: writing it for each of 100,000 cases took longer than all the rest. */
const told = (facts: { caller: CallerFacts; question: QuestionFacts; policy: PolicyVersion }): string =>
  JSON.stringify({ ...facts, policy: facts.policy.id })

function reasonOf(who: CallerFacts, question: QuestionFacts = search): string {
  const decision = decide(who, question, policy, NOW)
  return decision.outcome === 'refuse' ? decision.reason : decision.outcome
}

function regionsOf(who: CallerFacts, question: QuestionFacts): readonly string[] | string {
  const decision = decide(who, question, policy, NOW)
  assert.ok(decision.outcome === 'allow')
  return decision.limits.regions
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
