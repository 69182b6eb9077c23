import { inwardNumber, SECTOR_CODES } from './inward.ts'
import { isPartOf } from './mend-outcode.ts'
import { metresBetween } from './national-grid.ts'
import { TABLE_NATIONS } from './nations.ts'
import type { GridPoint, Nation } from './place.ts'

/** How surely a unit's point is known, from the file's quality mark. */
export type PointQuality =
  /** Within the unit's own buildings, or within 50 m of them. */
  | 'surveyed'
  /** Guessed from neighbouring units. */
  | 'imputed'
  /** Only the middle of the sector. */
  | 'sector-mean'
export const POINT_QUALITIES: readonly PointQuality[] = ['surveyed', 'imputed', 'sector-mean']

/** Which file a table came from, and what it holds. */
export type TableEdition = {
  /** In words, such as `Code-Point Open 2025.4.0`. */
  readonly name: string
  readonly postcodes: number
  readonly located: number
  readonly terminated: number
  readonly nations: Readonly<Partial<Record<Nation | 'unknown', number>>>
}

/** One postcode of the table. `nation` is null when the file does not say; `endedOn` is `YYYY-MM`. */
export type FoundUnit = {
  readonly point: GridPoint | null
  readonly nation: Nation | null
  readonly quality: PointQuality
  readonly endedOn: string | null
}

/** What the units of a sector or outcode have in common. `point` is their mean, null when none has a point. */
export type GroupSummary = {
  readonly point: (GridPoint & { readonly errorMetres: number }) | null
  readonly nations: ReadonlySet<Nation | null>
}

/**
 * The columns of a table, rows sorted by outcode and then inward code. 11 bytes a live row, 13 with ends: 1,745,849
 * postcodes are 19.3 MB. Flags hold the nation in the low four bits and the quality above them.
 */
export type TableColumns = {
  readonly outcodes: readonly string[]
  /** Where each outcode's rows begin; one more entry than outcodes. */
  readonly starts: Uint32Array
  readonly inwards: Uint16Array
  /** Metres; `NO_POINT` in both when the file gives none. */
  readonly eastings: Int32Array
  readonly northings: Int32Array
  readonly flags: Uint8Array
  /** Months since January of year 0, 0 while live. Empty when every row is live. */
  readonly ends: Uint16Array
}

export const NO_POINT = -1

/** An immutable table of postcodes. Looking a unit up takes well under a microsecond. */
export type PostcodeTable = {
  readonly edition: TableEdition
  readonly columns: TableColumns
  /** Bytes its columns take in memory. */
  readonly bytes: number
  readonly hasOutcode: (outcode: string) => boolean
  readonly find: (outcode: string, inward: string) => FoundUnit | null
  readonly sector: (outcode: string, digit: string) => GroupSummary | null
  /** Also of a district that exists only in parts, such as W1. */
  readonly outcode: (outcode: string) => GroupSummary | null
}

export function postcodeTable(edition: TableEdition, columns: TableColumns): PostcodeTable {
  const places = new Map(columns.outcodes.map((outcode, index) => [outcode, index]))
  // Means and errors are worked out when first asked for: a millisecond at most, and starting up costs nothing.
  const summaries = new Map<string, GroupSummary | null>()
  const rowsOf = (outcode: string): Run | null => {
    const place = places.get(outcode)
    return place === undefined ? null : runOf(columns, place, place)
  }
  const remembered = (key: string, runFor: () => Run | null): GroupSummary | null => {
    const known = summaries.get(key)
    if (known !== undefined) return known
    const run = runFor()
    if (!run) return null
    const summary = run.from === run.to ? null : summarise(columns, run)
    summaries.set(key, summary)
    return summary
  }
  return {
    edition,
    columns,
    bytes: bytesOf(columns),
    hasOutcode: outcode => places.has(outcode),
    find: (outcode, inward) => {
      const rows = rowsOf(outcode)
      const number = inwardNumber(inward)
      if (!rows || number < 0) return null
      const row = lowerBound(columns.inwards, number, rows.from, rows.to)
      return row < rows.to && columns.inwards[row] === number ? unitAt(columns, row) : null
    },
    sector: (outcode, digit) =>
      remembered(`${outcode} ${digit}`, () => {
        const rows = rowsOf(outcode)
        if (!rows) return null
        const least = Number(digit) * SECTOR_CODES
        const from = lowerBound(columns.inwards, least, rows.from, rows.to)
        return { from, to: lowerBound(columns.inwards, least + SECTOR_CODES, from, rows.to) }
      }),
    outcode: outcode => remembered(outcode, () => rowsOf(outcode) ?? letteredRun(columns, outcode)),
  }
}

