import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type {
  Bundle,
  CapabilityStatement,
  OperationOutcome,
  Resource,
  SearchParameter,
} from '@medplum/fhirtypes'
import spectral from '@stoplight/spectral-core'
import owasp from '@stoplight/spectral-owasp-ruleset'
import rulesets from '@stoplight/spectral-rulesets'
import fc from 'fast-check'
import { writeServices } from '../../src/directory/index.ts'
import { endpointId, healthcareServiceId, locationId, organisationId } from '../../src/fhir/index.ts'
import { definitionsOf } from '../fhir/search/oracle.ts'
import { problemsOf } from '../fhir/validators.ts'
import { BASE_URL, openHouse } from '../support/house.ts'
import { asker, FHIR, form, ID, NEAR_LEEDS, PLANTED_NEAR, plant } from './fhir-house.ts'

const TYPES = ['HealthcareService', 'Organization', 'Location', 'Endpoint'] as const
/** What each type is searched near by. */
const NEAR: Record<(typeof TYPES)[number], string> = {
  HealthcareService: `location.near=${NEAR_LEEDS}|2|km`,
  Organization: `_has:Location:organization:near=${NEAR_LEEDS}|2|km`,
  Location: `near=${NEAR_LEEDS}|2|km`,
  Endpoint: `_has:HealthcareService:endpoint:location.near=${NEAR_LEEDS}|2|km`,
}
const VALUES: Record<string, string> = {
  date: 'ge2020',
  uri: 'https://example.org/x',
  string: 'planted',
  reference: 'nobody',
  token: 'x',
}
const CODES: Record<string, string> = {
  active: 'true',
  status: 'active',
  'address-use': 'work',
  'service-type': '13',
}
/** Judged by the directory: without modifiers, and nothing to sort by. */
const OF_PERSON: Record<string, string> = { 'serves-place': 'LS1 4AP', practice: 'B86001' }
const ASKED: Record<string, string> = { purpose: 'urgent-care-referral', audience: 'public', case: 'TEST' }

