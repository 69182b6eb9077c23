import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readNotices } from '../../src/notices/index.ts'
import { readGuard } from '../../src/people/guard-store.ts'
import {
  beginRecovery,
  checkPassword,
  completeRecovery,
  invite,
  openSession,
  readAlerts,
  readLiveSessions,
  recover,
  setPassword,
} from '../../src/people/index.ts'
import { totpCode } from '../../src/people/totp.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { DAY, deedAt, enter, enterWithPassword, HOUR, NOON, PASSWORD, sessionFor } from './some-people.ts'

const NEXT = 'three geese in a row'
const secretIn = (uri: string): string => new URL(uri).searchParams.get('secret') ?? ''

describe('beginning to sign in, and beginning again', async () => {
  const database = await testDatabase()
  const { query } = database
  const network = 'somewhere'

  const signIn = (userName: string, password: string, code: string | null = null, now = NOON) =>
    checkPassword(database, { userName, password, code, network: `${userName} ${now}` }, now)
  const invited = async (id: string): Promise<string> => {
    await enter(database, id)
    const issued = await invite(database, { personId: id, userName: id }, deedAt(NOON))
    assert.equal(issued.outcome, 'issued')
    return issued.outcome === 'issued' ? issued.code : ''
  }
  const begin = (userName: string, code: string, now = NOON) =>
    beginRecovery(database, { userName, code, network }, 'Directory', now)
  const complete = (userName: string, code: string, uri: string, now = NOON, password = NEXT) =>
    completeRecovery(
      database,
      { userName, code, network, password, secondFactorCode: totpCode(secretIn(uri), now) },
      now,
    )

  it('leads from a one-time code to a password and a second factor, both or neither', async () => {
    const code = await invited('ann')
    assert.equal((await signIn('ann', '')).outcome, 'refused', 'no password leads in before')
    const begun = await begin('ann', code)
    assert.ok(begun.outcome === 'begun')
    assert.deepEqual(await begin('ann', code.toLowerCase()), begun, 'asked again, it shows the same')
    const wrong = { userName: 'ann', code, network, password: NEXT, secondFactorCode: '12345' }
    assert.deepEqual(await completeRecovery(database, wrong, NOON), { outcome: 'wrong-code' })
    const weak = await complete('ann', code, begun.uri, NOON, 'short')
    assert.equal(weak.outcome, 'password-faulty')
    assert.equal((await signIn('ann', NEXT)).outcome, 'refused')
    assert.deepEqual(await complete('ann', code, begun.uri), { outcome: 'recovered', personId: 'ann' })
    assert.deepEqual(await signIn('ann', NEXT), { outcome: 'code-needed' })
    const used = totpCode(secretIn(begun.uri), NOON)
    assert.equal(
      (await signIn('ann', NEXT, used)).outcome,
      'refused',
      'the code that confirmed it is used up',
    )
    const later = NOON + 60_000
    assert.deepEqual(await signIn('ann', NEXT, totpCode(secretIn(begun.uri), later), later), {
      outcome: 'known',
      personId: 'ann',
      secondFactor: true,
    })
    assert.equal((await begin('ann', code)).outcome, 'refused', 'a one-time code is for one time')
  })

  it('works once for eight who complete it at once', async () => {
    const code = await invited('many')
    const begun = await begin('many', code)
    assert.ok(begun.outcome === 'begun')
    const done = await Promise.all(Array.from({ length: 8 }, () => complete('many', code, begun.uri)))
    assert.equal(done.filter(({ outcome }) => outcome === 'recovered').length, 1)
    assert.equal(
      (await readActs(query, 'person', 'many')).filter(({ event }) => event === 'begin-sign-in').length,
      1,
    )
  })

  it('refuses a code that is wrong, over, or for nobody, all alike, and counts each as a wrong attempt', async () => {
    const code = await invited('ben')
    for (const [userName, given, now] of [
      ['ben', 'AAAAA-AAAAA-AAAAA-AAAAA-AAAAA', NOON],
      ['ben', '', NOON],
      ['nobody', code, NOON],
      ['ben', code, NOON + 7 * DAY],
    ] as const) {
      assert.deepEqual(await begin(userName, given, now), { outcome: 'refused' })
    }
    assert.equal((await readGuard(query, 'user', 'ben'))?.tries, 3)
    assert.equal((await readGuard(query, 'user', 'nobody'))?.tries, 1)
    assert.equal((await begin('ben', code, NOON + 7 * DAY - 1)).outcome, 'begun')
  })

  it('locks the name after ten wrong codes, and then refuses the right one', async () => {
    const code = await invited('cat')
    for (let guess = 0; guess < 10; guess += 1) await begin('cat', `wrong ${guess}`)
    assert.deepEqual(await begin('cat', code), { outcome: 'refused' })
    assert.equal((await begin('cat', code, NOON + HOUR)).outcome, 'begun')
  })

  it('when an administrator orders it, ends password, second factor and sessions at once, and tells the person', async () => {
    await enterWithPassword(database, 'dan')
    await openSession(database, sessionFor('dan'), NOON)
    const issued = await recover(database, 'dan', deedAt(NOON))
    assert.ok(issued.outcome === 'issued')
    assert.equal(issued.until, NOON + DAY)
    assert.equal((await signIn('dan', PASSWORD)).outcome, 'refused')
    assert.deepEqual(await readLiveSessions(query, 'dan', NOON), [])
    assert.deepEqual(
      (await readAlerts(query, 'dan', 10)).map(({ kind }) => kind),
      ['recovery'],
    )
    const [notice] = await readNotices(query, 'dan', { limit: 1, before: null, unreadOnly: false })
    assert.equal(notice?.kind, 'recovery-begun')
    const stored = JSON.stringify([
      await query('select * from people.secret'),
      await readActs(query, 'person', 'dan'),
    ])
    assert.ok(!stored.includes(issued.code) && !stored.includes(issued.code.replaceAll('-', '')))
    assert.equal((await begin('dan', issued.code, NOON + DAY)).outcome, 'refused')
    const begun = await begin('dan', issued.code, NOON + DAY - 1)
    assert.ok(begun.outcome === 'begun')
    const again = await recover(database, 'dan', deedAt(NOON))
    assert.ok(again.outcome === 'issued')
    assert.equal((await begin('dan', issued.code)).outcome, 'refused', 'an older code holds no more')
  })

  it('is for people who sign in here', async () => {
    await enter(database, 'eve', { identity: { issuer: 'https://care.identity.test', subject: 'eve' } })
    await enter(database, 'fay')
    await enterWithPassword(database, 'gus')
    const toEve = { personId: 'eve', userName: 'eve' }
    assert.equal((await invite(database, toEve, deedAt(NOON))).outcome, 'signs-in-elsewhere')
    assert.equal(
      (await setPassword(database, { ...toEve, password: NEXT }, deedAt(NOON))).outcome,
      'signs-in-elsewhere',
    )
    assert.equal((await recover(database, 'eve', deedAt(NOON))).outcome, 'signs-in-elsewhere')
    assert.equal((await recover(database, 'fay', deedAt(NOON))).outcome, 'no-sign-in')
    assert.equal((await recover(database, 'nobody', deedAt(NOON))).outcome, 'unknown-person')
    const taken = { personId: 'fay', userName: 'GUS' }
    assert.equal((await invite(database, taken, deedAt(NOON))).outcome, 'user-name-taken')
    assert.equal(
      (await invite(database, { personId: 'fay', userName: 'a b' }, deedAt(NOON))).outcome,
      'user-name-faulty',
    )
  })
})
