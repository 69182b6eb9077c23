import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  endRole,
  grantRole,
  holdersOf,
  leavePerson,
  lockPerson,
  readActor,
  readRoles,
} from '../../src/people/index.ts'
import { type HeldRole, ROLE_NAMES, ROLES, type Role, type Scope } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { DAY, deedAt, enter, NOON } from './some-people.ts'

const scopeOf = (role: Role, id = 'X1'): Scope => {
  const { scope: kind } = ROLES[role]
  return kind === 'operator' ? { kind } : { kind, id }
}

describe('roles that people hold', async () => {
  const database = await testDatabase()
  const { query } = database
  let made = 0
  const somebody = () => {
    made += 1
    return enter(database, `p${made}`)
  }
  const grant = (id: string, role: Role, over: Partial<HeldRole> = {}) =>
    grantRole(database, id, { role, scope: scopeOf(role), from: NOON, until: null, ...over }, deedAt(NOON))
  const rolesAt = async (id: string, now: number) =>
    (await readActor(query, id, now))?.roles.map(({ role }) => role)

  it('are held from their first instant up to, and not including, their last', async () => {
    const id = await somebody()
    assert.equal(await grant(id, 'euo-admin', { from: NOON + 5, until: NOON + 9 }), 'granted')
    for (const [away, held] of [
      [4, []],
      [5, ['euo-admin']],
      [8, ['euo-admin']],
      [9, []],
    ] as const) {
      assert.deepEqual(await rolesAt(id, NOON + away), held, String(away))
    }
  })

  it('are held at a time exactly when a plain reckoning says so, however they were granted and ended', async () => {
    const time = fc.integer({ min: 0, max: 12 })
    const step = fc.oneof(
      fc.record({
        what: fc.constant('grant' as const),
        from: time,
        length: fc.option(fc.integer({ min: -1, max: 6 }), { nil: null }),
      }),
      fc.record({ what: fc.constant('end' as const), until: time }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async steps => {
        const id = await somebody()
        // For each whole instant, whether the role is held; far beyond the last time for one without an end.
        const held = new Set<number>()
        const instants = Array.from({ length: 30 }, (_, at) => at)
        for (const one of steps) {
          if (one.what === 'grant') {
            const until = one.length === null ? null : one.from + one.length
            const wanted = instants.filter(at => at >= one.from && (until === null || at < until))
            const free = wanted.every(at => !held.has(at))
            const expected =
              until !== null && until <= one.from ? 'wrong-dates' : free ? 'granted' : 'already-held'
            const dates = { from: NOON + one.from, until: until === null ? null : NOON + until }
            assert.equal(await grant(id, 'euo-signatory', dates), expected)
            if (expected === 'granted') for (const at of wanted) held.add(at)
          } else {
            const which = { role: 'euo-signatory', scope: scopeOf('euo-signatory') } as const
            const later = [...held].filter(at => at >= one.until)
            const ended = await endRole(database, id, which, NOON + one.until, deedAt(NOON))
            assert.equal(ended, later.length > 0 ? 'ended' : 'not-held')
            for (const at of later) held.delete(at)
          }
        }
        for (const at of [...Array.from({ length: 20 }, (_, index) => index), 29]) {
          assert.equal((await rolesAt(id, NOON + at))?.length, held.has(at) ? 1 : 0, `at ${at}`)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('end at once, and a time that is over counts as now', async () => {
    const id = await somebody()
    const which = { role: 'dos-lead', scope: { kind: 'region', id: 'Y63' } } as const
    assert.equal(await grant(id, 'dos-lead', { scope: which.scope }), 'granted')
    assert.equal(await endRole(database, id, which, NOON - DAY, deedAt(NOON + 10)), 'ended')
    assert.deepEqual(await rolesAt(id, NOON + 9), ['dos-lead'], 'what was is not rewritten')
    assert.deepEqual(await rolesAt(id, NOON + 10), [])
    assert.equal(await endRole(database, id, which, NOON, deedAt(NOON + 11)), 'not-held')
    assert.equal(await endRole(database, 'nobody', which, NOON, deedAt(NOON)), 'unknown-person')
    const other = { ...which, scope: { kind: 'region', id: 'Y56' } } as const
    assert.equal(await grant(id, 'dos-lead', { scope: other.scope, from: NOON + 20 }), 'granted')
    assert.equal(
      await endRole(database, id, which, NOON + 20, deedAt(NOON + 20)),
      'not-held',
      'of another region',
    )
    const acts = await readActs(query, 'person', id)
    assert.deepEqual(
      acts.map(({ event }) => event),
      ['create', 'grant-role', 'end-role', 'grant-role'],
    )
  })

  it('are held for a scope of their own kind', async () => {
    const id = await somebody()
    const scopes: Scope[] = [
      { kind: 'operator' },
      { kind: 'region', id: 'X1' },
      { kind: 'organisation', id: 'X1' },
      { kind: 'supplier', id: 'X1' },
    ]
    for (const role of ROLE_NAMES.filter(name => name !== 'auditor')) {
      for (const scope of scopes) {
        const expected = scope.kind === ROLES[role].scope ? 'granted' : 'wrong-scope'
        assert.equal(await grant(id, role, { scope }), expected, `${role} for ${scope.kind}`)
      }
    }
  })

  it('keep an auditor independent, whichever role comes first, for as long as both would be held', async () => {
    for (const role of ROLE_NAMES.filter(name => name !== 'auditor')) {
      const auditor = await somebody()
      assert.equal(await grant(auditor, 'auditor', { until: NOON + DAY }), 'granted')
      assert.equal(await grant(auditor, role), 'not-independent', role)
      assert.equal(await grant(auditor, role, { from: NOON + DAY - 1 }), 'not-independent', role)
      assert.equal(await grant(auditor, role, { from: NOON + DAY }), 'granted', role)
      const other = await somebody()
      assert.equal(await grant(other, role), 'granted')
      assert.equal(await grant(other, 'auditor'), 'not-independent', role)
      const which = { role, scope: scopeOf(role) }
      assert.equal(await endRole(database, other, which, NOON + 1, deedAt(NOON)), 'ended')
      assert.equal(await grant(other, 'auditor'), 'not-independent', role)
      assert.equal(await grant(other, 'auditor', { from: NOON + 1 }), 'granted', role)
    }
  })

  it('are given once by twenty who give the same at once, and never both of two that exclude each other', async () => {
    const id = await somebody()
    const same = await Promise.all(Array.from({ length: 20 }, () => grant(id, 'supplier-admin')))
    assert.equal(same.filter(answer => answer === 'granted').length, 1)
    assert.equal((await readRoles(query, id)).length, 1)
    const both = await somebody()
    const answers = await Promise.all([grant(both, 'auditor'), grant(both, 'ig-officer')])
    assert.deepEqual(answers.sort(), ['granted', 'not-independent'])
  })

  it('are of no use to somebody locked, and end when they leave', async () => {
    const id = await somebody()
    await grant(id, 'ig-officer')
    assert.deepEqual(
      await holdersOf(query, 'ig-officer', null, NOON),
      [id].concat(await others('ig-officer', id)).sort(),
    )
    await lockPerson(database, id, deedAt(NOON))
    assert.equal(await rolesAt(id, NOON), undefined)
    assert.ok(!(await holdersOf(query, 'ig-officer', null, NOON)).includes(id))
    await leavePerson(database, id, 8, deedAt(NOON + 1))
    assert.deepEqual(
      (await readRoles(query, id)).map(({ until }) => until),
      [NOON + 1],
    )
    assert.equal(await grant(id, 'ig-officer'), 'left')
    assert.equal(await grant('nobody', 'ig-officer'), 'unknown-person')
  })

  const others = async (role: Role, id: string) =>
    (await holdersOf(query, role, null, NOON)).filter(one => one !== id)
})
