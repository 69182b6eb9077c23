import { type GroupSummary, summarise } from './group-summary.ts'
import { inwardNumber, SECTOR_CODES } from './inward.ts'
import { TABLE_NATIONS } from './nations.ts'
import type { GridPoint, Nation, PlaceAreas } from './place.ts'
import {
  areasAt,
  at,
  endAt,
  letteredRun,
  pointAt,
  type Run,
  runOf,
  type TableColumns,
} from './table-columns.ts'

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

/** One postcode of the table. `nation` and `areas` are null when the file does not say; `endedOn` is `YYYY-MM`. */
export type FoundUnit = {
  readonly point: GridPoint | null
  readonly nation: Nation | null
  readonly quality: PointQuality
  readonly endedOn: string | null
  readonly areas: PlaceAreas | null
}

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
    areas: areasAt(columns, row),
  }
}

/** A month as the table counts it, from `YYYYMM` or `YYYY-MM`; undefined when it is neither. */
export function monthNumber(text: string): number | undefined {
  const match = /^([12]\d{3})-?(0[1-9]|1[0-2])(-?\d{2})?$/.exec(text)
  return match ? Number(match[1]) * 12 + Number(match[2]) - 1 : undefined
}

const monthText = (month: number): string | null =>
  month === 0 ? null : `${Math.floor(month / 12)}-${`${(month % 12) + 1}`.padStart(2, '0')}`

const bytesOf = (columns: TableColumns): number =>
  columns.starts.byteLength +
  columns.inwards.byteLength +
  columns.eastings.byteLength +
  columns.northings.byteLength +
  columns.flags.byteLength +
  columns.ends.byteLength +
  columns.areas.byteLength
