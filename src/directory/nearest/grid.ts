import { type Box, type Visit, visitEntries, visitLayout } from './box.ts'
import type { Closest } from './closest.ts'
import { enlarged } from './enlarged.ts'
import { ENTRY, type Layout, layOut, NO_LAYOUT, NOBODY, type Whereabouts } from './layout.ts'

/** Recent changes a grid takes before it is laid out anew; more for a big one, so that a load costs n log n, not n². */
const RECENT_MAX = 256
const RECENT_SHARE = 32

/**
 * Asked of each entry near enough to matter: its profile first, for most answers are there. The answer must not
 * change while one search runs.
 */
export type Admits = (profile: number, slot: number) => boolean

/**
 * The services of one type, on a uniform grid over eastings and northings (whole metres): a base, never moved
 * about, and beside it a short list of recent changes. See layout.ts for how the base lies in memory.
 */
export type Grid = {
  readonly size: () => number
  /** Adds, or moves, or gives another profile. A service that stays where it is costs one write. */
  readonly put: (slot: number, easting: number, northing: number, profile: number) => void
  readonly remove: (slot: number) => void
  /** Lays the base out anew when something changed since. A quarter of a million entries take some ten milliseconds. */
  readonly settle: () => void
  /** Offers to `closest` what is admitted, until nothing unseen could be kept. */
  readonly search: (easting: number, northing: number, closest: Closest, admits: Admits) => void
  /** Visits all that lies in the box. */
  readonly visitBox: (box: Box, visit: Visit) => void
}

export function createGrid(whereabouts: Whereabouts): Grid {
  let base: Layout = NO_LAYOUT
  let recent = new Int32Array(0)
  let recentCount = 0
  let removedFromBase = 0

  const remove = (slot: number): void => {
    const at = whereabouts.at[slot] ?? -1
    if (at === -1) return
    whereabouts.at[slot] = -1
    if (at >= 0) {
      base.entries[at * ENTRY + 3] = NOBODY
      removedFromBase += 1
      return
    }
    const hole = -2 - at
    recentCount -= 1
    if (hole === recentCount) return
    recent.copyWithin(hole * ENTRY, recentCount * ENTRY, (recentCount + 1) * ENTRY)
    whereabouts.at[recent[hole * ENTRY + 2] ?? 0] = at
  }
  const add = (slot: number, easting: number, northing: number, profile: number): void => {
    recent = enlarged(recent, (recentCount + 1) * ENTRY)
    const offset = recentCount * ENTRY
    recent[offset] = easting
    recent[offset + 1] = northing
    recent[offset + 2] = slot
    recent[offset + 3] = profile
    whereabouts.at[slot] = -2 - recentCount
    recentCount += 1
  }
  const size = (): number => base.count - removedFromBase + recentCount
  const settle = (): void => {
    if (recentCount === 0 && removedFromBase === 0) return
    base = layOut(base, recent, recentCount, size(), whereabouts)
    recentCount = 0
    removedFromBase = 0
  }

  return {
    size,
    settle,
    remove,
    put: (slot, easting, northing, profile) => {
      const at = whereabouts.at[slot] ?? -1
      const entries = at >= 0 ? base.entries : recent
      const offset = (at >= 0 ? at : -2 - at) * ENTRY
      if (at !== -1 && entries[offset] === easting && entries[offset + 1] === northing) {
        entries[offset + 3] = profile
        return
      }
      remove(slot)
      add(slot, easting, northing, profile)
      if (recentCount + removedFromBase > Math.max(RECENT_MAX, size() / RECENT_SHARE)) settle()
    },
    search: (easting, northing, closest, admits) => {
      if (recentCount > 0) {
        scan(recent, 0, recentCount, easting, northing, closest, admits, closest.worst())
      }
      searchRings(base, easting, northing, closest, admits)
    },
    visitBox: (box, visit) => {
      visitEntries(recent, 0, recentCount, box, visit)
      if (base.count > 0) visitLayout(base, box, visit)
    },
  }
}

/** Offers the entries `from` up to `to`. Answers the squared distance that still matters afterwards. */
function scan(
  entries: Int32Array,
  from: number,
  to: number,
  easting: number,
  northing: number,
  closest: Closest,
  admits: Admits,
  worstBefore: number,
): number {
  let worst = worstBefore
  for (let offset = from * ENTRY, end = to * ENTRY; offset < end; offset += ENTRY) {
    const east = (entries[offset] ?? 0) - easting
    const north = (entries[offset + 1] ?? 0) - northing
    const squared = east * east + north * north
    if (squared > worst) continue
    const slot = entries[offset + 2] ?? 0
    if (admits(entries[offset + 3] ?? NOBODY, slot)) worst = closest.offer(squared, slot)
  }
  return worst
}

/**
 * Looks at squares of cells, each a ring wider than the last, around the cell of the origin, which may lie outside
 * the grid. It may stop when nothing unseen is as near as the worst that is kept: not when it is just as near, for
 * an unseen point there could have the smaller id.
 */
function searchRings(
  layout: Layout,
  easting: number,
  northing: number,
  closest: Closest,
  admits: Admits,
): void {
  if (layout.count === 0) return
  const { columns, rows, cellMetres, west, south } = layout
  const column = Math.floor((easting - west) / cellMetres)
  const row = Math.floor((northing - south) / cellMetres)
  let worst = closest.worst()
  const look = (at: number, first: number, last: number): void => {
    const from = layout.starts[at * columns + first] ?? 0
    const to = layout.starts[at * columns + last + 1] ?? 0
    if (from < to) worst = scan(layout.entries, from, to, easting, northing, closest, admits, worst)
  }
  // The first ring that reaches the grid.
  let ring = Math.max(0, -column, column - (columns - 1), -row, row - (rows - 1))
  for (; ; ring += 1) {
    const left = column - ring
    const right = column + ring
    const bottom = row - ring
    const top = row + ring
    // Cells of one row lie side by side, so a whole side of the ring is one scan.
    const first = Math.max(left, 0)
    const last = Math.min(right, columns - 1)
    if (bottom >= 0) look(bottom, first, last)
    if (top < rows && ring > 0) look(top, first, last)
    const under = Math.min(top, rows)
    for (let at = Math.max(bottom + 1, 0); at < under; at += 1) {
      if (left >= 0) look(at, left, left)
      if (right < columns) look(at, right, right)
    }
    const unseen = distanceOfUnseen(layout, easting, northing, column, row, ring)
    if (unseen === Number.POSITIVE_INFINITY || unseen * unseen > worst) return
  }
}

/** How near a point outside the square of rings can be, at least, metres; Infinity when the square covers the grid. */
function distanceOfUnseen(
  { columns, rows, cellMetres, west, south }: Layout,
  easting: number,
  northing: number,
  column: number,
  row: number,
  ring: number,
): number {
  let nearest = Number.POSITIVE_INFINITY
  if (column - ring > 0) nearest = Math.min(nearest, easting - (west + (column - ring) * cellMetres))
  if (column + ring < columns - 1) {
    nearest = Math.min(nearest, west + (column + ring + 1) * cellMetres - easting)
  }
  if (row - ring > 0) nearest = Math.min(nearest, northing - (south + (row - ring) * cellMetres))
  if (row + ring < rows - 1) nearest = Math.min(nearest, south + (row + ring + 1) * cellMetres - northing)
  return nearest
}
