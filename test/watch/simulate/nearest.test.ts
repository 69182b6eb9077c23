import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createNearest } from '../../../src/watch/simulate/world/nearest.ts'

/** By looking at every point. */
function byBruteForce(points: readonly Point[], open: readonly boolean[], from: Point, k: number): number[] {
  return points
    .map(({ east, north }, at) => ({ at, square: (east - from.east) ** 2 + (north - from.north) ** 2 }))
    .filter(({ at }) => open[at])
    .sort((one, other) => one.square - other.square || one.at - other.at)
    .slice(0, k)
    .map(({ at }) => at)
}

type Point = { readonly east: number; readonly north: number }

// Coarse places on purpose: many points fall on one another, and on the borders of cells.
const place = fc.record({ east: fc.integer({ min: -40, max: 40 }), north: fc.integer({ min: -40, max: 40 }) })

describe('the k nearest of a simulated directory', () => {
  it('are those that looking at every service finds, from inside and outside, open ones only', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ at: place, open: fc.boolean() }), { maxLength: 120 }),
        place.map(({ east, north }) => ({ east: east * 3, north: north * 3 })),
        fc.integer({ min: 1, max: 20 }),
        (services, from, k) => {
          const points = services.map(({ at }) => at)
          const grid = createNearest(
            Float64Array.from(points, ({ east }) => east),
            Float64Array.from(points, ({ north }) => north),
            Int32Array.from(points.keys()),
            Uint8Array.from(services, ({ open }) => (open ? 1 : 0)),
          )
          const found = new Int32Array(20)
          const count = grid.find(from.east, from.north, k, found)
          const wanted = byBruteForce(
            points,
            services.map(({ open }) => open),
            from,
            k,
          )
          assert.deepEqual(Array.from(found.subarray(0, count)), wanted)
          const last = points[wanted[wanted.length - 1] ?? -1]
          const metres = last ? Math.hypot(last.east - from.east, last.north - from.north) : 0
          assert.ok(Math.abs(grid.farthestMetres() - metres) < 1e-9)
        },
      ),
      { numRuns: 500 },
    )
  })
})
