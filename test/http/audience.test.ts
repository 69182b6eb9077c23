import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import { Service, writeServices } from '../../src/directory/index.ts'
import { openHouse } from '../support/house.ts'
import { leafPaths, NOT_PROFESSIONAL, NOT_PUBLIC, PLANTED, SECRETS } from './planted-service.ts'

type Answer = {
  readonly services?: readonly { readonly id: number }[]
  readonly service?: { readonly id: number }
}
/** Belongs to the answer and not to the record. */
const OF_THE_ANSWER = ['distanceMetres', 'open.open', 'open.closesAt', 'open.opensAt', 'capacityAgeSeconds']
const HIDDEN = 777_100_000

describe('to its audience', async () => {
  const house = await openHouse()
  const { rooms } = house
  const hidden: Service = {
    ...structuredClone(PLANTED),
    id: HIDDEN,
    uid: 'hidden',
    audience: 'professional',
    source: { name: 'hidden' },
  }
  const secret: Service = { ...structuredClone(hidden), id: HIDDEN + 1, uid: 'secret', status: 'closed' }
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'planted' }
  assert.equal(
    (await writeServices(rooms.database, [structuredClone(PLANTED), hidden, secret], written)).outcome,
    'written',
  )
  await rooms.follower.catchUp()

  const search = '/api/v1/services?near=LS1&type=pharmacy&limit=5&practice=PLANTEDGP1'
  const body = { near: 'LS1', type: 'pharmacy', limit: 5, practice: 'PLANTEDGP1' }
  const readers = [
    { who: 'a member of the public', account: 'symptom-checker', audience: undefined, sees: 'public' },
    {
      who: 'a professional who asks for the public',
      account: 'call-centre',
      audience: 'public',
      sees: 'public',
    },
    { who: 'a professional', account: 'call-centre', audience: undefined, sees: 'professional' },
  ] as const

  const planted = (answer: LightMyRequestResponse): object => {
    assert.equal(answer.statusCode, 200, answer.body)
    const { services, service } = answer.json<Answer>()
    const found = service ?? services?.find(one => one.id === PLANTED.id)
    assert.ok(found, 'the planted service is found')
    return found
  }

  it('has a field planted for every field of the schema', () => {
    assert.deepEqual(leafPaths(PLANTED).sort(), schemaPaths(Service).sort())
  })

  for (const { who, account, audience, sees } of readers) {
    const query = audience ? `&audience=${audience}` : ''
    const routes: [route: string, form: 'list' | 'full', ask: () => Promise<LightMyRequestResponse>][] = [
      ['GET /services', 'list', () => house.ask(account, `${search}${query}`)],
      [
        'POST /services/search',
        'list',
        () =>
          house.ask(account, '/api/v1/services/search', {
            method: 'POST',
            payload: { ...body, ...(audience ? { audience } : {}) },
          }),
      ],
      [
        'GET /services/{id}',
        'full',
        () => house.ask(account, `/api/v1/services/${PLANTED.id}?${query.slice(1)}`),
      ],
    ]
    for (const [route, form, ask] of routes) {
      it(`${who} is given by ${route} nothing above it, and all of the full profile below it`, async () => {
        const answer = await ask()
        const paths = leafPaths(planted(answer)).filter(path => !OF_THE_ANSWER.includes(path))
        const withheld = sees === 'public' ? [...NOT_PUBLIC, ...NOT_PROFESSIONAL] : NOT_PROFESSIONAL
        assert.deepEqual(
          paths.filter(path => withheld.includes(path)),
          [],
        )
        if (form === 'full') {
          const due = leafPaths(PLANTED).filter(path => !withheld.includes(path))
          assert.deepEqual(paths.toSorted(), due.sort())
        }
        const unfit = sees === 'public' ? [...SECRETS.professional, ...SECRETS.operator] : SECRETS.operator
        for (const text of unfit) assert.ok(!answer.body.includes(text), text)
        if (sees === 'professional' && form === 'full') {
          for (const text of SECRETS.professional) assert.ok(answer.body.includes(text), text)
        }
      })
    }

    it(`${who} is told of services that are for it, and of none that is not`, async () => {
      const answer = await house.ask(account, `${search}${query}`)
      const ids = answer.json<Answer>().services?.map(service => service.id) ?? []
      assert.equal(ids.includes(HIDDEN), sees === 'professional')
      assert.equal(ids.includes(HIDDEN + 1), false)
      assert.equal(answer.body.includes('hidden'), sees === 'professional')
    })
  }

  it('goes what a look-up with a use case of its own is given, by the audience asked for', async () => {
    const one = await house.ask('booking-desk', `/api/v1/services/${PLANTED.id}?audience=public`)
    for (const text of [...SECRETS.professional, ...SECRETS.operator])
      assert.ok(!one.body.includes(text), text)
    for (const id of [HIDDEN, HIDDEN + 1]) {
      const none = await house.ask('booking-desk', `/api/v1/services/${id}?audience=public`)
      assert.equal(none.statusCode, 404)
      assert.ok(!none.body.includes('planted'))
    }
  })

  it('goes nothing of any service without a token, nor by routes that answer no services, nor into the log', async () => {
    const urls = [
      '/api/v1/places/LS1',
      '/api/v1/service-types',
      '/openapi.json',
      '/health/ready',
      '/problems',
      '/policy',
      '/metrics',
    ]
    for (const url of urls) {
      const answer = await house.ask('call-centre', url)
      assert.ok(!answer.body.includes('planted'), url)
    }
    for (const url of [search, `/api/v1/services/${PLANTED.id}`]) {
      const answer = await house.ask(null, url)
      assert.equal(answer.statusCode, 401)
      assert.ok(!answer.body.includes('planted'))
    }
    assert.ok(!house.logged().includes('planted'))
  })

  it('goes every answer with the same guards, whatever its status, and governed ones are never kept', async () => {
    const cases: [account: string | null, url: string, method: 'GET' | 'POST' | 'DELETE', status: number][] =
      [
        ['call-centre', search, 'GET', 200],
        ['call-centre', '/api/v1/services?near=LS1&tpye=1', 'GET', 400],
        [null, search, 'GET', 401],
        ['suspended', search, 'GET', 403],
        ['booking-desk', '/api/v1/services/999999999', 'GET', 404],
        ['call-centre', search, 'DELETE', 405],
        ['call-centre', '/api/v1/services?near=ZZ99%203VZ', 'GET', 422],
        ['call-centre', '/api/v1/services/search', 'POST', 400],
        ['call-centre', '/api/v1/places/LS1', 'GET', 200],
        ['call-centre', '/api/v1/service-types', 'GET', 200],
        [null, '/api/v1/nowhere', 'GET', 404],
        [null, '/%zz', 'GET', 400],
        [null, '/oauth2/token', 'POST', 400],
        [null, '/health/live', 'GET', 200],
        [null, '/health/ready', 'GET', 200],
        [null, '/oauth2/jwks', 'GET', 200],
        [null, '/openapi.json', 'GET', 200],
        [null, '/docs/', 'GET', 200],
        [null, '/policy', 'GET', 200],
        [null, '/problems', 'GET', 200],
        [null, '/metrics', 'GET', 200],
      ]
    const mayBeKept = ['/oauth2/jwks', '/openapi.json', '/docs/', '/policy', '/problems', '/metrics']
    for (const [account, url, method, status] of cases) {
      const {
        statusCode,
        headers,
        body: text,
      } = await house.ask(account, url, { method, headers: { 'x-request-id': 'mine-1' } })
      const about = `${method} ${url}`
      assert.equal(statusCode, status, `${about}: ${text.slice(0, 200)}`)
      assert.equal(headers['x-request-id'], 'mine-1', about)
      assert.equal(headers['x-content-type-options'], 'nosniff', about)
      assert.equal(headers['x-frame-options'], 'DENY', about)
      assert.match(String(headers['strict-transport-security']), /^max-age=31536000/, about)
      assert.match(String(headers['content-security-policy']), /default-src 'none'/, about)
      assert.equal(headers['x-powered-by'] ?? headers['server'], undefined, about)
      if (mayBeKept.includes(url)) continue
      assert.equal(headers['cache-control'], 'no-store', about)
      assert.equal(headers['etag'] ?? headers['last-modified'], undefined, about)
    }
  })

  it('goes with an answer where its terms are, and what is left of the volume', async () => {
    const { headers } = await house.ask('call-centre', search)
    assert.equal(headers['link'], '</policy>; rel="terms-of-service"')
    assert.match(String(headers['ratelimit']), /^"minute";r=\d+;t=\d+$/)
  })
})

type Node = { readonly [keyword: string]: unknown }

/** Every path of a schema that leads to neither object nor array. */
function schemaPaths(schema: object, path = ''): string[] {
  const { type, items, properties }: Node = { ...schema }
  if (type === 'array') return schemaPaths(Object(items), path)
  if (type !== 'object') return [path]
  return Object.entries(Object(properties)).flatMap(([name, held]) =>
    schemaPaths(Object(held), path === '' ? name : `${path}.${name}`),
  )
}
