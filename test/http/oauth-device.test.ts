import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { endSessionsOf, leavePerson, readLiveSessions } from '../../src/people/index.ts'
import { BASE_URL, openHouse } from '../support/house.ts'
import { openBrowser, type Page, somebody } from './sign-in/browser.ts'
import { deedOf, form, openProduct } from './sign-in/product.ts'

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

describe('the command line', async () => {
  const house = await openHouse()
  const { app, database } = house.rooms
  const nora = await somebody(house, 'nora')
  const login = { user_name: nora.userName, password: nora.password }
  const product = await openProduct(house, 'gp-software')

  const post = (url: string, fields: Record<string, string | undefined>) =>
    app.inject({ method: 'POST', url, headers: FORM, payload: form(fields) })
  const ask = (over: Record<string, string | undefined> = {}) =>
    post('/oauth2/device/auth', {
      client_id: 'signpost-cli',
      scope: 'openid profile offline_access',
      ...over,
    })
  const poll = (device_code: string, over: Record<string, string | undefined> = {}) =>
    post('/oauth2/token', { grant_type: DEVICE_GRANT, client_id: 'signpost-cli', device_code, ...over })
  const refresh = (refresh_token: string, over: Record<string, string | undefined> = {}) =>
    post('/oauth2/token', { grant_type: 'refresh_token', client_id: 'signpost-cli', refresh_token, ...over })
  const whoami = (token: string) =>
    app.inject({ url: '/api/v1/me', headers: { authorization: `Bearer ${token}` } })

  /** Lets the command line in, as far as the page that says so. */
  const letIn = async (userCode: string): Promise<Page> => {
    const browser = openBrowser(house)
    const entered = await browser.send(await browser.get('/oauth2/device'), { user_code: userCode })
    const confirmed = await browser.send(entered, { confirm: 'yes' })
    return browser.send(confirmed, login)
  }
  const signIn = async () => {
    const started = (await ask()).json()
    await letIn(started.user_code)
    const answer = await poll(started.device_code)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json()
  }

  it('shows an address and a code, waits, and acts as whoever let it in', async () => {
    const answer = await ask()
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(answer.headers['cache-control'], 'no-store')
    const { device_code, user_code, verification_uri, expires_in, interval, ...rest } = answer.json()
    assert.equal(verification_uri, `${BASE_URL}/oauth2/device`)
    assert.match(user_code, /^[B-Z]{4}-[B-Z]{4}$/)
    assert.deepEqual([expires_in, interval, rest], [600, 2, {}])
    const waiting = await poll(device_code)
    assert.deepEqual([waiting.statusCode, waiting.json().error], [400, 'authorization_pending'])

    const done = await letIn(user_code.toLowerCase().replace('-', ' '))
    assert.match(done.body, /Your terminal is signed in/, done.body)
    const tokens = (await poll(device_code)).json()
    assert.equal(tokens.expires_in, 599)
    const { sid, sub, client_id, aud } = decodeJwt(tokens.access_token)
    assert.deepEqual([sub, client_id, aud], ['nora', 'signpost-cli', BASE_URL])
    assert.equal(decodeJwt(tokens.id_token)['name'], 'Nora nora')
    const me = await whoami(tokens.access_token)
    assert.equal(me.statusCode, 200, me.body)
    assert.equal(me.json().id, 'nora')
    const live = await readLiveSessions(database.query, 'nora', house.clock.now())
    assert.ok(live.some(session => session.id === sid))
    const again = await poll(device_code)
    assert.deepEqual([again.statusCode, again.json().error], [400, 'invalid_grant'])
  })

  it('asks people not to enter a code that somebody sent them, before they can', async () => {
    const browser = openBrowser(house)
    const page = await browser.get('/oauth2/device')
    assert.match(page.body, /<strong>your own terminal<\/strong>/)
    assert.match(page.body, /Did somebody send you this code/)
    assert.match(page.body, /Nobody from this directory ever asks/)
    const { user_code } = (await ask()).json()
    const confirm = await browser.send(page, { user_code })
    assert.match(confirm.body, new RegExp(`class="big">${user_code}<`))
    assert.match(confirm.body, /acts? in your name/)
    assert.match(confirm.body, /If somebody sent it to you, choose Stop/)
  })

  it('gives no address that holds the code, and takes none', async () => {
    const { user_code, verification_uri_complete } = (await ask()).json()
    assert.equal(verification_uri_complete, undefined)
    const page = await openBrowser(house).get(`/oauth2/device?user_code=${user_code}`)
    assert.match(page.body, /Code from your terminal/)
    assert.doesNotMatch(page.body, new RegExp(user_code))
  })

  it('is told when somebody chose to stop, on either page', async () => {
    const first = (await ask()).json()
    const browser = openBrowser(house)
    const entered = await browser.send(await browser.get('/oauth2/device'), { user_code: first.user_code })
    const stopped = await browser.send(entered, { abort: 'yes' })
    assert.match(stopped.body, /Nobody was signed in/)
    assert.equal((await poll(first.device_code)).json().error, 'access_denied')

    const second = (await ask()).json()
    const again = await browser.send(await browser.get('/oauth2/device'), { user_code: second.user_code })
    const form = await browser.send(again, { confirm: 'yes' })
    const cancelled = await browser.send(form, {}, 1)
    assert.match(cancelled.body, /Nobody was signed in/, cancelled.body)
    assert.equal((await poll(second.device_code)).json().error, 'access_denied')
  })

  it('is let in with a code that is known, in time, and only once; guesses say no more than that', async () => {
    const browser = openBrowser(house)
    const unknown = await browser.send(await browser.get('/oauth2/device'), { user_code: 'BCDF-GHJK' })
    assert.match(unknown.body, /That code is not known/)
    const { user_code, device_code } = (await ask()).json()
    await letIn(user_code)
    const used = await browser.send(await browser.get('/oauth2/device'), { user_code })
    assert.match(used.body, /has been used/)
    const late = (await ask()).json()
    await house.advance(601_000)
    const expired = await browser.send(await browser.get('/oauth2/device'), { user_code: late.user_code })
    assert.match(expired.body, /no longer valid|not known/)
    assert.match((await poll(late.device_code)).json().error, /expired_token|invalid_grant/)
    assert.equal(
      (await poll(device_code)).statusCode,
      400,
      'nor is one exchanged that was let in too long ago',
    )
  })

  it('is not let in by a form of another site, nor by one without its token', async () => {
    const { user_code, device_code } = (await ask()).json()
    const browser = openBrowser(house)
    const page = await browser.get('/oauth2/device')
    const foreign = await browser.post(
      '/oauth2/device',
      { xsrf: /name="xsrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '', user_code, confirm: 'yes' },
      { 'sec-fetch-site': 'cross-site' },
    )
    assert.equal(foreign.statusCode, 400)
    const bare = await browser.post('/oauth2/device', { xsrf: 'forged', user_code, confirm: 'yes' })
    assert.doesNotMatch(bare.at.pathname, /sign-in/)
    assert.equal((await poll(device_code)).json().error, 'authorization_pending')
  })

  it('cannot be played by another client, nor its codes by a product', async () => {
    for (const client_id of ['demo-gp-software', 'signpost-web', 'nobody', undefined]) {
      const answer = await ask({ client_id })
      assert.equal(answer.statusCode, 400)
      assert.match(answer.json().error_description, /signpost-cli/)
    }
    const { user_code, device_code } = (await ask()).json()
    await letIn(user_code)
    const stolen = await product.exchange('', '', { grant_type: DEVICE_GRANT, device_code })
    assert.equal(stolen.statusCode, 400)
    assert.equal(stolen.json().error, 'unsupported_grant_type')
    assert.equal((await poll(device_code, { client_id: 'demo-gp-software' })).statusCode, 400)
    assert.equal((await poll(device_code)).statusCode, 200)
  })

  it('has a token that asks the directory nothing: questions are for products and their people', async () => {
    const { access_token } = await signIn()
    const answer = await app.inject({
      url: '/api/v1/services?near=LS1%204AP&type=pharmacy',
      headers: { authorization: `Bearer ${access_token}` },
    })
    assert.equal(answer.statusCode, 401, answer.body)
  })

  describe('whose refresh token', () => {
    it('is exchanged once for the next, and a second time ends the sign-in: one of the two was stolen', async () => {
      const first = await signIn()
      const second = await refresh(first.refresh_token)
      assert.equal(second.statusCode, 200, second.body)
      assert.notEqual(second.json().refresh_token, first.refresh_token)
      assert.equal(decodeJwt(second.json().access_token)['sid'], decodeJwt(first.access_token)['sid'])
      assert.equal((await whoami(second.json().access_token)).statusCode, 200)
      assert.equal((await refresh(first.refresh_token)).json().error, 'invalid_grant')
      assert.equal((await refresh(second.json().refresh_token)).json().error, 'invalid_grant')
      assert.equal((await whoami(second.json().access_token)).statusCode, 401, 'the session has ended')
    })

    it('keeps the sign-in going while it is used, for twelve hours at most', async () => {
      let tokens = await signIn()
      for (let half = 0; half < 28; half += 1) {
        await house.advance(25 * 60_000)
        tokens = (await refresh(tokens.refresh_token)).json()
        assert.ok(tokens.access_token, `after ${25 * (half + 1)} minutes: ${JSON.stringify(tokens)}`)
      }
      await house.advance(25 * 60_000)
      assert.equal((await refresh(tokens.refresh_token)).json().error, 'invalid_grant')
    })

    it('is no good when it was left alone for half an hour', async () => {
      const tokens = await signIn()
      await house.advance(31 * 60_000)
      assert.equal((await refresh(tokens.refresh_token)).json().error, 'invalid_grant')
    })

    it('is no good to another client, nor once its person has signed out everywhere or left', async () => {
      const tokens = await signIn()
      const taken = await product.exchange('', '', {
        grant_type: 'refresh_token',
        refresh_token: tokens.refresh_token,
      })
      assert.equal(taken.json().error, 'unsupported_grant_type')
      await endSessionsOf(database, 'nora', deedOf(house))
      assert.equal((await refresh(tokens.refresh_token)).json().error, 'invalid_grant')
      assert.equal((await whoami(tokens.access_token)).statusCode, 401)
      const others = await signIn()
      const out = await app.inject({
        method: 'POST',
        url: '/sign-out',
        headers: { authorization: `Bearer ${others.access_token}` },
      })
      assert.equal(out.statusCode, 204)
      assert.equal((await whoami(others.access_token)).statusCode, 401)
      const last = await signIn()
      await leavePerson(database, 'nora', 8, deedOf(house))
      assert.equal((await refresh(last.refresh_token)).json().error, 'invalid_grant')
      assert.equal((await whoami(last.access_token)).statusCode, 401)
    })

    it('is kept as a hash only, like a code', async () => {
      await somebody(house, 'other-nora')
      const started = (await ask()).json()
      const browser = openBrowser(house)
      const entered = await browser.send(await browser.get('/oauth2/device'), {
        user_code: started.user_code,
      })
      await browser.send(await browser.send(entered, { confirm: 'yes' }), {
        user_name: 'other-nora',
        password: nora.password,
      })
      const { refresh_token } = (await poll(started.device_code)).json()
      const rows = await database.query<{ found: number }>(
        `select count(*)::int as found from accounts.oidc_record where id = $1 or payload::text like '%' || $1 || '%'`,
        [refresh_token],
      )
      assert.deepEqual(rows, [{ found: 0 }])
    })
  })
})
