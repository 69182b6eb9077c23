import type { Embedded } from './embedded.ts'
import { type NationVerdict, nationOfNeighbours, nationOfOutcode } from './england.ts'
import type { GroupSummary } from './group-summary.ts'
import type { Knowledge } from './knowledge.ts'
import { isPartOf } from './mend-outcode.ts'
import { toGrid } from './national-grid.ts'
import type { GridPoint, Precision, Wgs84Point } from './place.ts'

/** A point standing for a whole sector, outcode or area, and how far from it a true point may lie. */
export type Approximation = {
  readonly point: GridPoint
  readonly precision: Extract<Precision, 'sector' | 'outcode' | 'area'>
  readonly errorMetres: number
}

/**
 * How far 95 in 100 English postcodes lie from the embedded point of their outcode, and from that of their area
 * (sources, data 6: 7.9 km and 31.9 km).
 */
export const OUTCODE_ERROR_METRES = 8000
export const AREA_ERROR_METRES = 32_000

/** What is sought: `digit` when the sector is known. */
export type PartialPostcode = {
  readonly outcode: string
  readonly area: string
  readonly digit: string | null
}

/**
 * The best point for a postcode that has none of its own, finest first: its sector's mean and its outcode's mean by
 * the imported table, the embedded town of its outcode (or the middle of its parts: W1 is W1A to W1W), the same for
 * the district of an outcode that ends in a letter (SE1P lies in SE1), and last the middle of its area. Null only when
 * the area is not known.
 */
export function approximate(
  { outcode, area, digit }: PartialPostcode,
  { table, embedded }: Knowledge,
): Approximation | null {
  const district = outcode.replace(/(\d)[A-Z]$/, '$1')
  return (
    ofGroup('sector', digit === null ? null : table?.sector(outcode, digit)) ??
    ofGroup('outcode', table?.outcode(outcode)) ??
    ofTown('outcode', embedded.outcodePlaces.get(outcode)) ??
    ofTown('outcode', middleOfParts(outcode, embedded)) ??
    ofGroup('outcode', table?.outcode(district)) ??
    ofTown('outcode', embedded.outcodePlaces.get(district)) ??
    ofTown('area', embedded.areas.get(area))
  )
}

function middleOfParts(district: string, { outcodePlaces }: Embedded): Wgs84Point | undefined {
  const parts = [...outcodePlaces].flatMap(([outcode, place]) => (isPartOf(outcode, district) ? [place] : []))
  if (parts.length === 0) return undefined
  const mean = (read: (place: Wgs84Point) => number): number =>
    parts.reduce((sum, place) => sum + read(place), 0) / parts.length
  return { latitude: mean(({ latitude }) => latitude), longitude: mean(({ longitude }) => longitude) }
}

function ofGroup(
  precision: 'sector' | 'outcode',
  group: GroupSummary | null | undefined,
): Approximation | null {
  if (!group?.point) return null
  const { errorMetres, ...point } = group.point
  return { point, precision, errorMetres }
}

function ofTown(precision: 'outcode' | 'area', town: Wgs84Point | undefined): Approximation | null {
  if (!town) return null
  const errorMetres = precision === 'outcode' ? OUTCODE_ERROR_METRES : AREA_ERROR_METRES
  return { point: toGrid(town), precision, errorMetres }
}

/**
 * The nation of a sector or outcode, or of a postcode in it that no file names. The imported table decides where it
 * knows the outcode. Nobody is refused on a guess: of an outcode with any English postcode, a unit that is in no file
 * counts as England, with a notice unless its whole sector is English.
 */
export function nationOfPartial(
  { outcode, digit }: PartialPostcode,
  kind: 'unit' | 'sector' | 'outcode',
  { table, embedded }: Knowledge,
): NationVerdict {
  const group = table?.outcode(outcode)
  const byOutcode = (group && nationOfNeighbours(group.nations)) ?? nationOfOutcode(outcode, embedded)
  const sector = digit === null ? null : table?.sector(outcode, digit)
  const bySector = sector ? nationOfNeighbours(sector.nations) : null
  if (bySector === null || byOutcode.nation !== 'england') return byOutcode
  if (bySector.nation === 'england' || kind === 'sector') return bySector
  return { nation: 'england', nearBorder: bySector.nation }
}
