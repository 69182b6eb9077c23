import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type AgreementFacts,
  type Allowed,
  type CallerFacts,
  decide,
  type PermissionFacts,
  policyInForce,
  policyVersion,
  policyVersionOf,
  type QuestionFacts,
} from '../../src/policy/index.ts'
import { agreed, caller, display, lookUp, NOW, publicly, search } from './examples.ts'

const policy = policyInForce(NOW)
const dated = { from: NOW - 1, until: NOW + 1 }

function allowed(who: CallerFacts, question: QuestionFacts = search, at = NOW, version = policy): Allowed {
  const decision = decide(who, question, version, at)
  if (decision.outcome === 'refuse') assert.fail(`${decision.reason}: ${decision.detail}`)
  return decision
}

function refused(who: CallerFacts, question: QuestionFacts = search, at = NOW): string {
  const decision = decide(who, question, policy, at)
  return decision.outcome === 'refuse' ? decision.reason : decision.outcome
}

const near = (regionId: string): QuestionFacts => ({
  ...search,
  origin: { outcome: 'located', kind: 'named', regionId },
})

describe('public display', () => {
  it('gives services of granted regions only, in searches and in look-ups of both sorts', () => {
    const declared = agreed({ audience: 'public', permissions: [display], lookUps: 'declared' })
    assert.deepEqual(allowed(declared).limits.regions, ['Y63', 'Y56'])
    assert.deepEqual(allowed(declared, lookUp).limits.regions, ['Y63', 'Y56'])
    const alone = { ...lookUp, recentlyReturned: false }
    assert.deepEqual(allowed(declared, alone).limits.regions, ['Y63', 'Y56'])
    const regional = agreed({ ...declared.agreement, regions: ['Y56', 'Y59'] })
    assert.deepEqual(allowed(regional, alone).limits.regions, ['Y56'])
  })

  it('refuses a search from a region that has not granted it, though others near by have', () => {
    assert.equal(refused(publicly(display), near('Y62')), 'public-display-not-granted-here')
    assert.equal(refused(publicly(display), near('Y56')), 'allow')
  })

  it('ends with a grant, at its last instant and not before, in that region alone', () => {
    const ending = { regionIds: ['Y63'], from: NOW - 5, until: NOW }
    const who = publicly({ ...display, grants: [ending, ...display.grants.slice(1)] })
    assert.equal(refused(who, near('Y63'), NOW - 1), 'allow')
    assert.equal(refused(who, near('Y63'), NOW), 'public-display-not-granted-here')
    assert.deepEqual(allowed(who, near('Y56')).limits.regions, ['Y56'])
  })

  it('begins at the first instant of permission and grant, and ends with permission or safety case', () => {
    const late = { ...display, from: NOW, grants: [{ regionIds: ['Y63'], from: NOW, until: NOW + 9 }] }
    assert.equal(refused(publicly(late), search, NOW - 1), 'public-display-not-permitted')
    assert.equal(refused(publicly(late)), 'allow')
    assert.equal(refused(publicly({ ...display, until: NOW })), 'public-display-not-permitted')
    const safe = publicly({ ...display, safetyCaseUntil: NOW })
    assert.equal(refused(safe, search, NOW - 1), 'allow')
    assert.equal(refused(safe), 'safety-case-out-of-date')
  })

  it('says that the case is for another version before it says that it has run out', () => {
    const other = { ...display, productVersion: '6.0' }
    const over = { ...display, safetyCaseUntil: NOW }
    assert.equal(refused(publicly({ ...other, safetyCaseUntil: NOW })), 'safety-case-other-version')
    assert.equal(refused(publicly(other, over)), 'safety-case-out-of-date')
    const unregistered = { ...publicly(display), product: { ...caller.product, version: null } }
    assert.equal(refused(unregistered), 'safety-case-other-version')
  })

  it('joins the grants of permissions that overlap, each with its own safety case', () => {
    const [yorkshire, london] = display.grants
    assert.ok(yorkshire && london)
    const one = { ...display, grants: [yorkshire] }
    const two = { ...display, grants: [london] }
    assert.deepEqual(allowed(publicly(one, two)).limits.regions, ['Y63', 'Y56'])
    assert.deepEqual(allowed(publicly(one, { ...two, safetyCaseUntil: NOW })).limits.regions, ['Y63'])
  })

  it('is asked neither of a professional who asks as the public would, nor for places and lists', () => {
    const asked = { ...search, audience: 'public' } as const
    const answer = allowed(caller, asked)
    assert.equal(answer.audience, 'public')
    assert.equal(answer.limits.regions, 'national')
    for (const action of ['place', 'reference'] as const)
      assert.equal(refused(publicly(), { action, purpose: null }), 'allow')
  })

  it('was asked for in 2018, too', () => {
    const before = policyVersionOf('2018-07-03')
    assert.ok(before)
    const decision = decide(publicly(), search, before, NOW)
    assert.ok(decision.outcome === 'refuse' && decision.reason === 'public-display-not-permitted')
  })

  it('needs nobody’s leave under a policy that has every gate of it open', () => {
    const { hash: _, citations: __, ...content } = policy
    const open = policyVersion({
      ...content,
      parameters: {
        ...content.parameters,
        publicDisplayNationalContact: false,
        publicDisplayRegionGrants: false,
        publicDisplaySafetyCase: false,
      },
    })
    assert.equal(allowed(publicly(), search, NOW, open).limits.regions, 'national')
  })
})

