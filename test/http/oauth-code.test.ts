import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { setRedirectUris } from '../../src/accounts/index.ts'
import { endSessionsOf, readLiveSessions } from '../../src/people/index.ts'
import { BASE_URL, openHouse } from '../support/house.ts'
import { openBrowser, type Page, somebody } from './sign-in/browser.ts'
import { deedOf, openIndividual, openProduct, REDIRECT } from './sign-in/product.ts'

const codeOf = (page: Page): string => page.at.searchParams.get('code') ?? ''

describe('a person at the product of their organisation', async () => {
  const house = await openHouse()
  const { database, accounts, app } = house.rooms
  const product = await openProduct(house, 'gp-software')
  const other = await openProduct(house, 'yorkshire-urgent-care')
  const clinician = await somebody(house, 'clinician')
  const stranger = await somebody(house, 'stranger')
  const account = await openIndividual(house, 'gp-software', 'clinician')
  const login = { user_name: clinician.userName, password: clinician.password }

  /** Signs the clinician in through the product, agreeing where that is asked. */
  const signIn = async () => {
    const browser = openBrowser(house)
    const { page, verifier, state } = await product.begin(browser)
    let at = await browser.send(page, login)
    if (at.at.origin === BASE_URL) at = await browser.send(at, {})
    assert.equal(at.at.origin, new URL(REDIRECT).origin, at.body)
    return { page: at, verifier, state, browser }
  }

  it('signs in, is asked once whether they agree, and their token says who asks through what, and no more', async () => {
    const browser = openBrowser(house)
    const { page, verifier, state } = await product.begin(browser)
    assert.match(page.body, /Practice Desktop \(demonstration\) at Hollow Lane Group Practice/)
    assert.match(
      String(page.headers['content-security-policy']),
      /form-action 'self' https:\/\/practice\.example;/,
    )
    const consent = await browser.send(page, login)
    assert.match(consent.body, /<h1>Use the directory through Practice Desktop/)
    assert.match(consent.body, /Nora clinician/)
    assert.match(consent.body, /Hollow Lane Group Practice \(demonstration\)/)
    assert.match(consent.body, /acceptable use policy, version \d{4}-\d{2}-\d{2}/)
    const back = await browser.send(consent, {})
    assert.equal(`${back.at.origin}${back.at.pathname}`, REDIRECT)
    assert.equal(back.at.searchParams.get('state'), state)
    assert.equal(back.at.searchParams.get('iss'), `${BASE_URL}/oauth2`)

    const answer = await product.exchange(codeOf(back), verifier)
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const body = answer.json()
    assert.deepEqual(Object.keys(body).sort(), ['access_token', 'expires_in', 'id_token', 'token_type'])
    assert.equal(body.expires_in, 599)
    const { access_token: token } = body
    assert.equal(decodeProtectedHeader(token).typ, 'at+jwt')
    const { jti, iat, exp, client_kid, sid, ...claims } = decodeJwt(token)
    assert.deepEqual(claims, {
      iss: `${BASE_URL}/oauth2`,
      aud: BASE_URL,
      sub: 'clinician',
      client_id: product.clientId,
    })
    assert.equal(Number(exp) - Number(iat), 599)
    assert.equal(typeof jti, 'string')
    assert.equal(typeof client_kid, 'string')
    const sessions = await readLiveSessions(database.query, 'clinician', house.clock.now())
    assert.deepEqual(
      sessions.map(session => session.id),
      [sid],
    )

    const identity = decodeJwt(body.id_token)
    assert.deepEqual(
      [identity.sub, identity.aud, identity['acr'], identity['sid'], identity['name']],
      ['clinician', product.clientId, 'AAL1', sid, undefined],
    )

    const read = await accounts.tokens.read(token)
    assert.ok(read.outcome === 'known')
    assert.deepEqual([read.clientId, read.personId, read.sessionId], [product.clientId, 'clinician', sid])
    const facts = accounts.registry.findIndividual(product.clientId, 'clinician')
    assert.equal(facts?.account.kind, 'individual')
    assert.equal(facts?.account.id, account)
  })

  it('is not asked again for the same policy, and their name goes along when the product asks for it', async () => {
    const browser = openBrowser(house)
    const { page, verifier } = await product.begin(browser, { scope: 'openid profile email' })
    const back = await browser.send(page, login)
    const answer = await product.exchange(codeOf(back), verifier)
    const identity = decodeJwt(answer.json().id_token)
    assert.deepEqual([identity['name'], identity['email']], ['Nora clinician', 'clinician@example.org'])
  })

  it('goes on as whoever has signed in to the directory in that browser, once they say so', async () => {
    const browser = openBrowser(house)
    await browser.signIn(clinician)
    const { page, verifier } = await product.begin(browser)
    assert.match(page.body, /<h1>Continue as Nora clinician\?<\/h1>/)
    const back = await browser.send(page, {})
    assert.equal((await product.exchange(codeOf(back), verifier)).statusCode, 200)
  })

  it('may say no, and the product is told so', async () => {
    const browser = openBrowser(house)
    const { page, state } = await product.begin(browser)
    const back = await browser.send(page, {}, 1)
    assert.equal(back.at.searchParams.get('error'), 'access_denied')
    assert.equal(back.at.searchParams.get('state'), state)
    assert.equal(back.at.searchParams.get('iss'), `${BASE_URL}/oauth2`)
  })

  it('gets no token without an account of their own there, and is told whom to ask', async () => {
    const browser = openBrowser(house)
    const { page } = await product.begin(browser)
    const refused = await browser.send(page, { user_name: stranger.userName, password: stranger.password })
    assert.equal(refused.statusCode, 403)
    assert.match(refused.body, /You have no account for this/)
    assert.match(refused.body, /AUP25-05/)
    const back = await browser.send(refused, {})
    assert.equal(back.at.searchParams.get('error'), 'access_denied')
    assert.deepEqual(await readLiveSessions(database.query, 'stranger', house.clock.now()), [])
  })

  it('has a token that opens nothing to act on: not the registers, and not the token endpoint', async () => {
    const { page, verifier } = await signIn()
    const { access_token: token } = (await product.exchange(codeOf(page), verifier)).json()
    const acting = await app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })
    assert.equal(acting.statusCode, 401)
    assert.match(acting.json().detail, /given to a product/)
  })

  it('is signed out of the product too when they sign out everywhere: the code and the token are void', async () => {
    const one = await signIn()
    const two = await signIn()
    const { access_token: token } = (await product.exchange(codeOf(one.page), one.verifier)).json()
    const { sid } = decodeJwt(token)
    const live = await readLiveSessions(database.query, 'clinician', house.clock.now())
    assert.ok(live.some(session => session.id === sid))
    await endSessionsOf(database, 'clinician', deedOf(house))
    const late = await product.exchange(codeOf(two.page), two.verifier)
    assert.equal(late.statusCode, 400)
    assert.equal(late.json().error, 'invalid_grant')
    assert.match(late.json().error_description, /Have the person sign in again/)
    assert.equal(late.json().contact.email, 'directory@example.org')
  })

  describe('whose code', () => {
    it('comes twice loses the session it opened, for one of the two was stolen', async () => {
      const { page, verifier } = await signIn()
      const first = await product.exchange(codeOf(page), verifier)
      assert.equal(first.statusCode, 200)
      const again = await product.exchange(codeOf(page), verifier)
      assert.equal(again.statusCode, 400)
      assert.equal(again.json().error, 'invalid_grant')
      const { sid } = decodeJwt(first.json().access_token)
      const live = await readLiveSessions(database.query, 'clinician', house.clock.now())
      assert.ok(!live.some(session => session.id === sid))
    })

    it('comes twenty times at once is exchanged once at most, and what that one was given is void', async () => {
      const { page, verifier } = await signIn()
      const before = await readLiveSessions(database.query, 'clinician', house.clock.now())
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => product.exchange(codeOf(page), verifier)),
      )
      const statuses = answers.map(answer => answer.statusCode)
      assert.ok(statuses.filter(status => status === 200).length <= 1, statuses.join())
      assert.ok(
        statuses.every(status => status === 200 || status === 400),
        statuses.join(),
      )
      const live = await readLiveSessions(database.query, 'clinician', house.clock.now())
      assert.equal(live.length, before.length - 1)
    })

    it('comes with another verifier, address or client, or too late, is no good', async () => {
      const wrongs: [string, Record<string, string | undefined>][] = [
        ['another verifier', { code_verifier: 'a'.repeat(43) }],
        ['no verifier', { code_verifier: undefined }],
        ['another address', { redirect_uri: 'https://practice.example/other' }],
        ['no address', { redirect_uri: undefined }],
      ]
      for (const [what, over] of wrongs) {
        const { page, verifier } = await signIn()
        const answer = await product.exchange(codeOf(page), verifier, over)
        assert.equal(answer.statusCode, 400, what)
      }
      const { page, verifier } = await signIn()
      const taken = await other.exchange(codeOf(page), verifier)
      assert.equal(taken.statusCode, 400)
      assert.equal(taken.json().error, 'invalid_grant')
      const publicly = await product.exchange(codeOf(page), verifier, {
        client_assertion: undefined,
        client_assertion_type: undefined,
        client_id: 'signpost-cli',
      })
      assert.equal(publicly.statusCode, 400)
      assert.equal(
        (await product.exchange(codeOf(page), verifier)).statusCode,
        200,
        'the right client still may',
      )
      const late = await signIn()
      await house.advance(61_000)
      assert.equal((await product.exchange(codeOf(late.page), late.verifier)).statusCode, 400)
    })

    it('is asked for without PKCE, with the plain method, or in another way than as a code, is refused', async () => {
      for (const over of [
        { code_challenge: undefined, code_challenge_method: undefined },
        { code_challenge_method: 'plain' },
        { response_type: 'token' },
        { response_type: 'id_token' },
        { response_mode: 'web_message' },
      ]) {
        const { page } = await product.begin(openBrowser(house), over)
        const said = `${page.at.search}${page.at.hash}`
        assert.ok(
          page.statusCode === 400 || said.includes('error='),
          `${JSON.stringify(over)}: ${page.at.href}`,
        )
        assert.doesNotMatch(said, /code=|token=/)
      }
    })

    it('would go to an address that is not registered to the letter, goes nowhere', async () => {
      for (const uri of [
        'https://evil.example/',
        `${REDIRECT}/`,
        `${REDIRECT}?x=1`,
        'https://practice.example',
        'http://practice.example/signed-in',
        'https://practice.example:444/signed-in',
        'https://practice.example.evil.example/signed-in',
        'https://practice.example/signed-in/../x',
      ]) {
        const { page } = await product.begin(openBrowser(house), { redirect_uri: uri })
        assert.equal(page.at.origin, BASE_URL, uri)
        assert.equal(page.statusCode, 400, uri)
        assert.match(page.body, /redirect_uri/, uri)
      }
    })
  })

  it('is sent back to a program on their own desk at whatever port it has, but to no other host or path', async () => {
    const desk = await openProduct(house, 'ambulance-desk')
    await openIndividual(house, 'ambulance-desk', 'stranger')
    const registered = await setRedirectUris(database, desk.clientId, ['http://127.0.0.1/cb'], deedOf(house))
    assert.equal(registered.outcome, 'set')
    const redirect_uri = 'http://127.0.0.1:54321/cb'
    const browser = openBrowser(house)
    const { page, verifier } = await desk.begin(browser, { redirect_uri })
    const consent = await browser.send(page, { user_name: stranger.userName, password: stranger.password })
    assert.match(
      String(consent.headers['content-security-policy']),
      /form-action 'self' http:\/\/127\.0\.0\.1:54321;/,
    )
    const back = await browser.send(consent, {})
    assert.equal(`${back.at.origin}${back.at.pathname}`, redirect_uri)
    const answer = await desk.exchange(codeOf(back), verifier, { redirect_uri })
    assert.equal(answer.statusCode, 200, answer.body)
    for (const uri of ['http://127.0.0.1:54321/other', 'http://localhost:54321/cb', 'http://127.0.0.2/cb']) {
      const { page: refused } = await desk.begin(openBrowser(house), { redirect_uri: uri })
      assert.equal(refused.statusCode, 400, uri)
    }
  })

  it('finds no door at a client without addresses, nor once the addresses are gone', async () => {
    const browser = openBrowser(house)
    const { page } = await product.begin(browser, { client_id: 'demo-call-centre' })
    assert.equal(page.statusCode, 400)
    const { page: unknown } = await product.begin(browser, { client_id: 'nobody' })
    assert.equal(unknown.statusCode, 400)
    assert.equal((await setRedirectUris(database, other.clientId, [], deedOf(house))).outcome, 'set')
    const { page: closed } = await other.begin(browser)
    assert.equal(closed.statusCode, 400)
  })
})
