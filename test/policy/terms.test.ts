import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  decide,
  PARAMETER_NAMES,
  parameterSays,
  policyInForce,
  policyVersion,
  policyVersionOf,
  TAILORABLE,
  type TailoredTerms,
  tailoringProblems,
  termsOf,
} from '../../src/policy/index.ts'
import { agreed, display, lookUp, NOW, search } from './examples.ts'

const policy = policyInForce(NOW)
const { hash: _, citations: __, ...content } = policy
const lenient = policyVersion({ ...content, waivable: [...content.waivable, 'AUP25-08'] })
const strict = policyVersion({
  ...content,
  parameters: { ...content.parameters, reacceptHardGate: true, reacceptGraceDays: 30 },
})

const tailored: TailoredTerms = {
  id: 'tailored-1',
  policyVersion: policy.id,
  parameters: { resultsMax: 10, resultsDefault: 3 },
  waives: [],
  from: NOW,
  until: NOW + 2,
}
const withTerms = (change: Partial<TailoredTerms>) => agreed({ tailored: { ...tailored, ...change } })

describe('tailored terms', () => {
  it('speak from their first instant up to but not including their last, and are named in the decision', () => {
    const most = [-1, 0, 1, 2].map(after => {
      const decision = decide(withTerms({}), search, policy, NOW + after)
      assert.ok(decision.outcome === 'allow')
      return [decision.limits.resultsMax, decision.limits.results, decision.tailoredTerms]
    })
    assert.deepEqual(most, [
      [50, 20, null],
      [10, 3, 'tailored-1'],
      [10, 3, 'tailored-1'],
      [50, 20, null],
    ])
    const decision = decide(withTerms({}), { ...search, limit: 11 }, policy, NOW)
    assert.ok(decision.outcome === 'refuse' && decision.tailoredTerms === 'tailored-1')
  })

  it('are silent under any version but the one they were made for', () => {
    const before = policyVersionOf('2018-07-03')
    assert.ok(before)
    const decision = decide(withTerms({}), search, before, NOW)
    assert.ok(decision.outcome === 'allow')
    assert.equal(decision.limits.resultsMax, 50)
    assert.equal(decision.tailoredTerms, null)
  })

  it('widen no further than the hard limits, nor than the agreement', () => {
    const wide = agreed({ resultsMax: 100, tailored: { ...tailored, parameters: { resultsMax: 100_000 } } })
    assert.equal(termsOf(wide.agreement ?? {}, policy, NOW).parameters.resultsMax, 100)
    const decision = decide(withTerms({ parameters: { resultsMax: 90 } }), search, policy, NOW)
    assert.ok(decision.outcome === 'allow')
    assert.equal(decision.limits.resultsMax, 50)
  })

  it('set nothing that is the same for everybody', () => {
    const { parameters } = termsOf(
      { tailored: { ...tailored, parameters: { directCareOnly: false, retentionYears: 30 } } },
      policy,
      NOW,
    )
    assert.deepEqual(parameters, policy.parameters)
  })

  it('waive what the version lets be waived, and nothing else', () => {
    const alone = { ...lookUp, recentlyReturned: false }
    const waiving = withTerms({ waives: ['AUP25-08'] })
    const here = decide(waiving, alone, policy, NOW)
    assert.ok(here.outcome === 'refuse' && here.reason === 'look-up-without-search')
    assert.equal(decide(waiving, alone, lenient, NOW).outcome, 'allow')
  })

  it('free a consumer of regional grants, where they waive them', () => {
    const far = { ...search, origin: { outcome: 'located', kind: 'named', regionId: 'Y59' } } as const
    const shown = { audience: 'public', permissions: [display] } as const
    const decision = decide(
      agreed({ ...shown, tailored: { ...tailored, waives: ['AUP18-16'] } }),
      far,
      policy,
      NOW,
    )
    assert.ok(decision.outcome === 'allow')
    assert.equal(decision.limits.regions, 'national')
    assert.equal(decide(agreed(shown), far, policy, NOW).outcome, 'refuse')
  })

  it('give one consumer longer to accept a new version', () => {
    const old = { policyVersion: '2018-07-03' }
    assert.equal(decide(agreed(old), search, strict, NOW).outcome, 'refuse')
    const longer = { ...tailored, parameters: { reacceptGraceDays: 365 }, from: 0 }
    const soon = strict.effectiveFrom + 300 * 86_400_000
    const during = agreed({ ...old, from: 0, tailored: longer })
    assert.equal(decide(during, search, strict, soon).outcome, 'allow')
    assert.equal(decide(agreed({ ...old, from: 0 }), search, strict, soon).outcome, 'refuse')
  })

  it('are told all that is wrong with them', () => {
    assert.deepEqual(tailoringProblems(tailored, policy), [])
    assert.deepEqual(
      tailoringProblems(
        {
          policyVersion: '2018-07-03',
          parameters: { resultsMax: 101, directCareOnly: false },
          waives: ['AUP25-28', 'AUP25-25'],
          from: NOW,
          until: NOW,
        },
        policy,
      ),
      [
        'They are made for version 2018-07-03, not for 2025-02-25.',
        'They end before they begin.',
        'parameters.resultsMax: 101 is beyond the hard limits.',
        'parameters.directCareOnly is the same for everybody.',
        'AUP25-28 may not be waived under 2025-02-25; AUP25-25, AUP18-16 may.',
      ],
    )
  })
})

describe('a newer policy', () => {
  const old = agreed({ policyVersion: '2018-07-03', from: 0 })
  const graceEnds = strict.effectiveFrom + 30 * 86_400_000

  it('is asked to be accepted with each answer, and behind the hard gate refuses once its grace is over', () => {
    const during = decide(old, search, strict, graceEnds - 1)
    assert.ok(during.outcome === 'allow' && during.obligations.includes('accept-newer-policy'))
    const after = decide(old, search, strict, graceEnds)
    assert.ok(after.outcome === 'refuse' && after.reason === 'reacceptance-overdue')
    assert.match(after.detail, /2025-03-27T09:55:00.000Z/)
  })

  it('never refuses without the hard gate', () => {
    const decision = decide(old, search, policy, graceEnds + 1e11)
    assert.ok(decision.outcome === 'allow' && decision.obligations.includes('accept-newer-policy'))
  })
})

describe('the parameters', () => {
  it('each say what they are for, with clause, decision or source', () => {
    for (const name of PARAMETER_NAMES) {
      assert.match(parameterSays(name), /^[A-Z].+\.$/, name)
      assert.match(name, /^[a-z]+([A-Z][a-z]+)*$/)
    }
    assert.ok(TAILORABLE.every(name => PARAMETER_NAMES.includes(name)))
  })
})
