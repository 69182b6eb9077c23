import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { importJWK, SignJWT } from 'jose'
import { audienceAt, createAccount, issuerAt, TOKEN_ALGORITHM } from '../../../src/accounts/index.ts'
import { openDatabaseWriter } from '../../../src/activity/database-writer.ts'
import { keptFacts } from '../../../src/activity/index.ts'
import { notify } from '../../../src/notices/index.ts'
import {
  checkPassword,
  leavePerson,
  openSession,
  readLiveSessions,
  readSecretState,
  setPassword,
} from '../../../src/people/index.ts'
import { totpCode } from '../../../src/people/totp.ts'
import { sampleEntry } from '../../activity/sample-entry.ts'
import { caller } from '../../policy/examples.ts'
import { BASE_URL, openHouse, type TestPerson } from '../../support/house.ts'

const PASSWORD = 'a kettle on the hob'
const NEXT = 'three geese in a row'

describe('what people do about themselves', async () => {
  const house = await openHouse()
  const { database, app, accounts } = house.rooms
  const { query } = database
  const now = () => house.clock.now()
  const deed = () => ({ who: 'test', actingAs: 'system', why: 'a test', at: now() })

  const open = (personId: string, over: { network?: string; userAgent?: string } = {}) =>
    openSession(
      database,
      {
        personId,
        issuer: issuerAt(BASE_URL),
        sid: null,
        assurance: 'aal2',
        role: null,
        network: '192.0.2.1',
        userAgent: 'Browser',
        ...over,
      },
      now(),
    )

  /** Asks with a token that belongs to a session, as programs of ours do. */
  const asSession = async (personId: string, sid: string): Promise<TestPerson['ask']> => {
    const key = accounts.signingKeys.signer(now())
    const seconds = Math.floor(now() / 1000)
    const token = await new SignJWT({ client_id: 'signpost-web', sid })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: key.kid, typ: 'at+jwt' })
      .setIssuer(issuerAt(BASE_URL))
      .setAudience(audienceAt(BASE_URL))
      .setSubject(personId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 600)
      .sign(await importJWK({ ...key.privateJwk }, TOKEN_ALGORITHM))
    return async (method, url, body) =>
      app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: body }),
      })
  }
  const withPassword = async (): Promise<TestPerson> => {
    const person = await house.person([])
    const given = { personId: person.id, userName: person.id, password: PASSWORD }
    assert.equal((await setPassword(database, given, deed())).outcome, 'set')
    return person
  }

  it('tells somebody who they are here: roles that hold, session, sign-in', async () => {
    const person = await house.person([
      { role: 'euo-admin', scope: 'XO001' },
      { role: 'individual-end-user', scope: 'XO001', until: now() + 1000 },
    ])
    const { id: session } = await open(person.id)
    const ask = await asSession(person.id, session)
    house.clock.advance(1000)
    const me = (await ask('GET', '/api/v1/me')).json<{
      id: string
      roles: { role: string; scope: string }[]
      session: { id: string; thisOne: boolean }
      signIn: unknown
    }>()
    assert.equal(me.id, person.id)
    assert.deepEqual(
      me.roles.map(({ role, scope }) => [role, scope]),
      [['euo-admin', 'XO001']],
    )
    assert.deepEqual([me.session.id, me.session.thisOne], [session, true])
    assert.equal(me.signIn, null)
    assert.equal((await house.ask(null, '/api/v1/me')).statusCode, 401)
  })

  it('shows their sessions and nobody else’s, and ends one of them', async () => {
    const person = await house.person([])
    const other = await house.person([])
    const mine = await open(person.id)
    const second = await open(person.id)
    const theirs = await open(other.id)
    const ask = await asSession(person.id, mine.id)
    const shown = (await ask('GET', '/api/v1/me/sessions')).json<{
      sessions: { id: string; thisOne: boolean }[]
    }>()
    assert.deepEqual(shown.sessions.map(({ id }) => id).sort(), [mine.id, second.id].sort())
    assert.deepEqual(
      shown.sessions.filter(({ thisOne }) => thisOne).map(({ id }) => id),
      [mine.id],
    )
    assert.equal((await ask('DELETE', `/api/v1/me/sessions/${theirs.id}`)).statusCode, 404)
    assert.equal((await ask('DELETE', '/api/v1/me/sessions/nothing')).statusCode, 404)
    assert.equal((await readLiveSessions(query, other.id, now())).length, 1)
    assert.equal((await ask('DELETE', `/api/v1/me/sessions/${second.id}`)).statusCode, 200)
    assert.equal((await ask('DELETE', `/api/v1/me/sessions/${second.id}`)).statusCode, 404)
    assert.equal((await (await asSession(person.id, second.id))('GET', '/api/v1/me')).statusCode, 401)
  })

  it('signs them out everywhere, but for here if they like', async () => {
    const person = await house.person([])
    const sessions = await Promise.all([open(person.id), open(person.id), open(person.id)])
    const [here] = sessions
    const ask = await asSession(person.id, here?.id ?? '')
    const most = await ask('POST', '/api/v1/me/sign-out', { keepThis: true })
    assert.deepEqual(most.json(), { ended: 2 })
    assert.equal((await ask('GET', '/api/v1/me')).statusCode, 200)
    const all = await ask('POST', '/api/v1/me/sign-out', { reason: 'I have lost my telephone' })
    assert.deepEqual(all.json(), { ended: 1 })
    for (const { id } of sessions) {
      assert.equal((await (await asSession(person.id, id))('GET', '/api/v1/me')).statusCode, 401)
    }
  })

  it('shows them, and access managers, that their account was used in two places', async () => {
    const person = await house.person([])
    const manager = await house.person([{ role: 'access-manager' }])
    await open(person.id)
    const { id } = await open(person.id, { network: '198.51.100.7' })
    const ask = await asSession(person.id, id)
    const own = (await ask('GET', '/api/v1/me/alerts')).json<{ alerts: object[] }>().alerts
    const seen = await manager.ask('GET', `/api/v1/alerts?person=${person.id}`)
    assert.deepEqual(seen.json(), { alerts: own })
    assert.equal(own.length, 1)
    assert.deepEqual(
      { ...own[0], id: 0, otherSession: '' },
      {
        id: 0,
        person: person.id,
        kind: 'concurrent-use',
        at: new Date(now()).toISOString(),
        session: id,
        otherSession: '',
      },
    )
    assert.deepEqual((await manager.ask('GET', '/api/v1/me/alerts')).json(), { alerts: [] })
  })

  it('changes a password for whoever knows the old one', async () => {
    const person = await withPassword()
    const change = (body: object) => person.ask('POST', '/api/v1/me/password', body)
    const wrong = await change({ password: 'not this one', newPassword: NEXT })
    assert.equal(wrong.statusCode, 403)
    assert.ok(!wrong.body.includes('not this one'))
    const weak = await change({ password: PASSWORD, newPassword: `${person.id}` })
    assert.equal(weak.statusCode, 400)
    const errors = weak.json<{ errors: { parameter: string }[] }>().errors
    assert.deepEqual(
      errors.map(({ parameter }) => parameter),
      ['newPassword', 'newPassword'],
    )
    assert.equal((await change({ password: PASSWORD, newPassword: NEXT })).statusCode, 200)
    const attempt = { userName: person.id, code: null, network: 'n' }
    assert.equal((await checkPassword(database, { ...attempt, password: NEXT }, now())).outcome, 'known')
    assert.equal(
      (await checkPassword(database, { ...attempt, password: PASSWORD }, now())).outcome,
      'refused',
    )
    const linked = await (await house.person([])).ask('POST', '/api/v1/me/password', {
      password: PASSWORD,
      newPassword: NEXT,
    })
    assert.equal(linked.statusCode, 409)
    for (const secret of [PASSWORD, NEXT]) {
      assert.ok(!house.logged().includes(secret), 'no log')
      assert.ok(!JSON.stringify(await query('select * from workflow.act')).includes(secret), 'no record')
    }
  })

  it('locks out somebody who guesses at their own password, in a session that was left open', async () => {
    const person = await withPassword()
    for (let guess = 0; guess < 10; guess += 1) {
      await person.ask('POST', '/api/v1/me/password', { password: `guess ${guess}`, newPassword: NEXT })
    }
    const right = await person.ask('POST', '/api/v1/me/password', { password: PASSWORD, newPassword: NEXT })
    assert.equal(right.statusCode, 403)
  })

  it('enrols a second factor, which is asked for from then on', async () => {
    const person = await withPassword()
    const begun = await person.ask('POST', '/api/v1/me/second-factor', { password: PASSWORD })
    assert.equal(begun.statusCode, 201, begun.body)
    const secret = new URL(begun.json<{ uri: string }>().uri).searchParams.get('secret') ?? ''
    const confirm = (code: string) => person.ask('POST', '/api/v1/me/second-factor/confirmation', { code })
    const right = totpCode(secret, now())
    assert.equal((await confirm(right === '000000' ? '000001' : '000000')).statusCode, 400)
    assert.equal((await confirm(right)).statusCode, 200)
    assert.equal((await confirm(right)).statusCode, 409)
    const again = await person.ask('POST', '/api/v1/me/second-factor', { password: PASSWORD })
    assert.match(again.body, /"parameter":"code"/)
    assert.equal((await readSecretState(query, person.id))?.secondFactorSince, now())
  })

  it('states a registration for a clinical safety officer, which operators see', async () => {
    const officer = await house.person([{ role: 'clinical-safety-officer', scope: 'XO001' }])
    const other = await house.person([{ role: 'clinical-safety-officer', scope: 'XO001' }])
    const manager = await house.person([{ role: 'access-manager' }])
    const body = { regulator: 'GPhC', number: '2076543' }
    const state = (who: TestPerson, over = {}) =>
      who.ask('POST', '/api/v1/me/registrations', { ...body, ...over })
    assert.equal((await state(manager)).statusCode, 403)
    assert.equal((await state(officer, { number: 'no!' })).statusCode, 400)
    assert.equal((await state(officer)).statusCode, 201)
    assert.equal((await state(officer, { number: '2076544' })).statusCode, 409)
    assert.equal((await state(other)).statusCode, 409, 'one registration is one person’s')
    const shown = await manager.ask('GET', `/api/v1/people/${officer.id}`)
    assert.match(shown.body, /"regulator":"GPhC","number":"2076543"/)
    assert.equal((await officer.ask('DELETE', '/api/v1/me/registrations/GPhC')).statusCode, 200)
    assert.equal((await officer.ask('DELETE', '/api/v1/me/registrations/GPhC')).statusCode, 404)
    assert.equal((await state(other)).statusCode, 201)
  })

  it('keeps an inbox for each of them', async () => {
    const person = await house.person([])
    const other = await house.person([])
    const about = { entity: 'person', id: person.id } as const
    await notify(
      query,
      { to: { person: person.id }, kind: 'test', subject: 'Hello', text: 'There.', about },
      now(),
    )
    const inbox = async (who: TestPerson, filter = '') =>
      (await who.ask('GET', `/api/v1/me/notices${filter}`)).json<{
        notices: { id: string; readAt: string | null }[]
      }>().notices
    const [notice] = await inbox(person)
    assert.equal(notice?.readAt, null)
    assert.deepEqual(await inbox(other), [])
    const read = `/api/v1/me/notices/${notice?.id}/reading`
    assert.equal((await other.ask('PUT', read)).statusCode, 404)
    assert.equal((await person.ask('PUT', read)).statusCode, 200)
    assert.deepEqual(await inbox(person, '?unread=true'), [])
    assert.equal((await inbox(person)).length, 1)
  })

  it('gives them everything held about them, and nothing of anybody else', async () => {
    const person = await withPassword()
    const bystander = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
    await open(person.id, { userAgent: 'Planted browser' })
    await open(person.id, { userAgent: 'Second browser', network: '198.51.100.8' })
    await person.ask('POST', '/api/v1/me/sign-out', { reason: 'planted reason' })
    const answer = await person.ask('GET', '/api/v1/me/export')
    assert.equal(answer.statusCode, 200, answer.body)
    const held = answer.json<Record<string, unknown[]> & { person: { id: string; email: string } }>()
    assert.equal(held.person.email, `${person.id}@example.org`)
    for (const planted of [
      'Planted browser',
      'Second browser',
      '198.51.100.8',
      'planted reason',
      'concurrent-use',
    ]) {
      assert.ok(answer.body.includes(planted), planted)
    }
    const events = (held['actsAbout'] ?? []).map(one => Object(one).event)
    for (const event of ['create', 'set-password', 'open', 'end', 'concurrent-use'])
      assert.ok(events.includes(event), event)
    assert.equal(held['complete'], true)
    assert.ok(!answer.body.includes(bystander.id))
    for (const secret of ['argon2id', PASSWORD]) assert.ok(!answer.body.includes(secret), secret)

    const officer = await house.person([{ role: 'ig-officer' }])
    await leavePerson(database, person.id, 8, deed())
    assert.equal((await person.ask('GET', '/api/v1/me/export')).statusCode, 401)
    const forThem = await officer.ask('GET', `/api/v1/people/${person.id}/export`)
    assert.equal(forThem.json<{ person: { status: string } }>().person.status, 'left')
    assert.equal((await officer.ask('GET', '/api/v1/people/nobody/export')).statusCode, 404)
    assert.equal((await bystander.ask('GET', `/api/v1/people/${person.id}/export`)).statusCode, 403)
  })

  it('gives them their accounts, and what was asked through them, and of nobody else’s', async () => {
    const [person, other] = [await house.person([]), await house.person([])]
    const recorder = await openDatabaseWriter({
      database,
      node: 'elsewhere',
      clock: house.clock,
      random: randomBytes,
    })
    const asked = new Map<string, string>()
    for (const { id } of [person, other]) {
      const account = `account-of-${id}`
      const opened = await createAccount(
        database,
        {
          id: account,
          kind: 'individual',
          connectionId: 'connection-call-centre',
          name: 'Planted account',
          status: 'active',
          referralRoleIds: null,
          regionIds: null,
          personId: id,
        },
        deed(),
      )
      assert.equal(opened, 'created')
      const individual = { id: account, role: null }
      const facts = keptFacts({
        ...caller,
        account: { ...caller.account, id: account, kind: 'individual' },
        individual,
      })
      const at = new Date(now()).toISOString()
      const entry = sampleEntry({ at, account, individual: account, facts: facts.hash })
      await recorder.record(entry, facts)
      asked.set(id, entry.id)
    }
    const held = await person.ask('GET', '/api/v1/me/export')
    const { accounts: own, activity } = held.json<{
      accounts: { id: string; acts: unknown[] }[]
      activity: { id: string }[]
    }>()
    assert.deepEqual(
      own.map(({ id }) => id),
      [`account-of-${person.id}`],
    )
    assert.ok((own[0]?.acts.length ?? 0) > 0)
    assert.deepEqual(
      activity.map(({ id }) => id),
      [asked.get(person.id)],
    )
    assert.ok(!held.body.includes('emailTokenHash'))
    await recorder.close()
  })
})
