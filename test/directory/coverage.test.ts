import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type ServedPlace, type Serving, servesPlace } from '../../src/directory/coverage.ts'
import { createMemory } from '../../src/directory/memory.ts'
import type { Coverage, Service } from '../../src/directory/service.ts'
import { someService, stored } from './some-services.ts'

const LEEDS: ServedPlace = {
  postcode: 'LS14AP',
  sector: 'LS1 4',
  outcode: 'LS1',
  district: 'E08000035',
  board: 'E54000054',
  regionId: 'Y63',
  easting: 429_967,
  northing: 433_602,
  errorMetres: 0,
}
const at = (changes: Partial<ServedPlace>): ServedPlace => ({ ...LEEDS, ...changes })

const covering = (coverage: Coverage[], changes: Partial<Service> = {}): Service =>
  someService(1, { coverage, ...changes })
const limited = (...codes: string[]): Service['alignments'] =>
  codes.map(organisation => ({ organisation, limited: true }))
const keptFor = (...practices: string[]): Service['eligibility'] => ({
  ...someService(1).eligibility,
  practices,
})
const ask = (service: Service, place = LEEDS, practice: string | null = null): string => {
  const { serves, because } = servesPlace(service, place, practice)
  return `${serves} ${because}`
}

describe('whether a service is kept as serving a place', () => {
  it('is not stated where nothing of the kind is kept, and an empty list keeps nothing', () => {
    assert.equal(ask(someService(1)), 'not-stated nothing-kept')
    assert.equal(ask(covering([])), 'not-stated nothing-kept')
    const promoted = someService(1, { alignments: [{ organisation: 'E08000035', limited: false }] })
    assert.equal(ask(promoted), 'not-stated nothing-kept')
  })

  it('is so by each kind of area, however its code is written', () => {
    const kinds: [Coverage, Partial<ServedPlace>][] = [
      [{ kind: 'postcode', code: 'ls1 4ap' }, { postcode: 'LS14AQ' }],
      [
        { kind: 'sector', code: 'LS14' },
        { postcode: 'LS15AP', sector: 'LS1 5' },
      ],
      [
        { kind: 'outcode', code: 'ls1' },
        { postcode: 'LS146AA', sector: 'LS14 6', outcode: 'LS14' },
      ],
      [{ kind: 'district', code: ' e08000035' }, { district: 'E08000036' }],
      [{ kind: 'board', code: 'E54000054' }, { board: 'E54000055' }],
      [{ kind: 'region', code: 'y63' }, { regionId: 'Y62' }],
      [{ kind: 'radius', metres: 500 }, { easting: 429_967 + 501 }],
    ]
    for (const [coverage, elsewhere] of kinds) {
      assert.equal(ask(covering([coverage])), 'yes coverage', coverage.kind)
      assert.equal(ask(covering([coverage]), at(elsewhere)), 'no coverage', coverage.kind)
    }
  })

  it('takes the sector LS1 4 for no part of the outcode LS14', () => {
    const there = at({ postcode: 'LS146AA', sector: 'LS14 6', outcode: 'LS14' })
    assert.equal(ask(covering([{ kind: 'sector', code: 'LS1 4' }]), there), 'no coverage')
    assert.equal(ask(covering([{ kind: 'outcode', code: 'LS14' }])), 'no coverage')
  })

  it('counts the edge of a circle as inside, and the widest circle', () => {
    const rings = covering([
      { kind: 'radius', metres: 100 },
      { kind: 'radius', metres: 1000 },
    ])
    assert.equal(ask(rings, at({ northing: 433_602 - 1000 })), 'yes coverage')
    assert.equal(ask(rings, at({ northing: 433_602 - 1001 })), 'no coverage')
  })

  it('does not hold against a service what is not known of the place, and does not take it for served', () => {
    const cases: [Coverage[], Partial<ServedPlace>][] = [
      [[{ kind: 'district', code: 'E08000035' }], { district: null }],
      [[{ kind: 'board', code: 'E54000054' }], { board: null }],
      [[{ kind: 'outcode', code: 'LS1' }], { postcode: null, sector: null, outcode: null }],
      [[{ kind: 'sector', code: 'LS1 4' }], { postcode: null, sector: null }],
      [[{ kind: 'postcode', code: 'LS1 4AP' }], { postcode: null }],
      [[{ kind: 'radius', metres: 1000 }], { northing: 434_500, errorMetres: 200 }],
      [
        [
          { kind: 'outcode', code: 'BD1' },
          { kind: 'district', code: 'E08000035' },
        ],
        { district: null },
      ],
    ]
    for (const [coverage, unknown] of cases) {
      assert.equal(ask(covering(coverage), at(unknown)), 'not-stated coverage', JSON.stringify(unknown))
    }
  })

  it('knows that a place in one sector is in no postcode of another, though its postcode is not known', () => {
    const here = at({ postcode: null })
    assert.equal(ask(covering([{ kind: 'postcode', code: 'LS1 5AA' }]), here), 'no coverage')
    assert.equal(
      ask(covering([{ kind: 'postcode', code: 'LS14 6AA' }]), at({ postcode: null, sector: null })),
      'no coverage',
    )
    const outcodeOnly = at({ postcode: null, sector: null })
    assert.equal(ask(covering([{ kind: 'sector', code: 'BD1 1' }]), outcodeOnly), 'no coverage')
  })

  it('is not stated by a circle around nowhere', () => {
    const nowhere = covering([{ kind: 'radius', metres: 1000 }], { place: { address: [] } })
    assert.equal(ask(nowhere), 'not-stated coverage')
  })

  it('keeps a service to the areas it is limited to, and says no only where both kinds of area are known', () => {
    const service = someService(1, { alignments: limited('E54000054') })
    assert.equal(ask(service), 'yes limited-area')
    assert.equal(ask(service, at({ board: 'E54000099' })), 'no limited-area')
    assert.equal(ask(service, at({ board: null })), 'not-stated limited-area')
    assert.equal(ask(service, at({ board: null, district: null })), 'not-stated limited-area')
    assert.equal(ask(service, at({ district: null })), 'yes limited-area')
  })

  it('keeps a service to its practices, and does not guess at a practice', () => {
    const service = someService(1, { eligibility: keptFor('A81001') })
    assert.equal(ask(service, LEEDS, 'a81001'), 'yes practice')
    assert.equal(ask(service, LEEDS, 'A81002'), 'no practice')
    assert.equal(ask(service), 'not-stated practice')
    assert.equal(ask(someService(1, { eligibility: keptFor() }), LEEDS, 'A81001'), 'no practice')
  })

  it('is decided by the first thing that says no, then by what is not known, then by what says yes', () => {
    const coverage: Coverage[] = [{ kind: 'outcode', code: 'LS1' }]
    const all = someService(1, { coverage, alignments: limited('E08000035'), eligibility: keptFor('A81001') })
    assert.equal(ask(all, LEEDS, 'A81001'), 'yes coverage')
    assert.equal(ask(all, LEEDS, null), 'not-stated practice')
    assert.equal(ask(all, at({ district: 'E08000001' }), null), 'no limited-area')
    assert.equal(ask(all, at({ outcode: 'LS2' }), 'A81002'), 'no coverage')
  })
})

