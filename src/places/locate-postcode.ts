import { notRecognised, outsideEngland } from './answers.ts'
import { type Approximation, approximate, nationOfPartial, type PartialPostcode } from './approximate.ts'
import { borderNotice, type NationVerdict, nationOfOutcode, neighbourOfArea } from './england.ts'
import type { Knowledge } from './knowledge.ts'
import { gridSquare, toWgs84 } from './national-grid.ts'
import type { GridPoint, LocatedPlace, PlaceAnswer, PlaceKind, Precision } from './place.ts'
import type { PostcodeReading } from './postcode.ts'
import type { FoundUnit } from './postcode-table.ts'

type UnitReading = Extract<PostcodeReading, { kind: 'unit' }>
/** What stands for one place. */
type OneReading = Exclude<PostcodeReading, { kind: 'several' | 'no-such-area' }>

/** Where a postcode, sector, outcode or area is, or why there is no saying. */
export function locatePostcode(reading: PostcodeReading, knowing: Knowledge): PlaceAnswer {
  switch (reading.kind) {
    case 'unit': {
      const found = knowing.table?.find(reading.outcode, reading.inward)
      return found ? locateFound(reading, found, knowing) : locatePartial(reading, knowing)
    }
    case 'sector':
    case 'outcode':
      return locatePartial(reading, knowing)
    case 'area':
      return locateArea(reading.area, knowing)
    case 'several':
      return notRecognised(
        reading.label,
        `It holds more than one postcode: ${reading.label}. Give the one to search from.`,
      )
    case 'no-such-area':
      return notRecognised(
        reading.label,
        `It has the shape of a postcode, but no postcode begins with ${reading.area}.`,
      )
  }
}

/** A unit's point is that of a building in it; the rest of its addresses are about this near (sources, data 6). */
const UNIT_ERROR_METRES = 100
/** Imputed from neighbouring units, which in a built-up place are within a few hundred metres. An estimate of ours. */
const IMPUTED_ERROR_METRES = 500

/** A unit that is in the imported file. */
function locateFound(reading: UnitReading, found: FoundUnit, knowing: Knowledge): PlaceAnswer {
  const verdict: NationVerdict = nationFiled(found, reading, knowing)
  if (verdict.nation !== 'england') return outsideEngland(reading.label, verdict.nation)
  const own = found.point ? pointFiled(found, found.point, reading, knowing) : null
  const best = own ?? fileApproximation(reading, knowing)
  const bare = best && placeOf('postcode', reading, best, verdict, knowing)
  const place = bare && found.areas ? { ...bare, areas: found.areas } : bare
  if (found.endedOn !== null)
    return { outcome: 'terminated', label: reading.label, endedOn: found.endedOn, place }
  if (place) return { outcome: 'located', place }
  return {
    outcome: 'unlocated',
    label: reading.label,
    reason:
      'It is a real postcode without any grid reference, and so are its neighbours: post boxes, or one large organisation. Give the postcode or town where the person is.',
  }
}

function nationFiled(found: FoundUnit, reading: UnitReading, { embedded }: Knowledge): NationVerdict {
  if (found.nation === null) return nationOfOutcode(reading.outcode, embedded)
  return found.nation === 'england'
    ? { nation: 'england', nearBorder: null }
    : { nation: found.nation, nearBorder: null }
}

type Located = GridPoint & { readonly precision: Precision; readonly errorMetres: number }

function pointFiled(found: FoundUnit, point: GridPoint, reading: UnitReading, { table }: Knowledge): Located {
  switch (found.quality) {
    case 'surveyed':
      return { ...point, precision: 'unit', errorMetres: UNIT_ERROR_METRES }
    case 'imputed':
      return { ...point, precision: 'unit', errorMetres: IMPUTED_ERROR_METRES }
    case 'sector-mean': {
      const sector = table?.sector(reading.outcode, reading.inward.charAt(0))?.point
      return { ...point, precision: 'sector', errorMetres: sector?.errorMetres ?? SECTOR_ERROR_METRES }
    }
  }
}

