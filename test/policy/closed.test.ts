import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  type AgreementFacts,
  type Allowed,
  type CallerFacts,
  decide,
  type PermissionFacts,
  POLICY_VERSIONS,
} from '../../src/policy/index.ts'
import { maySee, PURPOSES } from '../../src/vocabulary/index.ts'
import { callers, policies, questions, restrictions } from './arbitrary.ts'
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
  'gives handles for ids': agreement => ({ ...agreement, serviceIds: 'handles' }),
  'leaves lists one member': agreement => ({
    ...agreement,
    listMembers: agreement.listMembers === null ? ['open'] : (agreement.listMembers?.slice(0, 1) ?? null),
  }),
  'starts it later': agreement => ({ ...agreement, from: agreement.from + 1 }),
  'ends it sooner': agreement => ({ ...agreement, until: Math.min(agreement.until ?? NOW + 2, NOW + 2) - 1 }),
}

function kept<T, All>(list: readonly T[] | All, all: All, few: readonly T[]): readonly T[] {
  return list === all || !Array.isArray(list) ? few : list.filter(item => few.includes(item))
}

/** Ways to take away from an agreement what was permitted beside it. */
const UNPERMITTED: Readonly<Record<string, (permissions: Permissions) => Permissions>> = {
  'withdraws the first permission': permissions => permissions.slice(1),
  'withdraws every permission': () => [],
  'ends every permission now': permissions => permissions.map(each => ({ ...each, until: NOW })),
  'withdraws a grant of each': permissions =>
    permissions.map(each =>
      each.type === 'public-display' ? { ...each, grants: each.grants.slice(1) } : each,
    ),
  'lets every safety case run out': permissions =>
    permissions.map(each => (each.type === 'public-display' ? { ...each, safetyCaseUntil: NOW } : each)),
  'takes a member from what may be kept': permissions =>
    permissions.map(each => ('fields' in each ? { ...each, fields: each.fields.slice(1) } : each)),
}
type Permissions = readonly PermissionFacts[]

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
  'forgets which product version it is': who => ({ ...who, product: { ...who.product, version: null } }),
  'no longer says which organisation asks': who => ({
    ...who,
    organisation: { ...who.organisation, status: 'not-named' },
  }),
}