/** The rules once more, said another way: every way the unknown could turn out is tried. */
function oracle(service: Service, place: ServedPlace, practice: string | null): Serving['serves'] {
  const practices = practice === null ? ['A81001', 'NOBODY'] : [practice]
  const districts = place.district === null ? ['D1', 'D2', 'D9'] : [place.district]
  const boards = place.board === null ? ['D1', 'D2', 'B1', 'B9'] : [place.board]
  const postcodes = place.postcode === null ? POSTCODES.filter(fits(place)) : [place.postcode]
  const says = new Set<boolean>()
  for (const gp of practices) {
    for (const district of districts) {
      for (const board of boards) {
        for (const postcode of postcodes)
          says.add(isServed(service, { ...place, district, board }, postcode, gp))
      }
    }
  }
  const { coverage = [], alignments, eligibility } = service
  const isSilent =
    coverage.length === 0 && !alignments.some(one => one.limited) && eligibility.practices === undefined
  if (isSilent || says.size > 1) return 'not-stated'
  return says.has(true) ? 'yes' : 'no'
}

const POSTCODES = [
  ...['LS14AP', 'LS14AZ', 'LS15AA', 'LS146AA', 'LS146AB', 'LS147AA'],
  ...['BD11AA', 'BD11AB', 'BD12AA'],
]
const sectorOf = (postcode: string): string => `${postcode.slice(0, -3)} ${postcode.at(-3)}`
const fits =
  ({ sector, outcode }: ServedPlace) =>
  (postcode: string): boolean =>
    (sector === null || sectorOf(postcode) === sector) &&
    (outcode === null || postcode.slice(0, -3) === outcode)

function isServed(service: Service, place: ServedPlace, postcode: string, practice: string): boolean {
  const { coverage = [], alignments, eligibility } = service
  const { easting = 0, northing = 0 } = service.place
  const near = (metres: number): boolean =>
    (place.easting - easting) ** 2 + (place.northing - northing) ** 2 <= metres ** 2
  const covered = coverage.some(({ kind, code, metres = 0 }) => {
    if (kind === 'radius') return near(metres)
    const is = {
      postcode,
      sector: sectorOf(postcode),
      outcode: postcode.slice(0, -3),
      district: place.district,
      board: place.board,
      region: place.regionId,
    }
    return is[kind] === (kind === 'postcode' ? code?.replace(' ', '') : code)
  })
  const limits = alignments.filter(one => one.limited).map(one => one.organisation)
  return (
    (coverage.length === 0 || covered) &&
    (limits.length === 0 || limits.some(code => code === place.district || code === place.board)) &&
    (eligibility.practices === undefined || eligibility.practices.includes(practice))
  )
}

