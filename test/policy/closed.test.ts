import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type AgreementFacts, type Allowed, type CallerFacts, decide } from '../../src/policy/index.ts'
import { maySee, PURPOSES } from '../../src/vocabulary/index.ts'
import { callers, policies, questions } from './arbitrary.ts'
import { caller, NOW, search } from './examples.ts'

const runs = { numRuns: 5_000 }

/** Ways to take something away from an agreement. */
const NARROWER: Readonly<Record<string, (agreement: AgreementFacts) => AgreementFacts>> = {
  'ends it': agreement => ({ ...agreement, status: 'ended' }),
  'supersedes it': agreement => ({ ...agreement, status: 'superseded' }),
  'takes back the acceptance': agreement => ({ ...agreement, policyVersion: null }),
  'accepts an older policy': agreement => ({
    ...agreement,
    policyVersion: agreement.policyVersion && '2018-07-03',
  }),
  'removes the first purpose': agreement => ({ ...agreement, purposes: agreement.purposes.slice(1) }),
  'removes every purpose': agreement => ({ ...agreement, purposes: [] }),
  'makes it public': agreement => ({ ...agreement, audience: 'public' }),
  'leaves one region': agreement => ({ ...agreement, regions: kept(agreement.regions, 'national', ['Y56']) }),
  'removes every region': agreement => ({ ...agreement, regions: [] }),
  'leaves one type': agreement => ({ ...agreement, typeIds: kept(agreement.typeIds, null, [13]) }),
  'removes every type': agreement => ({ ...agreement, typeIds: [] }),
  'gives one result': agreement => ({ ...agreement, resultsMax: Math.min(1, agreement.resultsMax) }),
  'gives one metre': agreement => ({ ...agreement, distanceMetresMax: 1 }),
  'takes declared look-ups': agreement => ({ ...agreement, lookUps: 'follow-up' }),
  'takes raw coordinates': agreement => ({ ...agreement, origins: 'postcode-or-town' }),
  'starts it later': agreement => ({ ...agreement, from: agreement.from + 1 }),
  'ends it sooner': agreement => ({ ...agreement, until: Math.min(agreement.until ?? NOW + 2, NOW + 2) - 1 }),
}

function kept<T, All>(list: readonly T[] | All, all: All, few: readonly T[]): readonly T[] {
  return list === all || !Array.isArray(list) ? few : list.filter(item => few.includes(item))
}

/** Ways to take something away from whoever asks. */
const LESSER: Readonly<Record<string, (who: CallerFacts) => CallerFacts>> = {
  'suspends the account': who => ({ ...who, account: { ...who.account, status: 'suspended' } }),
  'terminates the account': who => ({ ...who, account: { ...who.account, status: 'terminated' } }),
  'closes the organisation': who => ({ ...who, organisation: { ...who.organisation, status: 'closed' } }),
  'suspends the product': who => ({ ...who, product: { ...who.product, status: 'suspended' } }),
  'moves the connection': who => ({
    ...who,
    connection: { ...who.connection, environment: 'integration' },
  }),
  'removes the agreement': who => ({ ...who, agreement: null }),
  'authorises one region only': who => ({
    ...who,
    account: { ...who.account, regionIds: (who.account.regionIds ?? ['Y56']).filter(id => id === 'Y56') },
  }),
  'authorises no region': who => ({ ...who, account: { ...who.account, regionIds: [] } }),
}

const LESS = [
  ...Object.entries(LESSER),
  ...Object.entries(NARROWER).map(
    ([name, narrow]) =>
      [name, (who: CallerFacts) => ({ ...who, agreement: who.agreement && narrow(who.agreement) })] as const,
  ),
]

/** An individual without authorised regions is authorised nowhere, so being authorised in one is no loss. */
const isLoss = (name: string, who: CallerFacts): boolean =>
  !(name === 'authorises one region only' && who.account.kind === 'individual' && !who.account.regionIds)

