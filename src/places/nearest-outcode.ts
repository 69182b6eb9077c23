import type { Embedded } from './embedded.ts'
import { toGrid } from './national-grid.ts'
import type { GridPoint } from './place.ts'

/**
 * Answers the English outcode nearest to a point, by the embedded table. All of the 2,200 are tried, which takes some
 * microseconds; an index would not repay its lines.
 */
export function nearestOutcode(embedded: Embedded): (point: GridPoint) => string {
  const outcodes = [...embedded.outcodePlaces.keys()]
  const points = [...embedded.outcodePlaces.values()].map(toGrid)
  const eastings = Float64Array.from(points, point => point.easting)
  const northings = Float64Array.from(points, point => point.northing)
  return ({ easting, northing }) => {
    let best = 0
    let bestSquare = Number.POSITIVE_INFINITY
    for (let index = 0; index < outcodes.length; index += 1) {
      // Plain reads: through `at`, which other columns have made slow for this one, a question took ten times as long.
      const east = (eastings[index] ?? 0) - easting
      const north = (northings[index] ?? 0) - northing
      const square = east * east + north * north
      if (square < bestSquare) {
        best = index
        bestSquare = square
      }
    }
    const outcode = outcodes[best]
    if (outcode === undefined) throw new Error('The embedded table has no outcodes.')
    return outcode
  }
}
