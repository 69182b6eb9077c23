/** The profile of what is in the index no more: it serves nobody, so that no test for it is needed in the inner loop. */
export const NOBODY = 0

/** Numbers to an entry: easting, northing, slot, profile. Sixteen bytes side by side, four entries to a cache line. */
export const ENTRY = 4

/** Where each slot's entry is, shared by all grids: at `n >= 0` in the base, at `-2 - n` among the recent, -1 nowhere. */
export type Whereabouts = { at: Int32Array<ArrayBuffer> }

/**
 * Entries in the order of their cells, row by row from the south-west; `starts[c]` up to `starts[c + 1]` are those of
 * cell c (compressed sparse rows). Points outside the grid lie in its edge cells.
 */
export type Layout = {
  readonly entries: Int32Array<ArrayBuffer>
  /** Entries, with those since removed. */
  readonly count: number
  readonly starts: Uint32Array
  readonly columns: number
  readonly rows: number
  /** A whole number of metres, so that the cell of a point is exact. */
  readonly cellMetres: number
  readonly west: number
  readonly south: number
}

export const NO_LAYOUT: Layout = {
  entries: new Int32Array(0),
  count: 0,
  starts: new Uint32Array(2),
  columns: 1,
  rows: 1,
  cellMetres: 1,
  west: 0,
  south: 0,
}

/** Cells for each entry. People live in clusters, so most cells are empty and the full ones hold a handful. */
const CELLS_PER_ENTRY = 2

/** The National Grid (metres). One wrong coordinate outside must not stretch the cells over nothing. */
const EASTING_MAX = 700_000
const NORTHING_MAX = 1_300_000

type Frame = Pick<Layout, 'columns' | 'rows' | 'cellMetres' | 'west' | 'south'>

/** A fresh base from the living entries of `base` and the recent ones; says in `whereabouts` where each now is. */
export function layOut(
  base: Layout,
  recent: Int32Array,
  recentCount: number,
  count: number,
  whereabouts: Whereabouts,
): Layout {
  const living = new Int32Array(count * ENTRY)
  let length = 0
  for (let from = 0; from < base.count * ENTRY; from += ENTRY) {
    if (base.entries[from + 3] === NOBODY) continue
    copyEntry(base.entries, from, living, length)
    length += ENTRY
  }
  living.set(recent.subarray(0, recentCount * ENTRY), length)
  const frame = frameOf(living, count)
  return { ...frame, ...sorted(living, count, frame, whereabouts), count }
}

function frameOf(living: Int32Array, count: number): Frame {
  let west = EASTING_MAX
  let east = 0
  let south = NORTHING_MAX
  let north = 0
  for (let offset = 0; offset < living.length; offset += ENTRY) {
    const easting = within(living[offset] ?? 0, EASTING_MAX)
    const northing = within(living[offset + 1] ?? 0, NORTHING_MAX)
    if (easting < west) west = easting
    if (easting > east) east = easting
    if (northing < south) south = northing
    if (northing > north) north = northing
  }
  const width = Math.max(0, east - west)
  const height = Math.max(0, north - south)
  const cells = Math.max(1, count * CELLS_PER_ENTRY)
  const cellMetres = Math.max(
    1,
    Math.ceil(Math.sqrt((width * height) / cells)),
    Math.ceil(Math.max(width, height) / cells),
  )
  return {
    cellMetres,
    west: Math.min(west, east),
    south: Math.min(south, north),
    columns: Math.floor(width / cellMetres) + 1,
    rows: Math.floor(height / cellMetres) + 1,
  }
}

const within = (value: number, max: number): number => Math.min(Math.max(value, 0), max)

/** Counting sort by cell. */
function sorted(
  living: Int32Array,
  count: number,
  frame: Frame,
  whereabouts: Whereabouts,
): Pick<Layout, 'entries' | 'starts'> {
  const starts = new Uint32Array(frame.columns * frame.rows + 2)
  const cells = new Uint32Array(count)
  for (let index = 0; index < count; index += 1) {
    const cell = cellOf(living[index * ENTRY] ?? 0, living[index * ENTRY + 1] ?? 0, frame)
    cells[index] = cell
    starts[cell + 2] = (starts[cell + 2] ?? 0) + 1
  }
  for (let cell = 2; cell < starts.length; cell += 1) {
    starts[cell] = (starts[cell] ?? 0) + (starts[cell - 1] ?? 0)
  }
  const entries = new Int32Array(count * ENTRY)
  for (let index = 0; index < count; index += 1) {
    const cell = cells[index] ?? 0
    const at = starts[cell + 1] ?? 0
    starts[cell + 1] = at + 1
    copyEntry(living, index * ENTRY, entries, at * ENTRY)
    whereabouts.at[living[index * ENTRY + 2] ?? 0] = at
  }
  return { entries, starts }
}

/** Written out, for this is most of the time a layout takes. */
function copyEntry(from: Int32Array, at: number, to: Int32Array, toAt: number): void {
  to[toAt] = from[at] ?? 0
  to[toAt + 1] = from[at + 1] ?? 0
  to[toAt + 2] = from[at + 2] ?? 0
  to[toAt + 3] = from[at + 3] ?? 0
}

const cellOf = (easting: number, northing: number, frame: Frame): number => {
  const column = within(Math.floor((easting - frame.west) / frame.cellMetres), frame.columns - 1)
  const row = within(Math.floor((northing - frame.south) / frame.cellMetres), frame.rows - 1)
  return row * frame.columns + column
}
