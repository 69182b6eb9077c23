import { ENTRY, type Layout, NOBODY } from './layout.ts'

/** Metres on the National Grid, the sides included. */
export type Box = {
  readonly west: number
  readonly east: number
  readonly south: number
  readonly north: number
}

/** Told of each entry in a box, in no order that means anything. */
export type Visit = (slot: number, profile: number, easting: number, northing: number) => void

/** Visits the entries of a layout that lie in the box: of each row of cells it covers, one scan, for they lie side by side. */
export function visitLayout(layout: Layout, box: Box, visit: Visit): void {
  const { columns, rows, cellMetres, west, south, starts, entries } = layout
  // What lies outside the grid is in its edge cells, so the box is moved to them just as points are.
  const column = (easting: number): number => within(Math.floor((easting - west) / cellMetres), columns - 1)
  const row = (northing: number): number => within(Math.floor((northing - south) / cellMetres), rows - 1)
  const first = column(box.west)
  const last = column(box.east)
  for (let at = row(box.south), top = row(box.north); at <= top; at += 1) {
    const from = starts[at * columns + first] ?? 0
    const to = starts[at * columns + last + 1] ?? 0
    visitEntries(entries, from, to, box, visit)
  }
}

/** Visits those of the entries `from` up to `to` that lie in the box. */
export function visitEntries(entries: Int32Array, from: number, to: number, box: Box, visit: Visit): void {
  for (let offset = from * ENTRY, end = to * ENTRY; offset < end; offset += ENTRY) {
    const easting = entries[offset] ?? 0
    const northing = entries[offset + 1] ?? 0
    if (easting < box.west || easting > box.east || northing < box.south || northing > box.north) continue
    const profile = entries[offset + 3] ?? NOBODY
    if (profile !== NOBODY) visit(entries[offset + 2] ?? 0, profile, easting, northing)
  }
}

const within = (value: number, max: number): number => Math.min(Math.max(value, 0), max)