const LESS = [
  ...Object.entries(LESSER),
  ...Object.entries(UNPERMITTED).map(
    ([name, withdraw]) =>
      [
        name,
        (who: CallerFacts) => ({
          ...who,
          agreement: who.agreement && {
            ...who.agreement,
            permissions: withdraw(who.agreement.permissions ?? []),
          },
        }),
      ] as const,
  ),
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

  it('never turns a refusal into an answer, nor widens one, when a restriction is laid on the account', () => {
    fc.assert(
      fc.property(callers, questions, policies, restrictions, (who, question, policy, restriction) => {
        const before = decide(who, question, policy, NOW)
        const others = who.account.restrictions ?? []
        const narrowed = { ...who, account: { ...who.account, restrictions: [...others, restriction] } }
        const after = decide(narrowed, question, policy, NOW)
        if (after.outcome === 'refuse') return
        if (before.outcome === 'refuse') assert.fail(`${before.reason} became an answer`)
        assertNoWider(before, after)
      }),
      { numRuns: 15_000 },
    )
  })

  it('answers from outside no restriction in force', () => {
    fc.assert(
      fc.property(callers, questions, policies, restrictions, (who, question, policy, restriction) => {
        const narrowed = { ...who, account: { ...who.account, restrictions: [restriction] } }
        const decision = decide(narrowed, question, policy, NOW)
        const holds = restriction.from <= NOW && (restriction.until === null || NOW < restriction.until)
        if (decision.outcome === 'refuse' || !holds) return
        const { results, typeIds, volume } = decision.limits
        if (question.action === 'search') {
          const { origin } = question
          assert.ok(origin.outcome === 'located')
          assert.ok(restriction.regions === null || restriction.regions.includes(origin.regionId))
          assertWithin(question.typeIds, restriction.typeIds ?? question.typeIds)
          assert.ok(restriction.resultsMax === null || results <= restriction.resultsMax)
        }
        assertWithin(typeIds, restriction.typeIds)
        assert.ok(restriction.audience === null || decision.audience === 'public')
        assert.ok(volume.perMinute <= (restriction.volume?.perMinute ?? Number.POSITIVE_INFINITY))
        assert.ok(volume.perDay <= (restriction.volume?.perDay ?? Number.POSITIVE_INFINITY))
      }),
      { numRuns: 15_000 },
    )
  })

  it('shows to the public services of granted regions only, under every agreement for the public', () => {
    fc.assert(
      fc.property(callers, questions, (who, question) => {
        const decision = decide(who, question, POLICY_VERSIONS[0], NOW)
        if (decision.outcome === 'refuse' || who.agreement?.audience !== 'public') return
        if (question.action !== 'search' && question.action !== 'look-up') return
        const granted = (who.agreement.permissions ?? []).flatMap(permission =>
          permission.type === 'public-display' ? permission.grants.flatMap(grant => grant.regionIds) : [],
        )
        assert.notEqual(decision.limits.regions, 'national')
        assertWithin(listOrNull(decision.limits.regions), granted)
      }),
      { numRuns: 15_000 },
    )
  })

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
          assert.ok(question.limit === null || results === question.limit)
          assert.ok(question.withinMetres === null || distanceMetres === question.withinMetres)
        }
      }),
      runs,
    )
  })

  it('carries every usual obligation on every answer, and lets none be kept without leave', () => {
    fc.assert(
      fc.property(callers, questions, policies, (who, question, policy) => {
        const decision = decide(who, question, policy, NOW)
        if (decision.outcome === 'refuse') return
        for (const name of ['as-of', 'terms-link'] as const) assert.ok(decision.obligations.includes(name))
        assert.equal(decision.obligations.includes('no-store'), decision.caching === null)
        const mayCache = who.agreement?.permissions?.some(({ type }) => type === 'cache-exception')
        assert.ok(decision.caching === null || mayCache)
      }),
      runs,
    )
  })

  it('authorises an individual nowhere until a region is named', () => {
    const individual = { ...caller, account: { ...caller.account, kind: 'individual' as const } }
    for (const policy of POLICY_VERSIONS) {
      const decision = decide(individual, search, policy, NOW)
      assert.ok(decision.outcome === 'refuse' && decision.reason === 'region-not-authorised')
    }
  })
})

function assertNoWider(before: Allowed, after: Allowed): void {
  assert.ok(maySee(before.audience, after.audience))
  assert.ok(after.limits.results <= before.limits.results)
  assert.ok(after.limits.resultsMax <= before.limits.resultsMax)
  assert.ok(after.limits.distanceMetres <= before.limits.distanceMetres)
  assertWithin(after.limits.typeIds, before.limits.typeIds)
  assertWithin(listOrNull(after.limits.regions), listOrNull(before.limits.regions))
  assert.ok(after.limits.volume.perMinute <= before.limits.volume.perMinute)
  assert.ok(after.limits.volume.perDay <= before.limits.volume.perDay)
  assert.ok(after.limits.answerValidSeconds <= before.limits.answerValidSeconds)
  assert.ok((after.caching?.maxAgeSeconds ?? 0) <= (before.caching?.maxAgeSeconds ?? 0))
  assertWithin(after.mayKeep ?? [], before.mayKeep ?? [])
}

const listOrNull = (regions: Allowed['limits']['regions']): readonly string[] | null =>
  typeof regions === 'string' ? null : regions

/** Null is everything. */
function assertWithin<T>(inner: readonly T[] | null, outer: readonly T[] | null): void {
  if (outer === null) return
  assert.ok(inner?.every(item => outer.includes(item)))
}
