import { metresBetween } from './national-grid.ts'
import { TABLE_NATIONS } from './nations.ts'
import type { GridPoint, Nation } from './place.ts'
import { at, endAt, pointAt, type Run, type TableColumns } from './table-columns.ts'

/** What the units of a sector or outcode have in common. `point` is their mean, null when none has a point. */
export type GroupSummary = {
  readonly point: (GridPoint & { readonly errorMetres: number }) | null
  readonly nations: ReadonlySet<Nation | null>
}

/**
 * The mean of the live English points, and how far most of them lie from it. Where there are none, of ended ones, and
 * last of the other nations': in an outcode on the border, England's services are looked for on England's side.
 */
export function summarise(columns: TableColumns, { from, to }: Run): GroupSummary {
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
 * What 95 in 100 units keep to everywhere then counts (sources, data 6: 4.1 km).
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
