import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type Allowed,
  type CallerFacts,
  decide,
  policyInForce,
  type QuestionFacts,
} from '../../src/policy/index.ts'
import { agreed, agreement, caller, lookUp, NOW, narrowed, search } from './examples.ts'

const policy = policyInForce(NOW)

function allowed(who: CallerFacts, question: QuestionFacts = search, at = NOW): Allowed {
  const decision = decide(who, question, policy, at)
  if (decision.outcome === 'refuse') assert.fail(`${decision.reason}: ${decision.detail}`)
  return decision
}

function refused(who: CallerFacts, question: QuestionFacts = search, at = NOW): string {
  const decision = decide(who, question, policy, at)
  return decision.outcome === 'refuse' ? decision.reason : decision.outcome
}

describe('a restriction', () => {
  it('is named in the refusal, with what is left and when it is looked at again', () => {
    assert.deepEqual(decide(narrowed({ regions: ['Y56', 'Y59'] }), search, policy, NOW), {
      outcome: 'refuse',
      reason: 'restricted',
      detail:
        'Restriction restriction-1 narrows regions to Y56, Y59; it is to be reviewed by 2026-12-22T09:00:00.000Z.',
      clauses: ['AUP25-41'],
      policyVersion: '2025-02-25',
      tailoredTerms: null,
    })
  })

  it('holds from its first instant up to but not including its last, and for good where it has none', () => {
    const over = narrowed({ regions: ['Y56'], from: NOW, until: NOW + 2 })
    assert.deepEqual(
      [-1, 0, 1, 2].map(after => refused(over, search, NOW + after)),
      ['allow', 'restricted', 'restricted', 'allow'],
    )
    assert.equal(refused(narrowed({ regions: ['Y56'] }), search, Date.parse('2126-01-01')), 'restricted')
    assert.equal(refused(narrowed({ regions: ['Y56'], from: Number.NaN })), 'restricted')
  })

  it('goes on holding after its review was due', () => {
    assert.equal(refused(narrowed({ regions: ['Y56'], reviewBy: NOW - 1 })), 'restricted')
  })

  it('shrinks the defaults of a question that asks for nothing outside it', () => {
    const who = narrowed({ typeIds: [13, 14], resultsMax: 5, audience: 'public' })
    const answer = allowed(who, { ...search, typeIds: null })
    assert.equal(answer.audience, 'public')
    assert.deepEqual(answer.limits.typeIds, [13, 14])
    assert.equal(answer.limits.results, 5)
    assert.equal(answer.limits.resultsMax, 5)
  })

  it('refuses what asks for more than is left, and leaves what was never agreed to its own refusal', () => {
    const who = narrowed({ typeIds: [13], resultsMax: 5, audience: 'public' })
    assert.equal(refused(who, { ...search, typeIds: [13, 14] }), 'restricted')
    assert.equal(refused(who, { ...search, limit: 6 }), 'restricted')
    assert.equal(refused(who, { ...search, limit: agreement.resultsMax + 1 }), 'limit-above-agreed')
    assert.equal(refused(who, { ...search, audience: 'professional' }), 'restricted')
    assert.equal(refused(who, { ...lookUp, audience: 'professional' }), 'restricted')
    assert.equal(refused(who, { ...search, audience: 'public', limit: 5 }), 'allow')
  })

  it('makes no public display of a professional agreement: an audience narrowed is not shown to anybody else', () => {
    assert.equal(allowed(narrowed({ audience: 'public' })).limits.regions, 'national')
  })

  it('joins with others: what is answered lies inside each', () => {
    const who = narrowed(
      { regions: ['Y63', 'Y56'], typeIds: [13, 14], volume: { perMinute: 9, perDay: 900 } },
      { id: 'restriction-2', regions: ['Y63'], typeIds: [13], volume: { perMinute: 99, perDay: 90 } },
    )
    const answer = allowed(who)
    assert.deepEqual(answer.limits.typeIds, [13])
    assert.deepEqual(answer.limits.volume, { perMinute: 9, perDay: 90 })
    const elsewhere = { outcome: 'located', kind: 'named', regionId: 'Y56' } as const
    const decision = decide(who, { ...search, origin: elsewhere }, policy, NOW)
    assert.ok(decision.outcome === 'refuse' && decision.detail.startsWith('Restriction restriction-2'))
  })

  it('that leaves no type or no region leaves nothing to ask', () => {
    const apart = narrowed({ typeIds: [13] }, { typeIds: [14] })
    assert.equal(refused(apart, { ...search, typeIds: null }), 'restricted')
    assert.equal(refused(narrowed({ regions: [] }), lookUp), 'restricted')
    assert.equal(refused(narrowed({ regions: [] }), { action: 'reference', purpose: null }), 'allow')
  })

  it('holds a look-up without a search to the regions that are left', () => {
    const declared = agreed({ lookUps: 'declared', regions: ['Y63', 'Y56'] })
    const who = { ...narrowed({ regions: ['Y56', 'Y59'] }), agreement: declared.agreement }
    assert.deepEqual(allowed(who, { ...lookUp, recentlyReturned: false }).limits.regions, ['Y56'])
    assert.equal(allowed(who, lookUp).limits.regions, 'national')
  })

  it('lowers monitoring, too', () => {
    const permission = { id: 'p', type: 'synthetic-monitoring', from: NOW, until: NOW + 1 } as const
    const who = {
      ...narrowed({ volume: { perMinute: 0, perDay: 9 } }),
      agreement: { ...agreement, permissions: [permission] },
    }
    const { volume } = allowed(who, { ...search, kind: 'monitoring' }).limits
    assert.deepEqual(volume, { perMinute: 0, perDay: 9 })
  })

  it('counts whatever the state of the account', () => {
    const who = narrowed({ regions: ['Y56'] })
    for (const status of ['active', 'restricted'] as const)
      assert.equal(refused({ ...who, account: { ...who.account, status } }), 'restricted')
    assert.equal(refused({ ...caller, account: { ...caller.account, status: 'restricted' } }), 'allow')
  })
})

