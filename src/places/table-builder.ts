import { setImmediate as nextTurn } from 'node:timers/promises'
import { areaPairs } from './area-pairs.ts'
import { TABLE_NATIONS } from './nations.ts'
import type { Nation, PlaceAreas } from './place.ts'
import { type PostcodeTable, postcodeTable, type TableEdition } from './postcode-table.ts'
import { at, NO_POINT } from './table-columns.ts'

/** One row on its way into a table. Numbers as the columns keep them (postcode-table.ts). */
export type TableRow = {
  readonly outcode: string
  readonly inward: number
  readonly easting: number
  readonly northing: number
  readonly nation: number
  readonly quality: number
  /** 0 while live, else the month it ended. */
  readonly end: number
  /** GSS codes of areas; null or absent: not said. */
  readonly district?: string | null
  readonly board?: string | null
}

/** Takes rows in any order, each postcode any number of times, and makes a table of them. */
export type TableBuilder = {
  readonly add: (row: TableRow) => void
  readonly size: () => number
  /** Sorts, settles duplicates and packs. Gives way to other work every few milliseconds. */
  readonly build: (name: string) => Promise<PostcodeTable>
}

/** More rows than any real file has (ONSPD with every ended postcode: 2.7 million): a guard for our memory. */
export const ROWS_MAX = 6_000_000
/** What a column of sixteen bits can number. There are some 3,000; more than these would be taken for each other. */
const OUTCODES_MAX = 65_536
const OUTCODES_BETWEEN_TURNS = 64

type Rows = {
  outcodes: Uint16Array
  inwards: Uint16Array
  eastings: Int32Array
  northings: Int32Array
  flags: Uint8Array
  ends: Uint16Array
  areas: Uint16Array
}

const roomFor = (count: number): Rows => ({
  outcodes: new Uint16Array(count),
  inwards: new Uint16Array(count),
  eastings: new Int32Array(count),
  northings: new Int32Array(count),
  flags: new Uint8Array(count),
  ends: new Uint16Array(count),
  areas: new Uint16Array(count),
})

export function tableBuilder(): TableBuilder {
  const outcodes = new Map<string, number>()
  const pairs = areaPairs()
  let rows = roomFor(65_536)
  let size = 0
  return {
    add: row => {
      if (size === ROWS_MAX) throw new RangeError(`A postcode file of more than ${ROWS_MAX} rows.`)
      if (size === rows.inwards.length) rows = twiceAsLarge(rows)
      let outcode = outcodes.get(row.outcode)
      if (outcode === undefined) {
        if (outcodes.size === OUTCODES_MAX)
          throw new RangeError(`A postcode file of more than ${OUTCODES_MAX} outcodes.`)
        outcode = outcodes.size
        outcodes.set(row.outcode, outcode)
      }
      rows.outcodes[size] = outcode
      rows.inwards[size] = row.inward
      rows.eastings[size] = row.easting
      rows.northings[size] = row.northing
      rows.flags[size] = row.nation | (row.quality << 4)
      rows.ends[size] = row.end
      rows.areas[size] = pairs.numberOf(row.district ?? null, row.board ?? null)
      size += 1
    },
    size: () => size,
    build: name => build(name, [...outcodes.keys()], rows, size, pairs.all()),
  }
}

function twiceAsLarge(rows: Rows): Rows {
  const larger = roomFor(rows.inwards.length * 2)
  larger.outcodes.set(rows.outcodes)
  larger.inwards.set(rows.inwards)
  larger.eastings.set(rows.eastings)
  larger.northings.set(rows.northings)
  larger.flags.set(rows.flags)
  larger.ends.set(rows.ends)
  larger.areas.set(rows.areas)
  return larger
}

