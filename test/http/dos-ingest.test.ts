import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { letMaintain } from '../../src/accounts/index.ts'
import { organisationHistory, writeOrganisation, writeServices } from '../../src/directory/index.ts'
import { organisationId, organisationOf } from '../../src/fhir/index.ts'
import { someService } from '../directory/some-services.ts'
import { problemsOf } from '../fhir/validators.ts'
import { openHouse } from '../support/house.ts'
import { lintFindings } from './lint-openapi.ts'

const BASE = '/dos-ingest/FHIR/R4'
const SYSTEM = 'https://fhir.nhs.uk/Id/ods-organization-code'
const ENGLAND = 'https://fhir.nhs.uk/England/StructureDefinition/Extension-England-'
const ROLES = 'https://digital.nhs.uk/services/organisation-data-service/CodeSystem/ODSOrganisationRole'
const PERIODS = 'https://fhir.nhs.uk/England/CodeSystem/England-PeriodType'
const FHIR = 'application/fhir+json'

type Issue = {
  severity: string
  code: string
  details?: { coding: { system: string; code: string }[] }
  diagnostics: string
  expression?: string[]
}
type Outcome = { resourceType: string; issue: Issue[] }
type Json = Record<string, unknown>

/** Of the register's account, by its name in the demonstration. */
const KEEPER = 'call-centre'

