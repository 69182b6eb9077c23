import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Bundle, HealthcareService, OperationOutcome } from '@medplum/fhirtypes'
import { type Service, writeServices } from '../../src/directory/index.ts'
import { healthcareServiceId } from '../../src/fhir/index.ts'
import { toWgs84 } from '../../src/places/index.ts'
import { someService } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'
import { asker, LEEDS, matchesIn, namesIn } from './fhir-house.ts'

const FIRST = 777_300_000
const at = (north: number): Service['place'] => {
  const point = { easting: LEEDS.easting, northing: LEEDS.northing + north }
  return { address: ['1 Served Street'], town: 'Servingham', ...point, ...toWgs84(point) }
}
const { eligibility } = someService(1)
const served = (id: number, north: number, changes: Partial<Service> = {}): Service =>
  someService(FIRST + id, {
    name: `Served ${id}`,
    uid: String(FIRST + id),
    odsCode: `FSV0${id}`,
    regionId: 'Y63',
    place: at(north),
    ...changes,
  })

const HERE = { kind: 'outcode', code: 'LS1' } as const
/** One that says nothing, and others that say in each way whom they are for; the fifth is far away. */
const SERVED: readonly Service[] = [
  served(1, 100),
  served(2, 200, { coverage: [HERE], odsCode: 'FSV01RPX' }),
  served(3, 300, { coverage: [{ kind: 'outcode', code: 'LS14' }] }),
  served(4, 400, { eligibility: { ...eligibility, practices: ['B86001'] } }),
  served(5, -140_000, { coverage: [HERE] }),
  served(6, 600, { coverage: [HERE], audience: 'professional' }),
  served(7, 700, { coverage: [HERE], eligibility: { ...eligibility, practices: ['B86009'] } }),
]