async function build(
  name: string,
  seen: readonly string[],
  rows: Rows,
  size: number,
  areaPairs: readonly PlaceAreas[],
): Promise<PostcodeTable> {
  const buckets = byOutcode(rows.outcodes, size, seen.length)
  const ranked = seen.map((outcode, place) => ({ outcode, place })).sort(byText)
  const sorted = roomFor(size)
  const starts = new Uint32Array(seen.length + 1)
  let kept = 0
  for (const [rank, { place }] of ranked.entries()) {
    starts[rank] = kept
    for (const row of survivors(rows, buckets(place))) {
      sorted.inwards[kept] = at(rows.inwards, row)
      sorted.eastings[kept] = at(rows.eastings, row)
      sorted.northings[kept] = at(rows.northings, row)
      sorted.flags[kept] = at(rows.flags, row)
      sorted.ends[kept] = at(rows.ends, row)
      sorted.areas[kept] = at(rows.areas, row)
      kept += 1
    }
    if (rank % OUTCODES_BETWEEN_TURNS === 0) await nextTurn()
  }
  starts[seen.length] = kept
  const edition = countedEdition(name, sorted, kept)
  return postcodeTable(edition, {
    outcodes: ranked.map(({ outcode }) => outcode),
    starts,
    inwards: sorted.inwards.slice(0, kept),
    eastings: sorted.eastings.slice(0, kept),
    northings: sorted.northings.slice(0, kept),
    flags: sorted.flags.slice(0, kept),
    ends: edition.terminated === 0 ? new Uint16Array(0) : sorted.ends.slice(0, kept),
    areas: areaPairs.length === 0 ? new Uint16Array(0) : sorted.areas.slice(0, kept),
    areaPairs,
  })
}

const byText = (one: { outcode: string }, other: { outcode: string }): number =>
  one.outcode < other.outcode ? -1 : 1

/** Counting sort: answers the row numbers of one outcode, in the order they came. */
function byOutcode(outcodes: Uint16Array, size: number, count: number): (place: number) => Uint32Array {
  const ends = new Uint32Array(count + 1)
  for (let row = 0; row < size; row += 1) {
    const place = at(outcodes, row) + 1
    ends[place] = at(ends, place) + 1
  }
  for (let place = 1; place <= count; place += 1) ends[place] = at(ends, place) + at(ends, place - 1)
  const next = ends.slice()
  const order = new Uint32Array(size)
  for (let row = 0; row < size; row += 1) {
    const place = at(outcodes, row)
    const position = at(next, place)
    order[position] = row
    next[place] = position + 1
  }
  return place => order.subarray(at(ends, place), at(ends, place + 1))
}

/** Room for a row number below 2^23 under an inward code, in one exact number: sorting numbers needs no callback. */
const ROW_ROOM = 2 ** 23

/** The rows of one outcode that stay, by inward code: one for each postcode. */
function survivors(rows: Rows, bucket: Uint32Array): number[] {
  const keys = Float64Array.from(bucket, row => at(rows.inwards, row) * ROW_ROOM + row).sort()
  const kept: number[] = []
  for (const key of keys) {
    const row = key % ROW_ROOM
    const last = kept.at(-1)
    if (last === undefined || at(rows.inwards, last) !== at(rows.inwards, row)) kept.push(row)
    else if (isBetter(rows, row, last)) kept[kept.length - 1] = row
  }
  return kept
}

/**
 * Whether a later row for the same postcode replaces the earlier: live beats ended, later ended beats sooner ended
 * (Royal Mail gives codes out again), a point beats none, and else the file's last word stands.
 */
function isBetter(rows: Rows, later: number, earlier: number): boolean {
  const lifeOf = (row: number): number => at(rows.ends, row) || Number.POSITIVE_INFINITY
  if (lifeOf(later) !== lifeOf(earlier)) return lifeOf(later) > lifeOf(earlier)
  return at(rows.eastings, later) !== NO_POINT || at(rows.eastings, earlier) === NO_POINT
}

function countedEdition(name: string, rows: Rows, size: number): TableEdition {
  const nations: Partial<Record<Nation | 'unknown', number>> = {}
  let located = 0
  let terminated = 0
  for (let row = 0; row < size; row += 1) {
    if (at(rows.eastings, row) !== NO_POINT) located += 1
    if (at(rows.ends, row) !== 0) terminated += 1
    const nation = TABLE_NATIONS[at(rows.flags, row) & 15] ?? 'unknown'
    nations[nation] = (nations[nation] ?? 0) + 1
  }
  return { name, postcodes: size, located, terminated, nations }
}