describe('restricted hours', () => {
  const office = narrowed({ from: 0, hours: { days: [1, 2, 3, 4, 5], fromMinute: 480, untilMinute: 1110 } })
  const at = (instant: string): string => refused(office, search, Date.parse(instant))

  it('are those of a clock in London, winter and summer', () => {
    assert.equal(at('2026-11-23T07:59:59.999Z'), 'restricted')
    assert.equal(at('2026-11-23T08:00:00Z'), 'allow')
    assert.equal(at('2026-11-23T18:29:59.999Z'), 'allow')
    assert.equal(at('2026-11-23T18:30:00Z'), 'restricted')
    assert.equal(at('2026-07-01T06:59:59.999Z'), 'restricted')
    assert.equal(at('2026-07-01T07:00:00Z'), 'allow')
    assert.equal(at('2026-07-01T17:30:00Z'), 'restricted')
    assert.equal(at('2026-11-22T09:00:00Z'), 'restricted')
  })

  it('close places and reference lists, as everything else', () => {
    const sunday = { action: 'place', purpose: null } as const
    assert.equal(refused(office, sunday), 'restricted')
  })

  it('say when it is open', () => {
    const decision = decide(office, search, policy, NOW)
    assert.ok(decision.outcome === 'refuse')
    assert.match(
      decision.detail,
      /narrows hours to 08:00 to 18:30 London time on Monday, Tuesday, Wednesday, Thursday, Friday;/,
    )
  })

  it('are shut to an instant that is none', () => {
    const always = {
      ...narrowed({ hours: { days: [1, 2, 3, 4, 5, 6, 7], fromMinute: 0, untilMinute: 1440 } }),
    }
    const open = { ...always, agreement: { ...agreement, from: Number.NEGATIVE_INFINITY } }
    assert.equal(refused(open, search, NOW), 'allow')
    assert.equal(refused(open, search, Number.MAX_VALUE), 'restricted')
  })
})
