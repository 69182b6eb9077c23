import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CallerFacts, decide, policyInForce } from '../../src/policy/index.ts'
import { agreed, caller, NOW, search } from './examples.ts'

const policy = policyInForce(NOW)
const asked = (who: CallerFacts): string => {
  const decision = decide(who, search, policy, NOW)
  return decision.outcome === 'refuse' ? decision.reason : decision.outcome
}
const person = (role: string | null) => ({ individual: { id: 'person-1', role } })

describe('the role a person asks in', () => {
  const registered = agreed({ userRoles: ['R8000', 'R8001'] })

  it('is one that the organisation registered', () => {
    assert.equal(asked({ ...registered, ...person('R8001') }), 'allow')
    assert.equal(asked({ ...registered, ...person('R8002') }), 'role-not-registered')
    assert.equal(asked({ ...registered, ...person('') }), 'role-not-registered')
    assert.equal(asked({ ...registered, ...person(null) }), 'role-not-registered')
    assert.equal(asked({ ...agreed({ userRoles: [] }), ...person('R8000') }), 'role-not-registered')
  })

  it('does not matter where none was registered, or where no person asks', () => {
    assert.equal(asked({ ...caller, ...person('R8002') }), 'allow')
    assert.equal(asked({ ...agreed({ userRoles: null }), ...person(null) }), 'allow')
    assert.equal(asked(registered), 'allow')
  })

  it('is missing where an individual account asks and nobody says who', () => {
    const account = { ...caller.account, kind: 'individual', regionIds: ['Y63'] } as const
    assert.equal(asked({ ...registered, account }), 'role-not-registered')
    assert.equal(asked({ ...registered, account, ...person('R8000') }), 'allow')
  })

  it('is shown back short and on one line', () => {
    const decision = decide({ ...registered, ...person(`\n${'x'.repeat(999)}`) }, search, policy, NOW)
    assert.ok(decision.outcome === 'refuse' && decision.detail.length < 140)
    assert.doesNotMatch(decision.detail, /\n/)
  })
})
