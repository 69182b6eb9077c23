import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import { BASE_URL, openHouse } from '../support/house.ts'
import { type RawAnswer, sendRaw } from '../support/raw-http.ts'

const SEARCH = '/api/v1/services?near=LS1'
const POST = { method: 'POST', url: '/api/v1/services/search' } as const

describe('at every door', async () => {
  const house = await openHouse()
  const port = await house.listen()
  const token = await house.token('call-centre')

  const everything: string[] = []
  const ask = async (url: string, over: InjectOptions = {}): Promise<LightMyRequestResponse> => {
    const answer = await house.ask('call-centre', url, over)
    everything.push(answer.body)
    return answer
  }
  const raw = async (text: string | Buffer): Promise<RawAnswer> => {
    const answer = await sendRaw(port, text)
    everything.push(answer.body)
    return answer
  }
  const isProblem = (answer: { body: string; headers: unknown }, reason?: string): void => {
    const problem: unknown = JSON.parse(answer.body)
    assert.ok(typeof problem === 'object' && problem !== null && 'reason' in problem && 'remedy' in problem)
    if (reason !== undefined) assert.equal(problem.reason, reason, answer.body)
  }
  const contentType = (answer: LightMyRequestResponse) => String(answer.headers['content-type'])

  describe('bytes that are not HTTP', () => {
    const head = 'Host: directory.test\r\nConnection: close\r\n'
    const post = (headers: string, body: string): string =>
      `POST /api/v1/services/search HTTP/1.1\r\n${head}Authorization: Bearer ${token}\r\nContent-Type: application/json\r\n${headers}\r\n${body}`
    const cases: [name: string, bytes: string | Buffer, status: number][] = [
      ['are answered with problem details', 'EHLO directory\r\n\r\n', 400],
      ['are answered so when they are binary', Buffer.from([0, 1, 2, 255, 254, 13, 10, 13, 10]), 400],
      [
        'are answered so when they begin another protocol',
        Buffer.from([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3]),
        400,
      ],
      ['are answered so with no version of HTTP', `GET ${SEARCH}\r\n\r\n`, 401],
      ['are answered so without a host', 'GET /health/live HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
      [
        'are answered so with headers past 16 KiB',
        `GET / HTTP/1.1\r\n${head}X-A: ${'a'.repeat(20_000)}\r\n\r\n`,
        431,
      ],
      ['are answered so with a NUL in a header', `GET / HTTP/1.1\r\n${head}X-A: a\0b\r\n\r\n`, 400],
      ['are answered so with a space before a colon', `GET / HTTP/1.1\r\n${head}X-A : b\r\n\r\n`, 400],
      ['are answered so with a folded header', `GET / HTTP/1.1\r\n${head}X-A: b\r\n c\r\n\r\n`, 400],
      [
        'are answered so with a bare line feed inside headers',
        `GET / HTTP/1.1\r\n${head}X-A: b\nX-B: c\r\n\r\n`,
        400,
      ],
      ['are answered so with a length that is no number', post('Content-Length: abc\r\n', '{}'), 400],
      ['are answered so with a negative length', post('Content-Length: -1\r\n', '{}'), 400],
      ['are answered so with two lengths', post('Content-Length: 2\r\nContent-Length: 30\r\n', '{}'), 400],
      [
        'are answered so with both a length and chunks',
        post('Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
        400,
      ],
      [
        'are answered so with an unknown transfer coding',
        post('Transfer-Encoding: chunked, identity\r\n', '0\r\n\r\n'),
        400,
      ],
      ['are answered so with chunks in disguise', post('Transfer-Encoding: xchunked\r\n', '0\r\n\r\n'), 400],
      [
        'are answered so with a chunk of no size',
        post('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n'),
        400,
      ],
      [
        'are answered so with a chunk that overruns',
        post('Transfer-Encoding: chunked\r\n', '1\r\n{"near":"LS1"}\r\n0\r\n\r\n'),
        400,
      ],
    ]
    for (const [name, bytes, status] of cases) {
      it(name, async () => {
        const answer = await raw(bytes)
        assert.equal(answer.status, status, answer.text)
        assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8')
        assert.equal(answer.headers.get('cache-control'), 'no-store')
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff')
        assert.equal(answer.text.match(/HTTP\/1\.1 \d\d\d/g)?.length, 1, 'one answer and no second')
        isProblem(answer)
      })
    }

    it('smuggle no second question in', async () => {
      const inner = `GET ${SEARCH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\n\r\n`
      for (const smuggled of [
        post(`Content-Length: ${inner.length}\r\nTransfer-Encoding: chunked\r\n`, `0\r\n\r\n${inner}`),
        post('Content-Length: 0\r\nContent-Length: 5\r\n', inner),
        post('Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n', `0\r\n\r\n${inner}`),
      ]) {
        const answer = await raw(smuggled)
        assert.equal(answer.status, 400)
        assert.ok(!answer.text.includes('"services"'))
      }
    })

    it('in chunks that are well formed are a question like another', async () => {
      const answer = await raw(post('Transfer-Encoding: chunked\r\n', 'e\r\n{"near":"LS1"}\r\n0\r\n\r\n'))
      assert.equal(answer.status, 200)
    })
  })

  describe('a body', () => {
    const json = (payload: string, type = 'application/json') =>
      ask(POST.url, { method: 'POST', payload, headers: { 'content-type': type } })
    it('past 16 KiB is refused unread', async () => {
      const answer = await json(JSON.stringify({ near: 'a'.repeat(17_000) }))
      assert.equal(answer.statusCode, 413)
      isProblem(answer, 'body-too-large')
      const chunked = await raw(
        `POST ${POST.url} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer ${token}\r\nContent-Length: 999999\r\n\r\n${'a'.repeat(20_000)}`,
      )
      assert.equal(chunked.status, 413)
    })

    it('of another media type is refused by its kind', async () => {
      for (const type of [
        'text/plain',
        'application/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data',
      ]) {
        const answer = await json('near=LS1', type)
        assert.equal(answer.statusCode, 415, type)
        isProblem(answer, 'media-type-unsupported')
      }
    })

    it('that is broken, empty or no object is refused', async () => {
      for (const payload of [
        '',
        '{',
        '{"near":"LS1"',
        'null',
        '"LS1"',
        '[]',
        '17',
        '{"near":"LS1"}}',
        '\u0000',
      ]) {
        const answer = await json(payload)
        assert.equal(answer.statusCode, 400, JSON.stringify(payload))
        isProblem(answer)
      }
    })

    it('as deep as it can be within 16 KiB is refused and breaks nothing', async () => {
      isProblem(await json(`{"near":${'['.repeat(8000)}${']'.repeat(8000)}}`), 'parameter-invalid')
      isProblem(await json(`${'{"near":'.repeat(1800)}1${'}'.repeat(1800)}`), 'parameter-invalid')
      isProblem(await json('['.repeat(16_000)), 'request-malformed')
    })

    it('cannot touch what every object inherits', async () => {
      for (const payload of [
        '{"near":"LS1","__proto__":{"admin":true}}',
        '{"near":"LS1","constructor":{"prototype":{"admin":true}}}',
        '{"near":"LS1","toString":"x"}',
        '{"__proto__":{"near":"LS1"}}',
      ]) {
        const answer = await json(payload)
        assert.equal(answer.statusCode, 400, payload)
      }
      for (const url of [
        `${SEARCH}&__proto__=1`,
        `${SEARCH}&constructor=1`,
        `${SEARCH}&__proto__[admin]=1`,
      ]) {
        assert.equal((await ask(url)).statusCode, 400, url)
      }
      assert.equal(Reflect.get({}, 'admin'), undefined)
    })
  })

  describe('a parameter', () => {
    const hostile = [
      "LS1'; drop table directory.service; --",
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '{{7*7}}',
      '../../../../etc/passwd',
      '%00',
      'LS1\u0000',
      'LS1\r\nX-Injected: 1',
      '\u202eLS1',
      'ＬＳ１',
      '🏥'.repeat(40),
      '\ud800',
      "' or 1=1 --",
      'a'.repeat(100),
      '-'.repeat(100),
      '1e309,1e309',
      '999999999999,999999999999',
      'NaN,NaN',
      '-0,-0',
    ]
    for (const text of hostile) {
      it(`that reads ${JSON.stringify(text.slice(0, 40))} is refused, or read as a place, and nothing else`, async () => {
        const near = encodeURIComponent(text.toWellFormed())
        for (const answer of [
          await ask(`/api/v1/services?near=${near}`),
          await ask(`/api/v1/places/${near}`),
          await ask(POST.url, { method: 'POST', payload: { near: text } }),
        ]) {
          assert.ok(answer.statusCode < 500, answer.body)
          assert.match(contentType(answer), /^application\/(problem\+)?json; charset=utf-8$/)
          assert.equal(answer.headers['x-injected'], undefined)
          JSON.parse(answer.body)
        }
      })
    }

    it('of great length is refused', async () => {
      for (const url of [
        `/api/v1/services?near=${'a'.repeat(101)}`,
        `/api/v1/services?near=LS1&type=${'a,'.repeat(4000)}a`,
        `/api/v1/services?near=LS1&referralRole=${'1,'.repeat(4000)}1`,
        `/api/v1/places/${'a'.repeat(101)}`,
        `/api/v1/places/${'a'.repeat(5000)}`,
        `/api/v1/services/${'1'.repeat(400)}`,
        '/api/v1/services/0',
        '/api/v1/services/-1',
        '/api/v1/services/1e3',
        '/api/v1/services/9007199254740993',
        '/api/v1/services/__proto__',
      ]) {
        const answer = await ask(url)
        assert.ok(
          answer.statusCode >= 400 && answer.statusCode < 500,
          `${answer.statusCode} ${url.slice(0, 60)}`,
        )
        isProblem(answer)
      }
    })

    it('whatever it is, gives an answer or problem details, and never a fault of ours', async () => {
      const name = fc.oneof(
        fc.constantFrom(
          'near',
          'type',
          'open',
          'age',
          'sex',
          'practice',
          'capacity',
          'referralRole',
          'within',
          'limit',
          'purpose',
          'audience',
          'fields',
          'case',
        ),
        fc.string({ maxLength: 8 }),
      )
      const value = fc.oneof(
        fc.constantFrom(
          'LS1',
          'pharmacy',
          'now',
          '34',
          'female',
          'green',
          'name,open',
          'TEST',
          '23',
          '2026-06-03T10:00:00Z',
          '',
          'null',
          '-1',
          '1e3',
        ),
        fc.string({ unit: 'binary', maxLength: 30 }),
      )
      const pairs = fc.array(fc.tuple(name, value), { maxLength: 6 })
      await fc.assert(
        fc.asyncProperty(pairs, fc.boolean(), async (given, wellFormed) => {
          const encode = wellFormed ? (text: string) => encodeURIComponent(text.toWellFormed()) : encodeURI
          const query = given
            .map(([key, text]) => `${encode(key.toWellFormed())}=${encode(text.toWellFormed())}`)
            .join('&')
          const answer = await ask(`/api/v1/services?${query}`)
          assert.ok([200, 400, 403, 422].includes(answer.statusCode), `${answer.statusCode} ${query}`)
          assert.equal(
            contentType(answer),
            `application/${answer.statusCode === 200 ? '' : 'problem+'}json; charset=utf-8`,
          )
          JSON.parse(answer.body)
        }),
        { numRuns: 300 },
      )
    })
  })

  describe('an address', () => {
    it('that leads nowhere, or out of its folder, is answered with problem details', async () => {
      for (const url of [
        '/api',
        '/api/v1',
        '/api/v1/',
        '/api/v2/services',
        '/docs/static/../../../../etc/passwd',
        '/docs/static/..%2f..%2f..%2fpackage.json',
        '/docs/static/%2e%2e/%2e%2e/index.js',
        '/docs/static/..\\..\\package.json',
        '/docs/..%00/',
        '/problems/../../etc/passwd',
        '/problems/%2e%2e%2fetc',
        '/problems/__proto__',
        '/problems/constructor',
        '/problems/<script>',
        '/policy/',
        '/.env',
        '/var/demo.json',
        '//example.org/',
        '/health',
        '/oauth2',
        '/api/v1/services//',
      ]) {
        const answer = await ask(url)
        assert.equal(answer.statusCode, 404, `${url}: ${answer.statusCode} ${answer.body.slice(0, 200)}`)
        isProblem(answer, 'route-unknown')
      }
    })

    it('that cannot be read is refused without being repeated', async () => {
      for (const url of [
        '/api/v1/%',
        '/%zz',
        '/api/v1/services/%ff',
        '/api/v1/places/%c0%ae',
        '/problems/%e0%a4%a',
      ]) {
        const answer = await ask(url)
        assert.ok([400, 404].includes(answer.statusCode), `${url}: ${answer.statusCode}`)
        isProblem(answer)
        assert.equal(answer.headers['cache-control'], 'no-store', url)
        assert.equal(answer.headers['x-frame-options'], 'DENY', url)
        assert.doesNotMatch(answer.body, /%[0-9a-z]/i)
      }
      for (const target of ['http://evil.example/health/live', '*', 'health/live']) {
        const answer = await raw(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
        assert.ok(answer.status < 500, `${target}: ${answer.text}`)
      }
    })

    it('does not take a method that it does not have, and names those it has', async () => {
      const cases: [method: 'DELETE' | 'PUT' | 'PATCH' | 'POST' | 'GET', url: string, allow: string][] = [
        ['POST', '/api/v1/services', 'GET, HEAD'],
        ['DELETE', '/api/v1/services/1', 'GET, HEAD'],
        ['PUT', '/api/v1/places/LS1', 'GET, HEAD'],
        ['PATCH', '/health/live', 'GET, HEAD'],
        ['GET', '/oauth2/token', 'POST'],
        ['POST', '/policy', 'GET, HEAD'],
      ]
      for (const [method, url, allow] of cases) {
        const answer = await ask(url, { method })
        assert.equal(answer.statusCode, 405, `${method} ${url}`)
        assert.equal(answer.headers['allow'], allow, url)
        isProblem(answer, 'method-not-allowed')
      }
      // GET on the address of searches is a look-up of a service called "search".
      assert.equal((await ask('/api/v1/services/search')).statusCode, 400)
      const strange = await raw('BREW /api/v1/services HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      assert.ok([400, 405].includes(strange.status))
      isProblem(strange)
      const options = await ask('/api/v1/services', { method: 'OPTIONS' })
      assert.equal(options.statusCode, 405)
      const trace = await raw('TRACE / HTTP/1.1\r\nHost: x\r\nX-Secret: abc\r\nConnection: close\r\n\r\n')
      assert.ok(!trace.body.includes('abc'))
      const connecting = await raw('CONNECT example.org:443 HTTP/1.1\r\nHost: example.org\r\n\r\n')
      assert.equal(connecting.body, '')
    })

    it('asked with HEAD is decided and recorded like GET, and sends the same headers without the body', async () => {
      const head = await raw(
        `HEAD ${SEARCH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
      )
      assert.equal(head.status, 200)
      assert.equal(head.body, '')
      assert.ok(Number(head.headers.get('content-length')) > 0)
      const refused = await raw(`HEAD ${SEARCH} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
      assert.deepEqual([refused.status, refused.body], [401, ''])
    })

    it('gives a stranger from another site no leave to read', async () => {
      const answer = await ask(SEARCH, { headers: { origin: 'https://evil.example' } })
      assert.equal(answer.headers['access-control-allow-origin'], BASE_URL)
    })
  })

  describe('a header', () => {
    it('with a request id is mirrored when it is one, and never otherwise', async () => {
      for (const id of ['abc-123', 'a:b.c_d', 'x'.repeat(128)]) {
        assert.equal((await ask(SEARCH, { headers: { 'x-request-id': id } })).headers['x-request-id'], id)
      }
      for (const id of ['a b', 'a"b', '<b>', 'x'.repeat(129), 'a\tb', 'é']) {
        const answer = await raw(
          Buffer.from(
            `GET ${SEARCH} HTTP/1.1\r\nHost: x\r\nX-Request-ID: ${id}\r\nX-Correlation-ID: ${id}\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\n\r\n`,
          ),
        )
        assert.equal(answer.status, 200)
        assert.match(answer.headers.get('x-request-id') ?? '', /^[0-9a-f-]{36}$/)
        assert.equal(answer.headers.get('x-correlation-id'), undefined)
      }
    })

    it('that claims another host or address changes nothing', async () => {
      const answer = await ask('/openapi.json', {
        headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '127.0.0.1' },
      })
      assert.ok(!answer.body.includes('evil.example'))
    })

    it('with a token that was tampered with opens nothing', async () => {
      const [header = '', claims = '', signature = ''] = token.split('.')
      const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
      const decoded: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString())
      assert.ok(typeof decoded === 'object' && decoded !== null)
      const none = encode({ alg: 'none', typ: 'at+jwt' })
      const tampered = [
        `${header}.${claims}.`,
        `${header}.${claims}`,
        `${none}.${claims}.`,
        `${none}.${claims}.${signature}`,
        `${header}.${encode({ ...decoded, client_id: 'demo-booking-desk' })}.${signature}`,
        `${header}.${encode({ ...decoded, exp: 99_999_999_999 })}.${signature}`,
        `${header}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`,
        `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'x' })}.${claims}.${signature}`,
        `${token}.${token}`,
        `${token}=`,
        'x'.repeat(10_000),
        '..',
        'null',
      ]
      for (const wrong of tampered) {
        const answer = await house.ask(null, SEARCH, { headers: { authorization: `Bearer ${wrong}` } })
        assert.equal(answer.statusCode, 401, wrong.slice(0, 50))
        isProblem(answer, 'token-invalid')
      }
      for (const authorization of [
        token,
        `Basic ${token}`,
        `Bearer`,
        `Bearer  `,
        `Bearer ${token} ${token}`,
        `Bearer ${token},`,
      ]) {
        const answer = await house.ask(null, SEARCH, { headers: { authorization } })
        assert.equal(answer.statusCode, 401, authorization.slice(0, 20))
      }
      for (const url of [`${SEARCH}&access_token=${token}`]) {
        assert.equal((await house.ask(null, url)).statusCode, 400)
      }
    })

    it('with a token that has run out is refused', async () => {
      const before = await house.token('symptom-checker')
      const authorization = { headers: { authorization: `Bearer ${before}` } }
      assert.equal((await house.ask(null, SEARCH, authorization)).statusCode, 200)
      await house.advance(600_000)
      const after = await house.ask(null, SEARCH, authorization)
      assert.deepEqual(
        [after.statusCode, after.json<{ detail: string }>().detail],
        [401, 'The access token has expired.'],
      )
    })
  })

  it('nothing of the inside is shown, and nothing of the outside is kept in the log', async () => {
    await ask('/api/v1/services?near=LS1%204AP&age=34')
    await ask('/api/v1/places/SW1A%201AA')
    const shown = everything.join('\n')
    for (const inside of [
      /node_modules/,
      /\\n +at /,
      /file:\/\//,
      /\.ts:\d+/,
      /\/work\//,
      /SQLITE|PGlite|postgres/i,
      /FST_ERR/,
    ]) {
      assert.doesNotMatch(shown, inside)
    }
    const logged = house.logged()
    for (const outside of [
      token,
      token.slice(0, 40),
      'LS1 4AP',
      'LS1%204AP',
      'SW1A',
      'near=',
      '?',
      'drop table',
      'remoteAddress',
    ]) {
      assert.ok(!logged.includes(outside), `${outside} in the log`)
    }
  })
})
