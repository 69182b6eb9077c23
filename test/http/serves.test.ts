import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type ClinicalReference,
  createMemory,
  EMPTY_REFERENCE,
  type Service,
} from '../../src/directory/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { someService, stored } from '../directory/some-services.ts'
import { openHouse } from '../support/house.ts'
import { nativeDoor, reasonOf, standing } from './native-door.ts'

const DISTRICT = 'E08990001'
const REFERENCE: ClinicalReference = {
  ...EMPTY_REFERENCE,
  areas: new Map([['LS1', { district: DISTRICT, board: 'E54990001' }]]),
}
const LONDON = { address: ['1 Strand'], easting: 530_000, northing: 180_500 }

const service = (id: number, changes: Partial<Service> = {}): Service =>
  someService(id, { regionId: 'Y63', ...changes })
const SERVICES: readonly Service[] = [
  service(1),
  service(2, { coverage: [{ kind: 'outcode', code: 'LS1' }] }),
  service(3, { coverage: [{ kind: 'outcode', code: 'LS14' }] }),
  service(4, { place: LONDON, regionId: 'Y56', coverage: [{ kind: 'district', code: DISTRICT }] }),
  service(5, { alignments: [{ organisation: DISTRICT, limited: true }] }),
  service(6, { alignments: [{ organisation: 'E08990009', limited: true }] }),
  service(7, { eligibility: { ...someService(7).eligibility, practices: ['A81001'] } }),
  service(8, { audience: 'professional', coverage: [{ kind: 'radius', metres: 30_000 }] }),
]

type Found = {
  readonly services: readonly {
    readonly id: number
    readonly distanceMetres: number
    readonly serves?: string
    readonly servesBecause?: string
  }[]
  readonly withinMetres: number
  readonly origin: { readonly label: string; readonly notices: readonly string[] }
  readonly served?: { readonly label: string }
}
type Wrong = { readonly errors: readonly { readonly parameter: string; readonly message: string }[] }

