import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { decodeJwt } from 'jose'
import { TOTP } from 'otpauth'
import {
  beginTotp,
  confirmTotp,
  createPerson,
  grantRole,
  readLiveSessions,
  setPassword,
} from '../../src/people/index.ts'
import { formsOf } from '../http/sign-in/browser.ts'
import { gather, runCommand, smallWorld, startCommand, startServer, untilSaid } from '../support/server.ts'

const PASSWORD = 'four words nobody joins'

describe('signing in on the command line', async () => {
  const world = await smallWorld()
  const config = await mkdtemp(join(tmpdir(), 'signpost-config-'))
  after(() => rm(config, { recursive: true, force: true }))
  const demo = join(world.folder, 'demo.json')
  const at = Date.now()
  const deed = { who: 'test', actingAs: 'system', why: 'a test', at }
  const totpSecret = await world.withDatabase(async database => {
    for (const id of ['audrey', 'ada']) {
      const person = {
        id,
        name: `${id} (demonstration)`,
        email: `${id}@example.org`,
        identity: null,
      } as const
      await createPerson(database, { ...person, status: 'active' }, deed)
      await setPassword(database, { personId: id, userName: id, password: PASSWORD }, deed)
      const held = { role: 'auditor', scope: { kind: 'operator' }, from: at - 1000, until: null } as const
      await grantRole(database, id, held, deed)
    }
    const proof = { personId: 'ada', password: PASSWORD, code: null }
    const begun = await beginTotp(database, proof, 'Signpost', deed)
    assert.ok(begun.outcome === 'begun')
    const secret = new URL(begun.uri).searchParams.get('secret') ?? ''
    // A step back, so that the code of this half minute is still good for the sign-in below.
    const code = new TOTP({ secret }).generate({ timestamp: at - 30_000 })
    assert.equal(await confirmTotp(database, { personId: 'ada', code }, deed), 'enrolled')
    return secret
  })
  const file = JSON.parse(await readFile(demo, 'utf8'))
  const person = { role: 'auditor', scope: 'operator', password: PASSWORD, can: 'Read.' }
  file.people = [
    { ...person, id: 'audrey', name: 'audrey (demonstration)', userName: 'audrey' },
    { ...person, id: 'ada', name: 'ada (demonstration)', userName: 'ada', totpSecret },
  ]
  await writeFile(demo, JSON.stringify(file))
  const server = await startServer(world.environment)
  const environment = { ...world.environment, XDG_CONFIG_HOME: config }
  const run = (...given: string[]) => runCommand(given, { environment })
  const sessions = join(config, 'signpost', 'sessions.json')

  /** A browser on the same machine, as far as this takes one. */
  const openBrowser = () => {
    const cookies = new Map<string, string>()
    const go = async (address: string, form?: URLSearchParams): Promise<{ body: string; at: string }> => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
      const over = form === undefined ? {} : { method: 'POST', body: form }
      const answer = await fetch(address, { ...over, headers: { cookie }, redirect: 'manual' })
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';', 1)[0] ?? '').split(/=(.*)/s)
        cookies.set(name, value)
      }
      const location = answer.headers.get('location')
      return location === null
        ? { body: await answer.text(), at: address }
        : go(new URL(location, address).href)
    }
    const send = (page: { body: string; at: string }, fields: Record<string, string>) => {
      const form = formsOf(page.body)[0]
      assert.ok(form, page.body)
      return go(new URL(form.action, page.at).href, new URLSearchParams({ ...form.hidden, ...fields }))
    }
    return { go, send }
  }

  it('says what to do before anybody has signed in', async () => {
    const who = await run('whoami')
    assert.equal(who.code, 1)
    assert.match(who.stderr, /^You are not signed in at http:\/\/127\.0\.0\.1:\d+\. Run "signpost sign-in"/)
    const out = await run('sign-out')
    assert.equal(out.code, 0)
    assert.match(out.stderr, /You were not signed in/)
  })

  it('shows an address and a code, waits for the browser, and keeps what it is given to itself', async () => {
    const child = startCommand(['sign-in'], { environment })
    const ended = gather(child)
    const [, address = '', code = ''] = await untilSaid(
      child,
      'stderr',
      /Open (\S+) in a browser[\s\S]*nobody else may see: +(\S+)/,
    )
    assert.equal(address, `${server.address}/oauth2/device`)
    const browser = openBrowser()
    const entered = await browser.send(await browser.go(address), { user_code: code })
    const form = await browser.send(entered, { confirm: 'yes' })
    const done = await browser.send(form, { user_name: 'audrey', password: PASSWORD })
    assert.match(done.body, /Your terminal is signed in/)
    const { code: exit, stdout, stderr } = await ended
    assert.equal(exit, 0, stderr)
    assert.match(stderr, /Signed in at \S+ as audrey \(demonstration\)\./)
    assert.equal(stdout, '')
    assert.equal((await stat(sessions)).mode & 0o777, 0o600)
    assert.equal((await stat(join(config, 'signpost'))).mode & 0o777, 0o700)
    const who = await run('whoami', '--json')
    assert.equal(who.code, 0, who.stderr)
    assert.equal(JSON.parse(who.stdout).id, 'audrey')
  })

  it('renews by itself what is due, once for any number of commands at the same time', async () => {
    const kept = JSON.parse(await readFile(sessions, 'utf8'))
    const [[key, before]] = Object.entries<{ accessToken: string }>(kept) as [
      [string, { accessToken: string }],
    ]
    await writeFile(sessions, JSON.stringify({ [key]: { ...before, expiresAt: 0 } }))
    const answers = await Promise.all([run('whoami'), run('whoami'), run('whoami')])
    for (const { code, stderr } of answers) assert.equal(code, 0, stderr)
    const after = JSON.parse(await readFile(sessions, 'utf8'))[key]
    assert.notEqual(after.accessToken, before.accessToken)
    assert.ok(after.expiresAt > Date.now())
  })

  it('signs out there and here', async () => {
    const { accessToken } = Object.values<{ accessToken: string }>(
      JSON.parse(await readFile(sessions, 'utf8')),
    )[0] ?? {
      accessToken: '',
    }
    const out = await run('sign-out')
    assert.equal(out.code, 0, out.stderr)
    assert.match(out.stderr, /Signed out at/)
    assert.equal(await readFile(sessions, 'utf8'), '{}\n')
    const answer = await fetch(`${server.address}/api/v1/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
    })
    assert.equal(answer.status, 401)
    assert.equal((await run('whoami')).code, 1)
  })

  it('does it for a person of the demonstration by the same pages, second factor and all', async () => {
    for (const name of ['audrey', 'ada', 'ada (demonstration)']) {
      const { code, stdout, stderr } = await run('token', name)
      assert.equal(code, 0, stderr)
      const claims = decodeJwt(stdout.trim())
      assert.equal(claims.sub, name.split(' ')[0])
      assert.equal(claims['client_id'], 'signpost-cli')
    }
    const whole = JSON.parse((await run('token', 'audrey', '--json')).stdout)
    assert.deepEqual(Object.keys(whole), ['access_token', 'token_type', 'expires_in'])
    const who = await run('whoami', '--as', 'ada', '--json')
    assert.equal(JSON.parse(who.stdout).id, 'ada', who.stderr)
    const unknown = await run('whoami', '--as', 'nobody')
    assert.match(unknown.stderr, /no demonstration person called "nobody"\. There are: audrey, ada\./)
  })

  it('says what is wrong when the password of demo.json is not', async () => {
    const other = await mkdtemp(join(tmpdir(), 'signpost-config-'))
    after(() => rm(other, { recursive: true, force: true }))
    const wrong = { ...file, people: [{ ...file.people[0], password: 'wrong wrong wrong' }] }
    const { baseUrl, tokenUrl } = JSON.parse(await readFile(demo, 'utf8'))
    await writeFile(demo, JSON.stringify({ ...wrong, baseUrl, tokenUrl }))
    const { code, stderr } = await runCommand(['token', 'audrey'], {
      environment: { ...environment, XDG_CONFIG_HOME: other },
    })
    assert.equal(code, 1)
    assert.match(stderr, /audrey \(demonstration\) was not let in: The user name, the password or the code/)
  })

  it('takes the token of a program from SIGNPOST_TOKEN, and never sends anything without TLS to another machine', async () => {
    const given = await runCommand(['whoami'], { environment: { ...environment, SIGNPOST_TOKEN: 'x.y.z' } })
    assert.equal(given.code, 1)
    assert.match(given.stderr, /Nobody has signed in/)
    const far = await runCommand(['sign-in'], {
      environment: { ...environment, SIGNPOST_BASE_URL: 'http://directory.example' },
    })
    assert.equal(far.code, 1)
    assert.match(far.stderr, /is not https/)
  })

  it('says so when nothing answers', async () => {
    await server.stop()
    const { code, stderr } = await run('sign-in')
    assert.equal(code, 1)
    assert.match(stderr, /Nothing answers as a directory at http:\/\/127\.0\.0\.1:\d+/)
    await world.withDatabase(async database => {
      const live = await readLiveSessions(database.query, 'ada', Date.now())
      assert.deepEqual(
        live.map(session => session.assurance),
        ['aal2'],
        'one sign-in for three commands',
      )
    })
  })
})
