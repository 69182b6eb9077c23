import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  decide,
  isRefusalReason,
  POLICY_VERSIONS,
  REFUSAL_REASONS,
  refusalOf,
  refuse,
} from '../../src/policy/index.ts'
import { caller, NOW, search } from './examples.ts'

describe('every refusal', () => {
  it('says what happened and what to do, in sentences', () => {
    for (const name of REFUSAL_REASONS) {
      const { title, reason, remedy } = refusalOf(name)
      assert.match(name, /^[a-z]+(-[a-z]+)*$/)
      assert.match(title, /^[A-Z].{5,70}[^.]$/, name)
      assert.match(reason, /^[A-Z].{20,200}\.$/, name)
      assert.match(remedy, /^[A-Z].{15,200}\.$/, name)
    }
  })

  it('cites at least one clause under every policy version, and only clauses that version knows', () => {
    for (const policy of POLICY_VERSIONS) {
      const known = new Set([...policy.clauses, ...policy.supplements])
      for (const name of REFUSAL_REASONS) {
        const { clauses } = refuse(policy, name, 'Because.')
        assert.ok(clauses.length > 0, `${name} under ${policy.id}`)
        for (const clause of clauses) assert.ok(known.has(clause), `${clause} under ${policy.id}`)
      }
    }
  })

  it('is worth asking again unchanged only where waiting helps', () => {
    assert.deepEqual(
      REFUSAL_REASONS.filter(name => refusalOf(name).retryable),
      ['quota-exhausted', 'outside-footprint', 'abnormal-usage-detected'],
    )
  })

  it('is told from any other text', () => {
    assert.ok(isRefusalReason('no-agreement'))
    for (const text of ['', 'allow', 'toString', '__proto__']) assert.ok(!isRefusalReason(text))
  })

  it('can be made by the quota room in the same form', () => {
    const [policy] = POLICY_VERSIONS
    assert.deepEqual(refuse(policy, 'quota-exhausted', 'Used up.'), {
      outcome: 'refuse',
      reason: 'quota-exhausted',
      detail: 'Used up.',
      clauses: ['AUP18-21'],
      policyVersion: policy.id,
      tailoredTerms: null,
    })
  })

  it('cites under each version what the answer to the same question would', () => {
    for (const policy of POLICY_VERSIONS) {
      const decision = decide(caller, search, policy, NOW)
      assert.ok(decision.outcome === 'allow' && decision.clauses.length > 0)
      const known = new Set([...policy.clauses, ...policy.supplements])
      for (const clause of decision.clauses) assert.ok(known.has(clause))
    }
  })
})