describe('closed until opened', () => {
  for (const [name, less] of LESS) {
    it(`never turns a refusal into an answer, nor widens one, when somebody ${name}`, () => {
      fc.assert(
        fc.property(callers, questions, policies, (who, question, policy) => {
          // With one purpose left, a question naming none means that one: clearer, not wider. So purposes are named.
          fc.pre(question.purpose !== null && isLoss(name, who))
          const before = decide(who, question, policy, NOW)
          const after = decide(less(who), question, policy, NOW)
          if (after.outcome === 'refuse') return
          if (before.outcome === 'refuse') assert.fail(`${before.reason} became an answer`)
          assertNoWider(before, after)
        }),
        { numRuns: 1_500 },
      )
    })
  }

  it('answers nobody without an agreement', () => {
    fc.assert(
      fc.property(callers, questions, policies, (who, question, policy) => {
        assert.equal(decide({ ...who, agreement: null }, question, policy, NOW).outcome, 'refuse')
      }),
      runs,
    )
  })

  it('never answers for an indirect purpose, whatever is agreed and whichever policy is in force', () => {
    const indirect = PURPOSES.filter(purpose => purpose.kind === 'indirect').map(purpose => purpose.code)
    assert.ok(indirect.length > 0)
    fc.assert(
      fc.property(
        callers,
        questions,
        policies,
        fc.constantFrom(...indirect),
        (who, question, policy, purpose) => {
          assert.equal(decide(who, { ...question, purpose }, policy, NOW).outcome, 'refuse')
        },
      ),
      runs,
    )
  })

  it('never answers an audience wider than the agreement or than what was asked for', () => {
    fc.assert(
      fc.property(callers, questions, policies, (who, question, policy) => {
        const decision = decide(who, question, policy, NOW)
        if (decision.outcome === 'refuse') return
        assert.ok(who.agreement && maySee(who.agreement.audience, decision.audience))
        if ('audience' in question && question.audience !== null)
          assert.ok(maySee(question.audience, decision.audience))
      }),
      runs,
    )
  })

  it('never gives more results or reaches further than agreement, policy and question say', () => {
    fc.assert(
      fc.property(callers, questions, policies, (who, question, policy) => {
        const decision = decide(who, question, policy, NOW)
        if (decision.outcome === 'refuse' || who.agreement === null) return
        const { results, resultsMax, distanceMetres, distanceMetresMax } = decision.limits
        assert.ok(results <= resultsMax && resultsMax <= who.agreement.resultsMax && resultsMax <= 100)
        assert.ok(distanceMetres <= distanceMetresMax && distanceMetresMax <= 160_934)
        assert.ok(distanceMetresMax <= who.agreement.distanceMetresMax)
        if (question.action === 'search') {
          assert.equal(results, question.limit ?? Math.min(20, resultsMax))
          assert.equal(distanceMetres, question.withinMetres ?? Math.min(60_000, distanceMetresMax))
        }
      }),
      runs,
    )
  })

  it('carries every usual obligation on every answer', () => {
    fc.assert(
      fc.property(callers, questions, policies, (who, question, policy) => {
        const decision = decide(who, question, policy, NOW)
        if (decision.outcome === 'refuse') return
        for (const name of ['no-store', 'as-of', 'terms-link'] as const)
          assert.ok(decision.obligations.includes(name))
      }),
      runs,
    )
  })

  it('authorises an individual nowhere until a region is named', () => {
    const individual = { ...caller, account: { ...caller.account, kind: 'individual' as const } }
    fc.assert(
      fc.property(policies, policy => {
        const decision = decide(individual, search, policy, NOW)
        assert.ok(decision.outcome === 'refuse' && decision.reason === 'region-not-authorised')
      }),
      { numRuns: 10 },
    )
  })
})

function assertNoWider(before: Allowed, after: Allowed): void {
  assert.ok(maySee(before.audience, after.audience))
  assert.ok(after.limits.results <= before.limits.results)
  assert.ok(after.limits.resultsMax <= before.limits.resultsMax)
  assert.ok(after.limits.distanceMetres <= before.limits.distanceMetres)
  assertWithin(after.limits.typeIds, before.limits.typeIds)
  assertWithin(listOrNull(after.limits.regions), listOrNull(before.limits.regions))
}

const listOrNull = (regions: Allowed['limits']['regions']): readonly string[] | null =>
  typeof regions === 'string' ? null : regions

/** Null is everything. */
function assertWithin<T>(inner: readonly T[] | null, outer: readonly T[] | null): void {
  if (outer === null) return
  assert.ok(inner?.every(item => outer.includes(item)))
}
