import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import type { InjectOptions } from 'fastify'
import { openHouse } from '../support/house.ts'

/** What is known of an answer in every shape. */
type Seen = { readonly status: number; readonly type: string; readonly body: string }

/** How each interface says no; a text in which the reason can be read. Throws where the answer has another shape. */
type Shape = { readonly type: string; readonly said: (body: string) => string }
const OUTCOME = (type: string): Shape => ({
  type,
  said: body => {
    const { resourceType, issue } = JSON.parse(body)
    assert.equal(resourceType, 'OperationOutcome')
    return issue.map(({ code, diagnostics }: Record<string, string>) => `${code}: ${diagnostics}`).join(' ')
  },
})
const SHAPES = {
  native: {
    type: 'application/problem+json',
    said: body => {
      const { title, detail } = JSON.parse(body)
      return `${title}. ${detail}`
    },
  },
  'dos-rest': { type: 'application/json', said: body => JSON.parse(body).error.message },
  'dos-soap': {
    type: 'application/soap+xml',
    said: body => {
      assert.match(body, /<[\w-]+:Envelope /)
      assert.match(body, /<[\w-]+:Fault>/)
      return body.replaceAll(/<[^>]*>/g, ' ')
    },
  },
  capacity: { type: 'application/json', said: body => JSON.parse(body).detail },
  'dos-search': OUTCOME('application/fhir+json'),
  'dos-ingest': OUTCOME('application/fhir+json'),
  fhir: OUTCOME('application/fhir+json'),
} satisfies Record<string, Shape>

type Name = keyof typeof SHAPES
const NAMES: readonly Name[] = [
  'native',
  'dos-rest',
  'dos-soap',
  'capacity',
  'dos-search',
  'dos-ingest',
  'fhir',
]
const PREFIXES: Record<Name, string> = {
  native: '/api/v1',
  'dos-rest': '/app/controllers/api/v1.0',
  'dos-soap': '/app/api/webservices',
  capacity: '/api/v0.0.1/capacity',
  'dos-search': '/dos-search/FHIR/R4',
  'dos-ingest': '/dos-ingest/FHIR/R4',
  fhir: '/fhir/R4',
}

describe('what no route answers is said in the shape of the interface it came to', async () => {
  const house = await openHouse()
  const { app } = house.rooms
  const send = async (options: InjectOptions): Promise<Seen> => {
    const answer = await app.inject(options)
    assert.equal(answer.headers['cache-control'], 'no-store')
    assert.ok(answer.headers['x-request-id'])
    return {
      status: answer.statusCode,
      type: String(answer.headers['content-type']).split(';')[0] ?? '',
      body: answer.body,
    }
  }
  const is = (name: Name, seen: Seen, status: number, said: RegExp): void => {
    const shape = SHAPES[name]
    assert.deepEqual([seen.status, seen.type], [status, shape.type], `${name}: ${seen.body}`)
    assert.match(shape.said(seen.body), said, name)
  }

  it('an address there is none of, however long, and by any method', async () => {
    const urls = ['/nothing/here', '/nothing/here?with=a&query', `/${'x'.repeat(1200)}`]
    for (const name of NAMES) {
      for (const url of urls) {
        // Where the native API has a route with a position, one as long as this is no address that can be read.
        if (name === 'native' && url.length > 1000) continue
        for (const method of ['GET', 'POST', 'DELETE'] as const) {
          const seen = await send({ method, url: `${PREFIXES[name]}${url}` })
          is(name, seen, 404, /nothing|Not found|Unsupported service|Every message|There is/)
        }
      }
    }
  })

  it('an address that cannot be read', async () => {
    for (const name of NAMES) {
      is(name, await send({ url: `${PREFIXES[name]}/%zz` }), 400, /cannot be read|hexadecimal|malformed/i)
    }
  })

  it('a method that an address does not take, with those it does', async () => {
    const cases: [Name, string, string][] = [
      ['native', '/service-types', 'GET, HEAD'],
      ['dos-soap', '', 'GET, HEAD, POST'],
      ['capacity', '/apidoc.json', 'GET, HEAD'],
      ['dos-search', '/Organization', 'GET, HEAD'],
      ['dos-ingest', '/Organization', 'GET, HEAD'],
      ['fhir', '/metadata', 'GET, HEAD'],
    ]
    for (const [name, path, allow] of cases) {
      const url = `${PREFIXES[name]}${path}`
      const answer = await app.inject({ method: 'DELETE', url })
      assert.equal(answer.headers['allow'], allow, name)
      is(name, await send({ method: 'DELETE', url }), 405, /DELETE/)
    }
  })

  it('a body that is too large', async () => {
    const payload = 'x'.repeat(100_000)
    const cases: [Name, InjectOptions][] = [
      [
        'native',
        { method: 'POST', url: '/services/search', headers: { 'content-type': 'application/json' } },
      ],
      ['dos-soap', { method: 'POST', url: '', headers: { 'content-type': 'text/xml' } }],
      ['capacity', { method: 'PUT', url: '/services/1/capacitystatus/' }],
      ['dos-ingest', { method: 'PUT', url: '/Organization/x' }],
      [
        'fhir',
        {
          method: 'POST',
          url: '/Location/_search',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
        },
      ],
    ]
    for (const [name, options] of cases) {
      const url = `${PREFIXES[name]}${String(options.url)}`
      is(name, await send({ ...options, url, payload }), 413, /large/)
    }
  })

  it('a kind of body that nobody reads', async () => {
    const headers = { 'content-type': 'text/csv' }
    is(
      'native',
      await send({ method: 'POST', url: '/api/v1/services/search', headers, payload: 'a,b' }),
      415,
      /nothing is read/,
    )
    const soap = await send({ method: 'POST', url: PREFIXES['dos-soap'], headers, payload: 'a,b' })
    is('dos-soap', soap, 415, /Send the message as one of|not valid|XML|message/)
    assert.match(soap.body, /Send the message as one of application\/soap\+xml/)
  })

  it('a request that names no host', async () => {
    const port = await house.listen()
    for (const name of NAMES) {
      const raw = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1')
        let text = ''
        socket.on('data', data => {
          text += data.toString()
        })
        socket.on('end', () => resolve(text))
        socket.on('error', reject)
        socket.end(`GET ${PREFIXES[name]}/x HTTP/1.1\r\nConnection: close\r\n\r\n`)
      })
      const [head = '', body = ''] = raw.split('\r\n\r\n')
      const status = Number(head.split(' ')[1])
      const type = /content-type: ([^;\r]*)/i.exec(head)?.[1] ?? ''
      is(name, { status, type, body }, 400, /Host|cannot be read/)
    }
  })

  it('an address beside an interface whose name begins alike is not of it', async () => {
    const seen = await send({ url: '/fhir/R45/metadata' })
    is('native', seen, 404, /nothing/)
    is('native', await send({ url: '/fhir/R45/%zz' }), 400, /hexadecimal/)
  })
})
