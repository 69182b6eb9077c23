import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import spectral from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import rulesets from '@stoplight/spectral-rulesets'
import { Compile } from 'typebox/compile'
import { writeServices } from '../../src/directory/index.ts'
import { ACTS } from '../../src/http/acts/index.ts'
import { BASE_URL, openHouse } from '../support/house.ts'
import { PLANTED } from './planted-service.ts'

type Schema = Record<string, unknown>
type Operation = {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Record<string, { readonly content: Record<string, { readonly schema: Schema }> }>
}
type Document = {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly paths: Record<string, Record<string, Operation>>
}

/** `/accounts/:id` as the document writes it. */
const templated = (path: string): string => `/api/v1${path.replaceAll(/:(\w+)/g, '{$1}')}`

const CLINICAL = '/api/v1/services/clinical-search'
const NEED = { near: 'LS1 4AP', symptomGroup: 900_001, discriminators: [950_002] }

describe('the description of the API', async () => {
  const house = await openHouse()
  const { rooms } = house
  const served = await house.ask(null, '/openapi.json')
  const document = served.json<Document>()
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'planted' }
  await writeServices(rooms.database, [structuredClone(PLANTED)], written)
  await rooms.follower.catchUp()

  it('is OpenAPI 3.1, without an error by the rules of Spectral and of OWASP', async () => {
    assert.equal(served.headers['content-type'], 'application/json; charset=utf-8')
    assert.match(document.openapi, /^3\.1\./)
    const linter = new spectral.Spectral()
    const rules = {
      extends: [
        [rulesets.oas, 'recommended'],
        [owasp, 'recommended'],
      ],
    }
    linter.setRuleset(new spectral.Ruleset(rules, { severity: 'recommended' }))
    const results = await linter.run(served.body)
    const said = results.map(({ code, path, message }) => ({
      code: String(code),
      text: `${code} at ${path.join('.')}: ${message}`,
    }))
    // Names, instructions and the like are free text: a pattern for them would only pretend to a form.
    assert.deepEqual(
      said.filter(({ code }) => code !== 'owasp:api4:2023-string-restricted').map(({ text }) => text),
      [],
    )
  })

  it('says where this server is, and describes the routes that answer questions, every act, and no others', () => {
    assert.deepEqual(
      document.servers.map(server => server.url),
      [BASE_URL],
    )
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map(method => `${method} ${path}`),
    )
    const acts = ACTS.map(({ method, path }) => `${method.toLowerCase()} ${templated(path)}`)
    assert.deepEqual(
      operations.sort(),
      [
        'get /api/v1/clinical-codes',
        'get /api/v1/feedback',
        'get /api/v1/feedback/{id}',
        'get /api/v1/places/{text}',
        'get /api/v1/service-types',
        'get /api/v1/services',
        'get /api/v1/services/{id}',
        'post /api/v1/services/clinical-search',
        'post /api/v1/services/search',
        'post /api/v1/services/{id}/feedback',
        ...acts,
      ].sort(),
    )
  })

  it('tells nothing of fields that are for operators, nor of who may see what', () => {
    for (const word of ['x-seen-by', 'x-in-list', 'updatedBy', 'alignments'])
      assert.ok(!served.body.includes(word), word)
  })

  it('describes the same schemas that requests are held to: each parameter is taken, any other refused', async () => {
    const all = document.paths['/api/v1/services']?.['get']?.parameters ?? []
    const parameters = all.filter(parameter => parameter.in === 'query')
    assert.deepEqual(
      all.filter(parameter => parameter.in !== 'query').map(({ name, in: where }) => [name, where]),
      [['NHSD-End-User-Organisation-ODS', 'header']],
    )
    for (const { name } of parameters) {
      const answer = await house.ask('call-centre', `/api/v1/services?near=LS1&${name}=~~~`)
      const { errors = [] } = answer.json<{ errors?: { parameter: string; message: string }[] }>()
      assert.ok(
        errors.some(error => error.parameter === name && !/no such parameter/.test(error.message)),
        name,
      )
    }
    assert.equal(parameters.length, 15)
  })

  const near = '/api/v1/services?near=LS1&limit=100&within=160000'
  const cases: [
    path: string,
    method: 'get' | 'post',
    account: string | null,
    url: string,
    status: number,
    payload?: object,
  ][] = [
    ['/api/v1/services', 'get', 'call-centre', near, 200],
    ['/api/v1/services', 'get', 'call-centre', `${near}&practice=PLANTEDGP1`, 200],
    ['/api/v1/services', 'get', 'call-centre', `${near}&audience=public&practice=PLANTEDGP1`, 200],
    ['/api/v1/services', 'get', 'symptom-checker', '/api/v1/services?near=Leeds', 200],
    ['/api/v1/services', 'get', 'call-centre', '/api/v1/services?near=Berwick-upon-Tweed', 200],
    ['/api/v1/services', 'get', 'call-centre', '/api/v1/services?near=LS1&type=midwifery', 200],
    ['/api/v1/services', 'get', 'call-centre', `${near}&fields=name`, 200],
    ['/api/v1/services', 'get', 'call-centre', `${near}&case=TEST`, 200],
    ['/api/v1/services', 'get', 'call-centre', `${near}&serves=origin`, 200],
    ['/api/v1/services', 'get', 'call-centre', '/api/v1/services?serves=LS1%204AP&practice=PLANTEDGP1', 200],
    [
      '/api/v1/services/{id}/feedback',
      'post',
      'call-centre',
      `/api/v1/services/${PLANTED.id}/feedback`,
      201,
      { kind: 'reject', reason: 21 },
    ],
    [
      '/api/v1/services/{id}/feedback',
      'post',
      'call-centre',
      '/api/v1/services/999999999/feedback',
      404,
      { kind: 'reject', reason: 21 },
    ],
    ['/api/v1/feedback', 'get', 'call-centre', '/api/v1/feedback', 200],
    ['/api/v1/feedback/{id}', 'get', 'call-centre', '/api/v1/feedback/none', 404],
    ['/api/v1/services', 'get', 'call-centre', `${near}&fields=nothing`, 400],
    ['/api/v1/services', 'get', 'call-centre', '/api/v1/services?neer=LS1&limit=0', 400],
    ['/api/v1/services', 'get', null, near, 401],
    ['/api/v1/services', 'get', 'suspended', near, 403],
    ['/api/v1/services', 'get', 'call-centre', '/api/v1/services?near=ZZ99%203VZ', 422],
    [
      '/api/v1/services/search',
      'post',
      'call-centre',
      '/api/v1/services/search',
      200,
      { near: 'LS1', limit: 100 },
    ],
    ['/api/v1/services/search', 'post', 'call-centre', '/api/v1/services/search', 400, { near: 1 }],
    [
      '/api/v1/services/search',
      'post',
      'call-centre',
      '/api/v1/services/search',
      413,
      { near: 'a'.repeat(20_000) },
    ],
    ['/api/v1/services/{id}', 'get', 'booking-desk', `/api/v1/services/${PLANTED.id}`, 200],
    ['/api/v1/services/{id}', 'get', 'booking-desk', `/api/v1/services/${PLANTED.id}?audience=public`, 200],
    ['/api/v1/services/{id}', 'get', 'booking-desk', '/api/v1/services/60', 200],
    ['/api/v1/services/{id}', 'get', 'booking-desk', '/api/v1/services/60?fields=open', 200],
    ['/api/v1/services/{id}', 'get', 'booking-desk', '/api/v1/services/999999999', 404],
    ['/api/v1/services/{id}', 'get', 'call-centre', '/api/v1/services/61', 403],
    [CLINICAL, 'post', 'call-centre', CLINICAL, 200, NEED],
    [CLINICAL, 'post', 'symptom-checker', CLINICAL, 200, NEED],
    [CLINICAL, 'post', 'call-centre', CLINICAL, 200, { ...NEED, dispositionGroup: 990_001, fields: 'open' }],
    [CLINICAL, 'post', 'call-centre', CLINICAL, 400, { ...NEED, symptomGroup: 1 }],
    [CLINICAL, 'post', 'suspended', CLINICAL, 403, NEED],
    ['/api/v1/clinical-codes', 'get', 'symptom-checker', '/api/v1/clinical-codes', 200],
    ['/api/v1/service-types', 'get', 'symptom-checker', '/api/v1/service-types', 200],
    ...[
      'LS1 4AP',
      'LS1',
      'Leeds',
      'Newport',
      'EH1 1AA',
      'ZZ99 3VZ',
      'BFPO 57',
      'nowhere at all',
      '53.8,-1.55',
      'TD15',
    ].map(
      text =>
        [
          '/api/v1/places/{text}',
          'get',
          'gp-software',
          `/api/v1/places/${encodeURIComponent(text)}`,
          200,
        ] as [string, 'get', string, string, number],
    ),
  ]
  for (const [path, method, account, url, status, payload] of cases) {
    it(`holds for ${method.toUpperCase()} ${url} of ${account ?? 'nobody'}: ${status}`, async () => {
      const answer = await house.ask(account, url, payload ? { method: 'POST', payload } : {})
      assert.equal(answer.statusCode, status, answer.body)
      const described = document.paths[path]?.[method]?.responses[String(status)]?.content ?? {}
      const type = String(answer.headers['content-type']).split(';')[0] ?? ''
      const schema = described[type]?.schema
      assert.ok(schema, `${type} is described`)
      const errors = Compile(schema).Errors(answer.json())
      assert.deepEqual(errors, [])
    })
  }

  describe('for people', () => {
    const page = async (url: string) => {
      const answer = await house.ask(null, url)
      assert.equal(answer.statusCode, 200, url)
      return answer
    }
    /** Addresses a page would fetch or run: sources, style sheets, imports. Links for people to follow are no matter. */
    const fetched = (html: string): string[] =>
      [...html.matchAll(/(?:src|<link[^>]*href)\s*=\s*"([^"]*)"/g)].map(match => match[1] ?? '')

    it('is served whole from here: nothing the page needs is on another host, and its policy lets nothing else in', async () => {
      const index = await page('/docs/')
      const policy = String(index.headers['content-security-policy'])
      assert.match(policy, /default-src 'none'/)
      assert.doesNotMatch(policy, /https?:|\*|unsafe-eval|validator/)
      const files = fetched(index.body)
      assert.ok(files.length >= 5)
      for (const file of files) {
        assert.match(file, /^\.\/static\/[\w.-]+$/)
        await page(`/docs/${file.slice(2)}`)
      }
      const start = (await page('/docs/static/swagger-initializer.js')).body
      assert.doesNotMatch(start.replaceAll(/^\s*\/\/ .*$/gm, ''), /https?:\/\//)
      assert.match(start, /"?validatorUrl"?: ?null/)
      assert.deepEqual((await page('/docs/json')).json(), document)
    })

    it('is where a refused token request says it is', async () => {
      const refused = await house.ask(null, '/oauth2/token', { method: 'POST', payload: {} })
      const { error_uri } = refused.json<{ error_uri: string }>()
      assert.ok(error_uri.startsWith(BASE_URL))
      assert.match((await page(error_uri.slice(BASE_URL.length))).body, /private_key_jwt/)
    })

    it('has pages for the policy in force and for every reason a question may go unanswered', async () => {
      const list = await page('/problems')
      const reasons = [...list.body.matchAll(/href="\/problems\/([a-z-]+)"/g)].map(match => match[1] ?? '')
      assert.ok(reasons.length > 40)
      for (const url of [
        '/policy',
        '/docs/token',
        '/problems',
        ...reasons.map(reason => `/problems/${reason}`),
      ]) {
        const { body, headers } = await page(url)
        assert.equal(headers['content-type'], 'text/html; charset=utf-8')
        assert.match(body, /^<!doctype html>\n<html lang="en-GB">/)
        assert.match(body, /<h1>[^<]+<\/h1>/)
        assert.doesNotMatch(body.replaceAll(BASE_URL, ''), /<script|style="|https?:\/\/|undefined|\[object/)
        assert.doesNotMatch(body, /\d\.\d{4}|NaN/, 'a number as a machine writes it')
        assert.match(String(headers['content-security-policy']), /^default-src 'none';style-src 'self';/)
        for (const file of fetched(body)) {
          const style = await page(file)
          assert.equal(style.headers['content-type'], 'text/css; charset=utf-8')
          assert.doesNotMatch(style.body, /url\(|@import/)
        }
      }
    })
  })
})
