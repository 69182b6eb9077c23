import { type Alignment, alignmentOf, areaKey } from './clinical/alignment.ts'
import { postcodeKeys } from './clinical/reference.ts'
import { servesPractice } from './eligibility.ts'
import type { Coverage, Service } from './service.ts'

/**
 * What is known of a place that is asked about. Postcode parts in capitals, `LS14AP`, `LS1 4` and `LS1`; codes of areas
 * as the postcode file has them; metres on the National Grid. Null: not known.
 */
export type ServedPlace = {
  readonly postcode: string | null
  readonly sector: string | null
  readonly outcode: string | null
  readonly district: string | null
  readonly board: string | null
  readonly regionId: string | null
  readonly easting: number
  readonly northing: number
  /** How far off the point may be; 0: taken as it is, as the middle of a postcode is. */
  readonly errorMetres: number
}

/** What an entry can say of whom it is for. */
export const SERVING_GROUNDS = ['coverage', 'limited-area', 'practice', 'nothing-kept'] as const
export type ServingGround = (typeof SERVING_GROUNDS)[number]

/**
 * Whether a service is kept as serving a place, and by what. `not-stated`: nothing is kept of it (`nothing-kept`), or
 * what is kept cannot be judged by what is known of the place or the person, which is never held against a service.
 */
export type Serving = {
  readonly serves: 'yes' | 'no' | 'not-stated'
  readonly because: ServingGround
}

/** What one part of an entry says; `silent`: it holds nothing of the kind. */
export type Say = 'in' | 'out' | 'unknown' | 'silent'

/** The coverage of a service made ready to be asked; null where none is kept. */
export type CoverageMap = {
  readonly postcodes: ReadonlySet<string>
  readonly sectors: ReadonlySet<string>
  readonly outcodes: ReadonlySet<string>
  readonly districts: ReadonlySet<string>
  readonly boards: ReadonlySet<string>
  readonly regions: ReadonlySet<string>
  /** Of the widest circle; 0: none. */
  readonly radiusMetres: number
  /** The middle of that circle; null where it is not known where the service stands. */
  readonly centre: { readonly easting: number; readonly northing: number } | null
}

type Placed = Pick<Service['place'], 'easting' | 'northing'>

/**
 * An empty list is taken for none: a service that served no place at all would be closed, and a list that was cleared
 * says nothing any more.
 */
export function coverageOf(coverage: readonly Coverage[] | undefined, place: Placed): CoverageMap | null {
  if (coverage === undefined || coverage.length === 0) return null
  const codes = (kind: Coverage['kind'], keyOf: (code: string) => string): ReadonlySet<string> =>
    new Set(
      coverage.flatMap(({ kind: its, code }) => (its === kind && code !== undefined ? [keyOf(code)] : [])),
    )
  const { easting, northing } = place
  return {
    postcodes: codes('postcode', compact),
    sectors: codes('sector', sectorKey),
    outcodes: codes('outcode', compact),
    districts: codes('district', areaKey),
    boards: codes('board', areaKey),
    regions: codes('region', areaKey),
    radiusMetres: Math.max(0, ...coverage.map(({ metres = 0 }) => metres)),
    centre: easting === undefined || northing === undefined ? null : { easting, northing },
  }
}

const compact = (code: string): string => code.replaceAll(/\s/g, '').toUpperCase()

/** `LS1 4` however it is written: without its space it would be the outcode LS14. */
function sectorKey(code: string): string {
  const plain = compact(code)
  return `${plain.slice(0, -1)} ${plain.slice(-1)}`
}

/**
 * Whether a place lies in any of the areas and circles. Not in those that can be judged, and some that cannot: unknown.
 * A place known to its sector only is out of every postcode elsewhere, and of none within.
 */
export function sayOfCoverage(map: CoverageMap | null, place: ServedPlace): Say {
  if (map === null) return 'silent'
  const parts: Say[] = [
    ...(map.postcodes.size > 0 ? [sayOfPostcodes(map.postcodes, place)] : []),
    ...(map.sectors.size > 0 ? [sayOfSectors(map.sectors, place)] : []),
    sayOfCode(map.outcodes, place.outcode),
    sayOfCode(map.districts, keyed(place.district)),
    sayOfCode(map.boards, keyed(place.board)),
    sayOfCode(map.regions, keyed(place.regionId)),
    sayOfCircle(map, place),
  ]
  if (parts.includes('in')) return 'in'
  return parts.includes('unknown') ? 'unknown' : 'out'
}

