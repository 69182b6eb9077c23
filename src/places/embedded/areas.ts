import type { Nation } from '../place.ts'
import { AREA_ROWS, REGION_EXCEPTIONS } from './area-table.ts'

/** A postcode area: its post town, its rough centre in degrees (WGS84), and where it lies. */
export type Area = {
  readonly town: string
  /** `mixed`: has addresses in England and in Scotland or Wales. */
  readonly nation: Exclude<Nation, 'gibraltar' | 'elsewhere'> | 'mixed'
  /** NHS England region (ODS code, `Y56` to `Y63`) of most of its English addresses; null where it has none. */
  readonly regionId: string | null
  readonly latitude: number
  readonly longitude: number
}

const NATIONS = [
  'england',
  'scotland',
  'wales',
  'northern-ireland',
  'isle-of-man',
  'jersey',
  'guernsey',
  'mixed',
] as const

/** All 124 areas of the United Kingdom, the Isle of Man and the Channel Islands, by their letters. */
export const AREAS: ReadonlyMap<string, Area> = new Map(
  AREA_ROWS.trim()
    .split('\n')
    .map(row => readRow(row)),
)

/** The 25 outcodes with addresses on both sides of a border, and the nation beyond (sources, data 4). */
export const MIXED_OUTCODES: ReadonlyMap<string, 'scotland' | 'wales'> = new Map([
  ...expand('DG16 TD5 TD9 TD12 TD15').map(outcode => [outcode, 'scotland'] as const),
  ...expand('CH1 CH4 GL16 HR3 HR5 LD7-8 LL14 NP7 NP16 NP25 SY5 SY7 SY9-10 SY13-15 SY21-22').map(
    outcode => [outcode, 'wales'] as const,
  ),
])

/** What an outcode of a mixed area is when it is not a mixed outcode: `england` but for those listed, or none of it. */
const BEYOND_THE_BORDER: Readonly<
  Record<string, { nation: 'scotland' | 'wales'; only?: readonly string[] }>
> = {
  CH: { nation: 'wales', only: expand('CH5-8') },
  DG: { nation: 'scotland' },
  GL: { nation: 'wales', only: [] },
  HR: { nation: 'wales', only: [] },
  LD: { nation: 'wales' },
  LL: { nation: 'wales' },
  NP: { nation: 'wales' },
  SY: { nation: 'wales', only: expand('SY16-20 SY23-25') },
  TD: { nation: 'scotland' },
}

const REGION_OF_EXCEPTION: ReadonlyMap<string, string> = new Map(
  Object.entries(REGION_EXCEPTIONS).flatMap(([region, outcodes]) =>
    expand(outcodes).map(outcode => [outcode, region] as const),
  ),
)

/**
 * The nation of an outcode, in capitals without spaces (`LS1`, `SW1A`).
 *
 * An outcode nobody has heard of takes the nation of its area: eleven new ones appeared between 2014 and 2025, and
 * somebody living there must not be told that their postcode is wrong. Checked against Code-Point Open of November
 * 2025: every one of the 2,873 outcodes of Great Britain right (sources, data 4).
 * @returns `mixed` for the 25 that straddle a border, `unknown` for what is no outcode of any area (`ZZ99`, `BF1`)
 */
export function outcodeNation(outcode: string): Nation | 'mixed' | 'unknown' {
  const letters = areaOf(outcode)
  const area = letters === undefined ? undefined : AREAS.get(letters)
  if (letters === undefined || area === undefined) return 'unknown'
  if (area.nation !== 'mixed') return area.nation
  if (MIXED_OUTCODES.has(outcode)) return 'mixed'
  const beyond = BEYOND_THE_BORDER[letters]
  if (!beyond)
    throw new Error(`Area ${letters} is mixed, but it is not said which of its outcodes are English.`)
  return beyond.only && !beyond.only.includes(outcode) ? 'england' : beyond.nation
}

/**
 * The NHS England region of an outcode. One beyond the border in a mixed area counts for the English part of its area.
 * @returns an ODS code, `Y56` to `Y63`
 * @throws where the area has no English part, or there is no such area: ask `outcodeNation` first
 */
export function regionOfOutcode(outcode: string): string {
  const region = REGION_OF_EXCEPTION.get(outcode) ?? AREAS.get(areaOf(outcode) ?? '')?.regionId
  if (!region) throw new RangeError(`${outcode} has no part in England, so no NHS England region.`)
  return region
}

const areaOf = (outcode: string): string | undefined => /^([A-Z]{1,2})\d[\dA-Z]?$/.exec(outcode)?.[1]

/** `LD7-8 SY5` is LD7, LD8 and SY5. */
function expand(list: string): string[] {
  return list.split(' ').flatMap(entry => {
    const match = /^([A-Z]{1,2})(\d+)(?:-(\d+))?$/.exec(entry)
    if (!match) throw new Error(`Not a run of outcodes: ${entry}`)
    const first = Number(match[2])
    const last = Number(match[3] ?? first)
    return Array.from({ length: last - first + 1 }, (_, index) => `${match[1]}${first + index}`)
  })
}

function readRow(row: string): [string, Area] {
  const match = /^([A-Z]{1,2}) (.+) (\d+\.\d+),(-?\d+\.\d+) ([a-z-]+)(?: (Y\d\d))?$/.exec(row)
  const nation = NATIONS.find(name => name === match?.[5])
  const [, letters, town, latitude, longitude, , regionId = null] = match ?? []
  if (letters === undefined || town === undefined || nation === undefined)
    throw new Error(`Not a row of an area: ${row}`)
  return [letters, { town, nation, regionId, latitude: Number(latitude), longitude: Number(longitude) }]
}
