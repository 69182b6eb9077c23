import { isPartOf } from './mend-outcode.ts'
import type { GridPoint, PlaceAreas } from './place.ts'

/**
 * The columns of a table, rows sorted by outcode and then inward code. 11 bytes a live row, and 2 more each with ends
 * and with areas: 1,745,849 postcodes with their districts are 22.7 MB. Flags hold the nation in the low four bits and
 * the quality above them.
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
  /** Which of `areaPairs` each row lies in. Empty when the file names no areas. */
  readonly areas: Uint16Array
  /** Every pair of areas there is, some hundreds; the first is neither. Empty when the file names no areas. */
  readonly areaPairs: readonly PlaceAreas[]
}

export const NO_POINT = -1

/** A cell that must be there. @throws RangeError outside the column, which would be a broken table */
export function at(column: { readonly [index: number]: number }, index: number): number {
  const value = column[index]
  if (value === undefined) throw new RangeError(`The postcode table has no row ${index}.`)
  return value
}

export function pointAt(columns: TableColumns, row: number): GridPoint | null {
  const easting = at(columns.eastings, row)
  return easting === NO_POINT ? null : { easting, northing: at(columns.northings, row) }
}

export const endAt = (columns: TableColumns, row: number): number =>
  columns.ends.length === 0 ? 0 : at(columns.ends, row)

/** What the file says of a row's areas; null: nothing. */
export function areasAt(columns: TableColumns, row: number): PlaceAreas | null {
  const pair = columns.areas.length === 0 ? NO_AREAS : at(columns.areas, row)
  return pair === NO_AREAS ? null : (columns.areaPairs[pair] ?? null)
}

/** Where the pair that is neither stands among all pairs. */
export const NO_AREAS = 0

/** Rows `from` up to but not including `to`. */
export type Run = { readonly from: number; readonly to: number }

export const runOf = ({ starts }: TableColumns, first: number, last: number): Run => ({
  from: at(starts, first),
  to: at(starts, last + 1),
})

/** The rows of a district that exists only in parts, W1 of W1A to W1W. They are neighbours, as outcodes are sorted. */
export function letteredRun(columns: TableColumns, district: string): Run | null {
  const isPart = (outcode: string): boolean => isPartOf(outcode, district)
  const first = columns.outcodes.findIndex(isPart)
  return first < 0 ? null : runOf(columns, first, columns.outcodes.findLastIndex(isPart))
}
