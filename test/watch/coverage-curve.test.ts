import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { coverageCurve, type WatchedService } from '../../src/watch/index.ts'

/** Services on a line, 1 km apart, of one type, in two regions. */
const line = (count: number): WatchedService[] =>
  Array.from({ length: count }, (_, index) => ({
    id: index + 1,
    type: 13,
    easting: index * 1000,
    northing: 0,
    region: index < count / 2 ? 'W' : 'E',
    odsCode: null,
  }))
const chance = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const nearest =
  (services: readonly WatchedService[], k: number) =>
  ({ easting }: { readonly easting: number }) =>
    [...services]
      .sort((a, b) => Math.abs(a.easting - easting) - Math.abs(b.easting - easting))
      .slice(0, k)
      .map(({ id }) => id)
const NATIONAL = { sites: [], regions: [], national: true }

describe('what a licence lets its holder see', () => {
  it('never falls, never is more than there is, and is told for a day up to sixty', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        fc.nat(),
        (count, volumePerDay, k, seed) => {
          const services = line(count)
          const curve = coverageCurve({
            directory: services,
            footprint: NATIONAL,
            volumePerDay,
            types: null,
            answer: nearest(services, k),
            chance: chance(seed),
          })
          assert.ok(curve)
          assert.deepEqual(
            curve.map(({ day }) => day),
            [1, 7, 30, 60],
          )
          for (const [at, point] of curve.entries()) {
            assert.ok(point.services <= count && point.services >= Math.min(k, count) && point.share <= 1)
            // What is worked out beyond the searches played may fall short of them by a rounding.
            if (at > 0) assert.ok(point.services >= (curve[at - 1]?.services ?? 0) - 1)
          }
        },
      ),
      { numRuns: 30 },
    )
  })

  it('agrees with the sum of chances where each search shows one service of many (an independent formula)', () => {
    const services = line(400)
    const curve = coverageCurve({
      directory: services,
      footprint: NATIONAL,
      volumePerDay: 10,
      types: null,
      answer: nearest(services, 1),
      chance: chance(5),
    })
    for (const { searches, services: seen } of curve ?? []) {
      const expected = 400 * (1 - (1 - 1 / 400) ** searches)
      assert.ok(Math.abs(seen - expected) < 20, `${seen} and not ${expected}`)
    }
  })

  it('is small for a site, whatever the volume, and grows with what an answer holds', () => {
    const services = line(400)
    const at = (radiusMetres: number, k: number) => {
      const footprint = {
        sites: [{ easting: 200_000, northing: 0, radiusMetres }],
        regions: [],
        national: false,
      }
      const curve = coverageCurve({
        directory: services,
        footprint,
        volumePerDay: 5,
        types: null,
        answer: nearest(services, k),
        chance: chance(3),
      })
      return curve?.at(-1)?.share ?? 1
    }
    assert.ok(at(10_000, 5) < 0.3)
    assert.ok(at(10_000, 5) < at(10_000, 20))
    assert.ok(at(10_000, 5) < at(100_000, 5))
  })

  it('is nothing where there is nothing of the kind', () => {
    assert.equal(
      coverageCurve({
        directory: line(9),
        footprint: NATIONAL,
        volumePerDay: 9,
        types: [46],
        answer: () => [],
        chance: chance(1),
      }),
      null,
    )
  })
})
