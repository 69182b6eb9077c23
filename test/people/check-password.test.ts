import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import { readGuard } from '../../src/people/guard-store.ts'
import {
  beginTotp,
  checkPassword,
  confirmTotp,
  lockPerson,
  networkOf,
  type PasswordAttempt,
  readAlerts,
  unlockPerson,
} from '../../src/people/index.ts'
import { secretOfPerson } from '../../src/people/secret-store.ts'
import { totpCode } from '../../src/people/totp.ts'
import { testDatabase } from '../support/database.ts'
import { DAY, deedAt, enterWithPassword, HOUR, MINUTE, NOON, PASSWORD } from './some-people.ts'

const REFUSED = { outcome: 'refused' }

describe('signing in with a password', async () => {
  const database = await testDatabase()

  const attempt = (userName: string, over: Partial<PasswordAttempt> = {}): PasswordAttempt => ({
    userName,
    password: PASSWORD,
    code: null,
    network: `net ${randomUUID()}`,
    ...over,
  })
  const check = (userName: string, over: Partial<PasswordAttempt> = {}, now = NOON) =>
    checkPassword(database, attempt(userName, over), now)
  const wrong = (userName: string, times: number, now = NOON) =>
    Promise.all(Array.from({ length: times }, () => check(userName, { password: 'not this one' }, now)))

  /** Somebody with a second factor; answers its secret. */
  const enterWithBoth = async (id: string): Promise<string> => {
    await enterWithPassword(database, id)
    const proof = { personId: id, password: PASSWORD, code: null }
    const begun = await beginTotp(database, proof, 'Directory', deedAt(NOON - HOUR))
    assert.equal(begun.outcome, 'begun')
    const secret = (await secretOfPerson(database.query, id))?.totpPending ?? ''
    const given = { personId: id, code: totpCode(secret, NOON - HOUR) }
    assert.equal(await confirmTotp(database, given, deedAt(NOON - HOUR)), 'enrolled')
    return secret
  }

  it('knows somebody by user name and password, however the name is written', async () => {
    await enterWithPassword(database, 'ann')
    const known = { outcome: 'known', personId: 'ann', secondFactor: false }
    assert.deepEqual(await check('ann'), known)
    assert.deepEqual(await check(' ANN '), known)
    assert.deepEqual(await check('ann', { password: `${PASSWORD}s` }), REFUSED)
    assert.deepEqual(await check('ann', { password: PASSWORD.toUpperCase() }), REFUSED)
    assert.deepEqual(await check('ann', { password: PASSWORD.padEnd(100_000, 'x') }), REFUSED)
  })

  it('asks for a code only after the right password, and takes each code once', async () => {
    const secret = await enterWithBoth('ben')
    assert.deepEqual(await check('ben'), { outcome: 'code-needed' })
    assert.deepEqual(await check('ben', { password: 'not this one' }), REFUSED)
    const code = totpCode(secret, NOON)
    assert.deepEqual(await check('ben', { password: 'not this one', code }), REFUSED)
    assert.deepEqual(await check('ben', { code: code === '000000' ? '000001' : '000000' }), REFUSED)
    assert.deepEqual(await check('ben', { code }), { outcome: 'known', personId: 'ben', secondFactor: true })
    assert.deepEqual(await check('ben', { code }), REFUSED, 'a code is replayed')
    assert.deepEqual(
      await check('ben', { code }, NOON + 30_000),
      REFUSED,
      'a code is replayed in the next step',
    )
    const next = totpCode(secret, NOON + MINUTE)
    assert.equal((await check('ben', { code: next }, NOON + MINUTE)).outcome, 'known')
  })

  it('lets one of nine in who send the same code at once', async () => {
    const secret = await enterWithBoth('bea')
    const code = totpCode(secret, NOON)
    const answers = await Promise.all(Array.from({ length: 9 }, () => check('bea', { code })))
    assert.equal(answers.filter(({ outcome }) => outcome === 'known').length, 1)
    assert.equal(answers.filter(({ outcome }) => outcome === 'refused').length, 8)
  })

  it('answers a name that nobody has as one that somebody has, and keeps the same of both', async () => {
    await enterWithPassword(database, 'cat')
    for (const [index, now] of [NOON, NOON, NOON + MINUTE].entries()) {
      const [known, unknown] = await Promise.all([
        wrong('cat', index * 4 + 1, now),
        wrong('nobody', index * 4 + 1, now),
      ])
      assert.deepEqual(known, unknown)
      assert.deepEqual(known[0], REFUSED)
      const [ofKnown, ofUnknown] = await Promise.all([
        readGuard(database.query, 'user', 'cat'),
        readGuard(database.query, 'user', 'nobody'),
      ])
      assert.ok(ofKnown && ofKnown.tries > 0)
      assert.deepEqual(ofKnown, ofUnknown)
    }
    const kept = await database.query('select * from people.sign_in_guard')
    assert.ok(!JSON.stringify(kept).includes('nobody'), 'a name is kept as a hash only')
    const lockOuts = (await readAlerts(database.query, null, 100)).filter(({ kind }) => kind === 'locked-out')
    assert.deepEqual(lockOuts.map(({ personId }) => personId).sort(), ['cat', null])
  })

  it('locks after ten wrong attempts in a row, for a quarter of an hour, then half an hour', async () => {
    await enterWithPassword(database, 'dan')
    await wrong('dan', 9)
    assert.equal((await check('dan')).outcome, 'known', 'nine do not lock, and a right one ends the row')
    await wrong('dan', 10)
    assert.deepEqual(await check('dan'), REFUSED, 'a right password is refused like any other')
    assert.deepEqual(await check('dan', {}, NOON + 15 * MINUTE - 1), REFUSED)
    assert.equal((await readGuard(database.query, 'user', 'dan'))?.tries, 12)
    await wrong('dan', 10, NOON + 15 * MINUTE)
    assert.deepEqual(await check('dan', {}, NOON + 45 * MINUTE - 1), REFUSED)
    assert.equal((await check('dan', {}, NOON + 45 * MINUTE)).outcome, 'known')
    assert.equal((await readGuard(database.query, 'user', 'dan'))?.tries, 0)
  })

  it('counts twenty wrong passwords sent at once as twenty, and weighs ten', async () => {
    await enterWithPassword(database, 'eve')
    const answers = await wrong('eve', 20)
    assert.deepEqual(
      answers,
      Array.from({ length: 20 }, () => REFUSED),
    )
    const guard = await readGuard(database.query, 'user', 'eve')
    assert.equal(guard?.tries, 20)
    assert.equal(guard?.round, 10)
    assert.equal(guard?.locks, 1)
    assert.equal(guard?.lockedUntil, NOON + 15 * MINUTE)
  })

  it('does not let the right password begin the row of wrong codes anew', async () => {
    await enterWithBoth('fay')
    for (let guess = 0; guess < 10; guess += 1) {
      assert.deepEqual(await check('fay'), { outcome: 'code-needed' }, `before guess ${guess}`)
      assert.deepEqual(await check('fay', { code: '12345' }), REFUSED)
    }
    assert.deepEqual(await check('fay'), REFUSED, 'the tenth wrong code has locked the name')
  })

  it('weighs no more from a network that was wrong a hundred times, and counts them against nobody', async () => {
    await enterWithPassword(database, 'gus')
    const network = 'net of one hospital'
    for (let batch = 0; batch < 10; batch += 1) {
      await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          check(`stranger-${batch}-${index}`, { network, password: 'not this one' }),
        ),
      )
    }
    assert.deepEqual(await check('gus', { network }), REFUSED)
    assert.equal(await readGuard(database.query, 'user', 'gus'), undefined)
    assert.equal((await check('gus')).outcome, 'known', 'from elsewhere')
    assert.equal((await check('gus', { network }, NOON + 15 * MINUTE)).outcome, 'known', 'in the next round')
  })

  it('refuses somebody who was locked as it does a stranger, and forgets the attempts when they are released', async () => {
    await enterWithPassword(database, 'hal')
    assert.equal((await lockPerson(database, 'hal', deedAt(NOON))).outcome, 'moved')
    assert.deepEqual(await check('hal'), REFUSED)
    await wrong('hal', 10)
    assert.equal((await unlockPerson(database, 'hal', deedAt(NOON))).outcome, 'moved')
    assert.equal((await check('hal')).outcome, 'known')
  })

  it('forgets names that were tried long ago', async () => {
    await wrong('long-ago', 1, NOON - 2 * DAY)
    await wrong('lately', 1, NOON - DAY)
    await wrong('now', 1, NOON + 28 * DAY + 1)
    assert.equal(await readGuard(database.query, 'user', 'long-ago'), undefined)
    assert.equal((await readGuard(database.query, 'user', 'lately'))?.tries, 1)
  })
})

describe('what counts as one network', () => {
  it('is an IPv4 address, and the first half of an IPv6 address', () => {
    const cases: [address: string, network: string][] = [
      ['192.0.2.7', '192.0.2.7'],
      ['::ffff:192.0.2.7', '192.0.2.7'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
      ['2001:DB8:1:2::6', '2001:db8:1:2::/64'],
      ['2001:db8::6', '2001:db8:0:0::/64'],
      ['2001:0db8:0000:0000:ffff::6', '2001:db8:0:0::/64'],
      ['fe80::1%eth0', 'fe80:0:0:0::/64'],
      ['::1', '0:0:0:0::/64'],
    ]
    for (const [address, network] of cases) assert.equal(networkOf(address), network, address)
  })
})
