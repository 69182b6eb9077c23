import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { AnswerOver, createSignpostClient, NotAuthenticated, Refused, Stopped } from '@signpost/client'
import { readDemonstrationFile } from '../../src/demonstration/index.ts'
import { BASE_URL, type House, openHouse } from '../../test/support/house.ts'
import type { LogLine, SignpostOptions } from '../src/index.ts'

/** A client of a demonstration account, and what it sent and said. */
async function clientOf(house: House, name: string, over: Partial<SignpostOptions> = {}) {
  const folder = house.rooms.config.dataFolder
  const account = (await readDemonstrationFile(join(folder, 'demo.json')))?.accounts.find(
    one => one.name === name,
  )
  assert.ok(account)
  const sent: { url: string; init: RequestInit | undefined }[] = []
  const lines: LogLine[] = []
  let seconds = 0
  const client = createSignpostClient({
    baseUrl: BASE_URL,
    clientId: account.clientId,
    keyId: account.keyId,
    privateKey: await readFile(join(folder, account.privateKeyFile), 'utf8'),
    now: house.clock.now,
    elapsed: () => seconds * 1000,
    log: line => lines.push(line),
    fetch: async (url, init) => {
      sent.push({ url: String(url), init })
      return throughDoor(url, init)
    },
    ...over,
  })
  /** Time passes for the client alone, as for a screen left open. */
  const pass = (more: number): void => {
    seconds += more
  }
  return { client, sent, lines, pass }
}

const house = await openHouse()
const origin = `http://127.0.0.1:${await house.listen()}`

/** Node writes the Date header by the machine's clock, and this house lives by another. */
async function throughDoor(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { status, body, headers } = await fetch(String(url).replace(BASE_URL, origin), init)
  const dated = new Headers(headers)
  dated.set('date', new Date(house.clock.now()).toUTCString())
  return new Response(body, { status, headers: dated })
}

