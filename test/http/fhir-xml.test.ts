import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle, CapabilityStatement, OperationOutcome, Resource } from '@medplum/fhirtypes'
import fc from 'fast-check'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import fhirModule from 'fhir'
import { Service } from '../../src/directory/index.ts'
import {
  areaLocationOf,
  areaOf,
  endpointsOf,
  healthcareServiceId,
  healthcareServiceOf,
  locationOf,
  organisationOf,
  searchset,
} from '../../src/fhir/index.ts'
import { outcomeOf } from '../../src/http/routes/fhir/outcome.ts'
import { xmlWriter } from '../../src/http/routes/fhir/xml.ts'
import { AUDIENCES, type Audience } from '../../src/vocabulary/index.ts'
import { anyValue } from '../directory/any-service.ts'
import { problemsOf } from '../fhir/validators.ts'
import { openHouse } from '../support/house.ts'
import { FHIR, form, ID, NEAR_LEEDS, namesIn, plant } from './fhir-house.ts'

const reader = new fhirModule.Fhir()

/** A resource as XML says it; its reader leaves decimals as the texts they are. */
const readBack = (xml: string): unknown => {
  assert.equal(XMLValidator.validate(xml), true)
  return reader.xmlToObj(xml)
}

/** What JSON said, with each decimal as XML says it. */
const asTexts = (value: unknown, name = ''): unknown => {
  if (Array.isArray(value)) return value.map(one => asTexts(one, name))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asTexts(one, key)]))
  return typeof value === 'number' && DECIMALS.has(name) ? String(value) : value
}
const DECIMALS = new Set(['longitude', 'latitude', 'value'])

const NOW = Date.parse('2026-12-22T12:00:00Z')
const CONTEXT = { version: 3, updatedAt: '2026-12-01T09:30:00.000Z', now: NOW }
// The schema is what the generator reads, so what it makes is a Service.
const services = anyValue(Service).map(made => made as Service)

function resourcesOf(service: Service, audience: Audience) {
  const areas = (service.coverage ?? []).map(one => areaOf(one, service.id)).filter(one => one !== undefined)
  const organisation = organisationOf('FQW63', [{ service, updatedAt: CONTEXT.updatedAt }], audience, {})
  return [
    healthcareServiceOf(service, audience, CONTEXT),
    locationOf(service, audience, CONTEXT),
    ...endpointsOf(service, audience, CONTEXT),
    ...(organisation ? [organisation] : []),
    ...areas
      .map(area => areaLocationOf(area, audience, { service, updatedAt: CONTEXT.updatedAt }))
      .filter(one => one !== undefined),
  ]
}

