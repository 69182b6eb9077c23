import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createNearest, type Found, type NearestQuestion } from '../../src/directory/nearest/nearest.ts'
import { sameChance, settledPoints } from './some-services.ts'

type Point = { slot: number; id: number; typeId: number; easting: number; northing: number; profile: number }

/** The whole list, measured, sorted and cut: what an index must agree with. */
function byBruteForce(
  points: Iterable<Point>,
  question: NearestQuestion,
  admits: (profile: number, slot: number) => boolean,
): Found[] {
  const { easting, northing, typeIds, withinMetres, limit } = question
  const found: { slot: number; id: number; squared: number }[] = []
  for (const point of points) {
    if (typeIds !== null && !typeIds.includes(point.typeId)) continue
    const squared = (point.easting - easting) ** 2 + (point.northing - northing) ** 2
    if (squared > withinMetres * withinMetres || !admits(point.profile, point.slot)) continue
    found.push({ slot: point.slot, id: point.id, squared })
  }
  found.sort((a, b) => a.squared - b.squared || a.id - b.id)
  return found
    .slice(0, limit)
    .map(({ slot, id, squared }) => ({ slot, id, distanceMetres: Math.sqrt(squared) }))
}

const indexOf = (points: readonly Point[]) => {
  const nearest = createNearest(slot => points[slot]?.id ?? 0)
  for (const { slot, typeId, easting, northing, profile } of points) {
    nearest.put(slot, typeId, easting, northing, profile)
  }
  return nearest
}

const admitsAll = (profile: number): boolean => profile !== 0