describe('the TypeScript client', () => {
  it('searches, and gives the answer in its types', async () => {
    const { client } = await clientOf(house, 'call-centre')
    const { data, decisionId } = await client.search({ near: 'LS1 4AP', limit: 5 })
    assert.equal(data.services.length, 5)
    assert.equal(data.decisionId, decisionId)
    const distances = data.services.map(service => service.distanceMetres)
    assert.deepEqual(
      distances,
      distances.toSorted((a, b) => a - b),
    )
    const [first] = data.services
    assert.ok(first)
    const looked = await client.lookUp(first.id)
    assert.equal(looked.data.service.id, first.id)
    assert.ok((await client.serviceTypes()).data.serviceTypes.some(type => type.code === 'pharmacy'))
    assert.equal((await client.place('LS1 4AP')).data.outcome, 'located')
  })

  it('sends no place in an address, and lets nothing be cached on the way', async () => {
    const { client, sent } = await clientOf(house, 'call-centre')
    await client.search({ near: 'LS1 4AP' })
    assert.deepEqual(
      sent.map(({ url }) => url),
      [`${BASE_URL}/oauth2/token`, `${BASE_URL}/api/v1/services/search`],
    )
    assert.equal(sent[1]?.init?.cache, 'no-store')
    assert.equal(sent[1]?.init?.redirect, 'error')
  })

  it('fetches one token for many who ask at once, and a new one when it nears its end', async () => {
    const { client, sent, pass } = await clientOf(house, 'call-centre')
    const tokens = () => sent.filter(({ url }) => url.endsWith('/oauth2/token')).length
    await Promise.all(Array.from({ length: 8 }, () => client.serviceTypes()))
    assert.equal(tokens(), 1)
    pass(571)
    await client.serviceTypes()
    assert.equal(tokens(), 2)
  })

  it('fetches a new token once when the directory takes the old one no longer, and then gives up', async () => {
    let bad = 1
    const { client, sent } = await clientOf(house, 'call-centre', {
      fetch: async (url, init) => {
        const headers = new Headers(init?.headers)
        if (bad > 0 && headers.has('authorization')) {
          bad -= 1
          headers.set('authorization', 'Bearer nonsense')
        }
        return throughDoor(url, { ...init, headers })
      },
    })
    assert.ok((await client.serviceTypes()).data.serviceTypes.length > 0)
    bad = Number.POSITIVE_INFINITY
    await assert.rejects(
      client.serviceTypes(),
      (error: unknown) => error instanceof Refused && error.status === 401,
    )
    assert.equal(sent.length, 0)
  })

  it('hands out nothing past its valid-until, by the time the directory keeps', async () => {
    // This machine's own clock is a day out, which must not matter but to the assertion.
    let out = 0
    const { client, pass } = await clientOf(house, 'call-centre', { now: () => house.clock.now() + out })
    await client.serviceTypes()
    out = 86_400_000
    const answer = await client.search({ near: 'LS1 4AP' })
    const life = (answer.validUntil.getTime() - house.clock.now()) / 1000
    assert.ok(life > 1, `${life}`)
    pass(life - 1)
    assert.ok(answer.isCurrent)
    assert.ok(answer.data.services.length > 0)
    pass(1)
    assert.ok(!answer.isCurrent)
    assert.throws(
      () => answer.data,
      (error: unknown) => error instanceof AnswerOver && error.because === 'expired',
    )
  })

  it('shows nothing of an answer where it is printed, logged or made into JSON', async () => {
    const { client, lines } = await clientOf(house, 'call-centre')
    const answer = await client.search({ near: 'LS1 4AP', age: '34', limit: 1 })
    const name = answer.data.services[0]?.name ?? 'a service'
    for (const shown of [
      inspect(answer, { depth: 9, showHidden: true }),
      JSON.stringify(answer),
      `${answer}`,
    ]) {
      assert.ok(!shown.includes(name), shown)
      assert.ok(!shown.includes('LS1'), shown)
    }
    assert.deepEqual(
      lines.map(({ operation, status, reason }) => ({ operation, status, reason })),
      [{ operation: 'search', status: 200, reason: null }],
    )
    const written = JSON.stringify(lines)
    for (const secret of ['LS1', '34', name, 'Bearer']) {
      // Ids and times hold digits of their own.
      if (secret !== '34') assert.ok(!written.includes(secret), written)
    }
    assert.deepEqual(Object.keys(lines[0] ?? {}).toSorted(), [
      'attempt',
      'decisionId',
      'durationMillis',
      'operation',
      'reason',
      'requestId',
      'status',
    ])
  })

  it('says why it was refused, with clause, remedy and contact', async () => {
    const { client } = await clientOf(house, 'pharmacy-finder')
    await assert.rejects(client.search({ near: 'LS1 4AP', type: '100' }), (error: unknown) => {
      assert.ok(error instanceof Refused)
      assert.equal(error.reason, 'type-not-agreed')
      assert.ok(error.problem.clauses.length > 0)
      assert.ok(error.problem.contact.email.includes('@'))
      return true
    })
  })

  it('waits as Retry-After says and asks again, but no longer than it has patience', async () => {
    let refusals = 2
    const waits: number[] = []
    const failing = (retryAfter: string): Partial<SignpostOptions> => ({
      fetch: async (url, init) => {
        if (String(url).endsWith('/oauth2/token') || refusals === 0) return throughDoor(url, init)
        refusals -= 1
        waits.push(Date.now())
        return Response.json(BUSY, { status: 503, headers: { 'retry-after': retryAfter } })
      },
    })
    const { client } = await clientOf(house, 'call-centre', failing('0'))
    assert.ok((await client.serviceTypes()).data.serviceTypes.length > 0)
    assert.equal(waits.length, 2)

    refusals = 1
    const { client: hasty } = await clientOf(house, 'call-centre', failing('3600'))
    await assert.rejects(
      hasty.serviceTypes(),
      (error: unknown) => error instanceof Refused && error.retryable,
    )

    refusals = 99
    const { client: tired } = await clientOf(house, 'call-centre', failing('0'))
    waits.length = 0
    await assert.rejects(tired.serviceTypes(), Refused)
    assert.equal(waits.length, 4)
  })

  it('stops waiting when it is told to', async () => {
    const { client } = await clientOf(house, 'call-centre', {
      fetch: async (url, init) =>
        String(url).endsWith('/oauth2/token')
          ? throughDoor(url, init)
          : Response.json(BUSY, { status: 503, headers: { 'retry-after': '20' } }),
    })
    const stop = new AbortController()
    const asked = client.serviceTypes({ signal: stop.signal })
    await Promise.all([
      assert.rejects(asked, /the person left/),
      setTimeout(50).then(() => stop.abort(new Error('the person left'))),
    ])
  })

  it('takes back what it gave out once the account is suspended, and asks no more for a while', async () => {
    const { client, sent, pass } = await clientOf(house, 'booking-desk')
    const heard: string[] = []
    client.onStanding(({ state }) => heard.push(state))
    const answer = await client.search({ near: 'LS1 4AP', limit: 1 })
    assert.ok(answer.isCurrent)
    const manager = await house.person([{ role: 'access-manager' }])
    const id = (await clientIds(house)).get('booking-desk')
    const suspended = await manager.ask('POST', `/api/v1/accounts/${id}/suspension`, SUSPENSION)
    assert.equal(suspended.statusCode, 200, suspended.body)

    await assert.rejects(client.search({ near: 'LS1 4AP' }), (error: unknown) => {
      assert.ok(error instanceof Refused)
      return error.reason === 'account-suspended'
    })
    assert.equal(client.standing().state, 'suspended')
    assert.throws(
      () => answer.data,
      (error: unknown) => error instanceof AnswerOver && error.because === 'withdrawn',
    )
    const before = sent.length
    await assert.rejects(client.serviceTypes(), Stopped)
    assert.equal(sent.length, before, 'nothing is sent while it is stopped')
    pass(301)
    await assert.rejects(client.serviceTypes(), Refused)
    assert.ok(sent.length > before, 'it asks again after a while')
    assert.deepEqual(heard, ['suspended', 'suspended'])
  })

  it('gives out nothing that was asked for before a stop and comes after it', async () => {
    let release = (): void => {}
    const held = new Promise<void>(done => {
      release = done
    })
    let isStopped = false
    const { client } = await clientOf(house, 'call-centre', {
      fetch: async (url, init) => {
        if (String(url).endsWith('/oauth2/token')) return throughDoor(url, init)
        if (isStopped)
          return Response.json({ ...BUSY, reason: 'account-suspended', status: 403 }, { status: 403 })
        const answer = await throughDoor(url, init)
        await held
        return answer
      },
    })
    const early = client.serviceTypes()
    await setTimeout(50)
    isStopped = true
    await assert.rejects(client.serviceTypes(), Refused)
    release()
    const late = await early
    assert.throws(() => late.data, AnswerOver)
    assert.equal(client.standing().state, 'suspended')
  })

  it('waits for a token endpoint that is busy or away as for the directory itself', async () => {
    const asked: string[] = []
    const { client } = await clientOf(house, 'call-centre', {
      fetch: async (url, init) => {
        if (!String(url).endsWith('/oauth2/token')) return throughDoor(url, init)
        asked.push(String(init?.credentials))
        if (asked.length === 1) return new Response('', { status: 429, headers: { 'retry-after': '0' } })
        if (asked.length === 2) throw new TypeError('fetch failed')
        return throughDoor(url, init)
      },
    })
    assert.ok((await client.serviceTypes()).data.serviceTypes.length > 0)
    assert.deepEqual(asked, ['omit', 'omit', 'omit'])
  })

  it('names what is wrong with a key that the token endpoint does not take', async () => {
    const { client } = await clientOf(house, 'call-centre', { keyId: 'no-such-key' })
    await assert.rejects(client.serviceTypes(), (error: unknown) => {
      assert.ok(error instanceof NotAuthenticated)
      return error.code === 'invalid_client'
    })
  })

  it('sends a token to no address that is not safe', () => {
    const rest = { clientId: 'a', keyId: 'b', privateKey: 'c' }
    for (const baseUrl of [
      'http://directory.example.org',
      'ftp://x',
      'https://u:p@x.org',
      'https://x.org/?a=1',
    ])
      assert.throws(() => createSignpostClient({ baseUrl, ...rest }), TypeError, baseUrl)
    for (const baseUrl of ['https://directory.example.org/', 'http://127.0.0.1:8080', 'http://[::1]:80'])
      createSignpostClient({ baseUrl, ...rest })
  })
})

const BUSY = {
  type: '/problems/not-current',
  title: 'Busy',
  status: 503,
  detail: '',
  reason: 'not-current',
  clauses: [],
  remedy: 'Wait.',
  contact: { name: 'a', email: 'a@b', phone: '1' },
}

const SUSPENSION = { ground: 'credential-compromise', reason: 'A trial of the client.' }

async function clientIds(of: House): Promise<Map<string, string>> {
  const file = await readDemonstrationFile(join(of.rooms.config.dataFolder, 'demo.json'))
  return new Map(file?.accounts.map(({ name, clientId }) => [name, clientId]))
}