describe('a search for services that serve a place', async () => {
  const house = await openHouse()
  const memory = createMemory({ isSearchable: () => true })
  assert.deepEqual(
    await memory.replaceAll(
      SERVICES.map(one => stored(one)),
      1,
    ),
    [],
  )
  const door = await nativeDoor(house, { memory, clinical: () => REFERENCE })
  const national = standing(house, {}, { resultsMax: 20, distanceMetresMax: 160_934, origins: 'any' })
  const farther = standing(house, {}, { resultsMax: 20, distanceMetresMax: 500_000, origins: 'any' })

  const ask = async (query: Readonly<Record<string, string | number>>, as: CallerFacts = national) => {
    const asked = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    )
    return door.ask(as, `/api/v1/services?${asked}`)
  }
  const find = async (query: Readonly<Record<string, string | number>>, as?: CallerFacts): Promise<Found> => {
    const answer = await ask(query, as)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json<Found>()
  }
  const serving = ({ services }: Found) => services.map(one => [one.id, one.serves, one.servesBecause])
  const wrongIn = async (query: Readonly<Record<string, string | number>>): Promise<string[]> => {
    const answer = await ask(query)
    assert.equal(answer.statusCode, 400, answer.body)
    return answer.json<Wrong>().errors.map(({ parameter }) => parameter)
  }

  it('finds those whose entries say so, by whichever part says it, and says which', async () => {
    const found = await find({ near: 'LS1 4AP', serves: 'LS1 4AP', practice: 'A81001', within: 20_000 })
    assert.deepEqual(serving(found), [
      [2, 'yes', 'coverage'],
      [5, 'yes', 'limited-area'],
      [7, 'yes', 'practice'],
      [8, 'yes', 'coverage'],
    ])
    assert.equal(found.served?.label, 'LS1 4AP')
  })

  it('says nothing of serving where it was not asked', async () => {
    const found = await find({ near: 'LS1 4AP' })
    assert.deepEqual(found.services.map(({ id }) => id).sort(), [1, 2, 3, 5, 6, 8])
    assert.ok(found.services.every(one => !('serves' in one) && !('servesBecause' in one)))
    assert.equal(found.served, undefined)
  })

  it('takes the word origin for the place that is searched from', async () => {
    const near = 'LS1 4AP'
    const said = serving(await find({ near, serves: 'origin' }))
    assert.deepEqual(said, serving(await find({ near, serves: near })))
    assert.deepEqual(
      said.map(([id]) => id),
      [2, 5, 8],
    )
    // Of a point only its region and where it is are known.
    assert.deepEqual(serving(await find({ near: '429967,433602', serves: 'origin' })), [
      [8, 'yes', 'coverage'],
    ])
  })

  it('does not guess whether a place known roughly lies in a circle', async () => {
    const narrow = createMemory({ isSearchable: () => true })
    const circle = service(9, { coverage: [{ kind: 'radius', metres: 1000 }] })
    await narrow.replaceAll([stored(circle)], 1)
    const other = await nativeDoor(house, { memory: narrow })
    // Without a postcode file a postcode is known to its outcode; the point itself is exact.
    for (const [serves, near, count] of [
      ['LS1 4AP', '429967,433602', 0],
      ['origin', '429967,433602', 1],
    ] as const) {
      const query = new URLSearchParams({ near, serves })
      const answer = await other.ask(national, `/api/v1/services?${query}`)
      assert.equal(answer.json<Found>().services.length, count, answer.body)
    }
  })

  it('finds what serves a place from another place', async () => {
    const found = await find({ near: 'LS14 6AA', serves: 'ls1 4ap', within: 20_000 })
    assert.deepEqual(
      serving(found)
        .map(([id]) => id)
        .sort(),
      [2, 5, 8],
    )
    assert.equal(found.origin.label, 'LS14 6AA')
    assert.equal(found.served?.label, 'LS1 4AP')
  })

  it('finds without a place to be near whatever serves one, as far as the agreement reaches', async () => {
    const found = await find({ serves: 'LS1 4AP' })
    assert.equal(found.withinMetres, 160_934)
    assert.equal(found.origin.label, 'LS1 4AP')
    assert.deepEqual(
      serving(found).map(([id]) => id),
      [2, 5, 8],
    )
    const far = await find({ serves: 'LS1 4AP', within: 160_934 })
    assert.deepEqual(serving(far), serving(found))
    const nearby = await find({ serves: 'LS1 4AP', within: 1 })
    assert.equal(nearby.withinMetres, 1)
  })

  it('bounds it by what is agreed and by nothing nearer', async () => {
    const short = standing(house, {}, { resultsMax: 1, distanceMetresMax: 10_000 })
    const found = await find({ serves: 'LS1 4AP' }, short)
    assert.equal(found.withinMetres, 10_000)
    assert.equal(found.services.length, 1)
    const beyond = await ask({ serves: 'LS1 4AP', within: 10_001 }, short)
    assert.equal(reasonOf(beyond), 'distance-above-agreed')
    // The policy lets nobody search further than 100 miles, whatever was agreed.
    assert.equal((await find({ serves: 'LS1 4AP' }, farther)).withinMetres, 160_934)
  })

  it('finds far away what serves a place', async () => {
    const remote = createMemory({ isSearchable: () => true })
    const away = service(4, {
      place: { address: [], easting: 430_000, northing: 433_602 - 140_000 },
      coverage: [{ kind: 'sector', code: 'LS1 4' }],
    })
    await remote.replaceAll([stored(away), stored(service(1))], 1)
    const other = await nativeDoor(house, { memory: remote })
    const answer = await other.ask(national, '/api/v1/services?serves=LS1%204AP')
    const found = answer.json<Found>()
    assert.deepEqual(serving(found), [[4, 'yes', 'coverage']])
    assert.ok((found.services[0]?.distanceMetres ?? 0) > 139_000)
    const near = await other.ask(national, '/api/v1/services?serves=LS1%204AP&near=LS1%204AP')
    assert.deepEqual(near.json<Found>().services, [])
  })

  it('shows to the public no more than the public sees', async () => {
    const facts = standing(house, {}, { resultsMax: 20 })
    const found = await find({ serves: 'LS1 4AP', audience: 'public' }, facts)
    assert.deepEqual(
      serving(found).map(([id]) => id),
      [2, 5],
    )
  })

  it('keeps the two members where only some members are asked for', async () => {
    const found = await find({ serves: 'LS1 4AP', fields: 'contacts', limit: 1 })
    const [first = {}] = found.services
    assert.deepEqual(Object.keys(first).sort(), [
      'contacts',
      'distanceMetres',
      'id',
      'name',
      'serves',
      'servesBecause',
    ])
  })

  it('is asked in the body in the same words', async () => {
    const payload = { serves: 'LS1 4AP', practice: 'a81001' }
    const answer = await door.ask(national, '/api/v1/services/search', { method: 'POST', payload })
    assert.deepEqual(serving(answer.json<Found>()), serving(await find(payload)))
    const both = await door.ask(national, '/api/v1/services/search', { method: 'POST', payload: {} })
    assert.deepEqual(
      both.json<Wrong>().errors.map(one => one.parameter),
      ['near'],
    )
  })

  it('refuses by name what is no postcode, and the origin of nothing', async () => {
    for (const serves of ['LS1', 'LS1 4', 'Leeds', 'Newport', '430000,433000', 'nonsense', 'Origin', ' ']) {
      assert.deepEqual(await wrongIn({ near: 'LS1 4AP', serves }), ['serves'], serves)
    }
    assert.deepEqual(await wrongIn({ serves: 'origin' }), ['serves'])
    assert.deepEqual(await wrongIn({}), ['near'])
    assert.deepEqual(await wrongIn({ near: 'LS1 4AP', serves: 'x'.repeat(21) }), ['serves'])
  })

  it('is judged by policy as any search is: by the place that is served where there is no other', async () => {
    const regional = standing(house, {}, { regions: ['Y63'] })
    assert.equal(reasonOf(await ask({ serves: 'SW1A 1AA' }, regional)), 'region-not-agreed')
    assert.equal(reasonOf(await ask({ serves: 'CF10 1AA' }, regional)), 'outside-england')
    assert.equal(reasonOf(await ask({ serves: 'ZZ99 3VZ' }, regional)), 'origin-no-fixed-abode')
  })

  it('lets nobody ask by it about a place they may not ask about', async () => {
    const regional = standing(house, {}, { regions: ['Y63'] })
    const refused = await ask({ near: 'LS1 4AP', serves: 'SW1A 1AA' }, regional)
    assert.equal(reasonOf(refused), 'region-not-agreed')
    assert.equal((await door.entryOf(refused)).refusal, 'region-not-agreed')
    assert.equal(reasonOf(await ask({ near: 'SW1A 1AA', serves: 'LS1 4AP' }, regional)), 'region-not-agreed')
    assert.equal(reasonOf(await ask({ near: 'LS1 4AP', serves: 'CF10 1AA' }, regional)), 'outside-england')
    await find({ near: 'LS1 4AP', serves: 'LS14 6AA' }, regional)
  })

  it('is recorded by the name of the filter, and by the sector at the finest', async () => {
    const answer = await ask({ serves: 'LS1 4AP' })
    const { question } = await door.entryOf(answer)
    assert.deepEqual(question.filters, ['serves'])
    assert.equal(question.cell, 'LS1 4')
    assert.ok(!JSON.stringify(await door.entryOf(answer)).includes('4AP'))
  })
})
