import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  addRegistration,
  checkPassword,
  createPerson,
  erasePerson,
  grantRole,
  leavePerson,
  openSession,
  peopleDueHandlers,
  readActor,
  readHeldOfPerson,
  readPerson,
  readRegistrations,
  readRoles,
} from '../../src/people/index.ts'
import { readActs, readDue, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { DAY, deedAt, enter, enterWithPassword, NOON, PASSWORD, sessionFor } from './some-people.ts'

const YEARS = 8
/** Noon on 23 November 2034, London, where it is winter as well. */
const OVER = Date.UTC(2034, 10, 23, 12)

describe('somebody who leaves', async () => {
  const database = await testDatabase()
  const { query } = database

  it('loses sessions, roles and the way in at once, and the record of them stays', async () => {
    await enterWithPassword(database, 'ann')
    const scope = { kind: 'organisation', id: 'XA1' } as const
    await grantRole(database, 'ann', { role: 'euo-admin', scope, from: NOON, until: null }, deedAt(NOON))
    await grantRole(
      database,
      'ann',
      { role: 'euo-signatory', scope, from: NOON + DAY, until: null },
      deedAt(NOON),
    )
    await openSession(database, sessionFor('ann'), NOON)
    assert.equal((await leavePerson(database, 'ann', YEARS, deedAt(NOON + 1))).outcome, 'moved')
    assert.equal(await readActor(query, 'ann', NOON + 1), undefined)
    assert.deepEqual(
      (await readRoles(query, 'ann')).map(({ role, until }) => [role, until]),
      [['euo-admin', NOON + 1]],
    )
    const attempt = { userName: 'ann', password: PASSWORD, code: null, network: 'n' }
    assert.equal((await checkPassword(database, attempt, NOON + 1)).outcome, 'refused')
    const held = await readHeldOfPerson(query, 'ann')
    assert.equal(held?.person.name, 'Person ann')
    assert.equal(held?.sessions[0]?.overAt, NOON + 1)
    const ended = held?.actsAbout.filter(({ event }) => event === 'end-role').map(({ before }) => before)
    assert.equal(ended?.length, 2)
  })

  it('frees their e-mail address, and is entered anew should they return', async () => {
    await enter(database, 'bob')
    const again = {
      id: 'bob-2',
      name: 'Bob',
      email: 'BOB@example.org',
      identity: null,
      status: 'active',
    } as const
    assert.equal(await createPerson(database, again, deedAt(NOON)), 'already-known')
    await leavePerson(database, 'bob', YEARS, deedAt(NOON))
    assert.equal(await createPerson(database, again, deedAt(NOON)), 'created')
    assert.deepEqual(await readRoles(query, 'bob-2'), [])
  })

  it('loses name, e-mail address, identity and registrations when eight years are over, and not a moment before', async () => {
    const identity = { issuer: 'https://care.identity.test', subject: 'cat-there' }
    await enter(database, 'cat', { identity })
    await addRegistration(database, 'cat', { regulator: 'NMC', number: '98I1234E' }, deedAt(NOON))
    await openSession(database, sessionFor('cat', { userAgent: 'Planted browser' }), NOON)
    assert.deepEqual(await erasePerson(database, 'cat', OVER, YEARS), { outcome: 'not-left' })
    await leavePerson(database, 'cat', YEARS, deedAt(NOON))
    assert.deepEqual(
      (await readDue(query, 'person', 'cat')).map(({ event, dueAt }) => [event, dueAt]),
      [['erase', OVER]],
    )
    assert.deepEqual(await erasePerson(database, 'cat', OVER - 1, YEARS), { outcome: 'not-yet', at: OVER })
    assert.equal((await readPerson(query, 'cat'))?.name, 'Person cat')
    const before = await readActs(query, 'person', 'cat')
    assert.deepEqual(await erasePerson(database, 'cat', OVER, YEARS), { outcome: 'erased' })
    const person = await readPerson(query, 'cat')
    assert.deepEqual([person?.name, person?.email, person?.identity, person?.erasedAt], ['', '', null, OVER])
    assert.deepEqual(await readRegistrations(query, 'cat'), [])
    for (const table of ['person', 'session', 'alert', 'registration', 'secret']) {
      const left = JSON.stringify(await query(`select * from people.${table}`))
      for (const planted of ['Person cat', 'cat@example.org', 'cat-there', '98I1234E', 'Planted browser']) {
        assert.ok(!left.includes(planted), `${planted} in ${table}`)
      }
    }
    const acts = await readActs(query, 'person', 'cat')
    assert.deepEqual(acts.slice(0, -1), before, 'the record is only added to')
    assert.ok(!JSON.stringify(acts).includes('Person cat'), 'and never knew the name')
    assert.deepEqual(await erasePerson(database, 'cat', OVER, YEARS), { outcome: 'already-erased' })
    assert.deepEqual(await erasePerson(database, 'nobody', OVER, YEARS), { outcome: 'unknown-person' })
  })

  it('is erased by the calendar, later should the years be raised meanwhile', async () => {
    await enter(database, 'dan')
    await leavePerson(database, 'dan', YEARS, deedAt(NOON))
    let years = 9
    const handlers = peopleDueHandlers({ retentionYears: () => years })
    const failed: unknown[] = []
    const work = (now: number) => workThroughDue(database, now, handlers, (_, error) => failed.push(error))
    await work(OVER)
    assert.equal((await readPerson(query, 'dan'))?.erasedAt, null)
    const [due] = await readDue(query, 'person', 'dan')
    assert.equal(due?.dueAt, Date.UTC(2035, 10, 23, 12))
    years = 8
    await work(Date.UTC(2035, 10, 23, 12))
    assert.equal((await readPerson(query, 'dan'))?.name, '')
    assert.deepEqual(failed, [])
  })
})
