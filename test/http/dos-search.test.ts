import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { writeServices } from '../../src/directory/index.ts'
import { healthcareServiceId, organisationId } from '../../src/fhir/index.ts'
import { someService } from '../directory/some-services.ts'
import { problemsOf } from '../fhir/validators.ts'
import { openHouse } from '../support/house.ts'
import { lintFindings } from './lint-openapi.ts'

const BASE = '/dos-search/FHIR/R4'
const SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'
const ORGANISATION = `${BASE}/Organization?identifier=${SYSTEM}|FQW63&_revinclude=Endpoint:organization`
const SERVICES = `${BASE}/HealthcareService?organization.identifier=${SYSTEM}|FQW63`
const HEADERS = { version: '1', 'x-request-id': 'req_id' }
const UK_CORE = 'https://fhir.hl7.org.uk/CodeSystem/UKCore-SpineErrorOrWarningCode'

type Issue = {
  severity: string
  code: string
  details?: { coding: { system: string; version?: string; code: string; display?: string }[]; text?: string }
  diagnostics: string
}
type Refusal = {
  url: string
  extension: { url: string; valueCode?: string; valueString?: string }[]
}
type Outcome = { resourceType: string; issue: Issue[] }
type Resource = Record<string, unknown> & { resourceType: string; id: string }
type Bundle = {
  resourceType: string
  type: string
  total: number
  link: { relation: string; url: string }[]
  entry?: { fullUrl: string; resource: Resource; search: { mode: string } }[]
}

