import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle } from '@medplum/fhirtypes'
import { Client } from 'fhir-kit-client'
import { healthcareServiceId, organisationId } from '../../src/fhir/index.ts'
import { problemsOf } from '../fhir/validators.ts'
import { freePort } from '../support/free-port.ts'
import { openHouse } from '../support/house.ts'
import {
  asker,
  FHIR,
  form,
  ID,
  LEEDS,
  linkOf,
  matchesIn,
  NEAR_LEEDS,
  namesIn,
  PLANTED_NEAR,
  plant,
} from './fhir-house.ts'

const PHARMACY = "HealthcareService Planted St. Mary's Pharmacy"
const MINOR = 'HealthcareService Planted Minor Ailments'
const CROWN = 'HealthcareService Planted Crown Point'
const SURGERY = 'HealthcareService Planted Surgery'
const BY_NAME = 'name=planted'

describe('a search of the FHIR directory', async () => {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const house = await openHouse({ SIGNPOST_BASE_URL: base, PORT: String(port) })
  await house.listen()
  await plant(house)
  const { ask, search, refused, everything, entryOf } = asker(house)
  const found = async (path: string, account = 'call-centre') => namesIn(await search(account, path), 'match')

  it('is understood by fhir-kit-client: metadata, search, form, pages, what is included, read', async () => {
    const client = new Client({ baseUrl: `${base}${FHIR}`, bearerToken: await house.token('call-centre') })
    const statement = await client.capabilityStatement()
    assert.equal(statement.resourceType, 'CapabilityStatement')
    const searchParams = {
      'location.near': `${NEAR_LEEDS}|2|km`,
      name: 'planted',
      _include: ['HealthcareService:location', 'HealthcareService:organization'],
      _count: 3,
    }
    const asked = { resourceType: 'HealthcareService', searchParams }
    const first = (await client.search(asked)) as unknown as Bundle
    assert.deepEqual(namesIn(first, 'match'), [PHARMACY, MINOR, SURGERY])
    assert.deepEqual(namesIn(first, 'include').length, 5)
    const posted = await client.search({ ...asked, options: { postSearch: true } })
    assert.deepEqual(namesIn(posted as unknown as Bundle), namesIn(first))
    const second = (await client.nextPage({ bundle: first as never })) as unknown as Bundle
    assert.deepEqual(namesIn(second, 'match'), [CROWN])
    assert.equal(client.nextPage({ bundle: second as never }), undefined)
    const id = healthcareServiceId(ID.one)
    const read = await client.read({ resourceType: 'HealthcareService', id })
    assert.equal(read['name'], "Planted St. Mary's Pharmacy")
    const { tokenUrl } = await client.smartAuthMetadata()
    assert.equal(String(tokenUrl), `${base}/oauth2/token`)
  })

  it('gives the nearest first, exactly as measuring every service does', async () => {
    const { memory } = house.rooms
    const all = Array.from({ length: 2000 }, (_, index) => memory.recordOf(index + 1))
      .concat(PLANTED_NEAR)
      .filter(
        service =>
          service !== undefined && service.status === 'active' && service.place.easting !== undefined,
      )
      .filter(
        service =>
          service?.eligibility.practices === undefined &&
          service?.openingTimes.returnIfOpenWithinMinutes === undefined,
      )
    const near = all
      .flatMap(service => {
        if (!service || (service.typeId !== 13 && service.typeId !== 100)) return []
        const { easting = 0, northing = 0 } = service.place
        return [{ id: service.id, metres: Math.hypot(easting - LEEDS.easting, northing - LEEDS.northing) }]
      })
      .filter(({ metres }) => metres <= 60_000)
      .sort((a, b) => a.metres - b.metres || a.id - b.id)
    for (const [unit, metres] of [
      ['km', 1000],
      ['m', 1],
      ['mi', 1609.344],
      ['[mi_us]', 1609.347_219],
    ] as const) {
      const path = `HealthcareService?location.near=${NEAR_LEEDS}|${60_000 / metres}|${unit}&service-type=pharmacy,100&_count=50`
      const { entry = [] } = await search('call-centre', path)
      assert.deepEqual(
        entry.map(one => one.resource?.id),
        near.slice(0, entry.length).map(({ id }) => healthcareServiceId(id)),
      )
      assert.ok(entry.length > 5)
      for (const [index, one] of entry.entries()) {
        const [extension] = one.search?.extension ?? []
        assert.equal(extension?.url, 'http://hl7.org/fhir/StructureDefinition/location-distance')
        const { value = 0, system, code } = extension?.valueDistance ?? {}
        assert.equal(system, 'http://unitsofmeasure.org')
        assert.equal(code, unit === 'mi' ? '[mi_i]' : unit)
        // The centre is given to a tenth of a metre or so, and miles to the thousandth.
        assert.ok(Math.abs(value * metres - (near[index]?.metres ?? 0)) < 3, `${value} ${unit}`)
      }
    }
  })

  it('is made of every type, from a point or from a place by name', async () => {
    const near = `near=${NEAR_LEEDS}|2|km`
    assert.deepEqual(await found(`HealthcareService?location.${near}&${BY_NAME}`), [
      PHARMACY,
      MINOR,
      SURGERY,
      CROWN,
    ])
    assert.deepEqual(await found(`Location?${near}&${BY_NAME}&address-city=plantham`), [
      "Location Planted St. Mary's Pharmacy",
      'Location Planted Minor Ailments',
      'Location Planted Surgery',
      'Location Planted Crown Point',
    ])
    const organisations = [
      "Organization Planted St. Mary's Pharmacy",
      'Organization Planted Surgery',
      'Organization Planted Crown Point',
    ]
    assert.deepEqual(await found(`Organization?_has:Location:organization:${near}&${BY_NAME}`), organisations)
    assert.deepEqual(
      await found(`Organization?_has:HealthcareService:organization:location.${near}&${BY_NAME}`),
      organisations,
    )
    const endpoints = await search(
      'call-centre',
      `Endpoint?_has:HealthcareService:endpoint:location.${near}&connection-type=itk,telno&organization.name=planted`,
    )
    assert.deepEqual(
      endpoints.entry?.map(({ resource }) => resource && 'address' in resource && resource.address),
      ['https://planted-endpoint.example.org/1', '01134960000'],
    )
    assert.deepEqual((await found(`HealthcareService?location.near-place=LS1 4AP|3|km&${BY_NAME}`)).length, 4)
    const rough = await search('call-centre', `Location?near-place=Leeds|10|km&${BY_NAME}`)
    const notes = rough.entry?.find(({ search }) => search?.mode === 'outcome')?.resource
    assert.match(JSON.stringify(notes), /is known to some \d+ metres/)
  })

  it('takes modifiers, chains, _has, what is included and how it is sorted', async () => {
    const near = `HealthcareService?location.near=${NEAR_LEEDS}|2|km&${BY_NAME}`
    const cases: [more: string, names: string[]][] = [
      ['name:exact=Planted Surgery', [SURGERY]],
      ['name:contains=MARYS', [PHARMACY]],
      ['service-type=13', [PHARMACY, CROWN]],
      ['service-type=Pharmacy', [PHARMACY, CROWN]],
      ['service-type=http://hl7.org/fhir/ValueSet/service-type|pharmacy', [PHARMACY, CROWN]],
      ['service-type:not=13', [MINOR, SURGERY]],
      ['service-type:text=GP', [SURGERY]],
      ['organization.identifier=FQW63', [PHARMACY, MINOR]],
      ['organization:identifier=https://fhir.nhs.uk/Id/ods-organization-code|fqw63', [PHARMACY, MINOR]],
      ['organization:Organization.name=planted crown', [CROWN]],
      ['location.address-postalcode=LS14AP', [PHARMACY, MINOR, SURGERY, CROWN]],
      ['endpoint.connection-type=email', [MINOR]],
      ['endpoint:missing=true', [SURGERY, CROWN]],
      ['coverage-area=area.outcode.LS1', [CROWN]],
      ['specialty:missing=false', [SURGERY]],
      ['specialty=http://snomed.info/sct|394814009', [SURGERY]],
      [
        '_tag:missing=true&active=true&_profile:below=https://fhir.hl7.org.uk/StructureDefinition&service-type=100',
        [SURGERY],
      ],
      ['_lastUpdated=gt2030', []],
      ['_sort=-name', [SURGERY, PHARMACY, MINOR, CROWN]],
      ['_sort=service-type,-distance', [SURGERY, CROWN, PHARMACY, MINOR]],
    ]
    for (const [more, names] of cases) {
      assert.deepEqual(await found(`${near}&${more}`), names, more)
    }
    const both = await search(
      'call-centre',
      `${near}&service-type=132&_include=HealthcareService:organization&_revinclude:iterate=HealthcareService:organization&_include:iterate=HealthcareService:endpoint`,
    )
    assert.deepEqual(namesIn(both, 'match'), [MINOR])
    assert.deepEqual(
      namesIn(both, 'include').map(name => name.split(' ')[0]),
      ['Organization', 'Endpoint', 'HealthcareService', 'Endpoint', 'Endpoint'],
    )
    const areas = await search(
      'call-centre',
      `${near}&coverage-area:missing=false&_include=HealthcareService:coverage-area:Location`,
    )
    assert.deepEqual(namesIn(areas, 'include'), [
      'Location Postcode district LS1',
      'Location Within 5000 metres of Planted Crown Point',
    ])
  })

  it('answers with a part of each resource where a part is asked for, and it is still a valid one', async () => {
    const near = `location.near=${NEAR_LEEDS}|2|km&${BY_NAME}&_include=HealthcareService:organization`
    const { entry = [] } = await search('call-centre', `HealthcareService?${near}&_elements=name,active`)
    const [first] = entry
    assert.deepEqual(Object.keys(first?.resource ?? {}).sort(), [
      'active',
      'id',
      'meta',
      'name',
      'resourceType',
    ])
    assert.ok(first?.resource?.meta?.tag?.some(({ code }) => code === 'SUBSETTED'))
    const summary = await search('call-centre', `HealthcareService?${near}&_summary=true`)
    assert.ok(!('telecom' in (summary.entry?.[0]?.resource ?? {})))
    for (const part of ['text', 'data', 'false', 'true']) {
      await search(
        'call-centre',
        `Endpoint?_has:HealthcareService:endpoint:location.near=${NEAR_LEEDS}|2|km&_summary=${part}`,
      )
    }
    const pretty = await ask('call-centre', `HealthcareService?${near}&_pretty=true&_format=json`)
    assert.match(pretty.body, /^\{\n {2}"resourceType"/)
  })

  it('has pages up to what the agreement allows and none beyond, each decided and recorded by itself', async () => {
    const decisions = new Set<string>()
    const seen: (string | undefined)[] = []
    let path: string | undefined =
      `HealthcareService?location.near-place=LS1|16|km&service-type=pharmacy&_count=1`
    while (path !== undefined) {
      const answer = await ask('pharmacy-finder', path)
      const bundle = answer.json<Bundle>()
      const entry = await entryOf(answer)
      assert.equal(entry.interface, 'fhir')
      assert.equal(entry.results.length, 1)
      decisions.add(entry.id)
      seen.push(matchesIn(bundle)[0]?.id)
      assert.ok(!('total' in bundle))
      path = linkOf(bundle, 'next')?.slice(`${base}${FHIR}/`.length)
    }
    assert.equal(decisions.size, seen.length)
    assert.equal(new Set(seen).size, seen.length)
    // That is the k of the agreement; there are more pharmacies than that.
    assert.equal(seen.length, 10)
    const all = await search(
      'pharmacy-finder',
      `HealthcareService?location.near-place=LS1|16|km&service-type=pharmacy&_count=999`,
    )
    assert.deepEqual(
      matchesIn(all).map(({ id }) => id),
      seen,
    )
    assert.equal(linkOf(all, 'next'), undefined)
  })

  it('is recorded by the services whose data the answer holds, and by the names of its filters alone', async () => {
    const answer = await ask(
      'call-centre',
      `Organization?_has:Location:organization:near=${NEAR_LEEDS}|2|km&name=Planted St&_revinclude=HealthcareService:organization`,
    )
    const entry = await entryOf(answer)
    assert.deepEqual([...entry.results].sort(), [ID.one, ID.two])
    assert.deepEqual(entry.question.filters, ['name'])
    assert.equal(entry.question.withinMetres, 2000)
    assert.ok(!JSON.stringify(entry).includes('Planted'))
  })

  it('is held to the circle: nothing beyond it is found, followed or included', async () => {
    const bundle = await search(
      'call-centre',
      `HealthcareService?location.near=${NEAR_LEEDS}|120|m&${BY_NAME}&_include=HealthcareService:organization&_revinclude:iterate=HealthcareService:organization`,
    )
    assert.deepEqual(namesIn(bundle), [PHARMACY, "Organization Planted St. Mary's Pharmacy"])
    assert.deepEqual(
      await found(
        `Organization?_has:Location:organization:near=${NEAR_LEEDS}|120|m&_has:HealthcareService:organization:service-type=132`,
      ),
      [],
    )
  })

  it('is refused where it would list the directory', async () => {
    for (const path of [
      'HealthcareService',
      'HealthcareService?name=planted',
      'HealthcareService?service-type=13',
      'Location?address-city=Leeds',
      'Organization?active=true',
      'Endpoint?status=active',
      'Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|',
      'HealthcareService?_id:not=x',
      'HealthcareService?coverage-area=area.outcode.LS1',
      'HealthcareService?organization:missing=false',
    ]) {
      assert.deepEqual(await refused('call-centre', path), [400, 'origin-not-given'], path)
    }
    assert.deepEqual(await refused('symptom-checker', `Location?near=${NEAR_LEEDS}`), [
      403,
      'origin-kind-not-agreed',
    ])
    assert.deepEqual(await refused('pharmacy-finder', 'Location?near-place=LS1'), [403, 'type-not-agreed'])
    assert.deepEqual(
      await refused('pharmacy-finder', 'HealthcareService?location.near-place=LS1|17|km&service-type=13'),
      [403, 'distance-above-agreed'],
    )
    assert.deepEqual(await refused('yorkshire-urgent-care', 'Location?near-place=Bristol'), [
      403,
      'region-not-agreed',
    ])
    assert.deepEqual(await refused('call-centre', 'Location?near-place=Cardiff'), [403, 'outside-england'])
    assert.deepEqual(await refused('gp-software', 'Location?near-place=LS1'), [400, 'purpose-missing'])
    assert.equal(
      (await ask('gp-software', 'Location?near-place=LS1&purpose=care-coordination')).statusCode,
      200,
    )
  })

  it('finds what is known by name: after a search, or where looking up is agreed on', async () => {
    const odsCode = 'Organization?identifier=https://fhir.nhs.uk/Id/ods-organization-code|FXX01'
    assert.deepEqual(await refused('yorkshire-urgent-care', odsCode), [403, 'look-up-without-search'])
    await search(
      'yorkshire-urgent-care',
      `HealthcareService?location.near=${NEAR_LEEDS}|2|km&name=planted crown`,
    )
    assert.deepEqual(await found(odsCode, 'yorkshire-urgent-care'), ['Organization Planted Crown Point'])
    const known: [path: string, names: string[]][] = [
      [`Organization?_id=${organisationId('FQW63')}`, ["Organization Planted St. Mary's Pharmacy"]],
      [
        'HealthcareService?organization.identifier=FQW63',
        [PHARMACY, MINOR, 'HealthcareService Planted Kept'],
      ],
      [`HealthcareService?organization=${organisationId('FQW63')}&service-type=132`, [MINOR]],
      [
        `HealthcareService?identifier=https://fhir.nhs.uk/Id/dos-service-id|${ID.other},${ID.two}`,
        [MINOR, CROWN],
      ],
      [`HealthcareService?organization.endpoint=Endpoint/${'646f7303-0000-8000-8000-000000000000'}`, []],
      [
        `Organization?_has:HealthcareService:organization:identifier=${ID.two}`,
        ["Organization Planted St. Mary's Pharmacy"],
      ],
      [`HealthcareService?_id=${healthcareServiceId(ID.closed)}`, []],
      ['HealthcareService?identifier=urn:x|1', []],
    ]
    for (const [path, names] of known) assert.deepEqual(await found(path, 'booking-desk'), names, path)
    const answer = await ask(
      'booking-desk',
      'Organization?identifier=FQW63&_revinclude=Endpoint:organization',
    )
    assert.equal(answer.json<Bundle>().entry?.length, 4)
    const entry = await entryOf(answer)
    assert.deepEqual(
      [entry.action, entry.question.by, entry.question.target],
      ['look-up', 'ods-code', 'FQW63'],
    )
    // Of what a follow-up names, only what the search returned is shown.
    await search(
      'ambulance-desk',
      `HealthcareService?location.near=${NEAR_LEEDS}|2|km&purpose=emergency-treatment`,
    )
    await search('small-volume', `HealthcareService?location.near=${NEAR_LEEDS}|110|m`)
    assert.deepEqual(await found('HealthcareService?organization.identifier=FQW63', 'small-volume'), [
      PHARMACY,
    ])
  })

  it('shows the public what is for the public, in whatever it is included', async () => {
    const answer = await ask(
      'symptom-checker',
      `HealthcareService?location.near-place=LS1 4AP|3|km&${BY_NAME}&_include=HealthcareService:endpoint&_include=HealthcareService:location&_include=HealthcareService:organization`,
    )
    assert.deepEqual(namesIn(answer.json<Bundle>(), 'match'), [PHARMACY, MINOR, CROWN])
    assert.ok(!answer.body.includes('Ring the bell twice') && !answer.body.includes('planted-endpoint'))
    const told = await ask(
      'call-centre',
      `HealthcareService?location.near=${NEAR_LEEDS}|2|km&${BY_NAME}&_include=HealthcareService:endpoint&_include=HealthcareService:organization&audience=public`,
    )
    assert.equal(told.headers['signpost-audience'], 'public')
    assert.deepEqual(namesIn(told.json<Bundle>(), 'match'), [PHARMACY, MINOR, CROWN])
    for (const secret of ['planted-endpoint', 'Ring the bell twice', '0113 496 0999', 'Planted Surgery']) {
      assert.ok(!told.body.includes(secret), secret)
    }
    assert.deepEqual(
      await found(
        `Endpoint?_has:HealthcareService:endpoint:location.near=${NEAR_LEEDS}|2|km&audience=public`,
      ),
      [],
    )
  })

  it('names what it does not understand, and leaves it out only where lenience is asked for', async () => {
    const near = `location.near=${NEAR_LEEDS}|2|km`
    const strange = await ask('call-centre', `HealthcareService?${near}&colour=red&name:above=x&_count=none`)
    const { issue } = strange.json<{ issue: { location: string[]; code: string }[] }>()
    assert.deepEqual(
      issue.map(({ location, code }) => [location[0], code]),
      [
        ['http.colour', 'not-supported'],
        ['http.name:above', 'not-supported'],
        ['http._count', 'value'],
      ],
    )
    const lenient = { headers: { prefer: 'return=representation, handling=lenient' } }
    const bundle = await search('call-centre', `HealthcareService?${near}&colour=red&${BY_NAME}`, lenient)
    assert.equal(bundle.entry?.filter(({ search }) => search?.mode === 'match').length, 4)
    const outcome = bundle.entry?.find(({ search }) => search?.mode === 'outcome')?.resource
    assert.match(JSON.stringify(outcome), /Left out, as you asked for lenience: colour\./)
    assert.ok(!linkOf(bundle, 'self')?.includes('colour'))
    assert.equal((await ask('call-centre', `HealthcareService?${near}&_count=none`, lenient)).statusCode, 400)
    const posted = await search(
      'call-centre',
      `HealthcareService/_search?${BY_NAME}`,
      form(`${near.replaceAll('|', '%7C')}&_count=1`),
    )
    assert.deepEqual(namesIn(posted), [PHARMACY])
  })

  it('is answered with nothing but valid R4, as two validators see it', () => {
    const seen = new Set(everything.map(({ resourceType }) => resourceType))
    assert.ok(seen.has('Bundle') && seen.has('OperationOutcome') && everything.length > 60)
    for (const resource of everything)
      assert.deepEqual(problemsOf(resource), [], JSON.stringify(resource).slice(0, 2000))
    for (const resource of everything) {
      if (resource.resourceType !== 'Bundle') continue
      for (const { resource: one } of resource.entry ?? []) if (one) assert.deepEqual(problemsOf(one), [])
    }
  })
})
