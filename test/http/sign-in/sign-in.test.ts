import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { TOTP } from 'otpauth'
import { grantRole, invite, leavePerson, readLiveSessions } from '../../../src/people/index.ts'
import { BASE_URL, openHouse } from '../../support/house.ts'
import { openBrowser, somebody } from './browser.ts'

/** They lead to nothing once the sign-in is finished, and go with the browser. */
const STEP_COOKIES = ['__Secure-signpost_step', '__Secure-signpost_step.sig']

describe('signing in at our own pages', async () => {
  const house = await openHouse()
  const { database } = house.rooms
  const nora = await somebody(house, 'nora')
  const deed = { who: 'test', actingAs: 'system', why: 'a test', at: house.clock.now() }
  const auditor = { role: 'auditor', scope: { kind: 'operator' }, from: deed.at, until: null } as const
  await grantRole(database, 'nora', auditor, deed)
  const sessionsOf = (id: string) => readLiveSessions(database.query, id, house.clock.now())

  it('leads from /sign-in through the password to a page that says who is signed in, and as what', async () => {
    const browser = openBrowser(house)
    const form = await browser.get('/sign-in')
    assert.equal(form.statusCode, 200)
    assert.match(form.at.pathname, /^\/sign-in\/[\w-]+$/)
    assert.match(form.body, /<h1>Sign in<\/h1>/)
    const done = await browser.send(form, { user_name: 'NORA', password: nora.password })
    assert.equal(done.at.pathname, '/sign-in/done', done.body)
    assert.match(done.body, /Nora nora/)
    assert.match(done.body, /<li>Auditor<\/li>/)
    assert.match(done.body, /This browser/)
  })

  it('ends at the page that was asked for', async () => {
    const page = await openBrowser(house).signIn(nora, '/sign-in/done?from=here#roles')
    assert.equal(page.at.href, `${BASE_URL}/sign-in/done?from=here#roles`)
  })

  it('opens a session whose cookies no script, no other site and no neighbour can touch', async () => {
    const browser = openBrowser(house)
    await browser.signIn(nora)
    const [session] = (await sessionsOf('nora')).slice(-1)
    assert.equal(session?.assurance, 'aal1')
    assert.equal(session?.issuer, `${BASE_URL}/oauth2`)
    const lines = browser.setCookieLines()
    const own = lines.filter(line => line.startsWith('__Host-signpost='))
    assert.match(own.join('\n'), /^__Host-signpost=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    assert.ok(lines.some(line => /^__Host-signpost-start=[\w-]{43}; Path=\/; Max-Age=900; /.test(line)))
    assert.ok(
      lines.some(line => line.startsWith('__Secure-signpost_step=') && /path=\/sign-in\/[\w-]+/i.test(line)),
    )
    for (const line of lines) {
      assert.match(line, /; httponly/i, line)
      assert.match(line, /; secure/i, line)
      assert.match(line, /; samesite=lax/i, line)
      assert.doesNotMatch(line, /domain=/i, line)
    }
    assert.ok(!lines.some(line => line.includes('signpost_device')), 'the provider has no session of its own')
    assert.deepEqual([...browser.cookies().keys()].sort(), ['__Host-signpost', ...STEP_COOKIES])
  })

  it('keeps nothing in caches, runs no script, and sends forms nowhere but here, on every page', async () => {
    const browser = openBrowser(house)
    const pages = [
      await browser.get('/sign-in'),
      await browser.get('/sign-in/done'),
      await browser.get('/sign-in/begin'),
      await browser.get('/sign-in/no-such'),
      await browser.get('/oauth2/device'),
      await browser.get('/oauth2/auth?client_id=nobody'),
      await browser.get('/sign-in/callback?code=x&state=y'),
    ]
    pages.push(await browser.signIn(nora))
    for (const page of pages) {
      const where = page.at.pathname
      assert.equal(page.headers['cache-control'], 'no-store', where)
      assert.equal(
        page.headers['content-security-policy'],
        "default-src 'none';style-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none'",
        where,
      )
      assert.equal(page.headers['referrer-policy'], 'same-origin', where)
      assert.equal(page.headers['x-frame-options'], 'DENY', where)
      assert.doesNotMatch(page.body, /<script|javascript:|\son\w+=/i, where)
      assert.match(page.body, /<html lang="en-GB">/, where)
      for (const [, id = ''] of page.body.matchAll(/<label for="([^"]+)"/g)) {
        assert.ok(page.body.includes(`id="${id}"`), `${where}: the label of ${id} leads to a field`)
      }
    }
  })

  it('signs out with one button, and the session is over wherever its cookie was copied to', async () => {
    const browser = openBrowser(house)
    const done = await browser.signIn(nora)
    const stolen = openBrowser(house)
    for (const [name, value] of browser.cookies()) stolen.setCookie(name, value)
    assert.match((await stolen.get('/sign-in/done')).body, /Nora nora/)
    const out = await browser.send(done, {})
    assert.match(out.body, /You are not signed in/)
    assert.equal(browser.cookies().has('__Host-signpost'), false)
    assert.match((await stolen.get('/sign-in/done')).body, /You are not signed in/)
  })

  it('signs out everywhere with the other', async () => {
    const one = openBrowser(house)
    const two = openBrowser(house, { 'user-agent': 'Another' })
    await one.signIn(nora)
    const done = await two.signIn(nora)
    assert.match(done.body, /<td>unknown<\/td>|This browser/)
    await two.send(done, {}, 1)
    assert.deepEqual(await sessionsOf('nora'), [])
    assert.match((await one.get('/sign-in/done')).body, /You are not signed in/)
  })

  it('is over after half an hour alone, and not before', async () => {
    const browser = openBrowser(house)
    await browser.signIn(nora)
    await house.advance(29 * 60_000)
    assert.match((await browser.get('/sign-in/done')).body, /Nora nora/)
    await house.advance(29 * 60_000)
    assert.match((await browser.get('/sign-in/done')).body, /Nora nora/)
    await house.advance(31 * 60_000)
    assert.match((await browser.get('/sign-in/done')).body, /You are not signed in/)
  })

  it('ends at once for somebody who has left', async () => {
    const leaver = await somebody(house, 'leaver')
    const browser = openBrowser(house)
    await browser.signIn(leaver)
    await leavePerson(database, 'leaver', 8, { ...deed, at: house.clock.now() })
    assert.match((await browser.get('/sign-in/done')).body, /You are not signed in/)
    const again = await openBrowser(house).signIn(leaver)
    assert.match(again.body, /There is a problem/)
  })

  it('begins with a one-time code, sets up an authenticator, and asks for its code from then on', async () => {
    const id = 'newcomer'
    const newcomer = await somebody(house, id)
    await database.query('delete from people.secret where person_id = $1', [id])
    const issued = await invite(database, { personId: id, userName: id }, { ...deed, at: house.clock.now() })
    assert.ok(issued.outcome === 'issued')
    const browser = openBrowser(house)
    const first = await browser.get('/sign-in/begin')
    const wrong = await browser.send(first, { user_name: id, one_time_code: 'AAAAA-BBBBB' })
    assert.match(wrong.body, /<title>Error: Begin, or begin again/)
    const second = await browser.send(wrong, { user_name: id, one_time_code: issued.code.toLowerCase() })
    const secret = /class="big">([^<]+)</.exec(second.body)?.[1]?.replaceAll(' ', '') ?? ''
    assert.match(second.body, /otpauth:\/\/totp\/Signpost/)
    const totp = new TOTP({ secret })
    const code = () => totp.generate({ timestamp: house.clock.now() })
    const password = 'another four words apart'
    const unlike = await browser.send(second, { password, password_again: 'no', code: code() })
    assert.match(unlike.body, /not the same/)
    const short = await browser.send(unlike, { password: 'short', password_again: 'short', code: code() })
    assert.match(short.body, /at least 12 characters/)
    const late = await browser.send(short, { password, password_again: password, code: '000000' })
    assert.match(late.body, /not the one your authenticator shows/)
    const set = await browser.send(late, { password, password_again: password, code: code() })
    assert.match(set.body, /You can sign in now/)

    await house.advance(60_000)
    const needed = await browser.signIn({ userName: newcomer.userName, password })
    assert.match(needed.body, /<h1>Enter your code<\/h1>/)
    assert.doesNotMatch(needed.body, new RegExp(password), 'the password is on no page')
    const held = browser.cookies().get('__Host-signpost-held') ?? ''
    assert.ok(held.length > 40 && !Buffer.from(held, 'base64url').toString().includes(password))
    const refused = await browser.send(needed, { code: '123456' })
    assert.match(refused.body, /There is a problem/)
    const done = await browser.send(refused, { code: ` ${code().slice(0, 3)} ${code().slice(3)}` })
    assert.equal(done.at.pathname, '/sign-in/done', done.body)
    const [session] = await sessionsOf(id)
    assert.equal(session?.assurance, 'aal2')
    assert.equal(browser.cookies().has('__Host-signpost-held'), false)
  })
})