describe('the DoS Search API', async () => {
  const house = await openHouse()
  const { rooms } = house
  const itk = {
    order: 1,
    transport: 'itk',
    format: 'CDA',
    interaction: 'urn:nhs-itk:interaction:primaryOutofHourRecipientNHS111CDADocument-v2-0',
    businessScenario: 'Primary',
    address: 'https://itk.example.org/in',
    compressed: false,
  } as const
  const telno = {
    order: 2,
    transport: 'telno',
    format: 'PDF',
    address: '0113 496 0000',
    comment: 'Ring.',
  } as const
  const here = (id: number, changes: object) =>
    someService(id, { regionId: 'Y63', uid: `20${id}`, place: PLACE, ...changes })
  const PLACE = { address: ['1 Invented Street'], postcode: 'LS1 4AP', easting: 429_967, northing: 433_602 }
  await writeServices(
    rooms.database,
    [
      here(900_001, { odsCode: 'FQW63', name: 'Pharmacy: Hilltop - Leeds', endpoints: [itk, telno] }),
      here(900_002, { odsCode: 'FQW63RPX', name: 'Urgent supply', typeId: 131, endpoints: [itk] }),
      here(900_003, { odsCode: 'FQW63PRO', name: 'For professionals', audience: 'professional' }),
      here(900_004, { odsCode: 'FQW63OLD', status: 'closed' }),
    ],
    { who: 'test', at: new Date(house.clock.now()), why: 'to look them up' },
  )
  await rooms.follower.catchUp()

  const ask = (account: string | null, url: string, headers: Record<string, string> = HEADERS) =>
    house.ask(account, url, { headers })
  const bundleOf = async (account: string, url: string): Promise<Bundle> => {
    const answer = await ask(account, url)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<Bundle>()
  }
  const kinds = ({ entry = [] }: Bundle) =>
    entry.map(({ resource, search }) => `${resource.resourceType} ${search.mode}`)

  it('gives an organisation by its ODS code in any case, then the endpoints of its services', async () => {
    const bundle = await bundleOf('booking-desk', ORGANISATION.replace('FQW63', 'fqw63'))
    assert.deepEqual(kinds(bundle), ['Organization match', ...Array(3).fill('Endpoint include')])
    const [organisation, first, second] = bundle.entry ?? []
    assert.deepEqual(organisation?.resource, {
      resourceType: 'Organization',
      id: organisationId('FQW63'),
      identifier: [{ use: 'official', system: SYSTEM, value: 'FQW63' }],
      active: true,
      name: 'Pharmacy: Hilltop',
    })
    const england = 'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-'
    const { id: _id, ...endpoint } = first?.resource ?? { id: '' }
    assert.deepEqual(endpoint, {
      resourceType: 'Endpoint',
      extension: [
        { url: `${england}OrganizationEndpointOrder`, valueInteger: 1 },
        { url: `${england}EndpointCompression`, valueBoolean: false },
        { url: `${england}EndpointBusinessScenario`, valueCode: 'primary-recipient' },
      ],
      status: 'active',
      connectionType: {
        system: 'https://fhir.nhs.uk/England/CodeSystem/England-EndpointConnection',
        code: 'itk',
      },
      managingOrganization: { reference: `Organization/${organisationId('FQW63')}` },
      payloadType: [
        {
          coding: [{ system: 'http://hl7.org/fhir/ValueSet/endpoint-payload-type', code: itk.interaction }],
        },
      ],
      payloadMimeType: ['application/hl7-cda+xml'],
      address: itk.address,
    })
    // As the contract has it, a telephone carries nothing.
    assert.deepEqual(second?.resource['payloadType'], [])
    assert.equal(second?.resource['address'], '0113 496 0000')
    const url = `https://directory.test${ORGANISATION}`
    assert.deepEqual(bundle.link, [{ relation: 'self', url }])
    assert.equal(
      organisation?.fullUrl,
      `https://directory.test${BASE}/Organization/${organisationId('FQW63')}`,
    )
  })

  it('gives all services of the organisation, whatever suffix its code has, but for closed ones', async () => {
    const bundle = await bundleOf('booking-desk', SERVICES)
    assert.deepEqual(
      bundle.entry?.map(({ resource }) => resource['name']),
      ['Pharmacy: Hilltop - Leeds', 'Urgent supply', 'For professionals'],
    )
    assert.equal(bundle.total, 3)
    const [first] = bundle.entry ?? []
    assert.deepEqual(first?.resource['identifier'], [
      { use: 'official', system: 'https://fhir.nhs.uk/Id/dos-service-id', value: '20900001' },
    ])
    assert.deepEqual(first?.resource['type'], [
      {
        coding: [
          { system: 'http://hl7.org/fhir/ValueSet/service-type', code: 'Pharmacy', display: 'Pharmacy' },
        ],
      },
    ])
    assert.deepEqual(first?.resource['providedBy'], { reference: `Organization/${organisationId('FQW63')}` })
    assert.deepEqual(
      JSON.stringify(first?.resource['telecom']).match(/"(Public|Clinician Access Only|0113[ 0-9]*)"/g),
      ['"Public"', '"0113 496 0000"', '"Clinician Access Only"', '"0113 496 0999"'],
    )
  })

  it('answers in valid R4 to two validators', async () => {
    for (const url of [SERVICES, `${BASE}/HealthcareService/${healthcareServiceId(900_002)}`]) {
      const answer = await ask('booking-desk', url)
      assert.deepEqual(problemsOf(answer.json()), [])
    }
    const wrong = await ask('booking-desk', `${SERVICES}&foo=1`)
    assert.deepEqual(problemsOf(wrong.json()), [])
    const none = await ask('booking-desk', ORGANISATION.replace('FQW63', 'ZZ999'))
    assert.deepEqual(problemsOf(none.json()), [])
  })

  it('reads one service by the id that a search gave it', async () => {
    const [first] = (await bundleOf('booking-desk', SERVICES)).entry ?? []
    const read = await ask('booking-desk', `${BASE}/HealthcareService/${first?.resource.id}`)
    assert.equal(read.statusCode, 200)
    assert.deepEqual(read.json(), first?.resource)
  })

  it('finds nothing with success where there is no such organisation', async () => {
    for (const url of [ORGANISATION, SERVICES]) {
      const bundle = await bundleOf('booking-desk', url.replace('FQW63', 'ZZ99999'))
      assert.deepEqual([bundle.total, bundle.entry], [0, undefined])
    }
  })

  it('answers who follows up a search with what that search returned, and nothing else', async () => {
    const before = await ask('call-centre', SERVICES)
    assert.equal(before.statusCode, 403)
    assert.match(before.body, /look-up-without-search/)
    const search = await house.ask('call-centre', '/api/v1/services?near=LS1 4AP&type=131&limit=1')
    assert.deepEqual(
      search.json<{ services: { id: number }[] }>().services.map(({ id }) => id),
      [900_002],
    )
    const bundle = await bundleOf('call-centre', SERVICES)
    assert.deepEqual(
      bundle.entry?.map(({ resource }) => resource['name']),
      ['Urgent supply'],
    )
    const endpoints = await bundleOf('call-centre', ORGANISATION)
    assert.deepEqual(kinds(endpoints), ['Organization match', 'Endpoint include'])
    const other = await ask('call-centre', `${BASE}/HealthcareService/${healthcareServiceId(900_001)}`)
    assert.equal(other.statusCode, 403)
  })

  it('tells the public of public services, without endpoints or telephones for clinicians', async () => {
    const search = await house.ask('symptom-checker', '/api/v1/services?near=LS1 4AP&type=131&limit=1')
    assert.match(search.body, /Urgent supply/)
    const services = await ask('symptom-checker', SERVICES)
    assert.equal(services.statusCode, 200, services.body)
    assert.match(services.body, /Urgent supply/)
    assert.doesNotMatch(services.body, /0999|Endpoint|For professionals|Clinician/)
    assert.deepEqual(kinds(await bundleOf('symptom-checker', ORGANISATION)), ['Organization match'])
  })

  it('has the headers of the contract on every answer, and mirrors both ids', async () => {
    const answers = [
      await ask('booking-desk', ORGANISATION, { ...HEADERS, 'x-correlation-id': 'c-1' }),
      await ask('booking-desk', `${BASE}/Nothing`, { ...HEADERS, 'x-correlation-id': 'c-1' }),
      await ask(null, ORGANISATION, { ...HEADERS, 'x-correlation-id': 'c-1' }),
    ]
    for (const { headers } of answers) {
      assert.equal(headers['strict-transport-security'], 'max-age=31536000; includeSubDomains')
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['x-frame-options'], 'DENY')
      assert.equal(headers['cache-control'], 'no-store')
      assert.equal(headers['content-type'], 'application/fhir+json')
      assert.equal(headers['x-request-id'], 'req_id')
      assert.equal(headers['x-correlation-id'], 'c-1')
    }
  })

  it('takes the id of a gateway for that of the request', async () => {
    const answer = await ask('booking-desk', ORGANISATION, {
      version: '1',
      'NHSD-Request-ID': 'from-gateway',
    })
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.headers['x-request-id'], 'from-gateway')
  })

  const outcome = async (url: string, headers: Record<string, string> = HEADERS, status = 400) => {
    const answer = await ask('booking-desk', url, headers)
    assert.equal(answer.statusCode, status, answer.body)
    const { resourceType, issue } = answer.json<Outcome>()
    assert.equal(resourceType, 'OperationOutcome')
    return issue.map(({ severity, code, details, diagnostics }) => {
      assert.equal(severity, 'error')
      return [code, details?.coding[0]?.code, diagnostics]
    })
  }

  it('says of headers what is missing, wrong or unexpected', async () => {
    const told = (code: string, diagnostics: string) => [[code, 'REC_BAD_REQUEST', diagnostics]]
    assert.deepEqual(
      await outcome(ORGANISATION, {}),
      told('required', "Missing required header(s): 'version', 'x-request-id'"),
    )
    assert.deepEqual(
      await outcome(ORGANISATION, { version: '1' }),
      told('required', "Missing required header(s): 'x-request-id'"),
    )
    assert.deepEqual(
      await outcome(ORGANISATION, { ...HEADERS, version: '2' }),
      told('value', "Invalid version found in supplied headers: version must be '1'"),
    )
    assert.deepEqual(
      await outcome(ORGANISATION, { ...HEADERS, Foo: 'bar' }),
      told('value', 'Unexpected header(s): foo.'),
    )
    assert.deepEqual(
      await outcome(ORGANISATION, { ...HEADERS, Foo: '1', 'X-Bar': '2' }),
      told('value', 'Unexpected header(s): foo, x-bar.'),
    )
    const [[, , wrongId] = []] = await outcome(ORGANISATION, { version: '1', 'x-request-id': 'a b' })
    assert.match(wrongId ?? '', /^Invalid x-request-id/)
    const [coding] =
      (await ask('booking-desk', ORGANISATION, {})).json<Outcome>().issue[0]?.details?.coding ?? []
    assert.deepEqual(coding, {
      system: UK_CORE,
      version: '1.0.0',
      code: 'REC_BAD_REQUEST',
      display: '400: The Receiver was unable to process the request.',
    })
  })

  it('takes every header that the contract names and that clients cannot help sending', async () => {
    const answer = await ask('booking-desk', ORGANISATION, {
      ...HEADERS,
      ...{ 'NHSD-Request-ID': 'a', 'NHSD-Correlation-ID': 'b', 'End-User-Role': 'c', 'Application-ID': 'd' },
      ...{ 'Application-Name': 'e', 'Request-Start-Time': 'f', 'Content-Type': 'application/fhir+json' },
      ...{ Accept: 'application/fhir+json', 'Accept-Language': 'en', 'Accept-Encoding': 'gzip' },
      ...{ 'X-Forwarded-For': '192.0.2.1', 'X-Forwarded-Proto': 'https', 'X-Amzn-Trace-Id': 'g' },
      ...{ 'Sec-Fetch-Mode': 'cors', Connection: 'keep-alive', Via: '1.1 proxy', traceparent: '00-1-2-00' },
    })
    assert.equal(answer.statusCode, 200, answer.body)
  })

  it('answers a plain client over the wire, with all that it sends of itself', async () => {
    const port = await house.listen()
    const authorization = `Bearer ${await house.token('booking-desk')}`
    const answer = await fetch(`http://127.0.0.1:${port}${ORGANISATION}`, {
      headers: { ...HEADERS, authorization },
    })
    assert.equal(answer.status, 200, await answer.text())
  })

  it('lets HealthcareService be asked without a version, as its description does not name one', async () => {
    assert.equal((await ask('booking-desk', SERVICES, { 'x-request-id': 'a' })).statusCode, 200)
    assert.deepEqual(await outcome(SERVICES, { 'x-request-id': 'a', version: '3' }), [
      ['value', 'REC_BAD_REQUEST', "Invalid version found in supplied headers: version must be '1'"],
    ])
  })

  it('says of parameters what is missing, wrong or unexpected', async () => {
    const told = (code: string, diagnostics: string) => [[code, 'INVALID_SEARCH_DATA', diagnostics]]
    const organisation = `${BASE}/Organization`
    const include = '_revinclude=Endpoint:organization'
    assert.deepEqual(
      await outcome(organisation),
      told('required', "Missing required query parameter(s): 'identifier', '_revinclude'"),
    )
    assert.deepEqual(
      await outcome(`${organisation}?identifier=${SYSTEM}|FQW63`),
      told('required', "Missing required query parameter(s): '_revinclude'"),
    )
    assert.deepEqual(
      await outcome(`${BASE}/HealthcareService`),
      told('required', "Missing required query parameter(s): 'organization.identifier'"),
    )
    const format = (given: string) =>
      `Invalid identifier value: ODS code '${given}' must follow format ^[A-Za-z0-9]{5,12}$`
    for (const given of ['ABC', 'ABCDEFGHIJKLM', 'AB-12', '']) {
      const wrong = told('value', format(given))
      assert.deepEqual(await outcome(`${organisation}?identifier=${SYSTEM}|${given}&${include}`), wrong)
      assert.deepEqual(
        await outcome(`${BASE}/HealthcareService?organization.identifier=${SYSTEM}|${given}`),
        wrong,
      )
    }
    const system = (given: string) => `Invalid identifier system '${given}' - expected '${SYSTEM}'`
    assert.deepEqual(
      await outcome(`${organisation}?identifier=foo|FQW63&${include}`),
      told('code-invalid', system('foo')),
    )
    assert.deepEqual(
      await outcome(`${organisation}?identifier=FQW63&${include}`),
      told('code-invalid', system('')),
    )
    assert.deepEqual(
      await outcome(`${organisation}?identifier=${SYSTEM}|FQW63&_revinclude=Endpoint:other`),
      told(
        'value',
        "The request is missing the '_revinclude=Endpoint:organization' parameter, which is required to include linked Endpoint resources.",
      ),
    )
    assert.deepEqual(
      await outcome(`${ORGANISATION}&foo=1`),
      told('value', "Unexpected query parameter(s): foo. Only 'identifier' and '_revinclude' are allowed."),
    )
    assert.deepEqual(
      await outcome(`${SERVICES}&foo=1`),
      told('value', "Unexpected query parameter(s): foo. Only 'organization.identifier' is allowed."),
    )
    assert.deepEqual(
      await outcome(`${SERVICES}&organization.identifier=x`),
      told('value', "Query parameter 'organization.identifier' must be given once."),
    )
  })

  it('refuses an id that is none, and knows nothing of one that is not ours', async () => {
    const service = `${BASE}/HealthcareService`
    const [[code, coding] = []] = await outcome(`${service}/abc`)
    assert.deepEqual([code, coding], ['invalid', 'INVALID_RESOURCE_ID'])
    const stranger = '00000000-0000-4000-8000-000000000000'
    assert.deepEqual(await firstOf(`${service}/${stranger}`, 404), [
      'not-found',
      'RESOURCE_NOT_FOUND',
      `HealthcareService with ID '${stranger}' not found`,
    ])
    assert.equal((await ask('booking-desk', `${service}/${organisationId('FQW63')}`)).statusCode, 404)
    assert.equal((await ask('booking-desk', `${service}/${healthcareServiceId(900_004)}`)).statusCode, 404)
  })

  const firstOf = async (url: string, status: number, account: string | null = 'booking-desk') => {
    const answer = await ask(account, url)
    assert.equal(answer.statusCode, status, answer.body)
    const [first] = answer.json<Outcome>().issue
    return [first?.code, first?.details?.coding[0]?.code, first?.diagnostics]
  }

  it('says 401 and 403 in the words of the contract, and then why', async () => {
    const spine = 'https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode'
    assert.deepEqual(await firstOf(ORGANISATION, 401, null), [
      'security',
      'UNAUTHORIZED',
      'Invalid or missing authentication token',
    ])
    const bad = await house.ask(null, ORGANISATION, { headers: { ...HEADERS, authorization: 'Bearer x' } })
    assert.equal(bad.statusCode, 401)
    assert.match(String(bad.headers['www-authenticate']), /^Bearer realm="signpost", error="invalid_token"$/)

    const refused = await ask('suspended', ORGANISATION)
    assert.equal(refused.statusCode, 403)
    // Clients of the field count issues, and want every one of them to be an error.
    const [known, ...more] = refused.json<{ issue: (Issue & { extension?: Refusal[] })[] }>().issue
    assert.deepEqual(more, [])
    const { extension: [why] = [], ...said } = known ?? {}
    assert.deepEqual(said, {
      severity: 'error',
      code: 'forbidden',
      details: { coding: [{ system: spine, version: '1', code: 'FORBIDDEN' }] },
      diagnostics: 'Insufficient permissions to access this resource',
    })
    assert.equal(why?.url, 'https://signpost.example/fhir/StructureDefinition/refusal')
    const all = (name: string): (string | undefined)[] =>
      (why?.extension ?? [])
        .filter(({ url }) => url === name)
        .map(({ valueCode, valueString }) => valueCode ?? valueString)
    assert.deepEqual(all('reason'), ['account-suspended'])
    assert.ok(all('clause').length > 0 && all('clause').every(clause => clause?.startsWith('AUP')))
    for (const name of ['title', 'detail', 'remedy']) assert.match(all(name)[0] ?? '', /./, name)
    assert.match(all('contact')[0] ?? '', /@/)
  })

  it('says 429 with the time to wait', async () => {
    let last = await ask('small-volume', ORGANISATION)
    for (let asked = 0; asked < 10 && last.statusCode !== 429; asked += 1) {
      await house.ask('small-volume', '/api/v1/services?near=LS1 4AP&type=13&limit=20')
      last = await ask('small-volume', ORGANISATION)
    }
    assert.equal(last.statusCode, 429)
    assert.match(String(last.headers['retry-after']), /^\d+$/)
    const [first] = last.json<Outcome>().issue
    assert.equal(first?.code, 'throttled')
    assert.deepEqual(first?.details?.coding[0], {
      system: 'https://fhir.nhs.uk/Codesystem/http-error-codes',
      version: '0.1.0',
      code: 'SEND_TOO_MANY_REQUESTS',
    })
  })

  it('knows no other service, and no other method', async () => {
    const answer = await ask('booking-desk', `${BASE}/DoesNotExist?x=1`)
    assert.equal(answer.statusCode, 404)
    assert.deepEqual(answer.json<Outcome>().issue, [
      {
        severity: 'error',
        code: 'not-supported',
        details: {
          coding: [
            {
              system: UK_CORE,
              version: '1.0.0',
              code: 'UNSUPPORTED_SERVICE',
              display: 'Unsupported service',
            },
          ],
        },
        diagnostics: 'Unsupported service: /DoesNotExist',
      },
    ])
    assert.equal((await ask(null, `${BASE}/Organization/x/y`)).statusCode, 404)
    assert.equal((await ask(null, `${BASE}/${'a'.repeat(300)}`)).statusCode, 404)
    const posted = await house.ask('booking-desk', `${BASE}/Organization`, {
      method: 'POST',
      headers: HEADERS,
    })
    assert.equal(posted.statusCode, 405)
    assert.equal(posted.headers['allow'], 'GET, HEAD')
  })

  it('answers a ping from anybody, and its status to those it knows', async () => {
    const ping = await house.ask(null, `${BASE}/_ping`)
    assert.deepEqual([ping.statusCode, ping.json()], [200, { status: 'pass' }])
    assert.equal((await house.ask(null, `${BASE}/_status`)).statusCode, 401)
    const status = await house.ask('booking-desk', `${BASE}/_status`)
    assert.equal(status.statusCode, 200)
    assert.equal(status.json<{ status: string }>().status, 'pass')
  })

  it('describes itself in OpenAPI 3.1, without an error by the rules of Spectral and of OWASP', async () => {
    const served = await house.ask(null, `${BASE}/openapi.json`)
    assert.deepEqual(Object.keys(served.json<{ paths: object }>().paths).sort(), [
      `${BASE}/HealthcareService`,
      `${BASE}/HealthcareService/{id}`,
      `${BASE}/Organization`,
    ])
    assert.deepEqual(await lintFindings(served.body), [])
  })
})
