import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { UnsecuredJWT } from 'jose'
import { createPerson, linkIdentity, lockPerson, readLiveSessions } from '../../../src/people/index.ts'
import { BASE_URL, openHouse } from '../../support/house.ts'
import { openBrowser, type Page, somebody } from './browser.ts'
import { deedOf, form, openIndividual, openProduct } from './product.ts'
import { CLIENT_ID, standInProvider } from './stand-in-provider.ts'

const EVENTS = { 'http://schemas.openid.net/event/backchannel-logout': {} }

describe('signing in at a provider of others', async () => {
  const idp = await standInProvider()
  const folder = await mkdtemp(join(tmpdir(), 'signpost-sign-in-'))
  after(() => rm(folder, { recursive: true }))
  const keyFile = join(folder, 'client.pem')
  await writeFile(keyFile, idp.clientKeyPem, { mode: 0o600 })
  const house = await openHouse({
    SIGNPOST_OIDC_ISSUER: idp.issuer,
    SIGNPOST_OIDC_CLIENT_ID: CLIENT_ID,
    SIGNPOST_OIDC_CLIENT_KEY: keyFile,
    SIGNPOST_OIDC_CLIENT_KEY_ID: 'ours-1',
    SIGNPOST_OIDC_SCOPE: 'openid profile nationalrbacaccess selectedrole',
    SIGNPOST_OIDC_ACR: 'AAL2_OR_AAL3_ANY',
    SIGNPOST_OIDC_LINK_BY_EMAIL: 'on',
  })
  const { database, app } = house.rooms
  const known = async (id: string, subject: string | null): Promise<void> => {
    const person = {
      id,
      name: `Nora ${id}`,
      email: `${id}@example.org`,
      identity: null,
      status: 'active',
    } as const
    await createPerson(database, person, deedOf(house))
    if (subject !== null) await linkIdentity(database, id, { issuer: idp.issuer, subject }, deedOf(house))
  }
  await known('nora', '500001')
  await known('mallory', '500002')
  const sessionsOf = (id: string) => readLiveSessions(database.query, id, house.clock.now())
  const CLAIMS = { sub: '500001', acr: 'AAL3_ANY', authentication_assurance_level: '3', sid: 'there-1' }

  /** Goes through the provider, which says these claims. */
  const signIn = async (
    claims: Record<string, unknown>,
    to = '/sign-in/done',
    browser = openBrowser(house),
  ): Promise<Page> => {
    idp.next = claims
    return there(browser, await browser.get(`/sign-in?to=${encodeURIComponent(to)}`))
  }
  /** Where the browser was sent to the provider, goes there and comes back. */
  const there = async (browser: ReturnType<typeof openBrowser>, page: Page): Promise<Page> => {
    if (page.at.origin !== idp.issuer) return page
    const answer = await fetch(page.at, { redirect: 'manual' })
    return browser.get(answer.headers.get('location') ?? '')
  }

  it('asks as CIS2 is asked, and reads what it says: who, how surely, in which role, in which session', async () => {
    idp.more = { selected_roleid: '555043304334' }
    const page = await signIn(CLAIMS)
    assert.equal(page.at.pathname, '/sign-in/done', page.body)
    assert.match(page.body, /Nora nora/)
    const [session] = (await sessionsOf('nora')).slice(-1)
    assert.deepEqual(
      [session?.issuer, session?.sid, session?.assurance, session?.role],
      [idp.issuer, 'there-1', 'aal3', '555043304334'],
    )
    const [asked] = idp.asked.slice(-1)
    assert.equal(asked?.get('acr_values'), 'AAL2_OR_AAL3_ANY')
    assert.equal(asked?.get('scope'), 'openid profile nationalrbacaccess selectedrole')
    assert.equal(asked?.get('redirect_uri'), `${BASE_URL}/sign-in/callback`)
    assert.equal(asked?.get('code_challenge_method'), 'S256')
    assert.ok((asked?.get('nonce') ?? '').length >= 43 && (asked?.get('state') ?? '').length >= 43)
    const [exchanged] = idp.exchanged.slice(-1)
    assert.deepEqual(exchanged?.header, { alg: 'RS512', kid: 'ours-1' })
    assert.deepEqual(
      [exchanged?.claims.iss, exchanged?.claims.sub, exchanged?.claims.aud],
      [CLIENT_ID, CLIENT_ID, `${idp.issuer}/token`],
    )
    idp.more = {}
  })

  it('refuses a lower assurance than it asked for', async () => {
    for (const claims of [
      { ...CLAIMS, acr: 'AAL1_USERPASS', authentication_assurance_level: '1' },
      { sub: '500001', sid: 'x' },
      { sub: '500001', acr: 'gold', authentication_assurance_level: 'none' },
    ]) {
      const page = await signIn(claims)
      assert.equal(page.statusCode, 400, JSON.stringify(claims))
      assert.match(page.body, /does not fit/)
    }
    assert.match(house.logged(), /assurance lower than asked for/)
    const enough = await signIn({ sub: '500001', acr: 'AAL2_OR_AAL3_ANY' })
    assert.equal(enough.statusCode, 200)
    assert.ok((await sessionsOf('nora')).some(session => session.assurance === 'aal2'))
  })

  it('lets nobody in who is only known there, was locked here, or is somebody else already: with one page', async () => {
    await known('locked', '500003')
    await lockPerson(database, 'locked', deedOf(house))
    const pages = [
      await signIn({ ...CLAIMS, sub: '999999' }),
      await signIn({ ...CLAIMS, sub: '500003' }),
      // The e-mail of somebody who signs in with another identity.
      await signIn({ ...CLAIMS, sub: '999998', email: 'nora@example.org', email_verified: true }),
    ]
    for (const page of pages) {
      assert.equal(page.statusCode, 403)
      assert.match(page.body, /You cannot come in/)
      assert.equal(page.body, pages[0]?.body)
    }
  })

  it('takes a newcomer for the person of their e-mail address only if the provider has verified it', async () => {
    await known('newcomer', null)
    const email = 'newcomer@example.org'
    for (const verified of [false, undefined, 'true']) {
      const page = await signIn({ ...CLAIMS, sub: '500009', email, email_verified: verified })
      assert.equal(page.statusCode, 403)
    }
    const page = await signIn({ ...CLAIMS, sub: '500009', email, email_verified: true })
    assert.match(page.body, /Nora newcomer/)
    const other = await signIn({ ...CLAIMS, sub: '500010', email, email_verified: true })
    assert.equal(other.statusCode, 403, 'one identity is one person')
  })

  it('takes no ID token that is forged in any way', async () => {
    const forgeries: [string, NonNullable<typeof idp.forge>][] = [
      ['another key', claims => idp.forgeSigned(claims)],
      ['an unknown key id', claims => idp.sign(claims, { kid: 'other' })],
      ['no signature', async claims => new UnsecuredJWT(claims).encode()],
      ['another nonce', claims => idp.sign({ ...claims, nonce: 'x' })],
      ['no nonce', ({ nonce: _nonce, ...claims }) => idp.sign(claims)],
      ['another issuer', claims => idp.sign({ ...claims, iss: 'https://evil.example' })],
      ['another audience', claims => idp.sign({ ...claims, aud: 'another' })],
      ['an audience more', claims => idp.sign({ ...claims, aud: [CLIENT_ID, 'another'] })],
      ['an end long past', claims => idp.sign({ ...claims, exp: Number(claims.iat) - 3600 })],
      ['no subject', ({ sub: _sub, ...claims }) => idp.sign(claims)],
      [
        'a body altered',
        async claims =>
          (await idp.sign(claims)).replace(
            /\.[^.]+\./,
            `.${Buffer.from(JSON.stringify({ ...claims, sub: '500002' })).toString('base64url')}.`,
          ),
      ],
    ]
    for (const [what, forge] of forgeries) {
      idp.forge = forge
      const browser = openBrowser(house)
      const page = await signIn(CLAIMS, '/sign-in/done', browser)
      assert.equal(page.statusCode, 400, what)
      assert.equal(browser.cookies().has('__Host-signpost'), false, what)
    }
  })

  it('opens no way in by a password kept here', async () => {
    const local = await somebody(house, 'local')
    const browser = openBrowser(house)
    const product = await openProduct(house, 'gp-software')
    const { page } = await product.begin(browser)
    assert.equal(page.at.origin, idp.issuer, 'sent to the provider, not to a form')
    const step = [...browser.setCookieLines()].find(line => line.startsWith('__Secure-signpost_step='))
    const path = /path=(\/sign-in\/[\w-]+)/i.exec(step ?? '')?.[1] ?? ''
    const rows = await database.query<{ csrf: string }>(
      `select payload ->> 'csrf' as csrf from accounts.oidc_record where model = 'SignInStep' and id = $1`,
      [path.split('/').at(-1) ?? ''],
    )
    const tried = await browser.post(path, {
      csrf: rows[0]?.csrf ?? '',
      step: 'password',
      user_name: local.userName,
      password: local.password,
    })
    assert.equal(tried.statusCode, 400, tried.body)
    assert.equal((await openBrowser(house).get('/sign-in/begin')).statusCode, 400)
    assert.equal((await openBrowser(house).get('/oauth2/auth?client_id=signpost-web')).statusCode, 400)
  })

  it('carries over to products: the person signs in there, comes back and says who goes on', async () => {
    const product = await openProduct(house, 'yorkshire-urgent-care')
    await openIndividual(house, 'yorkshire-urgent-care', 'nora')
    const browser = openBrowser(house)
    idp.next = { ...CLAIMS, sid: 'there-2' }
    const { page, verifier } = await product.begin(browser)
    const offered = await there(browser, page)
    assert.match(offered.body, /<h1>Continue as Nora nora\?/)
    const consent = await browser.send(offered, {})
    assert.match(consent.body, /Use the directory through/)
    const back = await browser.send(consent, {})
    const answer = await product.exchange(back.at.searchParams.get('code') ?? '', verifier)
    assert.equal(answer.statusCode, 200, answer.body)
    const sessions = (await sessionsOf('nora')).filter(session => session.sid === 'there-2')
    assert.deepEqual(
      sessions.map(session => session.assurance),
      ['aal3', 'aal3'],
      "the browser's, and that of the product",
    )
  })

  it('carries over to the command line as well', async () => {
    const post = (url: string, fields: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: form(fields),
      })
    const started = (await post('/oauth2/device/auth', { client_id: 'signpost-cli', scope: 'openid' })).json()
    const browser = openBrowser(house)
    idp.next = CLAIMS
    const entered = await browser.send(await browser.get('/oauth2/device'), { user_code: started.user_code })
    const offered = await there(browser, await browser.send(entered, { confirm: 'yes' }))
    const done = await browser.send(offered, {})
    assert.match(done.body, /Your terminal is signed in/, done.body)
    const answer = await post('/oauth2/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: 'signpost-cli',
      device_code: started.device_code,
    })
    assert.equal(answer.statusCode, 200, answer.body)
  })

  it('signs out there too, by sending the browser there', async () => {
    const browser = openBrowser(house)
    const done = await signIn(CLAIMS, '/sign-in/done', browser)
    assert.match(
      String(done.headers['content-security-policy']),
      new RegExp(`form-action 'self' ${idp.issuer};`),
    )
    const out = await browser.send(done, {})
    assert.equal(`${out.at.origin}${out.at.pathname}`, `${idp.issuer}/logout`)
    assert.equal(out.at.searchParams.get('post_logout_redirect_uri'), `${BASE_URL}/sign-in/done`)
    assert.equal(out.at.searchParams.get('client_id'), CLIENT_ID)
  })

  describe('that signs somebody out', () => {
    const notify = (token: string, headers: Record<string, string> = {}) =>
      app.inject({
        method: 'POST',
        url: '/sign-in/backchannel-logout',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        payload: form({ logout_token: token }),
      })
    const claimsNow = (over: Record<string, unknown> = {}) => {
      const now = Math.floor(house.clock.now() / 1000)
      const claims = {
        iss: idp.issuer,
        aud: CLIENT_ID,
        iat: now,
        exp: now + 120,
        jti: `j${Math.random()}`,
        events: EVENTS,
      }
      return { ...claims, ...over }
    }

    it('ends that session at once and no other, or all of theirs, and each token counts once', async () => {
      const one = openBrowser(house)
      const two = openBrowser(house)
      const three = openBrowser(house)
      await signIn({ ...CLAIMS, sid: 'A' }, '/sign-in/done', one)
      await signIn({ ...CLAIMS, sid: 'B' }, '/sign-in/done', two)
      await signIn({ ...CLAIMS, sub: '500002', sid: 'C' }, '/sign-in/done', three)
      const isIn = async (browser: typeof one) =>
        !/not signed in/.test((await browser.get('/sign-in/done')).body)
      const token = await idp.sign(claimsNow({ sid: 'A', sub: '500001' }), { typ: 'logout+jwt' })
      const answer = await notify(token)
      assert.equal(answer.statusCode, 200, answer.body)
      assert.equal(answer.headers['cache-control'], 'no-store')
      assert.deepEqual([await isIn(one), await isIn(two), await isIn(three)], [false, true, true])
      assert.equal((await notify(token)).statusCode, 400, 'a second time')
      assert.equal((await notify(await idp.sign(claimsNow({ sid: 'B', sub: '500002' })))).statusCode, 200)
      assert.equal(await isIn(two), true, "the session is not that subject's")
      assert.equal((await notify(await idp.sign(claimsNow({ sub: '500001' })))).statusCode, 200)
      assert.deepEqual([await isIn(two), await isIn(three)], [false, true])
    })

    it('is not believed when anything about the token is forged', async () => {
      const browser = openBrowser(house)
      await signIn({ ...CLAIMS, sid: 'D' }, '/sign-in/done', browser)
      const good = claimsNow({ sid: 'D', sub: '500001' })
      const without = (name: string) =>
        Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))
      const tokens: [string, Promise<string> | string][] = [
        ['nothing', ''],
        ['no token', 'not.a.token'],
        ['another key', idp.forgeSigned(good)],
        ['no signature', new UnsecuredJWT(good).encode()],
        ['another issuer', idp.sign({ ...good, iss: 'https://evil.example' })],
        ['another audience', idp.sign({ ...good, aud: 'another' })],
        ['a nonce, as ID tokens have', idp.sign({ ...good, nonce: 'n' })],
        ['an empty nonce', idp.sign({ ...good, nonce: null })],
        ['no events', idp.sign(without('events'))],
        ['another event', idp.sign({ ...good, events: { 'http://example.org/other': {} } })],
        [
          'an event that is no object',
          idp.sign({ ...good, events: { [Object.keys(EVENTS)[0] ?? '']: true } }),
        ],
        ['no jti', idp.sign(without('jti'))],
        ['no iat', idp.sign(without('iat'))],
        ['no exp', idp.sign(without('exp'))],
        ['an old iat', idp.sign({ ...good, iat: good.iat - 3600, exp: good.iat + 3600 })],
        ['an iat to come', idp.sign({ ...good, iat: good.iat + 3600, exp: good.iat + 7200 })],
        ['an exp that is past', idp.sign({ ...good, exp: good.iat - 60 })],
        ['the type of an access token', idp.sign(good, { typ: 'at+jwt' })],
        ['neither sid nor sub', idp.sign(claimsNow())],
        ['a sid that is no text', idp.sign(claimsNow({ sid: 7 }))],
      ]
      for (const [what, token] of tokens) {
        const answer = await notify(await token)
        assert.equal(answer.statusCode, 400, what)
        assert.deepEqual(answer.json(), {
          error: 'invalid_request',
          error_description: 'The logout token is not valid.',
        })
      }
      assert.match((await browser.get('/sign-in/done')).body, /Nora nora/)
      assert.equal((await notify(await idp.sign(good))).statusCode, 200, 'and the good one still counts')
    })
  })

  it('says so when the provider cannot be reached, and recovers by itself', async () => {
    await house.advance(2 * 3_600_000)
    idp.away = true
    const page = await openBrowser(house).get('/sign-in')
    assert.equal(page.statusCode, 503)
    assert.equal(page.headers['retry-after'], '10')
    assert.match(page.body, /cannot be reached/)
    idp.away = false
    assert.equal((await signIn(CLAIMS)).at.pathname, '/sign-in/done')
  })
})