const keyed = (code: string | null): string | null => (code === null ? null : areaKey(code))

function sayOfCode(codes: ReadonlySet<string>, code: string | null): Say {
  if (codes.size === 0) return 'silent'
  if (code === null) return 'unknown'
  return codes.has(code) ? 'in' : 'out'
}

function sayOfPostcodes(codes: ReadonlySet<string>, { postcode, sector, outcode }: ServedPlace): Say {
  if (postcode !== null) return codes.has(postcode) ? 'in' : 'out'
  const mayBe = [...codes].some(code => {
    const keys = postcodeKeys(code)
    return sector === null ? outcode === null || keys.outcode === outcode : keys.sector === sector
  })
  return mayBe ? 'unknown' : 'out'
}

function sayOfSectors(codes: ReadonlySet<string>, { sector, outcode }: ServedPlace): Say {
  if (sector !== null) return codes.has(sector) ? 'in' : 'out'
  const mayBe = [...codes].some(code => outcode === null || code.slice(0, code.indexOf(' ')) === outcode)
  return mayBe ? 'unknown' : 'out'
}

/** The edge counts as inside. A point that is only roughly known is judged where its error makes no difference. */
function sayOfCircle({ radiusMetres, centre }: CoverageMap, place: ServedPlace): Say {
  if (radiusMetres === 0) return 'silent'
  if (centre === null) return 'unknown'
  const metres = Math.hypot(place.easting - centre.easting, place.northing - centre.northing)
  if (metres + place.errorMetres <= radiusMetres) return 'in'
  return metres - place.errorMetres > radiusMetres ? 'out' : 'unknown'
}

/**
 * Whether a place lies in the areas a service is limited to (sources, DoS 6, step 5). A limit may be a district or a
 * board, and its code does not say which: of a place of which one of the two is not known, not in the other is no proof.
 */
export function sayOfAreas({ limitedTo }: Alignment, { district, board }: ServedPlace): Say {
  if (limitedTo.length === 0) return 'silent'
  const known = [keyed(district), keyed(board)]
  if (limitedTo.some(code => known.includes(code))) return 'in'
  return known.includes(null) ? 'unknown' : 'out'
}

/** Whether a GP practice is among those a service is kept for; null: not known. */
export function sayOfPractice(practices: readonly string[] | undefined, practice: string | null): Say {
  if (practices === undefined) return 'silent'
  if (practice === null) return 'unknown'
  return servesPractice(practices, practice) ? 'in' : 'out'
}

/** The parts together: one that is out decides, then one that is not known, then one that is in. */
export function servingOf(coverage: Say, areas: Say, practice: Say): Serving {
  const parts: readonly (readonly [ServingGround, Say])[] = [
    ['coverage', coverage],
    ['limited-area', areas],
    ['practice', practice],
  ]
  for (const wanted of ['out', 'unknown', 'in'] as const) {
    const ground = parts.find(([, say]) => say === wanted)?.[0]
    if (ground !== undefined) return { serves: SERVES[wanted], because: ground }
  }
  return { serves: 'not-stated', because: 'nothing-kept' }
}

const SERVES = { out: 'no', unknown: 'not-stated', in: 'yes' } as const satisfies Record<
  Exclude<Say, 'silent'>,
  Serving['serves']
>

/** What an entry holds of whom it is for. */
export type ServingParts = Pick<Service, 'coverage' | 'alignments' | 'place'> & {
  readonly eligibility: Pick<Service['eligibility'], 'practices'>
}

/**
 * Whether a service is kept as serving a place, apart from how near it is: by the places it covers, the areas it is
 * limited to, and the practices it is kept for.
 * @param practice ODS code of the person's GP practice; null: not known
 */
export const servesPlace = (service: ServingParts, place: ServedPlace, practice: string | null): Serving =>
  servingOf(
    sayOfCoverage(coverageOf(service.coverage, service.place), place),
    sayOfAreas(alignmentOf(service.alignments), place),
    sayOfPractice(service.eligibility.practices, practice),
  )