const anyCoverage: fc.Arbitrary<Coverage> = fc.oneof(
  fc.record({
    kind: fc.constant('postcode' as const),
    code: fc.constantFrom('LS1 4AP', 'LS1 5AA', 'BD1 1AA'),
  }),
  fc.record({ kind: fc.constant('sector' as const), code: fc.constantFrom('LS1 4', 'LS14 6', 'BD1 1') }),
  fc.record({ kind: fc.constant('outcode' as const), code: fc.constantFrom('LS1', 'LS14', 'BD1') }),
  fc.record({ kind: fc.constant('district' as const), code: fc.constantFrom('D1', 'D2') }),
  fc.record({ kind: fc.constant('board' as const), code: fc.constantFrom('B1', 'B2') }),
  fc.record({ kind: fc.constant('region' as const), code: fc.constantFrom('Y62', 'Y63') }),
  fc.record({ kind: fc.constant('radius' as const), metres: fc.integer({ min: 1, max: 2000 }) }),
)
const anyService = (id: number): fc.Arbitrary<Service> =>
  fc
    .record({
      coverage: fc.option(fc.array(anyCoverage, { maxLength: 2 })),
      limits: fc.array(fc.constantFrom('D1', 'B1'), { maxLength: 1 }),
      practices: fc.option(fc.subarray(['A81001', 'A81002'])),
      east: fc.integer({ min: 0, max: 2000 }),
    })
    .map(({ coverage, limits, practices, east }) =>
      someService(id, {
        place: { address: [], easting: 430_000 + east, northing: 433_000 },
        ...(coverage === null ? {} : { coverage }),
        alignments: limited(...limits),
        eligibility: practices === null ? someService(id).eligibility : keptFor(...practices),
      }),
    )
/** A postcode of our list, known as far as its place lets on. */
const anyPlace: fc.Arbitrary<ServedPlace> = fc
  .record({
    postcode: fc.constantFrom(...POSTCODES),
    depth: fc.constantFrom(0, 1, 2, 3),
    district: fc.constantFrom('D1', 'D9', null),
    board: fc.constantFrom('B1', 'B9', null),
    regionId: fc.constantFrom('Y62', 'Y63'),
    east: fc.integer({ min: -2000, max: 3000 }),
  })
  .map(({ postcode, depth, east, ...rest }) => ({
    postcode: depth > 2 ? postcode : null,
    sector: depth > 1 ? sectorOf(postcode) : null,
    outcode: depth > 0 ? postcode.slice(0, -3) : null,
    ...rest,
    easting: 430_000 + east,
    northing: 433_000,
    errorMetres: 0,
  }))
const anyPractice = fc.constantFrom('A81001', 'A81002', 'A81003', null)

/** Where one unknown thing could be matched twice over, "every way" is finer than the rule, which leaves it open. */
const isFiner = (rule: string, every: string): boolean => rule === 'not-stated' && every !== rule

describe('an independent reading of the same rules', () => {
  it('agrees wherever it is settled: what is said outright holds however the unknown turns out', () => {
    let finer = 0
    fc.assert(
      fc.property(anyService(1), anyPlace, anyPractice, (service, place, practice) => {
        const { serves } = servesPlace(service, place, practice)
        const every = oracle(service, place, practice)
        if (isFiner(serves, every)) finer += 1
        else assert.equal(serves, every)
      }),
      { numRuns: 3000 },
    )
    assert.ok(finer < 400, `${finer} of 3000`)
  })

  it('agrees exactly where everything is known', () => {
    const known = anyPlace.filter(
      ({ postcode, district, board }) => postcode !== null && district !== null && board !== null,
    )
    fc.assert(
      fc.property(anyService(1), known, fc.constantFrom('A81001', 'A81002'), (service, place, practice) => {
        assert.equal(servesPlace(service, place, practice).serves, oracle(service, place, practice))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the memory', () => {
  it('says of each service what its record says, through changes and removals', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 8 }), fc.constantFrom('put', 'remove')), {
          maxLength: 30,
        }),
        fc.array(anyService(1), { minLength: 6, maxLength: 6 }),
        fc.array(anyPlace, { minLength: 3, maxLength: 3 }),
        anyPractice,
        async (steps, shapes, places, practice) => {
          const memory = createMemory({ isSearchable: () => true })
          const kept = new Map<number, Service>()
          for (const [step, [id, what]] of steps.entries()) {
            const shape = shapes[(id + step) % shapes.length]
            const service = shape && { ...shape, id, uid: `uid-${id}` }
            if (what === 'remove' || !service) kept.delete(id)
            else kept.set(id, service)
            const now = what === 'remove' || !service ? null : stored(service, step + 1)
            assert.deepEqual(await memory.apply([{ id, stored: now }], step + 1), [])
          }
          for (const place of places) {
            const serving = memory.serving(place, practice)
            for (const [id, service] of kept) {
              const slot = memory.byId(id, 'professional')
              assert.ok(slot !== undefined)
              assert.deepEqual(serving(slot), servesPlace(service, place, practice))
            }
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})