describe('the door of the FHIR directory', async () => {
  const house = await openHouse()
  const port = await house.listen()
  await plant(house)
  const { ask, refused, everything, search } = asker(house)
  const statement = (await ask(null, 'metadata')).json<CapabilityStatement>()
  const [rest] = statement.rest ?? []

  it('says exactly what it does: each parameter and include that is listed works', async () => {
    assert.equal(statement.kind, 'instance')
    assert.match(rest?.documentation ?? '', /cannot be listed/)
    assert.deepEqual(
      rest?.resource?.map(({ type }) => type),
      [...TYPES],
    )
    for (const {
      type,
      searchParam = [],
      searchInclude = [],
      searchRevInclude = [],
      interaction,
    } of rest?.resource ?? []) {
      const near = NEAR[TYPES.find(one => one === type) ?? 'Location']
      assert.deepEqual(
        interaction?.map(({ code }) => code),
        ['read', 'search-type'],
      )
      for (const { name = '', type: kind = '' } of searchParam) {
        if (kind === 'special' || OF_PERSON[name] !== undefined) continue
        await search('call-centre', `${type}?${near}&${name}=${CODES[name] ?? VALUES[kind] ?? ''}`)
        await search('call-centre', `${type}?${near}&${name}:missing=true`)
        await search('call-centre', `${type}?${near}&_sort=${name}`)
      }
      for (const include of searchInclude) await search('call-centre', `${type}?${near}&_include=${include}`)
      for (const include of searchRevInclude)
        await search('call-centre', `${type}?${near}&_revinclude=${include}`)
      for (const { name = '' } of rest?.searchParam ?? []) {
        const answer = await ask('call-centre', `${type}?${near}&${name}=${ASKED[name]}`)
        assert.ok(
          answer.statusCode === 200 || JSON.stringify(answer.json()).includes('purpose-not-agreed'),
          answer.body,
        )
      }
    }
    await search('call-centre', `Location?near-place=LS1 4AP|2|km`)
    for (const [name, value] of Object.entries(OF_PERSON)) {
      await search('call-centre', `HealthcareService?${NEAR.HealthcareService}&${name}=${value}`)
    }
  })

  it('and refuses by name whatever HL7 defines and the statement does not list', async () => {
    for (const { type, searchParam = [], searchInclude = [], searchRevInclude = [] } of rest?.resource ??
      []) {
      const near = NEAR[TYPES.find(one => one === type) ?? 'Location']
      const listed = new Set(searchParam.map(({ name }) => name))
      for (const { name, definition, type: kind } of searchParam) {
        const hl7 = definitionsOf(type ?? '').find(({ code }) => code === name)
        assert.deepEqual(
          [definition, kind],
          hl7
            ? [hl7.url, hl7.type]
            : [`${BASE_URL}${FHIR}/SearchParameter/${name}`, name === 'practice' ? 'token' : 'special'],
        )
      }
      const others = [...definitionsOf(type ?? ''), ...definitionsOf('Patient')]
        .map(({ code }) => code)
        .filter(code => !listed.has(code))
      for (const name of [
        ...others,
        '_filter',
        '_list',
        '_type',
        '_containedType',
        'near.x',
        '_has:Patient:organization:name',
        '_has:HealthcareService:location',
        '__proto__',
        'constructor',
        'toString',
      ]) {
        const answer = await ask('call-centre', `${type}?${near}&${name}=x`)
        assert.equal(answer.statusCode, 400, name)
        assert.match(
          JSON.stringify(answer.json<OperationOutcome>().issue[0]?.location),
          new RegExp(`http.${name.slice(0, 5)}`),
        )
      }
      for (const source of TYPES) {
        for (const { code } of definitionsOf(source)) {
          const include = `${source}:${code}`
          const asked = [`_include=${include}`, `_revinclude=${include}`]
          const may = [searchInclude.includes(include), searchRevInclude.includes(include)]
          for (const [index, query] of asked.entries()) {
            const { statusCode, body } = await ask('call-centre', `${type}?${near}&${query}`)
            // Of another type it is understood, for it may be of what was included.
            if (may[index]) assert.equal(statusCode, 200, body)
            else if (definitionsOf(source).find(one => one.code === code)?.type !== 'reference')
              assert.equal(statusCode, 400, query)
          }
        }
      }
      for (const path of [
        `${type}/_history`,
        `${type}/x/_history`,
        `${type}/x/_history/1`,
        `${type}/$validate`,
        `${type}/x/$everything`,
      ]) {
        assert.deepEqual(await refused('call-centre', path), [404, 'route-unknown'], path)
      }
    }
    for (const path of [
      '',
      'Patient',
      'Patient/1',
      '_history',
      '$export',
      'metadata/x',
      'SearchParameter',
      'SearchParameter/name',
      'x'.repeat(500),
    ]) {
      assert.deepEqual(await refused(null, path), [404, 'route-unknown'], path)
    }
  })

  it('defines parameters of its own at the addresses it gives', async () => {
    const own = [
      ...(rest?.searchParam ?? []),
      ...(rest?.resource ?? []).flatMap(({ searchParam = [] }) => searchParam),
    ].filter(({ definition }) => definition?.startsWith(BASE_URL))
    assert.deepEqual(own.map(({ name }) => name).sort(), [
      'audience',
      'case',
      'near-place',
      'practice',
      'purpose',
      'serves-place',
    ])
    for (const { definition = '', name } of own) {
      const answer = await ask(null, definition.slice(`${BASE_URL}${FHIR}/`.length))
      const parameter = answer.json<SearchParameter>()
      assert.deepEqual([parameter.url, parameter.code], [definition, name])
    }
    const smart = await house.rooms.app.inject(`${FHIR}/.well-known/smart-configuration`)
    const { token_endpoint, jwks_uri } = smart.json<{ token_endpoint: string; jwks_uri: string }>()
    assert.equal(token_endpoint, `${BASE_URL}/oauth2/token`)
    assert.equal((await house.rooms.app.inject(jwks_uri.slice(BASE_URL.length))).statusCode, 200)
  })

  it('reads each type by its id, with its version', async () => {
    const ids = [
      `HealthcareService/${healthcareServiceId(ID.two)}`,
      `Location/${locationId(ID.two)}`,
      `Endpoint/${endpointId(ID.two, 0)}`,
      `Organization/${organisationId('FQW63')}`,
    ]
    for (const id of ids) {
      const answer = await ask('booking-desk', id)
      assert.equal(answer.statusCode, 200, answer.body)
      const resource = answer.json<Resource>()
      assert.equal(`${resource.resourceType}/${resource.id}`, id)
      assert.equal(answer.headers['etag'], `W/"${resource.meta?.versionId}"`)
      assert.equal(
        Date.parse(String(answer.headers['last-modified'])),
        Date.parse(resource.meta?.lastUpdated ?? ''),
      )
      assert.equal(answer.headers['cache-control'], 'no-store')
      const part = await ask('booking-desk', `${id}?_summary=true&_pretty=true`)
      assert.ok(part.body.length > 0 && part.statusCode === 200)
      assert.deepEqual(await refused('yorkshire-urgent-care', id), [403, 'look-up-without-search'])
    }
    assert.equal((await ask('booking-desk', 'Location/area.outcode.LS1')).statusCode, 200)
    assert.equal((await ask('booking-desk', `Location/area.radius.5000.${ID.other}`)).statusCode, 200)
    for (const id of [
      'nobody',
      healthcareServiceId(1_000_000_000),
      locationId(ID.one),
      organisationId('ZZZ'),
      'area.outcode.LS1',
      '646f7301-0000-8000-8000-00002E532181',
    ]) {
      assert.deepEqual(await refused('booking-desk', `HealthcareService/${id}`), [404, 'not-found'], id)
    }
    assert.equal(
      (await ask('booking-desk', `HealthcareService/${healthcareServiceId(ID.one)}?name=x`)).statusCode,
      400,
    )
    assert.deepEqual(await refused('booking-desk', `HealthcareService/${healthcareServiceId(ID.closed)}`), [
      410,
      'deleted',
    ])
    assert.deepEqual(
      await refused('booking-desk', `HealthcareService/${healthcareServiceId(ID.practice)}?audience=public`),
      [404, 'not-found'],
    )
  })

  it('sees a change at once, with another version', async () => {
    const id = `HealthcareService/${healthcareServiceId(ID.other)}`
    const before = await ask('booking-desk', id)
    const [, , other] = PLANTED_NEAR
    assert.ok(other)
    const written = { who: 'test', at: new Date(house.clock.now() + 1000), why: 'changed' }
    await writeServices(house.rooms.database, [{ ...structuredClone(other), name: 'Planted Anew' }], written)
    await house.rooms.follower.catchUp()
    const after = await ask('booking-desk', id)
    assert.notEqual(after.headers['etag'], before.headers['etag'])
    assert.match(after.body, /Planted Anew/)
  })

  it('is answered in JSON unless something else is asked for, of R4', async () => {
    const near = `Location?${NEAR.Location}`
    for (const accept of [
      'application/fhir+json',
      'application/json',
      '*/*',
      'text/html,application/xhtml+xml,*/*;q=0.8',
      'application/fhir+xml;q=0.5, application/fhir+json; fhirVersion=4.0',
    ]) {
      assert.equal((await ask('call-centre', near, { headers: { accept } })).statusCode, 200, accept)
    }
    for (const accept of [
      'text/html',
      'application/fhir+xml; fhirVersion=3.0',
      'application/fhir+xml;q=0, text/plain',
      'application/fhir+json; fhirVersion=5.0',
      'application/json;q=0',
    ]) {
      assert.deepEqual(
        await refused('call-centre', near, { headers: { accept } }),
        [406, 'not-supported'],
        accept,
      )
      assert.deepEqual(
        await refused(null, 'metadata', { headers: { accept } }),
        [406, 'not-supported'],
        accept,
      )
    }
    assert.equal(
      (await ask('call-centre', `${near}&_format=json`, { headers: { accept: 'application/fhir+xml' } }))
        .statusCode,
      200,
    )
    assert.deepEqual(
      await refused('call-centre', 'Location/_search', form(`${NEAR.Location}&_format=turtle`)),
      [406, 'not-supported'],
    )
    assert.deepEqual(await refused('call-centre', `${near}&_format=application/fhir%2Bturtle`), [
      406,
      'not-supported',
    ])
  })

  it('says no as FHIR does, whoever asks and whatever is wrong', async () => {
    const near = `Location?${NEAR.Location}`
    const cases: [account: string | null, path: string, expected: [number, string], over?: object][] = [
      [null, near, [401, 'token-missing']],
      [null, near, [401, 'token-invalid'], { headers: { authorization: 'Bearer nonsense' } }],
      ['suspended', near, [403, 'account-suspended']],
      ['agreement-ended', near, [403, 'agreement-ended']],
      [
        'call-centre',
        'Location',
        [405, 'method-not-allowed'],
        { method: 'POST', payload: '{}', headers: { 'content-type': 'application/fhir+json' } },
      ],
      [
        'call-centre',
        'Location/x',
        [405, 'method-not-allowed'],
        { method: 'PUT', payload: '{"', headers: { 'content-type': 'application/json' } },
      ],
      ['call-centre', 'Location/x', [405, 'method-not-allowed'], { method: 'DELETE' }],
      ['call-centre', 'Location/_search', [405, 'method-not-allowed']],
      [
        'call-centre',
        'Location/_search',
        [415, 'media-type-unsupported'],
        { method: 'POST', payload: '{}', headers: { 'content-type': 'application/json' } },
      ],
      ['call-centre', 'Location/_search', [413, 'body-too-large'], form(`name=${'x'.repeat(40_000)}`)],
      ['call-centre', 'Location/_search', [400, 'parameter-invalid'], form('near=%')],
      ['call-centre', 'Location?near=%ff', [400, 'parameter-invalid']],
      ['call-centre', 'Location/%zz', [400, 'request-malformed']],
    ]
    for (const [account, path, expected, over] of cases)
      assert.deepEqual(await refused(account, path, over), expected, path)
    const barred = await ask('suspended', near)
    const [issue] = barred.json<OperationOutcome>().issue
    assert.equal(issue?.code, 'forbidden')
    assert.match(issue?.diagnostics ?? '', /Clauses: AUP.*Contact: .*Decision: /)
    assert.match(String((await ask(null, near)).headers['www-authenticate']), /^Bearer realm="signpost"$/)
    for (let count = 0; count < 5; count += 1) await ask('small-volume', near)
    const throttled = await ask('small-volume', near)
    assert.equal(throttled.statusCode, 429)
    const [held] = throttled.json<OperationOutcome>().issue
    assert.equal(held?.code, 'throttled')
    assert.deepEqual(
      held?.details?.coding?.map(({ code }) => code),
      ['quota-exhausted', 'TOO_MANY_REQUESTS'],
    )
    assert.ok(Number(throttled.headers['retry-after']) > 0)
  })

  it('takes no harm from questions that are made to do some', async () => {
    const near = NEAR.HealthcareService
    const attacks: [query: string, codes: readonly string[]][] = [
      [`${near}&name=${Array.from({ length: 200 }, () => 'x').join(',')}`, ['too-costly']],
      [`${near}&${Array.from({ length: 60 }, () => 'name=x').join('&')}`, ['too-costly']],
      [`${near}&organization.partof.partof.partof.partof.name=x`, ['too-costly']],
      [`${near}&_has:HealthcareService:organization:_has:Location:organization:name=x`, ['not-supported']],
      [`${near}&name=a%00b`, ['invalid']],
      [`${near}&name=a%0d%0ab`, ['invalid']],
      [`${near}&name%0d%0a=b`, ['not-supported']],
      [`${near}&name=`, ['value']],
      [`${near}&name=,`, ['value']],
      [`${near}&name=a\\b`, ['invalid']],
      [`${near}&name=${'x'.repeat(5000)}`, ['too-costly']],
      [`${near}&${near}`, ['not-supported']],
      [`location.near=${NEAR_LEEDS},${NEAR_LEEDS}`, ['not-supported']],
      [`location.near=${NEAR_LEEDS}|2|furlong`, ['code-invalid']],
      [`location.near=${NEAR_LEEDS}|-2|km`, ['value']],
      [`location.near=${NEAR_LEEDS}|1e3|km`, ['value']],
      ['location.near=91|0|1', ['value']],
      ['location.near=NaN|0|1', ['value']],
      [`coverage-area.near=${NEAR_LEEDS}`, ['not-supported']],
      [`${near}&_count=0`, ['value']],
      [`${near}&_count=-1`, ['value']],
      [`${near}&_count=1&_count=2`, ['invalid']],
      [`${near}&_sort=colour`, ['not-supported']],
      [`_id=x&_sort=distance`, ['invalid']],
      [`${near}&_total=accurate`, ['not-supported']],
      [`${near}&_contained=true`, ['not-supported']],
      [`${near}&_summary=count`, ['value']],
      [`${near}&_summary=text&_include=HealthcareService:location`, ['invalid']],
      [`${near}&_elements=name,colour`, ['value']],
      [`${near}&_elements=name&_summary=true`, ['invalid']],
      [`${near}&_include=*`, ['value']],
      [`${near}&_include=HealthcareService:*`, ['not-supported']],
      [`${near}&_include=Patient:organization`, ['value']],
      [`${near}&_include:recurse=HealthcareService:location`, ['not-supported']],
      [`${near}&organization=Location/x`, ['value']],
      [`${near}&organization:Location=x`, ['not-supported']],
      [`${near}&_lastUpdated=2026-02-30`, ['value']],
      [`${near}&_lastUpdated=xx2026`, ['value']],
      [`${near}&_lastUpdated=2026-01-01T10:00:00+01:00`, ['value']],
      [`${near}&active=maybe`, ['code-invalid']],
      [`${near}&service-type=colour`, ['code-invalid']],
      [`${near}&service-type=-1`, ['code-invalid']],
      [`${near}&service-type:in=x`, ['not-supported']],
      [`${near}&audience=operator`, ['value']],
      [`${near}&serves-place=LS1`, ['value']],
      [`${near}&serves-place=LS1 4AP,LS1 4AQ`, ['not-supported']],
      [`${near}&serves-place=LS1 4AP&serves-place=LS1 4AP`, ['not-supported']],
      [`${near}&serves-place:missing=true`, ['not-supported']],
      ['serves-place=origin', ['value']],
      [`${near}&practice=B86001|x`, ['code-invalid']],
      [`${near}&practice=B86-001`, ['value']],
      [`${near}&practice=B86001,B86002`, ['not-supported']],
      [`${near}&practice:not=B86001`, ['not-supported']],
      [`${near}&_sort=practice`, ['not-supported']],
      [`${near}&location._has:HealthcareService:location:practice=B86001`, ['not-supported']],
      [`${near}&_sort=-serves-place`, ['not-supported']],
      ['identifier=1&practice=B86001', ['invalid']],
      [`${near}&_cursor=MTA`, ['invalid']],
      [`${near}&_cursor=${Buffer.from('after:-5').toString('base64url')}`, ['invalid']],
    ]
    for (const [query, codes] of attacks) {
      const answer = await ask('call-centre', `HealthcareService?${query}`)
      assert.equal(answer.statusCode, 400, `${query}: ${answer.body}`)
      assert.deepEqual(
        answer.json<OperationOutcome>().issue.map(({ code }) => code),
        codes,
        query,
      )
    }
    // Whoever makes up a cursor gets no more than the agreement's k.
    for (const skip of [10, 11, 999_999]) {
      const cursor = Buffer.from(`after:${skip}`).toString('base64url')
      const past = await search(
        'pharmacy-finder',
        `HealthcareService?location.near-place=LS1|16|km&service-type=13&_cursor=${cursor}`,
      )
      assert.deepEqual((past as Bundle).entry?.filter(({ search }) => search?.mode === 'match') ?? [], [])
    }
  })

  it('answers any words at all with an outcome or a bundle', async () => {
    const word = fc.constantFrom(
      'name',
      'location',
      'near',
      'organization',
      '_has',
      ':',
      '.',
      '=',
      '&',
      ',',
      '|',
      '\\',
      '%2C',
      '%',
      '+',
      'exact',
      'HealthcareService',
      '_id',
      'ge2026',
      '_include',
      '_sort',
      '-',
      '\u{1f600}',
      '__proto__',
      '[]',
    )
    const queries = fc.array(word, { maxLength: 12 }).map(words => words.join(''))
    await fc.assert(
      fc.asyncProperty(queries, async query => {
        const answer = await ask(
          'call-centre',
          `HealthcareService?${encodeURI(query).replaceAll('%25', '%')}`,
        )
        assert.ok([200, 400, 403].includes(answer.statusCode), `${query}: ${answer.body}`)
      }),
      { numRuns: 150 },
    )
  })

  it('is described by an OpenAPI document without an error by the rules of Spectral and of OWASP', async () => {
    const document = await house.ask(null, `${FHIR}/openapi.json`)
    const linter = new spectral.Spectral()
    const rules = {
      extends: [
        [rulesets.oas, 'recommended'],
        [owasp, 'recommended'],
      ],
    }
    linter.setRuleset(new spectral.Ruleset(rules, { severity: 'recommended' }))
    const results = await linter.run(document.body)
    const said = results
      .filter(({ code }) => code !== 'owasp:api4:2023-string-restricted')
      .map(({ code, path, message }) => `${code} at ${path.join('.')}: ${message}`)
    assert.deepEqual(said, [])
  })

  it('speaks OperationOutcome on the wire, too', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}${FHIR}/Location/x`, { method: 'PATCH', body: '[]' })
    assert.equal(answer.status, 405)
    assert.equal(answer.headers.get('allow'), 'GET, HEAD')
    assert.equal(((await answer.json()) as Resource).resourceType, 'OperationOutcome')
  })

  it('answers with nothing but valid R4, as two validators see it', () => {
    const outcomes = everything.filter(({ resourceType }) => resourceType !== 'Bundle')
    assert.ok(outcomes.length > 100)
    for (const resource of outcomes)
      assert.deepEqual(problemsOf(resource), [], JSON.stringify(resource).slice(0, 3000))
  })
})