const exception: Extract<PermissionFacts, { type: 'cache-exception' }> = {
  id: 'permission-2',
  type: 'cache-exception',
  fields: ['id', 'name', 'phone'],
  purposes: ['urgent-care-referral'],
  maxAgeSeconds: 300,
  derogation: 'derogation-1',
  ...dated,
}
const holding = (...permissions: readonly PermissionFacts[]): CallerFacts => agreed({ permissions })
const someFields = { ...search, fields: ['id', 'name'] } as const

describe('leave to keep an answer', () => {
  const kept = (who: CallerFacts, question: QuestionFacts = someFields, at = NOW, version = policy) => {
    const { caching, obligations } = allowed(who, question, at, version)
    assert.equal(obligations.includes('no-store'), caching === null)
    return caching?.maxAgeSeconds ?? null
  }

  it('holds for a question that names its members, each of them covered, and a purpose that is', () => {
    assert.equal(kept(holding(exception)), 300)
    assert.equal(kept(holding(exception), { ...lookUp, fields: ['phone'] }), 300)
    assert.equal(kept(holding(exception), search), null)
    assert.equal(kept(holding(exception), { ...search, fields: [] }), null)
    assert.equal(kept(holding(exception), { ...search, fields: ['id', 'openingTimes'] }), null)
    assert.equal(kept(holding({ ...exception, purposes: ['care-coordination'] })), null)
    assert.equal(kept(holding()), null)
  })

  it('is not pieced together from several exceptions, of which the longest that covers it all counts', () => {
    const ids = { ...exception, fields: ['id'], maxAgeSeconds: 900 }
    const names = { ...exception, fields: ['name'], maxAgeSeconds: 900 }
    assert.equal(kept(holding(ids, names)), null)
    assert.equal(kept(holding(ids, exception, { ...exception, maxAgeSeconds: 400 })), 400)
  })

  it('needs a derogation since 2025, and is never longer than a quarter of an hour', () => {
    const bare = holding({ ...exception, derogation: '' })
    const before = policyVersionOf('2018-07-03')
    assert.equal(kept(bare), null)
    assert.equal(kept(bare, someFields, NOW, before), 300)
    assert.equal(kept(holding({ ...exception, maxAgeSeconds: 86_400 })), 900)
    assert.equal(kept(holding({ ...exception, maxAgeSeconds: 0.9 })), null)
  })

  it('holds from its first instant up to but not including its last', () => {
    const short = holding({ ...exception, from: NOW, until: NOW + 2 })
    assert.deepEqual(
      [-1, 0, 1, 2].map(after => kept(short, someFields, NOW + after)),
      [null, 300, 300, null],
    )
  })

  it('lets the answer be acted on for as long as it may be kept', () => {
    assert.equal(allowed(holding(exception), someFields).limits.answerValidSeconds, 300)
    const brief = holding({ ...exception, maxAgeSeconds: 20 })
    assert.equal(allowed(brief, someFields).limits.answerValidSeconds, 60)
  })
})

