import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { judgeGrant, mayEnd, mayManage, recoveryTakesTwo } from '../../src/people/index.ts'
import {
  type Actor,
  type HeldRole,
  ROLE_NAMES,
  ROLES,
  type Role,
  type Scope,
} from '../../src/vocabulary/index.ts'
import { NOON } from './some-people.ts'

const IDS = ['A', 'B']
const scopes = (role: Role): fc.Arbitrary<Scope> => {
  const { scope: kind } = ROLES[role]
  return kind === 'operator' ? fc.constant({ kind }) : fc.constantFrom(...IDS).map(id => ({ kind, id }))
}
const held: fc.Arbitrary<HeldRole> = fc
  .constantFrom(...ROLE_NAMES)
  .chain(role => scopes(role).map(scope => ({ role, scope, from: NOON, until: null })))
const roles = fc.array(held, { maxLength: 4 })
const actor: fc.Arbitrary<Actor> = roles.map(all => ({ personId: 'actor', name: 'Actor', roles: all }))
const has = (who: Actor, role: Role, id?: string): boolean =>
  who.roles.some(
    one => one.role === role && (id === undefined || (one.scope.kind !== 'operator' && one.scope.id === id)),
  )

/** The rules as they are told to people, one sentence a line: the oracle. */
function mayGive(who: Actor, to: string, { role, scope }: HeldRole, facts: Facts): boolean {
  if (to === who.personId || to === facts.approvedBy) return false
  const id = scope.kind === 'operator' ? '' : scope.id
  const manager = has(who, 'access-manager')
  switch (role) {
    case 'individual-end-user':
      return has(who, 'euo-admin', id)
    case 'euo-admin':
      return has(who, 'euo-admin', id) || (manager && (!facts.hasAdministrator || facts.approvedBy !== null))
    case 'euo-signatory':
    case 'clinical-safety-officer':
      return manager && facts.evidence !== null
    case 'supplier-admin':
      return manager
    case 'service-editor':
      return manager || (facts.leads && has(who, 'dos-lead'))
    default:
      return manager && facts.approvedBy !== null
  }
}
type Facts = {
  readonly evidence: string | null
  readonly approvedBy: string | null
  readonly hasAdministrator: boolean
  readonly leads: boolean
}
const facts: fc.Arbitrary<Facts> = fc.record({
  evidence: fc.constantFrom(null, 'letter 7'),
  approvedBy: fc.constantFrom(null, 'second', 'target'),
  hasAdministrator: fc.boolean(),
  leads: fc.boolean(),
})

describe('who may give which role', () => {
  it('is what the rules say, for every actor, role, scope and circumstance', () => {
    fc.assert(
      fc.property(actor, fc.constantFrom('actor', 'target'), held, facts, (who, personId, one, given) => {
        const { role, scope } = one
        const verdict = judgeGrant({ actor: who, personId, role, scope, ...given })
        assert.equal(verdict.outcome === 'may', mayGive(who, personId, one, given), JSON.stringify(verdict))
        if (verdict.outcome === 'may')
          assert.ok(has(who, verdict.as), `acts as ${verdict.as}, which is not held`)
        if (verdict.outcome === 'unmet') assert.ok(verdict.unmet.length > 0)
      }),
      { numRuns: 2000 },
    )
  })

  it('is nobody for themselves, whatever they hold', () => {
    const everything: Actor = {
      personId: 'actor',
      name: 'Actor',
      roles: ROLE_NAMES.flatMap(role =>
        IDS.map(id => {
          const { scope: kind } = ROLES[role]
          const scope: Scope = kind === 'operator' ? { kind } : { kind, id }
          return { role, scope, from: NOON, until: null }
        }),
      ),
    }
    for (const { role, scope } of everything.roles) {
      const verdict = judgeGrant({
        actor: everything,
        personId: 'actor',
        role,
        scope,
        evidence: 'letter 7',
        approvedBy: 'second',
        hasAdministrator: false,
        leads: true,
      })
      assert.deepEqual(verdict, { outcome: 'own-cause' }, role)
    }
  })

  it('lists everything that is missing, with who can help', () => {
    const manager: Actor = {
      personId: 'actor',
      name: 'Actor',
      roles: [{ role: 'access-manager', scope: { kind: 'operator' }, from: NOON, until: null }],
    }
    const ask = (role: Role, scope: Scope) =>
      judgeGrant({
        actor: manager,
        personId: 'target',
        role,
        scope,
        evidence: null,
        approvedBy: null,
        hasAdministrator: true,
        leads: false,
      })
    const unmet = (role: Role, scope: Scope) => {
      const verdict = ask(role, scope)
      return verdict.outcome === 'unmet' ? verdict.unmet.map(({ whoCanFix }) => whoCanFix) : verdict.outcome
    }
    assert.deepEqual(unmet('auditor', { kind: 'operator' }), ['a decision owner'])
    assert.deepEqual(unmet('dos-lead', { kind: 'region', id: 'Y63' }), ['a decision owner'])
    assert.deepEqual(unmet('euo-signatory', { kind: 'organisation', id: 'A' }), [
      'the organisation, through its administrator',
    ])
    assert.deepEqual(unmet('euo-admin', { kind: 'organisation', id: 'A' }), [
      'an administrator of the organisation, or "role appoint" where it has none left',
    ])
  })
})

describe('who may end a role', () => {
  it('is its holder, an access manager, and whoever gives it there: an administrator, or the lead of the region', () => {
    fc.assert(
      fc.property(
        actor,
        fc.constantFrom('actor', 'target'),
        held,
        fc.boolean(),
        (who, personId, one, leads) => {
          const id = one.scope.kind === 'operator' ? '' : one.scope.id
          const given = ['individual-end-user', 'euo-admin'].includes(one.role) && has(who, 'euo-admin', id)
          const led = one.role === 'service-editor' && leads && has(who, 'dos-lead')
          const expected = personId === 'actor' || has(who, 'access-manager') || given || led
          assert.equal(mayEnd(who, personId, one, leads) !== undefined, expected)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('who may lock, recover and see off a person', () => {
  it('is an access manager, and an administrator whose own people hold nothing beyond what administrators give', () => {
    fc.assert(
      fc.property(actor, fc.constantFrom(null, ...IDS), roles, (who, homeOdsCode, all) => {
        const own = homeOdsCode !== null && has(who, 'euo-admin', homeOdsCode)
        const plain = all.every(
          ({ role, scope }) =>
            (role === 'individual-end-user' || role === 'euo-admin') &&
            scope.kind === 'organisation' &&
            has(who, 'euo-admin', scope.id),
        )
        const expected = has(who, 'access-manager')
          ? 'access-manager'
          : own && plain
            ? 'euo-admin'
            : undefined
        assert.equal(mayManage(who, { id: 'target', homeOdsCode }, all), expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('gains no role by recovering somebody that they could not have given alone', () => {
    fc.assert(
      fc.property(actor, fc.constantFrom(null, ...IDS), roles, (who, homeOdsCode, all) => {
        const as = mayManage(who, { id: 'target', homeOdsCode }, all)
        if (as === undefined || recoveryTakesTwo(all)) return
        for (const { role, scope } of all) {
          const question = {
            actor: who,
            personId: 'target',
            role,
            scope,
            approvedBy: null,
            hasAdministrator: false,
            leads: false,
          }
          const alone = judgeGrant({ ...question, evidence: 'letter 7' }).outcome === 'may'
          // An organisation's own users are its administrators' to give, whom an access manager gives.
          assert.ok(alone || (as === 'access-manager' && role === 'individual-end-user'), role)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