/** Rows `from` up to but not including `to`. */
type Run = { readonly from: number; readonly to: number }

const runOf = ({ starts }: TableColumns, first: number, last: number): Run => ({
  from: at(starts, first),
  to: at(starts, last + 1),
})

/** The rows of a district that exists only in parts, W1 of W1A to W1W. They are neighbours, as outcodes are sorted. */
function letteredRun(columns: TableColumns, district: string): Run | null {
  const isPart = (outcode: string): boolean => isPartOf(outcode, district)
  const first = columns.outcodes.findIndex(isPart)
  return first < 0 ? null : runOf(columns, first, columns.outcodes.findLastIndex(isPart))
}

/** A cell that must be there. @throws RangeError outside the column, which would be a broken table */
export function at(column: { readonly [index: number]: number }, index: number): number {
  const value = column[index]
  if (value === undefined) throw new RangeError(`The postcode table has no row ${index}.`)
  return value
}

/** The first row from `from` whose inward code is at least `wanted`, or `to`. */
function lowerBound(inwards: Uint16Array, wanted: number, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if (at(inwards, middle) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function unitAt(columns: TableColumns, row: number): FoundUnit {
  const flags = at(columns.flags, row)
  return {
    point: pointAt(columns, row),
    nation: TABLE_NATIONS[flags & 15] ?? null,
    quality: POINT_QUALITIES[flags >> 4] ?? 'surveyed',
    endedOn: monthText(endAt(columns, row)),
  }
}

function pointAt(columns: TableColumns, row: number): GridPoint | null {
  const easting = at(columns.eastings, row)
  return easting === NO_POINT ? null : { easting, northing: at(columns.northings, row) }
}

const endAt = (columns: TableColumns, row: number): number =>
  columns.ends.length === 0 ? 0 : at(columns.ends, row)

/** A month as the table counts it, from `YYYYMM` or `YYYY-MM`; undefined when it is neither. */
export function monthNumber(text: string): number | undefined {
  const match = /^([12]\d{3})-?(0[1-9]|1[0-2])(-?\d{2})?$/.exec(text)
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : undefined
}

const monthText = (month: number): string | null =>
  month === 0 ? null : `${Math.floor(month / 12)}-${`${(month % 12) + 1}`.padStart(2, '0')}`

/**
 * The mean of the live English points, and how far most of them lie from it. Where there are none, of ended ones, and
 * last of the other nations': in an outcode on the border, England's services are looked for on England's side.
 */
function summarise(columns: TableColumns, { from, to }: Run): GroupSummary {
  const nations = new Set<Nation | null>()
  const english: GridPoint[] = []
  const ended: GridPoint[] = []
  const foreign: GridPoint[] = []
  for (let row = from; row < to; row += 1) {
    const nation = TABLE_NATIONS[at(columns.flags, row) & 15] ?? null
    nations.add(nation)
    const point = pointAt(columns, row)
    if (!point) continue
    if (nation !== null && nation !== 'england') foreign.push(point)
    else (endAt(columns, row) === 0 ? english : ended).push(point)
  }
  const points = [english, ended, foreign].find(list => list.length > 0) ?? []
  return { point: meanOf(points), nations }
}

/** A unit's own reach, added to the spread of the units' points. */
const UNIT_REACH_METRES = 100
const CONFIDENCE = 0.95
/**
 * Of four units or fewer the spread says little: from the mean of two others one postcode in nine lay further than
 * theirs did, from four or more at most one in thirty-five (every unit of Code-Point Open 2025 left out in turn).
 * What 95 in 100 units keep to everywhere then counts (facts/data-sources section 6: 4.1 km).
 */
const FEW_UNITS = 4
const FEW_ERROR_METRES = 4100

function meanOf(points: readonly GridPoint[]): GroupSummary['point'] {
  if (points.length === 0) return null
  const easting = Math.round(points.reduce((sum, point) => sum + point.easting, 0) / points.length)
  const northing = Math.round(points.reduce((sum, point) => sum + point.northing, 0) / points.length)
  const distances = Float64Array.from(points, point => metresBetween(point, { easting, northing })).sort()
  const far = distances[Math.ceil(distances.length * CONFIDENCE) - 1] ?? 0
  const spread = Math.ceil(far / 10) * 10 + UNIT_REACH_METRES
  const errorMetres = points.length > FEW_UNITS ? spread : Math.max(spread, FEW_ERROR_METRES)
  return { easting, northing, errorMetres }
}

const bytesOf = (columns: TableColumns): number =>
  columns.starts.byteLength +
  columns.inwards.byteLength +
  columns.eastings.byteLength +
  columns.northings.byteLength +
  columns.flags.byteLength +
  columns.ends.byteLength
