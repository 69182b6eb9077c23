import { notRecognised, outsideEngland } from './answers.ts'
import { readCoordinates } from './coordinates.ts'
import { withDistricts } from './districts.ts'
import type { Embedded } from './embedded.ts'
import { borderNotice, nationOf, nationOfPoint } from './england.ts'
import { loadGazetteer, type Town } from './gazetteer.ts'
import { type Knowledge, knowledge } from './knowledge.ts'
import { locatePostcode } from './locate-postcode.ts'
import { locateTown } from './locate-town.ts'
import { gridSquare, isOnGrid, toGrid, toWgs84 } from './national-grid.ts'
import { nearestOutcode } from './nearest-outcode.ts'
import type { GridPoint, LocatedPlace, Nation, PlaceAnswer, PlaceKind, Wgs84Point } from './place.ts'
import { compactPostcode, readPostcode } from './postcode.ts'
import type { PostcodeTable, TableEdition } from './postcode-table.ts'
import { readSpecialCode } from './special-codes.ts'
import { type Towns, towns } from './towns.ts'

/** Reads texts as places. Everything answers at once, from memory. */
export type Places = {
  /**
   * What a text means as a place, or exactly why nothing. Tried in order: codes that stand for no place, postcode,
   * sector, outcode, coordinates (coordinates.ts), postcode area, town. Microseconds, tens of them for a town; the first
   * town asked for takes 0.3 s, unless `warm` was called.
   */
  readonly locate: (text: string) => PlaceAnswer
  /** NHS England region of a point in England: that of the nearest outcode. */
  readonly regionOf: (point: GridPoint) => string
  /** The nation of a point, surer with the postcode of whatever stands there (sources, data 4). */
  readonly nationOf: (point: GridPoint, postcode?: string) => Nation
  readonly isEngland: (point: GridPoint, postcode?: string) => boolean
  /** The imported table that serves, or null while the embedded tiers do, which are approximate. */
  readonly edition: () => TableEdition | null
  /** Serves from another table from the next call on; null goes back to the embedded tiers. */
  readonly use: (table: PostcodeTable | null) => void
  /** Reads the towns now rather than when the first is asked for. */
  readonly warm: () => void
}

export type PlacesOptions = {
  readonly embedded: Embedded
  readonly table?: PostcodeTable | null
  readonly gazetteer?: () => readonly Town[]
}

export function createPlaces(options: PlacesOptions): Places {
  const { embedded, table = null, gazetteer = loadGazetteer } = options
  const nearest = nearestOutcode(embedded)
  let knowing = knowledge(embedded, table, nearest)
  let townsRead: Towns | undefined
  const readTowns = (): Towns => {
    townsRead ??= towns(withDistricts(gazetteer(), embedded))
    return townsRead
  }
  const nationAtPoint = (point: GridPoint, postcode?: string): Nation => {
    const reading = postcode === undefined ? null : readPostcode(postcode, knowing.known)
    return nationOf(point, reading, knowing.table, embedded)
  }
  return {
    locate: text => locate(text, knowing, readTowns),
    regionOf: point => knowing.regionOf(point),
    nationOf: nationAtPoint,
    isEngland: (point, postcode) => nationAtPoint(point, postcode) === 'england',
    edition: () => knowing.table?.edition ?? null,
    use: next => {
      knowing = knowledge(embedded, next, nearest)
    },
    warm: () => {
      readTowns()
    },
  }
}

/** The longest text worth reading: an address line. */
const TEXT_MAX = 200

function locate(text: string, knowing: Knowledge, readTowns: () => Towns): PlaceAnswer {
  if (text.length > TEXT_MAX)
    return notRecognised(`${text.slice(0, 40)}…`, `It is longer than ${TEXT_MAX} characters.`)
  const special = readSpecialCode(compactPostcode(text))
  if (special) return special
  const reading = readPostcode(text, knowing.known)
  if (reading && reading.kind !== 'area') return locatePostcode(reading, knowing)
  const numbers = locateCoordinates(text, knowing)
  if (numbers) return numbers
  return reading ? locatePostcode(reading, knowing) : locateTown(text, knowing, readTowns())
}

function locateCoordinates(text: string, knowing: Knowledge): PlaceAnswer | null {
  const reading = readCoordinates(text)
  switch (reading?.kind) {
    case undefined:
      return null
    case 'wrong':
      return notRecognised(text, reading.reason)
    case 'grid':
      return locatePoint('grid', reading, reading.point, toWgs84(reading.point), knowing)
    case 'degrees':
      return locatePoint('coordinate', reading, toGrid(reading.point), reading.point, knowing)
  }
}

/** The Helmert shift is right to 2.4 m (national-grid.ts), and a coordinate is as exact as whoever gave it. */
const COORDINATE_ERROR_METRES = 5

function locatePoint(
  kind: PlaceKind,
  { label, errorMetres = 0 }: { readonly label: string; readonly errorMetres?: number },
  point: GridPoint,
  degrees: Wgs84Point,
  { regionOf }: Knowledge,
): PlaceAnswer {
  const verdict = nationOfPoint(degrees)
  if (verdict.nation !== 'england') return outsideEngland(label, verdict.nation)
  // The outline of England takes in the sea half-way to its neighbours, and the grid ends sooner.
  if (!isOnGrid(point)) return outsideEngland(label, 'elsewhere')
  const place: LocatedPlace = {
    kind,
    label,
    ...point,
    ...degrees,
    precision: 'exact',
    errorMetres: Math.max(COORDINATE_ERROR_METRES, errorMetres),
    regionId: regionOf(point),
    ...borderNotice(verdict.nearBorder),
    cell: gridSquare(point),
  }
  return { outcome: 'located', place }
}