describe('the nearest services', () => {
  it('are those that measuring every service finds, for 10,000 questions at 60,000 services', () => {
    const chance = sameChance(7)
    const points = settledPoints(60_000, chance).map((point, slot) => ({
      ...point,
      slot,
      // Ids in another order than slots, so that ties are broken by the one and not the other.
      id: ((slot * 7919) % 60_000) + 1,
      typeId: Math.floor(chance() ** 2 * 60),
      profile: 1 + Math.floor(chance() * 9),
    }))
    const nearest = indexOf(points)
    const byType = Map.groupBy(points, point => point.typeId)
    for (let turn = 0; turn < 10_000; turn += 1) {
      if (turn === 5000) for (const _ of nearest.settling());
      const at = points[Math.floor(chance() * points.length)]
      assert.ok(at)
      const far = chance()
      const question = {
        // At a service's own door, near one, anywhere, or far outside England.
        easting:
          far < 0.3
            ? at.easting
            : far < 0.95
              ? at.easting + (chance() - 0.5) * 30_000
              : (chance() - 0.4) * 4e6,
        northing:
          far < 0.3
            ? at.northing
            : far < 0.95
              ? at.northing + (chance() - 0.5) * 30_000
              : (chance() - 0.4) * 4e6,
        typeIds: typesFor(chance),
        withinMetres: chance() < 0.2 ? Number.POSITIVE_INFINITY : chance() ** 2 * 60_000,
        limit: chance() < 0.9 ? 20 : Math.floor(chance() * 150),
      }
      const refused = Math.floor(chance() * 12)
      const admits = (profile: number): boolean => profile !== 0 && profile !== refused
      // Only the points of the types asked for, or this test takes minutes.
      const among = [...new Set(question.typeIds)].flatMap(typeId => byType.get(typeId) ?? [])
      assert.deepEqual(
        nearest.find(question, admits),
        byBruteForce(among, question, admits),
        JSON.stringify(question),
      )
    }
  })

  it('of every type together are those that measuring finds', () => {
    const chance = sameChance(11)
    const points = settledPoints(3000, chance).map((point, slot) => ({
      ...point,
      slot,
      id: slot + 1,
      typeId: slot % 50,
      profile: 1,
    }))
    const nearest = indexOf(points)
    for (let turn = 0; turn < 200; turn += 1) {
      const question = {
        easting: chance() * 700_000,
        northing: chance() * 700_000,
        typeIds: null,
        withinMetres: chance() * 200_000,
        limit: 20,
      }
      assert.deepEqual(nearest.find(question, admitsAll), byBruteForce(points, question, admitsAll))
    }
  })

  it('at one distance come in the order of their ids, however many there are and wherever the limit cuts', () => {
    // Four corners of a square around the origin and many at each: all equally far.
    const points = Array.from({ length: 400 }, (_, slot) => ({
      slot,
      id: ((slot * 37) % 400) + 1,
      typeId: slot % 3,
      easting: 400_000 + (slot % 2 === 0 ? 3000 : -3000),
      northing: 300_000 + (slot % 4 < 2 ? 4000 : -4000),
      profile: 1,
    }))
    const nearest = indexOf(points)
    for (const _ of nearest.settling());
    for (const limit of [1, 7, 100, 399, 400, 1000]) {
      const found = nearest.find(
        { easting: 400_000, northing: 300_000, typeIds: [2, 0, 1, 0], withinMetres: 5000, limit },
        admitsAll,
      )
      assert.deepEqual(
        found.map(({ id }) => id),
        Array.from({ length: Math.min(limit, 400) }, (_, index) => index + 1),
      )
      assert.ok(found.every(({ distanceMetres }) => distanceMetres === 5000))
    }
  })

  it('are none for a type without services, no results wanted, or a distance below nought', () => {
    const points = [{ slot: 0, id: 1, typeId: 5, easting: 400_000, northing: 300_000, profile: 1 }]
    const nearest = indexOf(points)
    const here = { easting: 400_000, northing: 300_000, typeIds: [5], withinMetres: 0, limit: 10 }
    assert.equal(nearest.find(here, admitsAll).length, 1)
    assert.deepEqual(nearest.find({ ...here, typeIds: [6] }, admitsAll), [])
    assert.deepEqual(nearest.find({ ...here, typeIds: [] }, admitsAll), [])
    assert.deepEqual(nearest.find({ ...here, limit: 0 }, admitsAll), [])
    assert.deepEqual(nearest.find({ ...here, withinMetres: -1 }, admitsAll), [])
    assert.deepEqual(nearest.find({ ...here, withinMetres: Number.NaN }, admitsAll), [])
  })

  it('are right with coordinates that lie outside the National Grid', () => {
    const points = [
      [-50_000, 300_000],
      [2_000_000, 2_000_000],
      [400_000, -9_000_000],
      [400_000, 300_000],
      [699_999, 1_299_999],
    ].map(([easting = 0, northing = 0], slot) => ({
      slot,
      id: slot + 1,
      typeId: 1,
      easting,
      northing,
      profile: 1,
    }))
    const nearest = indexOf(points)
    for (const _ of nearest.settling());
    for (const origin of [...points, { easting: -1e6, northing: 5e6 }]) {
      for (const limit of [1, 2, 5]) {
        const question = { ...origin, typeIds: [1], withinMetres: 1e9, limit }
        assert.deepEqual(nearest.find(question, admitsAll), byBruteForce(points, question, admitsAll))
      }
    }
  })

  it('are the same after any additions, moves and removals as in an index built afresh', () => {
    const step = fc.record({
      slot: fc.nat(60),
      typeId: fc.nat(2),
      // Few places, so that many share one.
      easting: fc.integer({ min: 0, max: 12 }).map(east => east * 1000),
      northing: fc.integer({ min: 0, max: 12 }).map(north => north * 1000),
      profile: fc.integer({ min: 0, max: 2 }),
      settle: fc.boolean(),
    })
    const origin = fc.record({
      easting: fc.integer({ min: -20_000, max: 40_000 }),
      northing: fc.integer({ min: -20_000, max: 40_000 }),
      typeIds: fc.oneof(fc.constant(null), fc.array(fc.nat(3), { maxLength: 4 })),
      withinMetres: fc.integer({ min: 0, max: 30_000 }),
      limit: fc.integer({ min: 1, max: 70 }),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 400, size: 'max' }),
        fc.array(origin, { maxLength: 10 }),
        (steps, origins) => {
          const nearest = createNearest(slot => 1000 - slot)
          const held = new Map<number, Point>()
          for (const { settle, ...point } of steps) {
            if (point.profile === 0) {
              nearest.remove(point.slot)
              held.delete(point.slot)
            } else {
              nearest.put(point.slot, point.typeId, point.easting, point.northing, point.profile)
              held.set(point.slot, { ...point, id: 1000 - point.slot })
            }
            if (settle) for (const _ of nearest.settling());
          }
          const admits = (profile: number, slot: number): boolean =>
            profile === 1 || (profile === 2 && slot % 2 === 0)
          for (const question of origins) {
            assert.deepEqual(nearest.find(question, admits), byBruteForce(held.values(), question, admits))
          }
          const counts = [...nearest.countByType()].filter(([, count]) => count > 0)
          assert.equal(
            counts.reduce((sum, [, count]) => sum + count, 0),
            held.size,
          )
        },
      ),
      { numRuns: 100 },
    )
  })
})

/** One type mostly, of few or of many; sometimes several, one of them twice, and one that has none. */
function typesFor(chance: () => number): number[] {
  const one = Math.floor(chance() ** 2 * 62)
  if (chance() < 0.8) return [one]
  return [one, Math.floor(chance() * 62), one, 9999]
}
