import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import spectral from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import rulesets from '@stoplight/spectral-rulesets'
import { Compile } from 'typebox/compile'
import { writeServices } from '../../src/directory/index.ts'
import { BASE_URL, openHouse } from '../support/house.ts'
import { asker, PREFIX, restDoor } from './dos-rest-door.ts'
import { PLANTED } from './planted-service.ts'

type Operation = {
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[]
  readonly responses: Record<
    string,
    { readonly content: Record<string, { readonly schema: Record<string, unknown> }> }
  >
}
type Document = {
  readonly openapi: string
  readonly servers: readonly { readonly url: string }[]
  readonly security: readonly object[]
  readonly components: { readonly securitySchemes: Record<string, { type: string; scheme: string }> }
  readonly paths: Record<string, Record<string, Operation>>
}

const SEGMENTS = '{caseId}/{postcode}/{searchDistance}/{gpPracticeId}/{age}/{gender}/{disposition}'
const BY_TERM = `${PREFIX}/services/byClinicalTerm/${SEGMENTS}/{symptomGroupDiscriminatorCombos}/{numberPerType}`
const BY_TYPE = `${PREFIX}/services/byServiceType/${SEGMENTS}/{serviceTypeIds}/{numberPerType}`
const BY_CODE = `${PREFIX}/services/byOdsCode/{odsCode}`
const BY_ID = `${PREFIX}/services/byServiceId/{serviceId}`

describe('the document of DoS REST', async () => {
  const house = await openHouse()
  const { rooms } = house
  const served = await house.ask(null, `${PREFIX}/openapi.json`)
  const document = served.json<Document>()
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'planted' }
  await writeServices(rooms.database, [{ ...structuredClone(PLANTED), referralRoles: [23] }], written)
  await rooms.follower.catchUp()
  const door = await restDoor(house)

  it('is OpenAPI 3.1, without an error by the rules of Spectral and of OWASP but that Basic is Basic', async () => {
    assert.match(document.openapi, /^3\.1\./)
    const linter = new spectral.Spectral()
    const rules = {
      extends: [
        [rulesets.oas, 'recommended'],
        [owasp, 'recommended'],
      ],
    }
    linter.setRuleset(new spectral.Ruleset(rules, { severity: 'recommended' }))
    const said = (await linter.run(served.body)).map(({ code, path, message }) => ({
      code: String(code),
      text: `${code} at ${path.join('.')}: ${message}`,
    }))
    // Names, instructions and the like are free text: a pattern for them would only pretend to a form. And that Basic
    // authentication is not what one would choose today is true, and what the contract has.
    assert.deepEqual(
      said.map(({ code }) => code).filter(code => code !== 'owasp:api4:2023-string-restricted'),
      ['owasp:api2:2023-no-http-basic'],
      said.map(({ text }) => text).join('\n'),
    )
  })

  it('describes the four endpoints with every position, behind Basic authentication, and nothing else', () => {
    assert.deepEqual(
      document.servers.map(({ url }) => url),
      [BASE_URL],
    )
    assert.deepEqual(Object.keys(document.paths).sort(), [BY_CODE, BY_ID, BY_TERM, BY_TYPE].sort())
    for (const [path, methods] of Object.entries(document.paths)) {
      assert.deepEqual(Object.keys(methods), ['get'])
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(match => match[1])
      const parameters = methods['get']?.parameters ?? []
      assert.deepEqual(
        parameters.map(({ name }) => name),
        named,
      )
      assert.ok(parameters.every(({ in: where, required }) => where === 'path' && required))
    }
    assert.deepEqual(
      Object.values(document.components.securitySchemes).map(({ type, scheme }) => [type, scheme]),
      [['http', 'basic']],
    )
  })

  it('is apart from the document of the native interface', async () => {
    const { paths } = (await house.ask(null, '/openapi.json')).json<{ paths: object }>()
    assert.ok(!JSON.stringify(paths).includes(PREFIX))
  })

  const search = (types: string, postcode = 'LS1%204AP', distance = '5') =>
    `0/${postcode}/${distance}/0/0/0/0/${types}/0`
  const cases: [path: string, url: string, status: number][] = [
    [BY_TYPE, `/services/byServiceType/${search('13,100,46')}`, 200],
    [BY_TYPE, `/services/byServiceType/${search('4242')}`, 200],
    [BY_TERM, `/services/byClinicalTerm/${search('900001=950002', 'M1%201AA', '60')}`, 200],
    [BY_TERM, `/services/byClinicalTerm/${search('1=2')}`, 400],
    [BY_TYPE, `/services/byServiceType/${search('x')}`, 400],
    [BY_TYPE, `/services/byServiceType/${search('13', 'EH1%201AA')}`, 403],
    [BY_TYPE, `/services/byServiceType/${search('13', 'ZZ99%203VZ')}`, 400],
    [BY_CODE, `/services/byOdsCode/${PLANTED.odsCode}`, 200],
    [BY_CODE, '/services/byOdsCode/XD00060', 200],
    [BY_ID, `/services/byServiceId/${PLANTED.uid}`, 200],
    [BY_ID, '/services/byServiceId/2009000001', 200],
    [BY_ID, '/services/byServiceId/2009000100', 200],
    [BY_ID, '/services/byServiceId/nothing', 200],
  ]
  for (const [path, url, status] of cases) {
    it(`holds for ${url}: ${status}`, async () => {
      const answer = await door.ask(asker(house), url)
      assert.equal(answer.statusCode, status, answer.body)
      const schema = document.paths[path]?.['get']?.responses[status]?.content['application/json']?.schema
      assert.ok(schema)
      assert.deepEqual(Compile(schema).Errors(answer.json()), [])
    })
  }

  it('holds for those whom nobody knows', async () => {
    const answer = await door.send('/services/byServiceId/1')
    const schema = document.paths[BY_ID]?.['get']?.responses['401']?.content['application/json']?.schema
    assert.ok(schema)
    assert.deepEqual(Compile(schema).Errors(answer.json()), [])
  })
})
