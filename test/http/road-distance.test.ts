import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { after, describe, it } from 'node:test'
import { ConfigError, readConfig } from '../../src/config.ts'
import { createRoadSource } from '../../src/http/index.ts'

type Question = {
  readonly transactionid: string
  readonly origin: { readonly reference: string; readonly latitude: number; readonly longitude: number }
  readonly destinations: readonly {
    readonly reference: string
    readonly latitude: number
    readonly longitude: number
  }[]
}
type Asked = { readonly url: string; readonly headers: IncomingHttpHeaders; readonly body: Question }

/** A real source of distances, which answers as each test says. */
let answer: (question: Question, response: ServerResponse) => void
const asked: Asked[] = []
const server = createServer(async (request, response) => {
  let text = ''
  for await (const part of request) text += part
  const body: Question = JSON.parse(text)
  asked.push({ url: `${request.method} ${request.url}`, headers: request.headers, body })
  answer(body, response)
})
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
after(() => {
  server.closeAllConnections()
  server.close()
})
const address = server.address()
assert.ok(typeof address === 'object' && address !== null)
const url = `http://127.0.0.1:${address.port}/base`

const ORIGIN = { latitude: 53.8, longitude: -1.55 }
const PLACES = [
  { id: 11, latitude: 53.81, longitude: -1.56 },
  { id: 12, latitude: 53.82, longitude: -1.57 },
]

/** A source of its own, so that none rests because of another test. */
function source(now: () => number = () => 0) {
  const said: string[] = []
  return { said, road: createRoadSource({ url, key: 'a-key', now, report: why => said.push(why) }) }
}
const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
}

describe('a source of distances by road', () => {
  it('is asked with the key, the points and nothing else, and gives metres by id', async () => {
    answer = ({ transactionid }, response) =>
      json(response, {
        status: 200,
        message: '',
        transactionid,
        destinations: { 11: 1500.5 },
        unreachable: ['12'],
      })
    const { road, said } = source()
    assert.deepEqual(await road(ORIGIN, PLACES), new Map([[11, 1500.5]]))
    assert.deepEqual(said, [])
    const last = asked.at(-1)
    assert.equal(last?.url, 'POST /base/road-distance')
    assert.equal(last.headers['x-api-key'], 'a-key')
    assert.match(last.body.transactionid, /^[0-9a-f-]{36}$/)
    assert.deepEqual(last.body, {
      transactionid: last.body.transactionid,
      origin: { reference: 'origin', ...ORIGIN },
      destinations: PLACES.map(({ id, ...point }) => ({ reference: String(id), ...point })),
    })
    await road(ORIGIN, PLACES)
    assert.notEqual(asked.at(-1)?.body.transactionid, last.body.transactionid)
  })

  const good = ({ transactionid }: Question) => ({
    transactionid,
    destinations: { 11: 1, 12: 2 },
    unreachable: [],
  })
  const failures: Readonly<Record<string, typeof answer>> = {
    'an error': (_, response) => json(response, { message: 'no' }, 500),
    'a refusal': (_, response) => json(response, { message: 'no' }, 403),
    'another success': (question, response) => json(response, good(question), 202),
    'another place': (_, response) => response.writeHead(307, { location: `${url}/elsewhere` }).end(),
    'no JSON': (_, response) => response.end('<html>'),
    nothing: (_, response) => response.end(),
    'a list': (_, response) => json(response, []),
    'no destinations': ({ transactionid }, response) => json(response, { transactionid, destinations: null }),
    'the answer to another question': (question, response) =>
      json(response, { ...good(question), transactionid: 'another' }),
    'a place left out': ({ transactionid }, response) =>
      json(response, { transactionid, destinations: { 11: 1 } }),
    'a place not asked about': (question, response) =>
      json(response, { ...good(question), destinations: { 11: 1, 12: 2, 13: 3 } }),
    'a distance in words': (question, response) =>
      json(response, { ...good(question), destinations: { 11: '1', 12: 2 } }),
    'a distance below nothing': (question, response) =>
      json(response, { ...good(question), destinations: { 11: -1, 12: 2 } }),
    'an answer without end': (question, response) =>
      json(response, { ...good(question), message: 'x'.repeat(3_000_000) }),
    'a broken line': (_, response) => response.destroy(),
    silence: () => {},
  }
  for (const [name, failure] of Object.entries(failures)) {
    it(`that gives ${name} leaves straight lines standing, and says so`, async () => {
      answer = failure
      const { road, said } = source()
      assert.equal(await road(ORIGIN, PLACES), null)
      assert.equal(said.length, 1)
      assert.ok(!said.join().includes('a-key'))
    })
  }

  it('is left alone for ten seconds after it failed', async () => {
    let clock = 1_000_000
    const { road, said } = source(() => clock)
    answer = (_, response) => json(response, {}, 500)
    assert.equal(await road(ORIGIN, PLACES), null)
    answer = (question, response) => json(response, good(question))
    const before = asked.length
    clock += 9_999
    assert.equal(await road(ORIGIN, PLACES), null)
    assert.equal(asked.length, before)
    assert.equal(said.length, 1)
    clock += 1
    assert.equal((await road(ORIGIN, PLACES))?.size, 2)
  })

  it('is not asked about more places than it takes', async () => {
    const many = Array.from({ length: 3001 }, (_, id) => ({ ...ORIGIN, id }))
    const { road, said } = source()
    const before = asked.length
    assert.equal(await road(ORIGIN, many), null)
    assert.equal(asked.length, before)
    assert.deepEqual(said, [])
  })

  it('is configured by its address and its key, both or neither, and the key never travels in the clear', () => {
    const settings = (address: string, key: string) => ({
      SIGNPOST_ROAD_DISTANCE_URL: address,
      SIGNPOST_ROAD_DISTANCE_KEY: key,
    })
    assert.equal(readConfig({}).roadDistance, null)
    const expected = { url: 'https://roads.example/api', key: 'k' }
    assert.deepEqual(readConfig(settings('https://roads.example/api/', 'k')).roadDistance, expected)
    assert.equal(
      readConfig(settings('http://127.0.0.1:8081', 'k')).roadDistance?.url,
      'http://127.0.0.1:8081',
    )
    for (const [address, key] of [
      ['https://roads.example', ''],
      ['', 'k'],
      ['http://roads.example', 'k'],
      ['https://user:word@roads.example', 'k'],
      ['https://roads.example/?a=b', 'k'],
      ['ftp://roads.example', 'k'],
      ['https://roads.example', 'a key'],
      ['https://roads.example', 'k\r\nx: y'],
    ] as const)
      assert.throws(() => readConfig(settings(address, key)), ConfigError, `${address} ${key}`)
  })
})