describe('the DoS Ingest API', async () => {
  const house = await openHouse()
  const { rooms } = house
  const { database } = rooms
  const written = (who = 'test') => ({ who, at: new Date(house.clock.now()), why: 'to keep them right' })
  const here = (id: number, changes: object) => someService(id, { regionId: 'Y63', ...changes })
  await writeServices(
    database,
    [
      here(900_100, { name: 'What the register keeps', typeId: 22 }),
      here(900_101, {
        odsCode: 'A81001',
        name: 'GP - Hollow Lane Surgery - Leeds',
        typeId: 100,
        parentId: 900_100,
      }),
      here(900_102, { odsCode: 'A81001X', name: 'Hollow Lane, access hub', typeId: 136, parentId: 900_100 }),
      here(900_103, { odsCode: 'B82002', name: 'Half kept', typeId: 100, parentId: 900_100 }),
      here(900_104, { odsCode: 'B82002Y', name: 'The other half', typeId: 136, status: 'closed' }),
      here(900_105, { odsCode: 'Z9', name: 'Short code', parentId: 900_100 }),
    ],
    written(),
  )
  const deed = { who: 'test', actingAs: 'operator', why: 'It is the register.', at: house.clock.now() }
  assert.equal(await letMaintain(database, `demo-${KEEPER}`, 900_100, deed), 'let')
  await rooms.follower.catchUp()

  const ID = organisationId('A81001')
  const role = (code: string, changes: Json = {}, period: Json = { start: '2020-01-01' }): Json => ({
    url: `${ENGLAND}OrganisationRole`,
    extension: [
      { url: 'instanceID', valueInteger: 7 },
      { url: 'roleCode', valueCodeableConcept: { coding: [{ system: ROLES, code }] } },
      { url: 'active', valueBoolean: true },
      {
        url: `${ENGLAND}TypedPeriod`,
        extension: [
          { url: 'dateType', valueCoding: { system: PERIODS, code: 'Legal', display: 'Legal' } },
          { url: 'period', valuePeriod: period },
        ],
      },
    ],
    ...changes,
  })
  const whole = (changes: Json = {}): Json => ({
    resourceType: 'Organization',
    id: ID,
    meta: { profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization'] },
    identifier: [{ use: 'official', system: SYSTEM, value: 'A81001' }],
    active: true,
    name: 'HOLLOW LANE nhs gp SURGERY',
    telecom: [
      { system: 'phone', value: '0300 311 22 34', use: 'work' },
      { system: 'email', value: 'test@nhs.net' },
      { system: 'url', value: 'http://example.com' },
    ],
    extension: [role('RO177'), role('RO76', {}, { start: '2020-01-01', end: '2021-01-01' })],
    ...changes,
  })
  const put = (
    body: unknown,
    headers: Record<string, string> = {},
    id = ID,
    account: string | null = KEEPER,
  ) =>
    house.ask(account, `${BASE}/Organization/${id}`, {
      method: 'PUT',
      headers: { 'content-type': FHIR, accept: FHIR, ...headers },
      payload: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const get = (code: string, account: string | null = KEEPER, headers: Record<string, string> = {}) =>
    house.ask(account, `${BASE}/Organization?identifier=${SYSTEM}|${code}`, { headers })
  const shown = async (): Promise<Json> => {
    const answer = await get('A81001')
    assert.equal(answer.statusCode, 200, answer.body)
    const bundle = answer.json<{ entry: { resource: Json }[] }>()
    assert.deepEqual(problemsOf(answer.json()), [])
    return bundle.entry[0]?.resource ?? {}
  }
  const first = (body: string): Issue | undefined => (JSON.parse(body) as Outcome).issue[0]

  it('shows an organisation nobody has put yet as its services make it', async () => {
    assert.deepEqual(await shown(), {
      resourceType: 'Organization',
      id: ID,
      meta: { versionId: '0', profile: ['https://fhir.hl7.org.uk/StructureDefinition/UKCore-Organization'] },
      identifier: [{ use: 'official', system: SYSTEM, value: 'A81001' }],
      active: true,
      name: 'Hollow Lane Surgery',
    })
    assert.equal((await get('z9')).statusCode, 200)
  })

  it('takes an organisation, in title case, and shows it by every way at once', async () => {
    const answer = await put(whole(), { 'if-match': 'W/"0"' })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.deepEqual(answer.json(), {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'information', code: 'success', diagnostics: 'Organisation updated successfully' }],
    })
    assert.equal(answer.headers['etag'], 'W/"1"')
    const now = await shown()
    assert.equal(now['name'], 'Hollow Lane NHS GP Surgery')
    assert.deepEqual(now['telecom'], [
      { system: 'phone', value: '0300 311 22 34' },
      { system: 'email', value: 'test@nhs.net' },
      { system: 'url', value: 'http://example.com' },
    ])
    const found = await house.ask(
      'booking-desk',
      `/dos-search/FHIR/R4/Organization?identifier=${SYSTEM}|A81001&_revinclude=Endpoint:organization`,
      { headers: { version: '1', 'x-request-id': 'a' } },
    )
    assert.match(found.body, /"name":"Hollow Lane NHS GP Surgery"/)
    const read = await house.ask('booking-desk', `/fhir/R4/Organization/${ID}`)
    assert.equal(read.json<Json>()['name'], 'Hollow Lane NHS GP Surgery', read.body)
  })

  it('makes no new version of what is there already, and takes back what it shows', async () => {
    const before = await shown()
    for (const body of [whole(), before, whole({ name: 'Hollow lane NHS GP surgery' })]) {
      const answer = await put(body)
      assert.deepEqual(answer.json<Outcome>().issue, [
        {
          severity: 'information',
          code: 'not-updated',
          diagnostics: 'No changes made to the organisation',
        },
      ])
    }
    assert.deepEqual(await shown(), before)
  })

  it('keeps every version, with who wrote it and when', async () => {
    assert.equal((await put(whole({ active: false }))).statusCode, 200)
    const [newest, oldest] = await organisationHistory(database.query, 'A81001')
    assert.deepEqual([newest?.record.version, newest?.record.active], [2, false])
    assert.deepEqual([oldest?.record.version, oldest?.record.active], [1, true])
    assert.deepEqual(newest?.written, {
      who: `demo-${KEEPER}`,
      at: new Date(house.clock.now()),
      why: 'Put by an upstream register, through dos-ingest.',
    })
    assert.deepEqual(oldest?.record.roles, [
      { code: 'RO177', primary: true, active: true, from: '2020-01-01', until: null },
      { code: 'RO76', primary: false, active: true, from: '2020-01-01', until: '2021-01-01' },
    ])
  })

  it('holds If-Match against the version that is there', async () => {
    const late = await put(whole({ name: 'Late' }), { 'if-match': 'W/"1"' })
    assert.deepEqual([late.statusCode, first(late.body)?.code], [412, 'conflict'])
    assert.equal((await put(whole({ name: 'In time' }), { 'if-match': '"2"' })).statusCode, 200)
    const odd = await put(whole({ name: 'Odd' }), { 'if-match': '*' })
    assert.deepEqual([odd.statusCode, first(odd.body)?.code], [400, 'value'])
    assert.equal((await shown())['name'], 'In Time')
  })

  it('lets one of two who come at once with the first record win, and tells the other', async () => {
    const facts = { odsCode: 'Z9', active: true, telecom: [], roles: [] }
    const both = await Promise.all(
      ['One', 'Two'].map(name => writeOrganisation(database, { ...facts, name }, written(), 0)),
    )
    assert.deepEqual(both.map(({ outcome }) => outcome).sort(), ['conflict', 'written'])
    assert.equal((await organisationHistory(database.query, 'Z9')).length, 1)
  })

  it('lets both of two through who come at once with the first record and name no version', async () => {
    const facts = { odsCode: 'Z8', active: true, telecom: [], roles: [] }
    const both = await Promise.all(
      ['One', 'Two'].map(name => writeOrganisation(database, { ...facts, name }, written())),
    )
    assert.deepEqual(
      both.map(({ outcome }) => outcome),
      ['written', 'written'],
    )
    assert.equal((await organisationHistory(database.query, 'Z8')).length, 2)
  })

  it('tells a body that is no JSON so, as a bad request and not as a bad search', async () => {
    const answer = await put('{"resourceType":')
    const told = first(answer.body)
    assert.deepEqual(
      [answer.statusCode, told?.code, told?.details?.coding[0]?.code],
      [400, 'structure', 'REC_BAD_REQUEST'],
    )
  })

  it('lets only those change or see it here who keep every service of it', async () => {
    for (const [account, code] of [
      ['booking-desk', 'A81001'],
      [KEEPER, 'B82002'],
    ] as const) {
      const seen = await get(code, account)
      assert.equal(seen.statusCode, 403)
      assert.equal(first(seen.body)?.diagnostics, 'Insufficient permissions to access this resource')
      assert.match(seen.body, /not-maintained/)
      const id = organisationId(code)
      // What is wrong with the body is not for them either.
      assert.equal((await put({}, {}, id, account)).statusCode, 403)
    }
    assert.equal((await get('A81001', null)).statusCode, 401)
    assert.equal((await put(whole(), {}, ID, null)).statusCode, 401)
    assert.equal((await get('A81001', 'suspended')).statusCode, 403)
  })

  it('knows no organisation that has no service here', async () => {
    const missing = await get('X26')
    assert.equal(missing.statusCode, 404)
    assert.deepEqual(
      [first(missing.body)?.code, first(missing.body)?.diagnostics],
      ['not-found', "Organisation with ODS code 'X26' not found"],
    )
    for (const id of [organisationId('X26'), '00000000-0000-4000-8000-000000000000', 'abc']) {
      const answer = await put(whole({ id }), {}, id)
      assert.equal(answer.statusCode, 404)
      assert.equal(first(answer.body)?.diagnostics, 'Organisation not found.')
    }
    // To those who keep nothing, one that there is and one that there is not are the same.
    assert.equal((await get('X26', 'booking-desk')).statusCode, 403)
  })

  it('says of the parameter what is missing, wrong or unexpected', async () => {
    const say = async (query: string) => {
      const answer = await house.ask(KEEPER, `${BASE}/Organization${query}`)
      assert.equal(answer.statusCode, 400)
      const { code, diagnostics, details } = first(answer.body) ?? {}
      assert.equal(details?.coding[0]?.code, 'INVALID_SEARCH_DATA')
      return [code, diagnostics]
    }
    const format = '^[A-Za-z0-9]{1,12}$'
    assert.deepEqual(await say('?identifier=A81001'), [
      'structure',
      `Invalid identifier value: missing separator '|'. Must be in format '${SYSTEM}|<code>' and code must follow format ${format}`,
    ])
    assert.deepEqual(await say('?identifier=foo|A81001'), [
      'code-invalid',
      `Invalid identifier system 'foo' - expected '${SYSTEM}'`,
    ])
    for (const code of ['', 'ABCDEFGHIJKLM', 'A-1']) {
      assert.deepEqual(await say(`?identifier=${SYSTEM}|${code}`), [
        'value',
        `Invalid identifier value: ODS code '${code}' must follow format ${format}`,
      ])
    }
    assert.deepEqual(await say(''), ['required', "Missing required query parameter(s): 'identifier'"])
    assert.deepEqual(await say(`?identifier=${SYSTEM}|Z9&foo=1`), [
      'value',
      "Unexpected query parameter(s): foo. Only 'identifier' is allowed.",
    ])
    assert.deepEqual(await say('?identifier=a&identifier=b'), [
      'value',
      "Query parameter 'identifier' must be given once.",
    ])
  })

  it('takes application/fhir+json alone, and sends nothing else', async () => {
    for (const type of ['application/json', 'text/plain', 'application/fhir+json+abc', 'application/xml']) {
      const answer = await put(whole(), { 'content-type': type })
      assert.equal(answer.statusCode, 415, type)
      assert.deepEqual(answer.json<Outcome>().issue, [
        {
          severity: 'error',
          code: 'unsupported-media-type',
          diagnostics: "PUT requests must have Content-Type 'application/fhir+json'",
        },
      ])
    }
    const charset = await put(whole(), { 'content-type': 'application/fhir+json; charset=utf-8' })
    assert.equal(charset.statusCode, 200)
    const xml = await get('A81001', KEEPER, { accept: 'application/xml' })
    assert.deepEqual(
      [xml.statusCode, first(xml.body)?.diagnostics],
      [406, "GET requests must have Accept 'application/fhir+json'"],
    )
    const broken = await put('{"resourceType":')
    assert.deepEqual([broken.statusCode, first(broken.body)?.code], [400, 'structure'])
    assert.equal((await put('')).statusCode, 400)
    assert.equal((await put(`"${'x'.repeat(20_000)}"`)).statusCode, 413)
  })

  /** Each wrong body, the element it is told of, and a part of what is said. */
  const wrong: readonly (readonly [string, unknown, string, RegExp])[] = [
    ['no object', [], 'Organization', /object/],
    ['another type', whole({ resourceType: 'Patient' }), 'resourceType', /Organization/],
    ['another id', whole({ id: organisationId('B82002') }), 'id', /address/],
    ['no profile', whole({ meta: {} }), 'meta.profile', /UKCore-Organization/],
    ['another profile', whole({ meta: { profile: ['x'] } }), 'meta.profile', /UKCore-Organization/],
    [
      'a member there is none of',
      whole({ newfield: 'foobar' }),
      'newfield',
      /Unexpected field 'newfield' with value 'foobar'/,
    ],
    ['a type', whole({ type: [] }), 'type', /Unexpected field/],
    ['no identifier', whole({ identifier: [] }), 'identifier', /one identifier/],
    [
      'an identifier without system',
      whole({ identifier: [{ value: 'A81001' }] }),
      'identifier[0].system',
      /ods-organization-code/,
    ],
    [
      'an identifier of another system',
      whole({ identifier: [{ system: 'x', value: 'A81001' }] }),
      'identifier[0].system',
      /ods/,
    ],
    [
      'an identifier without value',
      whole({ identifier: [{ system: SYSTEM, value: null }] }),
      'identifier[0].value',
      /format/,
    ],
    [
      'too long a code',
      whole({ identifier: [{ system: SYSTEM, value: 'A123456789012' }] }),
      'identifier[0].value',
      /format/,
    ],
    [
      'the code of another',
      whole({ identifier: [{ system: SYSTEM, value: 'B82002' }] }),
      'identifier[0].value',
      /address/,
    ],
    ['active in words', whole({ active: 'true' }), 'active', /true or false/],
    ['an empty name', whole({ name: ' ' }), 'name', /empty/],
    ['too long a name', whole({ name: 'a'.repeat(101) }), 'name', /100/],
    ['signs in a name', whole({ name: 'BRANCH*SURGERY' }), 'name', /signs/],
    ['markup in a name', whole({ name: '<script>' }), 'name', /signs/],
    ['no list of contacts', whole({ telecom: {} }), 'telecom', /list/],
    [
      'a fax',
      whole({ telecom: [{ system: 'fax', value: '0113 496 0000' }] }),
      'telecom[0].system',
      /phone, email, url/,
    ],
    [
      'letters in a number',
      whole({ telecom: [{ system: 'phone', value: '+++ABC123' }] }),
      'telecom[0].value',
      /Invalid phone number format\./,
    ],
    [
      'hyphens in a number',
      whole({ telecom: [{ system: 'phone', value: '0113-496-0000' }] }),
      'telecom[0].value',
      /Invalid phone number format\./,
    ],
    [
      'no British number',
      whole({ telecom: [{ system: 'phone', value: '12345' }] }),
      'telecom[0].value',
      /Invalid UK phone number\./,
    ],
    [
      'a French number',
      whole({ telecom: [{ system: 'phone', value: '+33 1 42 68 53 00' }] }),
      'telecom[0].value',
      /Invalid UK phone number\./,
    ],
    [
      'no e-mail address',
      whole({ telecom: [{ system: 'email', value: 'invalidemail.com' }] }),
      'telecom[0].value',
      /Invalid email format\./,
    ],
    [
      'no web address',
      whole({ telecom: [{ system: 'url', value: 'htp://broken' }] }),
      'telecom[0].value',
      /Invalid URL\./,
    ],
    [
      'a script for an address',
      whole({ telecom: [{ system: 'url', value: 'javascript:alert(1)' }] }),
      'telecom[0].value',
      /Invalid URL\./,
    ],
    ['a contact without value', whole({ telecom: [{ system: 'email' }] }), 'telecom[0].value', /text/],
    [
      'more in a contact',
      whole({ telecom: [{ system: 'email', value: 'a@b.uk', rank: 1 }] }),
      'telecom[0].rank',
      /Unexpected/,
    ],
    ['another extension', whole({ extension: [{ url: 'x' }] }), 'extension[0].url', /OrganisationRole/],
    [
      'no primary role',
      whole({ extension: [role('RO76'), role('RO80')] }),
      'extension',
      /primary role must be RO177/,
    ],
    [
      'no practice role',
      whole({ extension: [role('RO177'), role('RO87')] }),
      'extension',
      /must include RO76/,
    ],
    ['a role twice', whole({ extension: [role('RO177'), role('RO76'), role('RO76')] }), 'extension', /twice/],
    [
      'a role that is no code',
      whole({ extension: [role('practice')] }),
      'extension[0].roleCode.coding[0].code',
      /role code/,
    ],
    [
      'a role without period',
      whole({ extension: [role('RO177', { extension: [] })] }),
      'extension[0].TypedPeriod',
      /period/,
    ],
    [
      'no start',
      whole({ extension: [role('RO177', {}, { end: '2020-01-01' })] }),
      'extension[0].TypedPeriod.period.start',
      /YYYY-MM-DD/,
    ],
    [
      'a date that there is not',
      whole({ extension: [role('RO177', {}, { start: '2021-02-30' })] }),
      'extension[0].TypedPeriod.period.start',
      /YYYY-MM-DD/,
    ],
    [
      'a date in another order',
      whole({ extension: [role('RO177', {}, { start: '01-02-2020' })] }),
      'extension[0].TypedPeriod.period.start',
      /YYYY-MM-DD/,
    ],
    [
      'a date with a time',
      whole({ extension: [role('RO177', {}, { start: '2020-01-01T00:00:00Z' })] }),
      'extension[0].TypedPeriod.period.start',
      /YYYY-MM-DD/,
    ],
    [
      'an end on the start',
      whole({ extension: [role('RO177', {}, { start: '2020-01-01', end: '2020-01-01' })] }),
      'extension[0].TypedPeriod.period',
      /another day/,
    ],
    [
      'an end before the start',
      whole({ extension: [role('RO177', {}, { start: '2020-01-02', end: '2020-01-01' })] }),
      'extension[0].TypedPeriod.period',
      /after/,
    ],
    [
      'a part of a role there is none of',
      whole({ extension: [role('RO177', { extension: [{ url: 'x' }] })] }),
      'extension[0].extension[0].url',
      /no such part/,
    ],
  ]
  it('refuses with 422 whatever breaks a rule, and names the element', async () => {
    const before = await shown()
    for (const [what, body, element, said] of wrong) {
      const answer = await put(body)
      assert.equal(answer.statusCode, 422, `${what}: ${answer.body}`)
      const { issue } = answer.json<Outcome>()
      const told = issue.find(({ diagnostics }) => diagnostics.startsWith(`${element}: `))
      assert.ok(told, `${what}: ${answer.body}`)
      assert.match(told.diagnostics, said, what)
      assert.equal(told.code, 'invalid')
      assert.deepEqual(told.details?.coding[0]?.code, 'UNPROCESSABLE_ENTITY')
      assert.equal(told.details?.coding[0]?.system, 'https://fhir.nhs.uk/CodeSystem/http-error-codes')
      assert.deepEqual(told.expression, [element === 'Organization' ? element : `Organization.${element}`])
    }
    for (const name of ['resourceType', 'id', 'meta', 'identifier', 'active', 'name']) {
      for (const body of [whole({ [name]: undefined }), whole({ [name]: null })]) {
        const answer = await put(body)
        assert.equal(answer.statusCode, 422)
        assert.deepEqual(
          answer.json<Outcome>().issue.map(({ diagnostics }) => diagnostics),
          [`${name}: This field is required.`],
        )
      }
    }
    assert.deepEqual(await shown(), before)
  })

  it('takes an organisation without contacts or roles, and keeps none then', async () => {
    for (const none of [undefined, null, []]) {
      const answer = await put(whole({ telecom: none, extension: none, name: 'Mixed Case nhs gp' }))
      assert.equal(answer.statusCode, 200, answer.body)
    }
    const { telecom, extension, name } = await shown()
    assert.deepEqual([telecom, extension, name], [undefined, undefined, 'Mixed Case NHS GP'])
  })

  it('makes of record and services one Organization that two validators find valid', async () => {
    assert.equal((await put(whole())).statusCode, 200)
    const services = [900_101, 900_102].map(id => ({
      service: rooms.memory.recordOf(id) ?? someService(id),
      updatedAt: '2026-06-01T00:00:00.000Z',
    }))
    const organisation = rooms.organisations.of('A81001')
    for (const audience of ['public', 'professional', 'operator'] as const) {
      const made = organisationOf('a81001', services, audience, { organisation })
      assert.ok(made)
      assert.deepEqual(problemsOf(made), [])
      assert.equal(made.name, 'Hollow Lane NHS GP Surgery')
      assert.equal(made.address?.[0]?.postalCode, 'LS1 4AP')
      assert.deepEqual(made.meta?.lastUpdated, new Date(house.clock.now()).toISOString())
    }
    assert.equal(organisationOf('A81001', [], 'public', {}), undefined)
  })

  it('records each change as maintaining, with who did it', async () => {
    const answer = await put(whole({ name: 'Recorded' }), { 'x-request-id': 'ingest-1' })
    assert.equal(answer.statusCode, 200)
    await rooms.recorder.settle()
    const [entry] = await database.query<{ entry: { interface: string; action: string; question: Json } }>(
      `select entry from activity.entry where entry ->> 'requestId' = 'ingest-1'`,
    )
    assert.equal(entry?.entry.interface, 'dos-ingest')
    assert.equal(entry?.entry.action, 'maintain')
    assert.deepEqual(entry?.entry.question['maintain'], {
      what: 'organisation',
      changes: true,
      maintained: true,
    })
    assert.equal(entry?.entry.question['target'], 'A81001')
  })

  it('describes itself in OpenAPI 3.1, without an error by the rules of Spectral and of OWASP', async () => {
    const served = await house.ask(null, `${BASE}/openapi.json`)
    assert.deepEqual(Object.keys(served.json<{ paths: object }>().paths).sort(), [
      `${BASE}/Organization`,
      `${BASE}/Organization/{id}`,
    ])
    assert.deepEqual(await lintFindings(served.body), [])
    const unknown = await house.ask(null, `${BASE}/Location`)
    assert.deepEqual(
      [unknown.statusCode, first(unknown.body)?.diagnostics],
      [404, 'Unsupported service: /Location'],
    )
    const deleted = await house.ask(KEEPER, `${BASE}/Organization/${ID}`, { method: 'DELETE' })
    assert.deepEqual([deleted.statusCode, deleted.headers['allow']], [405, 'PUT'])
  })
})
