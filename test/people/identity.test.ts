import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  checkPassword,
  type Identity,
  leavePerson,
  linkIdentity,
  lockPerson,
  personAt,
  readPerson,
} from '../../src/people/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { deedAt, enter, enterWithPassword, NOON, PASSWORD } from './some-people.ts'

const CARE = 'https://care.identity.test'
const OWN = 'https://directory.test'

describe('one identity, one person', async () => {
  const database = await testDatabase()
  const at = (over: Partial<Identity>, settings = { ownIssuer: OWN, linkByEmail: true }) =>
    personAt(database, { issuer: CARE, subject: 'nobody', email: null, name: null, ...over }, NOON, settings)

  it('finds a person by issuer and subject together', async () => {
    await enter(database, 'ann', { identity: { issuer: CARE, subject: 's-ann' } })
    assert.deepEqual(await at({ subject: 's-ann' }), { outcome: 'known', personId: 'ann' })
    assert.deepEqual(await at({ subject: 's-ann', issuer: 'https://other.test' }), { outcome: 'unknown' })
    assert.deepEqual(await at({ subject: 'S-ANN' }), { outcome: 'unknown' })
  })

  it('takes a new name over from the provider, and keeps names out of the record', async () => {
    const named = async () => (await readPerson(database.query, 'ann'))?.name
    for (const name of [null, '', ' ', 'x'.repeat(201), 'Person ann']) await at({ subject: 's-ann', name })
    assert.equal(await named(), 'Person ann')
    await at({ subject: 's-ann', name: 'Ann Newly-Married' })
    assert.equal(await named(), 'Ann Newly-Married')
    const acts = await readActs(database.query, 'person', 'ann')
    assert.deepEqual(
      acts.map(({ event }) => event),
      ['create', 'rename'],
    )
    assert.ok(!JSON.stringify(acts).includes('Newly-Married'))
  })

  it('knows people of its own provider by their id, unless they sign in elsewhere', async () => {
    await enter(database, 'ben')
    assert.deepEqual(await at({ issuer: OWN, subject: 'ben' }), { outcome: 'known', personId: 'ben' })
    assert.deepEqual(await at({ issuer: CARE, subject: 'ben' }), { outcome: 'unknown' })
    assert.deepEqual(await at({ issuer: OWN, subject: 'ann' }), {
      outcome: 'refused',
      because: 'linked-elsewhere',
    })
    assert.deepEqual(
      await at({ issuer: OWN, subject: 'ben' }, { ownIssuer: 'https://x.test', linkByEmail: true }),
      {
        outcome: 'unknown',
      },
    )
  })

  it('links by a verified e-mail address only where that is set up, once, and to no second identity', async () => {
    await enter(database, 'cat')
    const email = 'CAT@example.org'
    assert.deepEqual(await at({ subject: 's-cat', email }, { ownIssuer: OWN, linkByEmail: false }), {
      outcome: 'unknown',
    })
    assert.deepEqual(await at({ subject: 's-cat', email: null }), { outcome: 'unknown' })
    const both = await Promise.all([at({ subject: 's-cat', email }), at({ subject: 's-cat', email })])
    assert.deepEqual(
      both,
      Array.from({ length: 2 }, () => ({ outcome: 'known', personId: 'cat' })),
    )
    assert.deepEqual(await at({ subject: 's-other', email }), {
      outcome: 'refused',
      because: 'linked-elsewhere',
    })
    const acts = (await readActs(database.query, 'person', 'cat')).filter(
      ({ event }) => event === 'link-identity',
    )
    assert.equal(acts.length, 1)
    assert.ok(!JSON.stringify(acts).includes('s-cat'))
  })

  it('closes the other way in: a password set before leads nowhere once somebody is linked', async () => {
    await enterWithPassword(database, 'dan')
    assert.equal(
      await linkIdentity(database, 'dan', { issuer: CARE, subject: 's-dan' }, deedAt(NOON)),
      'linked',
    )
    const attempt = { userName: 'dan', password: PASSWORD, code: null, network: 'n' }
    assert.deepEqual(await checkPassword(database, attempt, NOON), { outcome: 'refused' })
  })

  it('is not given to two', async () => {
    await enter(database, 'eve')
    await enter(database, 'fay')
    const identity = { issuer: CARE, subject: 's-one' }
    assert.equal(await linkIdentity(database, 'eve', identity, deedAt(NOON)), 'linked')
    assert.equal(
      await linkIdentity(database, 'eve', identity, deedAt(NOON)),
      'linked',
      'said twice is said once',
    )
    assert.equal(await linkIdentity(database, 'fay', identity, deedAt(NOON)), 'identity-taken')
    const second = { issuer: CARE, subject: 's-two' }
    assert.equal(await linkIdentity(database, 'eve', second, deedAt(NOON)), 'linked-elsewhere')
    assert.equal(await linkIdentity(database, 'nobody', second, deedAt(NOON)), 'unknown-person')
    assert.equal((await readPerson(database.query, 'fay'))?.identity, null)
  })

  it('lets nobody in who is locked or has left', async () => {
    await enter(database, 'gus', { identity: { issuer: CARE, subject: 's-gus' } })
    await enter(database, 'hal')
    await lockPerson(database, 'gus', deedAt(NOON))
    await lockPerson(database, 'hal', deedAt(NOON))
    assert.deepEqual(await at({ subject: 's-gus' }), { outcome: 'refused', because: 'locked' })
    assert.deepEqual(await at({ issuer: OWN, subject: 'hal' }), { outcome: 'refused', because: 'locked' })
    assert.deepEqual(await at({ subject: 's-hal', email: 'hal@example.org' }), {
      outcome: 'refused',
      because: 'locked',
    })
    await leavePerson(database, 'gus', 8, deedAt(NOON))
    assert.deepEqual(await at({ subject: 's-gus' }), { outcome: 'refused', because: 'left' })
    assert.equal(
      await linkIdentity(database, 'gus', { issuer: CARE, subject: 's-new' }, deedAt(NOON)),
      'left',
    )
  })
})
