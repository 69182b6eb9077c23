import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readLiveSessions } from '../../../src/people/index.ts'
import { BASE_URL, openHouse } from '../../support/house.ts'
import { formsOf, openBrowser, PASSWORD, type Page, somebody } from './browser.ts'

const STRANGE_ORIGINS: Record<string, string>[] = [
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' },
]

/** A page without what differs from one sign-in to the next. */
const plain = (page: Page): string =>
  page.body.replaceAll(/value="[^"]*"/g, '').replaceAll(/\/sign-in\/[\w-]{20,}/g, '/sign-in/…')

describe('an attack on sign-in', async () => {
  const house = await openHouse()
  const { app, database } = house.rooms
  const nora = await somebody(house, 'nora')
  const mallory = await somebody(house, 'mallory')
  const sessionsOf = (id: string) => readLiveSessions(database.query, id, house.clock.now())

  /** Goes through sign-in up to the callback, and answers its address instead of going there. */
  const stopBeforeCallback = async (who: { userName: string; password: string }) => {
    const browser = openBrowser(house)
    const form = await browser.get('/sign-in')
    const { action, hidden } = formsOf(form.body)[0] ?? { action: '', hidden: {} }
    const cookie = [...browser.cookies()].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await app.inject({
      method: 'POST',
      url: action,
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
      payload: new URLSearchParams({
        ...hidden,
        user_name: who.userName,
        password: who.password,
      }).toString(),
    })
    const resume = new URL(String(answer.headers.location))
    const resumeCookie = browser
      .setCookieLines()
      .filter(line => line.startsWith('__Secure-signpost_resume'))
      .map(line => line.split(';', 1)[0])
      .join('; ')
    const back = await app.inject({
      url: `${resume.pathname}${resume.search}`,
      headers: { cookie: resumeCookie },
    })
    assert.equal(back.statusCode, 303, back.body)
    return { browser, callback: String(back.headers.location) }
  }

  it("by leading the victim into the attacker's session fails: the answer fits no other browser", async () => {
    const { callback } = await stopBeforeCallback(mallory)
    const victim = openBrowser(house)
    const fresh = await victim.get(callback)
    assert.equal(fresh.statusCode, 400)
    assert.match(fresh.body, /no sign-in was under way in this browser/)
    await victim.get('/sign-in')
    const other = await victim.get(callback)
    assert.equal(other.statusCode, 400)
    assert.match(other.body, /does not fit/)
    assert.equal(victim.cookies().has('__Host-signpost'), false)
    assert.deepEqual(await sessionsOf('mallory'), [])
  })

  it('by sending an answer twice, or one with its state, code or issuer changed, fails', async () => {
    const { browser, callback } = await stopBeforeCallback(nora)
    const copy = openBrowser(house)
    const start = browser.cookies().get('__Host-signpost-start') ?? ''
    copy.setCookie('__Host-signpost-start', start)
    assert.equal((await browser.get(callback)).at.pathname, '/sign-in/done')
    assert.equal((await copy.get(callback)).statusCode, 400)
    for (const [name, value] of [
      ['state', 'forged'],
      ['code', 'forged'],
      ['iss', 'https://evil.example'],
      ['state', ''],
      ['code', ''],
    ] as const) {
      const tried = await stopBeforeCallback(nora)
      const address = new URL(tried.callback)
      address.searchParams.set(name, value)
      const answer = await tried.browser.get(address.href)
      assert.equal(answer.statusCode, 400, `${name}=${value}`)
      assert.equal(tried.browser.cookies().has('__Host-signpost'), false)
    }
    const twice = await stopBeforeCallback(nora)
    const answer = await twice.browser.get(`${twice.callback}&state=another`)
    assert.equal(answer.statusCode, 400)
  })

  it('by swapping the code of one sign-in into another fails on the nonce, even with both in one browser', async () => {
    const first = await stopBeforeCallback(nora)
    const second = await stopBeforeCallback(mallory)
    const mixed = new URL(first.callback)
    mixed.searchParams.set('code', new URL(second.callback).searchParams.get('code') ?? '')
    assert.equal((await first.browser.get(mixed.href)).statusCode, 400)
    assert.equal(first.browser.cookies().has('__Host-signpost'), false)
  })

  it('by planting a session cookie beforehand fails: signing in always makes a new one and ends the old', async () => {
    const attacker = openBrowser(house)
    await attacker.signIn(mallory)
    const planted = attacker.cookies().get('__Host-signpost') ?? ''
    const victim = openBrowser(house)
    victim.setCookie('__Host-signpost', planted)
    // Without the prefix that says who set it, as a neighbour under the domain could: not even looked at.
    victim.setCookie('signpost', planted)
    await victim.signIn(nora)
    assert.notEqual(victim.cookies().get('__Host-signpost'), planted)
    assert.match((await attacker.get('/sign-in/done')).body, /You are not signed in/)
    const only = openBrowser(house)
    only.setCookie('signpost', victim.cookies().get('__Host-signpost') ?? '')
    assert.match((await only.get('/sign-in/done')).body, /You are not signed in/)
  })

  it('by an open redirect fails: whatever leads elsewhere leads to our own page', async () => {
    for (const to of [
      'https://evil.example/',
      '//evil.example/',
      '/\\evil.example/',
      '/%09/evil.example',
      '/\t/evil.example',
      '/.//evil.example',
      '/a/..//evil.example',
      'javascript:alert(1)',
      `/${'a'.repeat(600)}`,
    ]) {
      const page = await openBrowser(house).signIn(nora, to)
      assert.equal(page.at.origin, BASE_URL, to)
      if (to !== '/%09/evil.example') assert.equal(page.at.pathname, '/sign-in/done', to)
    }
    const listed = await app.inject({ url: '/sign-in?to=/a&to=https://evil.example' })
    assert.equal(listed.statusCode, 303)
  })

  it('by asking which names exist learns nothing: one page and one status, up to and within a lock', async () => {
    const guess = async (userName: string, password: string): Promise<Page> => {
      const browser = openBrowser(house)
      return browser.send(await browser.get('/sign-in'), { user_name: userName, password })
    }
    const seen = new Set<string>()
    for (const userName of ['nora-locked', 'nobody-at-all', 'x', '', 'ö'.repeat(300), "' or 1=1 --"]) {
      const page = await guess(userName, 'wrong')
      assert.equal(page.statusCode, 200)
      seen.add(plain(page))
    }
    assert.equal(seen.size, 1, 'the pages differ')
    await somebody(house, 'nora-locked')
    for (const userName of ['nora-locked', 'nobody-at-all']) {
      for (let tries = 0; tries < 11; tries += 1) {
        const page = await guess(userName, `wrong ${tries}`)
        seen.add(`${page.statusCode}${plain(page)}`.slice(3))
      }
    }
    const locked = await guess('nora-locked', PASSWORD)
    seen.add(plain(locked))
    assert.equal(seen.size, 1, 'a lock shows')
    assert.deepEqual(await sessionsOf('nora-locked'), [])
    await house.advance(16 * 60_000)
    const after = await guess('nora-locked', PASSWORD)
    assert.equal(after.at.pathname, '/sign-in/done')
  })

  it('by a form of another site fails, at every form', async () => {
    for (const headers of STRANGE_ORIGINS) {
      const browser = openBrowser(house)
      const form = await browser.get('/sign-in')
      const { action, hidden } = formsOf(form.body)[0] ?? { action: '', hidden: {} }
      const fields = { ...hidden, user_name: 'nora', password: PASSWORD }
      assert.equal((await browser.post(action, fields, headers)).statusCode, 400)
      const done = await browser.send(await browser.get('/sign-in'), {
        user_name: 'nora',
        password: PASSWORD,
      })
      for (const [index, out] of ['/sign-out', '/sign-out/everywhere'].entries()) {
        const token = formsOf(done.body)[index]?.hidden ?? {}
        assert.equal((await browser.post(out, token, headers)).statusCode, 403, out)
      }
      assert.match((await browser.get('/sign-in/done')).body, /Nora nora/)
      assert.match(
        (await browser.post('/sign-in/begin', { user_name: 'a' }, headers)).body,
        /not sent from a page/,
      )
    }
  })

  it('by a form without its token, or with that of another sign-in, fails', async () => {
    const browser = openBrowser(house)
    const form = await browser.get('/sign-in')
    const other = await openBrowser(house).get('/sign-in')
    const { action, hidden } = formsOf(form.body)[0] ?? { action: '', hidden: {} }
    const stolen = formsOf(other.body)[0]?.hidden['csrf'] ?? ''
    for (const csrf of ['', stolen, `${hidden['csrf']}x`]) {
      const page = await browser.post(action, { ...hidden, csrf, user_name: 'nora', password: PASSWORD })
      assert.equal(page.statusCode, 400)
    }
    const one = openBrowser(house)
    const two = openBrowser(house)
    await one.signIn(nora)
    const done = await two.signIn(nora)
    const csrf = formsOf(done.body)[0]?.hidden['csrf'] ?? ''
    assert.equal((await one.post('/sign-out', { csrf })).statusCode, 403)
    assert.equal((await one.post('/sign-out', {})).statusCode, 403)
  })

  it('by another browser at the address of a sign-in fails: it needs the cookie that goes with it', async () => {
    const victim = openBrowser(house)
    const form = await victim.get('/sign-in')
    const { action, hidden } = formsOf(form.body)[0] ?? { action: '', hidden: {} }
    const attacker = openBrowser(house)
    await attacker.get('/sign-in')
    assert.equal((await attacker.get(action)).statusCode, 400)
    const page = await attacker.post(action, { ...hidden, user_name: 'nora', password: PASSWORD })
    assert.equal(page.statusCode, 400)
  })

  it('by a Host header fails: no address is built from what the caller says', async () => {
    const answer = await app.inject({
      url: '/sign-in',
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    })
    const to = new URL(String(answer.headers.location))
    assert.equal(to.origin, BASE_URL)
    assert.equal(to.searchParams.get('redirect_uri'), `${BASE_URL}/sign-in/callback`)
    const next = await app.inject({
      url: `${to.pathname}${to.search}`,
      headers: { host: 'evil.example', origin: 'https://evil.example' },
    })
    assert.ok(String(next.headers.location).startsWith(`${BASE_URL}/sign-in/`))
    assert.doesNotMatch(JSON.stringify(next.headers), /evil/)
  })

  it('by HTML in what is sent back to a page fails: it is text there', async () => {
    const evil = '"><script>alert(1)</script>'
    const pages = [
      await openBrowser(house).get(`/oauth2/auth?client_id=${encodeURIComponent(evil)}`),
      await openBrowser(house).get(
        `/oauth2/auth?client_id=signpost-web&response_type=${encodeURIComponent(evil)}`,
      ),
      await openBrowser(house).get(`/sign-in/callback?error=${encodeURIComponent(evil)}`),
    ]
    const browser = openBrowser(house)
    pages.push(await browser.send(await browser.get('/oauth2/device'), { user_code: evil }))
    const form = await browser.get('/sign-in')
    pages.push(await browser.send(form, { user_name: evil, password: 'x' }))
    for (const page of pages) assert.doesNotMatch(page.body, /<script/, page.at.href)
  })

  it('with a session cookie but no token of its pages changes nothing through the API', async () => {
    const browser = openBrowser(house)
    const done = await browser.signIn(nora)
    const cookie = `__Host-signpost=${browser.cookies().get('__Host-signpost')}`
    const csrf = formsOf(done.body)[0]?.hidden['csrf'] ?? ''
    const end = (headers: Record<string, string>) =>
      app.inject({
        method: 'POST',
        url: '/api/v1/me/sign-out',
        headers: { cookie, 'content-type': 'application/json', ...headers },
        payload: { reason: 'a test' },
      })
    const me = await app.inject({ url: '/api/v1/me', headers: { cookie } })
    assert.equal(me.statusCode, 200, me.body)
    assert.equal(me.json().id, 'nora')
    for (const headers of [
      {},
      { 'x-csrf-token': 'forged' },
      { 'x-csrf-token': csrf, origin: 'https://evil.example' },
      { 'x-csrf-token': csrf, 'sec-fetch-site': 'cross-site' },
    ]) {
      const answer = await end(headers)
      assert.equal(answer.statusCode, 401, answer.body)
      assert.equal(answer.json().reason, 'sign-in-needed')
      assert.match(answer.json().detail, /x-csrf-token/)
    }
    assert.equal((await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 200)
    const own = await end({ 'x-csrf-token': csrf, 'sec-fetch-site': 'same-origin', origin: BASE_URL })
    assert.equal(own.statusCode, 200, own.body)
    assert.equal((await app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode, 401)
  })
})
