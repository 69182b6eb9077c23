import { feature } from '@rapideditor/country-coder'
import type { Embedded } from './embedded.ts'
import { isOnGrid, toWgs84 } from './national-grid.ts'
import { ASK_INSTEAD } from './nations.ts'
import type { GridPoint, LocatedPlace, Nation, Wgs84Point } from './place.ts'
import { areaOf, type PostcodeReading } from './postcode.ts'
import type { PostcodeTable } from './postcode-table.ts'

/** Which nation a place is in. `nearBorder`: it may also be that one, and is answered as England with a notice. */
export type NationVerdict =
  | { readonly nation: 'england'; readonly nearBorder: Nation | null }
  | { readonly nation: Exclude<Nation, 'england'>; readonly nearBorder: null }

/** Territories of country-coder, by its ids: Wikidata's for the four countries, ISO 3166 for the islands. */
const TERRITORIES: Readonly<Record<string, Nation>> = {
  Q21: 'england',
  Q22: 'scotland',
  Q25: 'wales',
  Q26: 'northern-ireland',
  IM: 'isle-of-man',
  JE: 'jersey',
  GG: 'guernsey',
  GI: 'gibraltar',
}

/**
 * The nation whose outline holds a point, in microseconds. Wrong for 0.03 % of English postcodes, all of them
 * within a few hundred metres of a border; the sea out to mid-channel counts (sources, data 4).
 */
export function nationAt({ latitude, longitude }: Wgs84Point): Nation {
  const id = feature([longitude, latitude], { level: 'territory' })?.properties.id
  return (id === undefined ? undefined : TERRITORIES[id]) ?? 'elsewhere'
}

/** The outline is drawn coarsely: Coldstream lies 1 km on the wrong side of it, Tutshill somewhat less. */
const BORDER_METRES = 2000
const AROUND = [0, 1, 2, 3, 4, 5, 6, 7].map(eighth => (eighth * Math.PI) / 4)

/** The nation of a bare coordinate, by the outline; England within 2 km of another nation says so. */
export function nationOfPoint(point: Wgs84Point): NationVerdict {
  const nation = nationAt(point)
  return nation === 'england' ? { nation, nearBorder: neighbourOf(point) } : { nation, nearBorder: null }
}

const METRES_PER_DEGREE = 111_200
/** Wales ends at 2.65° W and Scotland at 54.6° N; on the English side of these lines both are further than 2 km. */
const WELSH_BORDER_EAST = -2.6
const SCOTTISH_BORDER_SOUTH = 54.6

function neighbourOf({ latitude, longitude }: Wgs84Point): Nation | null {
  if (longitude > WELSH_BORDER_EAST && latitude < SCOTTISH_BORDER_SOUTH) return null
  const reach = BORDER_METRES / METRES_PER_DEGREE
  const narrowing = Math.cos((latitude * Math.PI) / 180)
  for (const angle of AROUND) {
    const beside = nationAt({
      latitude: latitude + reach * Math.sin(angle),
      longitude: longitude + (reach * Math.cos(angle)) / narrowing,
    })
    if (beside === 'scotland' || beside === 'wales') return beside
  }
  return null
}

/**
 * The nation of an outcode by the embedded table: 25 outcodes lie on both sides of a border and are England with a
 * notice; an outcode nobody knows goes by its area, because new ones appear (eleven in eleven years).
 */
export function nationOfOutcode(outcode: string, embedded: Embedded): NationVerdict {
  const known = embedded.outcodeNation(outcode)
  if (known === 'mixed') return england(embedded.mixedOutcodes.get(outcode) ?? null)
  if (known === 'england') return england(null)
  if (known !== 'unknown') return { nation: known, nearBorder: null }
  const area = embedded.areas.get(areaOf(outcode))
  if (!area) return { nation: 'elsewhere', nearBorder: null }
  if (area.nation === 'mixed') return england(neighbourOfArea(areaOf(outcode), embedded))
  return area.nation === 'england' ? england(null) : { nation: area.nation, nearBorder: null }
}

const england = (nearBorder: Nation | null): NationVerdict => ({ nation: 'england', nearBorder })

/** The nation across the border that an area straddles: the one its mixed outcodes share. */
export function neighbourOfArea(area: string, embedded: Embedded): Nation | null {
  for (const [outcode, neighbour] of embedded.mixedOutcodes) if (areaOf(outcode) === area) return neighbour
  return null
}

/**
 * The nation of one postcode that is known to be in no file, by its neighbours in the file: all in one nation, or on
 * both sides, which is England with a notice. Null when the neighbours do not say.
 */
export function nationOfNeighbours(nations: ReadonlySet<Nation | null>): NationVerdict | null {
  const named = [...nations].filter(nation => nation !== null)
  const others = named.filter(nation => nation !== 'england')
  const [other] = others
  if (named.length > others.length) return england(other ?? null)
  return other === undefined ? null : { nation: other, nearBorder: null }
}

/**
 * The nation of a place that has a point and perhaps a postcode, for instance of a service: what the imported file
 * says of that very postcode; else the outcode, if it lies in one nation only; else the outline. After an import no
 * postcode of the file is misjudged, before it 0.027 % are (sources, data 4).
 */
export function nationOf(
  point: GridPoint,
  reading: PostcodeReading | null,
  table: PostcodeTable | null,
  embedded: Embedded,
): Nation {
  if (reading?.kind === 'unit') {
    const filed = table?.find(reading.outcode, reading.inward)?.nation
    if (filed) return filed
  }
  if (reading?.kind === 'unit' || reading?.kind === 'sector' || reading?.kind === 'outcode') {
    const known = embedded.outcodeNation(reading.outcode)
    if (known !== 'mixed' && known !== 'unknown') return known
  }
  return isOnGrid(point) ? nationAt(toWgs84(point)) : 'elsewhere'
}

/** The notice for a place near a border, in the form a located place carries. */
export const borderNotice = (nearBorder: Nation | null): Pick<LocatedPlace, 'nearBorder'> =>
  nearBorder === null ? {} : { nearBorder: { nation: nearBorder, askInstead: ASK_INSTEAD[nearBorder] } }
