import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  beginTotp,
  changePassword,
  confirmTotp,
  openSession,
  readLiveSessions,
  readSecretState,
  setPassword,
} from '../../src/people/index.ts'
import { totpCode } from '../../src/people/totp.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { deedAt, enter, enterWithPassword, MINUTE, NOON, PASSWORD, sessionFor } from './some-people.ts'

const NEXT = 'three geese in a row'

describe('a secret of one’s own', async () => {
  const database = await testDatabase()

  it('is changed with the old one, which ends every other session, and of two at once one holds', async () => {
    await enterWithPassword(database, 'ann')
    const here = await openSession(database, sessionFor('ann'), NOON)
    await openSession(database, sessionFor('ann', { network: 'elsewhere' }), NOON)
    const change = (password: string, next: string) =>
      changePassword(
        database,
        { personId: 'ann', password, code: null, next, keepSessionId: here.id },
        deedAt(NOON),
      )
    assert.deepEqual(await change('not this one', NEXT), { outcome: 'refused' })
    assert.equal((await change(PASSWORD, 'short')).outcome, 'password-faulty')
    const both = await Promise.all([change(PASSWORD, NEXT), change(PASSWORD, `${NEXT}!`)])
    assert.deepEqual(both.map(({ outcome }) => outcome).sort(), ['refused', 'set'])
    assert.deepEqual(
      (await readLiveSessions(database.query, 'ann', NOON)).map(({ id }) => id),
      [here.id],
    )
  })

  it('is set for the first people of a house without an old one, if it is any good', async () => {
    await enter(database, 'ben')
    await enter(database, 'bea')
    const set = async (personId: string, userName: string, password = NEXT) =>
      (await setPassword(database, { personId, userName, password }, deedAt(NOON))).outcome
    assert.equal(await set('ben', 'b'), 'user-name-faulty')
    assert.equal(await set('ben', 'ben', 'ben and 2 geese'), 'password-faulty')
    assert.equal(await set('nobody', 'nobody'), 'unknown-person')
    assert.equal(await set('ben', 'Ben'), 'set')
    assert.equal(await set('ben', 'ben'), 'set', 'again')
    assert.equal(await set('ben', 'benjamin'), 'user-name-taken', 'a user name stays')
    assert.equal(await set('bea', 'ben'), 'user-name-taken')
  })

  it('takes a second factor that a code has confirmed, and the old one to replace it', async () => {
    await enterWithPassword(database, 'cat')
    const begin = (code: string | null, at: number, password = PASSWORD) =>
      beginTotp(database, { personId: 'cat', password, code }, 'Directory', deedAt(at))
    const confirm = (code: string, at: number) => confirmTotp(database, { personId: 'cat', code }, deedAt(at))
    const since = async () => (await readSecretState(database.query, 'cat'))?.secondFactorSince
    assert.equal(await confirm('123456', NOON), 'nothing-begun')
    assert.deepEqual(await begin(null, NOON, 'not this one'), { outcome: 'refused' })
    const first = await begin(null, NOON)
    assert.ok(first.outcome === 'begun')
    const one = new URL(first.uri).searchParams.get('secret') ?? ''
    const right = totpCode(one, NOON)
    assert.equal(await confirm(right === '000000' ? '000001' : '000000', NOON), 'wrong-code')
    assert.equal(await since(), null)
    assert.equal(await confirm(right, NOON), 'enrolled')
    assert.equal(await confirm(right, NOON), 'nothing-begun')
    assert.equal(await since(), NOON)
    const later = NOON + MINUTE
    assert.deepEqual(await begin(null, later), { outcome: 'code-needed' })
    const second = await begin(totpCode(one, later), later)
    assert.ok(second.outcome === 'begun')
    const two = new URL(second.uri).searchParams.get('secret') ?? ''
    assert.notEqual(one, two)
    assert.equal(await since(), NOON, 'the old one stays until the new one is confirmed')
    assert.equal(await confirm(totpCode(two, later), later), 'enrolled')
    assert.equal(await since(), later)
    const recorded = JSON.stringify(await readActs(database.query, 'person', 'cat'))
    for (const secret of [one, two, PASSWORD]) assert.ok(!recorded.includes(secret))
  })

  it('is none for somebody who signs in elsewhere', async () => {
    await enter(database, 'dan', { identity: { issuer: 'https://care.identity.test', subject: 'd' } })
    const proof = { personId: 'dan', password: PASSWORD, code: null }
    const elsewhere = { outcome: 'signs-in-elsewhere' }
    assert.deepEqual(await beginTotp(database, proof, 'Directory', deedAt(NOON)), elsewhere)
    const change = { ...proof, next: NEXT, keepSessionId: null }
    assert.deepEqual(await changePassword(database, change, deedAt(NOON)), elsewhere)
    assert.equal(await readSecretState(database.query, 'dan'), undefined)
  })
})
