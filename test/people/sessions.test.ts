import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { readNotices } from '../../src/notices/index.ts'
import {
  checkCsrf,
  csrfOf,
  endSession,
  endSessionsAt,
  endSessionsOf,
  lockPerson,
  openSession,
  readAlerts,
  readLiveSessions,
  readSession,
  readSessionById,
  readSessionsOf,
} from '../../src/people/index.ts'
import { SESSION_IDLE_MILLIS, SESSION_MILLIS_MAX } from '../../src/people/session.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { DAY, deedAt, enter, HOUR, MINUTE, NOON, sessionFor } from './some-people.ts'

describe('sessions', async () => {
  const database = await testDatabase()
  const { query } = database
  const open = (personId: string, over = {}, now = NOON) =>
    openSession(database, sessionFor(personId, over), now)
  const isLive = async (id: string, now: number) => (await readSessionById(query, id, now)) !== undefined

  it('are opened by a secret of 256 bits that is stored nowhere', async () => {
    await enter(database, 'ann')
    const one = await open('ann')
    const two = await open('ann')
    assert.notEqual(one.secret, two.secret)
    assert.equal(Buffer.from(one.secret, 'base64url').length, 32)
    const rows = JSON.stringify(await query('select * from people.session'))
    assert.ok(!rows.includes(one.secret))
    assert.equal((await readSession(database, one.secret, NOON))?.id, one.id)
    assert.equal(await readSession(database, `${one.secret}x`, NOON), undefined)
    assert.equal(await readSession(database, '', NOON), undefined)
    const [act] = await readActs(query, 'session', one.id)
    assert.equal(act?.event, 'open')
    assert.equal(act?.who, 'ann')
  })

  it('are over after half an hour left alone, to the millisecond', async () => {
    await enter(database, 'ben')
    const { id, secret } = await open('ben')
    const last = NOON + SESSION_IDLE_MILLIS - 1
    assert.equal(await isLive(id, NOON + SESSION_IDLE_MILLIS), false)
    assert.equal(await isLive(id, last), true)
    assert.equal((await readSession(database, secret, last))?.seenAt, last, 'and using it counts anew')
    assert.equal(await isLive(id, last + SESSION_IDLE_MILLIS - 1), true)
    assert.equal(await isLive(id, last + SESSION_IDLE_MILLIS), false)
    assert.equal(await readSession(database, secret, last + SESSION_IDLE_MILLIS), undefined)
  })

  it('are over after twelve hours however busy, to the millisecond', async () => {
    await enter(database, 'cat')
    const { secret } = await open('cat')
    for (let now = NOON; now < NOON + SESSION_MILLIS_MAX; now += 29 * MINUTE) {
      assert.ok(await readSession(database, secret, now), new Date(now).toISOString())
    }
    assert.ok(await readSession(database, secret, NOON + SESSION_MILLIS_MAX - 1))
    assert.equal(await readSession(database, secret, NOON + SESSION_MILLIS_MAX), undefined)
  })

  it('note their use once a minute at most, and never backwards', async () => {
    await enter(database, 'dan')
    const { id, secret } = await open('dan')
    const seen = async () => (await readSessionsOf(query, 'dan')).find(one => one.id === id)?.seenAt
    await readSession(database, secret, NOON + MINUTE - 1)
    assert.equal(await seen(), NOON)
    await Promise.all(
      [MINUTE + 2, MINUTE, MINUTE + 1].map(away => readSession(database, secret, NOON + away)),
    )
    const noted = await seen()
    assert.ok(noted !== undefined && noted >= NOON + MINUTE && noted <= NOON + MINUTE + 2)
    await readSession(database, secret, NOON)
    assert.equal(await seen(), noted)
  })

  it('agree with a plain reckoning of idle and absolute time, whenever they are used', async () => {
    await enter(database, 'oracle')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 2 * HOUR }), { maxLength: 14 }), async waits => {
        const { secret } = await open('oracle')
        let now = NOON
        let noted = NOON
        for (const wait of waits) {
          now += wait
          const live = now < noted + 30 * MINUTE && now < NOON + 12 * HOUR
          assert.equal((await readSession(database, secret, now)) !== undefined, live)
          if (!live) return
          if (now - noted >= MINUTE) noted = now
        }
      }),
      { numRuns: 25 },
    )
  })

  it('end one by one, once', async () => {
    await enter(database, 'eve')
    const one = await open('eve')
    const two = await open('eve')
    assert.equal(await endSession(database, one.id, deedAt(NOON)), true)
    assert.equal(await endSession(database, one.id, deedAt(NOON)), false)
    assert.equal(await endSession(database, 'no such session', deedAt(NOON)), false)
    assert.equal(await readSession(database, one.secret, NOON), undefined)
    assert.ok(await readSession(database, two.secret, NOON))
    const acts = await readActs(query, 'session', one.id)
    assert.deepEqual(
      acts.map(({ event }) => event),
      ['open', 'end'],
    )
  })

  it('end everywhere, but for the one that is kept', async () => {
    await enter(database, 'fay')
    await enter(database, 'fred')
    const all = await Promise.all(Array.from({ length: 6 }, () => open('fay')))
    const other = await open('fred')
    const [kept] = all
    assert.equal(await endSessionsOf(database, 'fay', deedAt(NOON), kept?.id), 5)
    assert.deepEqual(
      (await readLiveSessions(query, 'fay', NOON)).map(({ id }) => id),
      [kept?.id],
    )
    assert.equal(await endSessionsOf(database, 'fay', deedAt(NOON)), 1)
    assert.deepEqual(await readLiveSessions(query, 'fay', NOON), [])
    assert.ok(await readSession(database, other.secret, NOON))
  })

  it('are ended once each by twenty who sign out everywhere at once', async () => {
    await enter(database, 'many')
    await Promise.all(Array.from({ length: 4 }, () => open('many')))
    const ended = await Promise.all(
      Array.from({ length: 20 }, () => endSessionsOf(database, 'many', deedAt(NOON))),
    )
    assert.equal(
      ended.reduce((sum, one) => sum + one, 0),
      4,
    )
  })

  it('end as the place of sign-in asks: by its name for one, or its name for the person, and only its own', async () => {
    const issuer = 'https://care.identity.test'
    await enter(database, 'gus', { identity: { issuer, subject: 'gus-there' } })
    const inOne = await open('gus', { issuer, sid: 's1' })
    const inTwo = await open('gus', { issuer, sid: 's2' })
    const here = await open('gus', { issuer: 'https://directory.test', sid: 's1' })
    const end = (at: Parameters<typeof endSessionsAt>[1]) => endSessionsAt(database, at, deedAt(NOON))
    assert.equal(await end({ issuer }), 0)
    assert.equal(await end({ issuer, sid: 's1', subject: 'somebody else' }), 0)
    assert.equal(await end({ issuer: 'https://elsewhere.test', subject: 'gus-there' }), 0)
    assert.equal(await end({ issuer, sid: 's1' }), 1)
    assert.equal(await isLive(inOne.id, NOON), false)
    assert.equal(await end({ issuer, subject: 'gus-there' }), 1)
    assert.equal(await isLive(inTwo.id, NOON), false)
    assert.equal(await isLive(here.id, NOON), true)
    assert.equal(
      await end({ issuer: 'https://directory.test', subject: 'gus' }),
      1,
      'our own subjects are ids',
    )
  })

  it('are alerted about, to the person and to operators, when two are live from different places', async () => {
    await enter(database, 'hal')
    const first = await open('hal')
    await open('hal', {}, NOON + 1)
    assert.deepEqual(await readAlerts(query, 'hal', 10), [], 'the same network and program is no news')
    const elsewhere = await open('hal', { network: '198.51.100.9' }, NOON + 2)
    const [alert, ...more] = await readAlerts(query, 'hal', 10)
    assert.deepEqual(more, [])
    assert.deepEqual(alert, {
      id: alert?.id,
      personId: 'hal',
      kind: 'concurrent-use',
      at: NOON + 2,
      sessionId: elsewhere.id,
      otherSessionId: first.id,
    })
    const acts = await readActs(query, 'session', elsewhere.id)
    assert.deepEqual(
      acts.map(({ event }) => event),
      ['open', 'concurrent-use'],
    )
    assert.deepEqual(acts[1]?.clauses, ['AUP25-05'])
    const [notice] = await readNotices(query, 'hal', { limit: 10, before: null, unreadOnly: true })
    assert.equal(notice?.kind, 'concurrent-use')
    await open('hal', { userAgent: 'Another browser' }, NOON + 13 * HOUR)
    assert.equal((await readAlerts(query, 'hal', 10)).length, 1, 'the others were over by then')
  })

  it('find each other when two are opened at the same moment: one alert, and one only', async () => {
    for (const round of [1, 2, 3]) {
      const id = `ivy-${round}`
      await enter(database, id)
      await Promise.all([open(id, { network: '192.0.2.1' }), open(id, { network: '198.51.100.1' })])
      assert.equal((await readAlerts(query, id, 10)).length, 1)
      assert.equal((await readLiveSessions(query, id, NOON)).length, 2)
    }
  })

  it('are opened for nobody who may not sign in, and die with the right to', async () => {
    await enter(database, 'jo')
    const { id, secret } = await open('jo')
    await lockPerson(database, 'jo', deedAt(NOON))
    assert.equal(await isLive(id, NOON), false)
    assert.equal(await readSession(database, secret, NOON), undefined)
    await assert.rejects(open('jo'), /may not sign in/)
    await assert.rejects(open('nobody'), /may not sign in/)
  })

  it('are forgotten a while after they are over', async () => {
    await enter(database, 'kim')
    await open('kim', {}, NOON - 100 * DAY)
    const { id } = await open('kim')
    assert.deepEqual(
      (await readSessionsOf(query, 'kim')).map(one => one.id),
      [id],
    )
  })
})

describe('the token of a form', () => {
  it('belongs to one session, and gives nothing away of its secret', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (secret, other) => {
        const token = csrfOf(secret)
        assert.equal(checkCsrf(secret, token), true)
        assert.equal(checkCsrf(secret, other), other === token)
        if (other !== secret) assert.equal(checkCsrf(other, token), false)
        assert.match(token, /^[\w-]{43}$/)
      }),
    )
  })
})