/** Texts with all that is hard to write: ends of lines, tabs, quotes, what looks like XML, signs of two units. */
const oddText = fc
  .array(
    fc.constantFrom(
      '\t',
      '\n',
      '\r',
      '\r\n',
      '"',
      "'",
      '<',
      '>',
      '&',
      '&amp;',
      '&#x9;',
      ']]>',
      '><',
      ' ',
      '\u0085',
      '\u2028',
      '\u00a0',
      '\u{1f600}',
      'a',
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map(signs => `a${signs.join('')}b`)

describe('XML of the FHIR directory', async () => {
  const write = await xmlWriter()
  const roundTrip = async (resource: object): Promise<void> => {
    const xml = await write(resource)
    assert.deepEqual(readBack(xml), asTexts(resource), xml)
  }

  it('says of resources, bundles and outcomes exactly what JSON says, whatever a service holds', async () => {
    const written = fc.tuple(services, fc.constantFrom(...AUDIENCES), oddText)
    await fc.assert(
      fc.asyncProperty(written, async ([service, audience, text]) => {
        const odd = { ...service, name: text, instructions: { ...service.instructions, public: text } }
        const resources = resourcesOf(odd, audience)
        for (const resource of resources) {
          assert.deepEqual(problemsOf(resource), [])
          await roundTrip(resource)
        }
        const [first, ...others] = resources
        assert.ok(first)
        const bundle = searchset(
          {
            id: 'a',
            asOf: CONTEXT.updatedAt,
            found: [{ resource: first, distanceMetres: service.id % 100_000 }],
            included: others,
            unit: { code: 'km', unit: 'km', metres: 1000 },
            part: { summary: 'false', elements: null },
            notes: [{ severity: 'warning', code: 'incomplete', text }],
            self: `https://directory.test/fhir/R4/Location?name=${encodeURIComponent(text)}`,
            next: null,
          },
          'https://directory.test/fhir/R4',
        )
        await roundTrip(bundle)
        await roundTrip(
          outcomeOf([{ severity: 'error', code: 'invalid', details: { text }, diagnostics: text }]),
        )
      }),
      { numRuns: 200 },
    )
  })

  it('is read back as valid R4 by two validators', async () => {
    const bundle = (resource: object) => ({
      resourceType: 'Bundle',
      type: 'searchset',
      entry: [{ resource }],
    })
    await fc.assert(
      fc.asyncProperty(services, async service => {
        for (const resource of resourcesOf(service, 'professional')) {
          const told = withNumbers(readBack(await write(resource)))
          assert.deepEqual(problemsOf(told), [])
          assert.deepEqual(problemsOf(withNumbers(readBack(await write(bundle(resource))))), [])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('keeps a bare tab from being read as a space, and what no XML can hold out of it', async () => {
    const xml = await write(
      outcomeOf([{ severity: 'error', code: 'invalid', diagnostics: 'a\tb\u0007\ud800c' }]),
    )
    assert.match(xml, /value="a&#x9;b\uFFFD\uFFFDc"/)
    const parsed = new XMLParser({ ignoreAttributes: false }).parse(xml)
    assert.equal(parsed.OperationOutcome['@_xmlns'], 'http://hl7.org/fhir')
  })

  it('is written where it is asked for, in every kind of answer, and as JSON would say it', async () => {
    const house = await openHouse()
    await plant(house)
    const near = `near=${NEAR_LEEDS}|2|km&name=planted`
    const ways: { path: string; over?: object }[] = [
      { path: `Location?${near}&_format=xml` },
      { path: `Location?${near}&_format=application/fhir%2Bxml` },
      {
        path: `Location?${near}&_format=application/fhir+xml`,
        over: { headers: { accept: 'application/json' } },
      },
      { path: `Location?${near}`, over: { headers: { accept: 'application/fhir+xml' } } },
      {
        path: `Location?${near}`,
        over: { headers: { accept: 'text/xml;q=0.9, application/json;q=0.5, */*;q=0.1' } },
      },
      { path: 'Location/_search', over: form(`${near}&_format=text/xml`) },
      {
        path: `Location?${near}&_pretty=true`,
        over: { headers: { accept: 'application/fhir+xml; fhirVersion=4.0' } },
      },
    ]
    for (const { path, over = {} } of ways) {
      const answer = await house.ask('call-centre', `${FHIR}/${path}`, over)
      assert.equal(answer.statusCode, 200, answer.body)
      assert.equal(answer.headers['content-type'], 'application/fhir+xml; charset=utf-8')
      assert.equal(Number(answer.headers['content-length']), Buffer.byteLength(answer.body))
      assert.equal(namesIn(readBack(answer.body) as Bundle, 'match').length, 4)
      assert.match(answer.body, path.includes('_pretty') ? /><\/Bundle>|\n<\/Bundle>$/ : /^[^\n]*$/)
    }
    const both = { headers: { accept: 'application/fhir+xml;q=0.5, application/fhir+json' } }
    assert.equal(
      (await house.ask('call-centre', `${FHIR}/Location?${near}`, both)).headers['content-type'],
      'application/fhir+json; charset=utf-8',
    )

    const accept = { headers: { accept: 'application/fhir+xml' } }
    const id = `HealthcareService/${healthcareServiceId(ID.one)}`
    const statement = await inBoth(house, null, 'metadata', 200)
    assert.deepEqual((statement as CapabilityStatement).format, [
      'application/fhir+json',
      'application/fhir+xml',
      'json',
      'xml',
    ])
    await inBoth(house, null, 'SearchParameter/serves-place', 200)
    await inBoth(house, 'booking-desk', id, 200)
    await inBoth(house, 'booking-desk', `${id}?_summary=true`, 200)
    await inBoth(house, 'call-centre', `Location?${near}&_include=Location:organization`, 200)
    for (const [account, path, status] of [
      [null, 'Location?near=1|1', 401],
      ['suspended', `Location?${near}`, 403],
      ['call-centre', `Location?${near}&colour=red`, 400],
      ['call-centre', 'Location', 400],
      ['booking-desk', 'Location/nobody', 404],
      ['call-centre', 'Patient/1', 404],
    ] as const) {
      const outcome = await inBoth(house, account, path, status)
      assert.equal((outcome as OperationOutcome).resourceType, 'OperationOutcome')
    }
    const head = await house.ask('booking-desk', `${FHIR}/${id}`, { method: 'HEAD', ...accept })
    assert.deepEqual([head.statusCode, head.body], [200, ''])
    assert.match(String(head.headers['content-type']), /^application\/fhir\+xml/)
    const stray = {
      method: 'POST',
      payload: '{}',
      headers: { 'content-type': 'application/json', accept: 'application/fhir+xml' },
    } as const
    const unread = await house.ask('call-centre', `${FHIR}/Location/_search`, stray)
    assert.equal(unread.statusCode, 415)
    assert.equal((readBack(unread.body) as Resource).resourceType, 'OperationOutcome')
  })
})

type House = Awaited<ReturnType<typeof openHouse>>

/** Asks in JSON and in XML, and finds the two to say the same but for what is of one answer alone. */
async function inBoth(house: House, account: string | null, path: string, status: number): Promise<unknown> {
  const json = await house.ask(account, `${FHIR}/${path}`)
  const xml = await house.ask(account, `${FHIR}/${path}`, { headers: { accept: 'application/fhir+xml' } })
  assert.deepEqual([json.statusCode, xml.statusCode], [status, status], `${path}: ${xml.body}`)
  assert.match(String(xml.headers['content-type']), /^application\/fhir\+xml/)
  const told = readBack(xml.body)
  assert.deepEqual(alike(told), alike(asTexts(json.json())), path)
  assert.deepEqual(problemsOf(withNumbers(told)), [])
  return told
}

/** Without the ids of a decision and a request, which no two answers share. */
const alike = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value).replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}|Request: [^ "]+/g, 'ID'),
  )

/** Decimals as JSON writes them, for validators that read JSON. */
const withNumbers = (value: unknown): Resource =>
  JSON.parse(JSON.stringify(value), (name, one: unknown) =>
    typeof one === 'string' && (name === 'longitude' || name === 'latitude') ? Number(one) : distance(one),
  )

const distance = (one: unknown): unknown =>
  typeof one === 'object' && one !== null && 'value' in one && 'unit' in one && typeof one.value === 'string'
    ? { ...one, value: Number(one.value) }
    : one