describe('a FHIR search for services that serve a place', async () => {
  const house = await openHouse()
  const written = { who: 'test', at: new Date(house.clock.now()), why: 'planted' }
  const { outcome } = await writeServices(
    house.rooms.database,
    SERVED.map(one => structuredClone(one)),
    written,
  )
  assert.equal(outcome, 'written')
  await house.rooms.follower.catchUp()
  const { search, ask, refused, entryOf } = asker(house)

  const query = (parts: Readonly<Record<string, string>>): string =>
    new URLSearchParams({ ...parts, _count: '999' }).toString()
  const ids = async (parts: Readonly<Record<string, string>>, account = 'call-centre') =>
    matchesIn(await search(account, `HealthcareService?${query(parts)}`)).map(({ id }) => id)
  const natively = async (parts: Readonly<Record<string, string>>, account = 'call-centre') => {
    const answer = await house.ask(account, `/api/v1/services?${new URLSearchParams(parts)}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<{ services: { id: number }[] }>().services.map(({ id }) => healthcareServiceId(id))
  }
  const mine = (found: readonly (string | undefined)[]): number[] =>
    SERVED.map(({ id }) => id)
      .filter(id => found.includes(healthcareServiceId(id)))
      .map(id => id - FIRST)

  it('answers as the native API does on the same world, whatever is asked together', async () => {
    const limit = { limit: '50' }
    for (const serves of ['LS1 4AP', 'ls14ap', 'origin', null])
      for (const near of ['LS1 4AP', 'LS14 6AA', null])
        for (const practice of ['b86001', 'B86009', null]) {
          if (near === null && (serves === null || serves === 'origin')) continue
          const given = practice === null ? {} : { practice }
          const inFhir = await ids({
            ...(near === null ? {} : { 'location.near-place': near }),
            ...(serves === null ? {} : { 'serves-place': serves }),
            ...given,
          })
          const inNative = await natively({
            ...(near === null ? {} : { near }),
            ...(serves === null ? {} : { serves }),
            ...given,
            ...limit,
          })
          assert.ok(inNative.length > 0)
          assert.deepEqual(inFhir.slice(0, 50), inNative, JSON.stringify({ serves, near, practice }))
        }
  })

  it('finds what is kept for the place, and what is kept for the practice only where it is named', async () => {
    const near = { 'location.near-place': 'LS1 4AP|5|km', name: 'Served' }
    assert.deepEqual(mine(await ids(near)), [1, 2, 3, 6])
    assert.deepEqual(mine(await ids({ ...near, practice: 'B86001' })), [1, 2, 3, 4, 6])
    const system = 'https://fhir.nhs.uk/Id/ods-organization-code'
    assert.deepEqual(mine(await ids({ ...near, practice: `${system}|b86009` })), [1, 2, 3, 6, 7])
    assert.deepEqual(mine(await ids({ ...near, 'serves-place': 'LS1 4AP' })), [2, 6])
    assert.deepEqual(mine(await ids({ ...near, 'serves-place': 'origin', practice: 'B86001' })), [2, 4, 6])
    assert.deepEqual(mine(await ids({ ...near, 'serves-place': 'LS1 4AP', audience: 'public' })), [2])
  })

  it('alone reaches as far as the agreement does, and tells the distance from the place that is served', async () => {
    const bundle = await search(
      'call-centre',
      `HealthcareService?${query({ 'serves-place': 'LS1 4AP', name: 'Served' })}`,
    )
    assert.deepEqual(mine(matchesIn(bundle).map(({ id }) => id)), [2, 5, 6])
    const away = bundle.entry?.find(({ resource }) => resource?.id === healthcareServiceId(FIRST + 5))
    const { value = 0, code } = away?.search?.extension?.[0]?.valueDistance ?? {}
    assert.equal(code, 'km')
    assert.ok(value > 138 && value < 142, String(value))
    const sorted = await search(
      'call-centre',
      `HealthcareService?serves-place=LS1 4AP&name=Served&_sort=-distance`,
    )
    assert.equal(matchesIn(sorted)[0]?.id, healthcareServiceId(FIRST + 5))
  })

  it('answers and includes nothing but what serves the place', async () => {
    const bundle = await search(
      'call-centre',
      'HealthcareService?serves-place=LS1 4AP&name=Served 2&_include=HealthcareService:organization&_revinclude:iterate=HealthcareService:organization',
    )
    // The first belongs to the same organisation and says nothing of the place.
    assert.deepEqual(
      namesIn(bundle).filter(name => name.startsWith('HealthcareService')),
      ['HealthcareService Served 2'],
    )
    assert.deepEqual(namesIn(bundle, 'include').length, 1)
  })

  it('is asked of services alone, by a full postcode, with a place for a practice', async () => {
    const wrong: [path: string, parameter: string][] = [
      ['HealthcareService?serves-place=Leeds', 'serves-place'],
      ['HealthcareService?serves-place=origin', 'serves-place'],
      ['Location?serves-place=LS1 4AP', 'serves-place'],
      [
        'Location?_has:HealthcareService:location:serves-place=LS1 4AP',
        '_has:HealthcareService:location:serves-place',
      ],
      ['HealthcareService?identifier=1&practice=B86001', 'practice'],
    ]
    for (const [path, parameter] of wrong) {
      const answer = await ask('call-centre', path)
      assert.equal(answer.statusCode, 400, answer.body)
      const { issue } = answer.json<OperationOutcome>()
      assert.deepEqual(
        issue.map(({ location }) => location?.[0]),
        [`http.${parameter}`],
        path,
      )
    }
    assert.deepEqual(await refused('call-centre', 'HealthcareService?practice=B86001'), [
      400,
      'origin-not-given',
    ])
  })

  it('is judged by policy as the native one: by the place that is served, too', async () => {
    const cases: [path: string, reason: string][] = [
      ['serves-place=SW1A 1AA', 'region-not-agreed'],
      ['serves-place=SW1A 1AA&location.near-place=LS1 4AP', 'region-not-agreed'],
      ['serves-place=CF10 1AA&location.near-place=LS1 4AP', 'outside-england'],
    ]
    for (const [path, reason] of cases) {
      assert.deepEqual(
        await refused('yorkshire-urgent-care', `HealthcareService?${path}`),
        [403, reason],
        path,
      )
    }
  })

  it('is recorded by the names of its filters, and by the sector at the finest', async () => {
    const answer = await ask(
      'call-centre',
      'HealthcareService?serves-place=LS1 4AP&practice=B86001&name=Served',
    )
    const entry = await entryOf(answer)
    assert.deepEqual(entry.question.filters, ['serves-place', 'practice', 'name'])
    assert.ok(!JSON.stringify(entry).includes('4AP') && !JSON.stringify(entry).includes('B86001'))
  })

  it('is shown with the practices a service is kept for, to professionals', async () => {
    const bundle: Bundle = await search(
      'call-centre',
      'HealthcareService?serves-place=LS1 4AP&practice=B86001&name=Served 4',
    )
    const [kept] = matchesIn(bundle).filter(
      (one): one is HealthcareService => one.resourceType === 'HealthcareService',
    )
    assert.ok(JSON.stringify(kept?.eligibility).includes('B86001'))
  })
})
