import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { decide, explain, policyInForce, REFUSAL_REASONS, refusalOf } from '../../src/policy/index.ts'
import { callers, policies, questions } from './arbitrary.ts'
import { caller, NOW, narrowed, search } from './examples.ts'
import { WITNESSES } from './witnesses.ts'

const policy = policyInForce(NOW)

describe('explain', () => {
  it('never disagrees with decide', () => {
    const environments = fc.constantFrom('production', 'integration')
    fc.assert(
      fc.property(callers, questions, policies, environments, (who, question, version, here) => {
        const { decision, checks } = explain(who, question, version, NOW, here)
        assert.deepEqual(decision, decide(who, question, version, NOW, here))
        const refused = checks.findIndex(check => check.outcome === 'refused')
        assert.equal(refused >= 0, decision.outcome === 'refuse')
        const expected = checks.map((_, index) => {
          if (refused < 0 || index < refused) return 'passed'
          return index === refused ? 'refused' : 'not-reached'
        })
        assert.deepEqual(
          checks.map(check => check.outcome),
          expected,
        )
        for (const check of checks) assert.match(check.because, /^\S.*\.$/)
      }),
      { numRuns: 8_000 },
    )
  })

  it('always lists the same checks in the same order', () => {
    const names = (who: typeof caller) => explain(who, search, policy, NOW).checks.map(check => check.check)
    assert.deepEqual(names({ ...caller, agreement: null }), names(caller))
    assert.equal(new Set(names(caller)).size, names(caller).length)
  })

  it('has a check for every reason that decide refuses with', () => {
    for (const reason of REFUSAL_REASONS.filter(name => refusalOf(name).raisedBy === undefined)) {
      const witness = WITNESSES[reason]
      assert.ok(witness)
      const explained = explain(
        witness.caller ?? caller,
        witness.question ?? search,
        witness.policy ?? policy,
        NOW,
      )
      const refused = explained.checks.find(check => check.outcome === 'refused')
      assert.deepEqual(refused?.clauses, explained.decision.clauses, reason)
      const { checks } = explain(caller, search, witness.policy ?? policy, NOW)
      const usual = checks.find(check => check.check === refused?.check)
      for (const clause of refused?.clauses ?? []) assert.ok(usual?.clauses.includes(clause), reason)
    }
  })

  it('shows the values that decided', () => {
    const { checks } = explain(narrowed({ resultsMax: 5 }), { ...search, limit: 9 }, policy, NOW)
    const told = Object.fromEntries(checks.map(({ check, because }) => [check, because]))
    assert.equal(told['account stands'], 'The account Example Call Centre is active.')
    assert.equal(told['purpose'], 'It is for urgent-care-referral, which is agreed.')
    assert.equal(told['number of results'], 'Asked for: 9; the most is 50.')
    assert.match(told['number of results not restricted'] ?? '', /restriction-1 narrows results to 5/)
    assert.equal(told['distance'], 'Something before it was refused.')
  })
})