/** How far 95 in 100 units lie from their sector's middle (sources, data 6: 4.1 km). */
const SECTOR_ERROR_METRES = 4100

/**
 * For a unit that the file knows and gives no point, only what the file says of its sector or outcode: where that is
 * nothing either, the whole outcode is post boxes, and a town would be a guess about somebody who is not there.
 */
function fileApproximation(reading: UnitReading, knowing: Knowledge): Located | null {
  const best = approximate(partialOf(reading), knowing)
  if (!best) return null
  const byFile = best.precision === 'sector' || knowing.table?.outcode(reading.outcode)?.point !== null
  return byFile ? located(best) : null
}

/** A sector, an outcode, or a unit that no file names: a new one, or there is no file. It still gets an answer. */
function locatePartial(
  reading: Extract<PostcodeReading, { kind: 'unit' | 'sector' | 'outcode' }>,
  knowing: Knowledge,
): PlaceAnswer {
  const partial = partialOf(reading)
  const verdict = nationOfPartial(partial, reading.kind, knowing)
  if (verdict.nation !== 'england') return outsideEngland(reading.label, verdict.nation)
  const best = approximate(partial, knowing)
  if (!best) throw new Error(`${reading.area} is an area and has no place.`)
  const kind = reading.kind === 'unit' ? 'postcode' : reading.kind
  return { outcome: 'located', place: placeOf(kind, reading, located(best), verdict, knowing) }
}

function locateArea(letters: string, knowing: Knowledge): PlaceAnswer {
  const { embedded } = knowing
  const area = embedded.areas.get(letters)
  if (!area) throw new Error(`${letters} was read as an area and is none.`)
  if (area.nation !== 'england' && area.nation !== 'mixed') return outsideEngland(letters, area.nation)
  const nearBorder = area.nation === 'mixed' ? neighbourOfArea(letters, embedded) : null
  const best = approximate({ outcode: letters, area: letters, digit: null }, knowing)
  if (!best) throw new Error(`${letters} is an area and has no place.`)
  const reading = { kind: 'area', area: letters, label: letters } as const
  return {
    outcome: 'located',
    place: placeOf('area', reading, located(best), { nation: 'england', nearBorder }, knowing),
  }
}

const located = ({ point, precision, errorMetres }: Approximation): Located => ({
  ...point,
  precision,
  errorMetres,
})

function partialOf(
  reading: Extract<PostcodeReading, { kind: 'unit' | 'sector' | 'outcode' }>,
): PartialPostcode {
  const { outcode, area } = reading
  switch (reading.kind) {
    case 'unit':
      return { outcode, area, digit: reading.inward.charAt(0) }
    case 'sector':
      return { outcode, area, digit: reading.digit }
    case 'outcode':
      return { outcode, area, digit: null }
  }
}

function placeOf(
  kind: PlaceKind,
  reading: OneReading,
  best: Located,
  verdict: NationVerdict,
  knowing: Knowledge,
): LocatedPlace {
  return {
    kind,
    label: reading.label,
    ...best,
    ...toWgs84(best),
    regionId: regionOfReading(reading, best, knowing),
    ...borderNotice(verdict.nearBorder),
    cell: cellOf(reading, best),
  }
}

function regionOfReading(reading: OneReading, point: GridPoint, { embedded, regionOf }: Knowledge): string {
  if (reading.kind === 'area') return embedded.areas.get(reading.area)?.regionId ?? regionOf(point)
  return embedded.areas.get(reading.area)?.regionId == null
    ? regionOf(point)
    : embedded.regionOfOutcode(reading.outcode)
}

/** As fine as the activity log may hold: the sector of a postcode, else the square kilometre. */
function cellOf(reading: OneReading, point: GridPoint): string {
  if (reading.kind === 'unit') return reading.sector
  return reading.kind === 'sector' ? reading.label : gridSquare(point)
}