describe('leave to keep a record of care', () => {
  it('names what may be kept there, and leaves the answer one that caches must not store', () => {
    const extract = {
      id: 'permission-3',
      type: 'care-record-extract',
      fields: ['id', 'name'],
      ...dated,
    } as const
    const answer = allowed(holding(extract, { ...extract, fields: ['name', 'phone'] }))
    assert.deepEqual(answer.mayKeep, ['id', 'name', 'phone'])
    assert.deepEqual(answer.obligations, ['no-store', 'as-of', 'terms-link', 'care-record-only'])
    assert.equal(allowed(holding({ ...extract, until: NOW })).mayKeep, null)
    assert.equal(allowed(holding(extract), { action: 'reference', purpose: null }).mayKeep, null)
  })
})

describe('leave to monitor', () => {
  const permission = { id: 'permission-4', type: 'synthetic-monitoring', ...dated } as const
  const probe = { ...search, kind: 'monitoring' } as const

  it('lets one question a minute through, on a count of its own, for one result within a mile', () => {
    const answer = allowed(holding(permission), probe)
    assert.equal(answer.limits.counts, 'monitoring')
    assert.deepEqual(answer.limits.volume, { perMinute: 1, perDay: 1440 })
    assert.equal(answer.limits.results, 1)
    assert.equal(answer.limits.distanceMetres, 1609)
    assert.deepEqual(answer.flags, ['monitoring'])
    assert.equal(refused(holding(permission), { ...probe, limit: 2 }), 'limit-above-agreed')
    assert.equal(refused(holding(permission), { ...probe, withinMetres: 1610 }), 'distance-above-agreed')
  })

  it('is needed for look-ups that are marked so, and ends at its last instant', () => {
    assert.equal(refused(holding(), { ...lookUp, kind: 'monitoring' }), 'monitoring-not-permitted')
    assert.equal(refused(holding({ ...permission, until: NOW }), probe), 'monitoring-not-permitted')
    assert.equal(refused(holding({ ...permission, until: NOW }), probe, NOW - 1), 'allow')
  })

  it('is not needed for trials, which are answered from the usual count and marked', () => {
    const answer = allowed(caller, { ...search, kind: 'test' })
    assert.deepEqual(answer.flags, ['test'])
    assert.equal(answer.limits.counts, 'usual')
    assert.deepEqual(allowed(caller).flags, [])
  })
})

describe('a raised quota', () => {
  const raised = (volume: AgreementFacts['volume'], until = NOW + 1): PermissionFacts => ({
    id: 'permission-5',
    type: 'raised-quota',
    volume,
    from: NOW - 1,
    until,
  })

  it('raises minute and day each on its own, and never lowers', () => {
    const volumeOf = (...permissions: readonly PermissionFacts[]) =>
      allowed(holding(...permissions)).limits.volume
    assert.deepEqual(volumeOf(), { perMinute: 300, perDay: 20_000 })
    assert.deepEqual(volumeOf(raised({ perMinute: 600, perDay: 10 })), { perMinute: 600, perDay: 20_000 })
    assert.deepEqual(
      volumeOf(raised({ perMinute: 600, perDay: 10 }), raised({ perMinute: 400, perDay: 50_000 })),
      { perMinute: 600, perDay: 50_000 },
    )
    assert.deepEqual(volumeOf(raised({ perMinute: 600, perDay: 10 }, NOW)), {
      perMinute: 300,
      perDay: 20_000,
    })
  })
})
