import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createNearest } from '../../../src/directory/nearest/nearest.ts'
import { sameChance, settledPoints } from '../some-services.ts'

describe('a walk of a box', () => {
  it('visits each that lies in it once, the sides included, as measuring every one finds them', () => {
    const chance = sameChance(21)
    const nearest = createNearest(slot => slot)
    const far = [-50_000, 800_000].map(easting => ({ easting, northing: 2_000_000 }))
    const points = [...settledPoints(4000, chance), ...far].map((point, slot) => ({
      ...point,
      slot,
      typeId: slot % 7,
      profile: 1 + (slot % 3),
    }))
    for (const { slot, typeId, easting, northing, profile } of points) {
      nearest.put(slot, typeId, easting, northing, profile)
    }
    for (const _ of nearest.settling());
    // Some moved, some gone, some another profile, none of it settled.
    const living = points.flatMap(point => {
      const kind = chance()
      if (kind < 0.05) {
        nearest.remove(point.slot)
        return []
      }
      const changed = {
        ...point,
        easting: kind < 0.1 ? point.easting + 700 : point.easting,
        profile: kind > 0.9 ? 9 : point.profile,
      }
      nearest.put(point.slot, point.typeId, changed.easting, changed.northing, changed.profile)
      return [changed]
    })
    for (let turn = 0; turn < 300; turn += 1) {
      const at = living[Math.floor(chance() * living.length)]
      assert.ok(at)
      const half = chance() < 0.1 ? 0 : Math.floor(chance() ** 3 * 300_000)
      const box = {
        // Often with somebody just on its western side.
        west: chance() < 0.5 ? at.easting : at.easting - half,
        east: at.easting + half,
        south: at.northing - half,
        north: at.northing + (chance() < 0.5 ? 0 : half),
      }
      const typeIds = chance() < 0.5 ? null : [Math.floor(chance() * 8), at.typeId, at.typeId]
      const seen: object[] = []
      nearest.visitBox(box, typeIds, (slot, profile, easting, northing) => {
        seen.push({ slot, profile, easting, northing })
      })
      const expected = living
        .filter(
          ({ easting, northing }) =>
            easting >= box.west && easting <= box.east && northing >= box.south && northing <= box.north,
        )
        .filter(({ typeId }) => typeIds === null || typeIds.includes(typeId))
        .map(({ slot, profile, easting, northing }) => ({ slot, profile, easting, northing }))
      const bySlot = (list: object[]) => list.map(entry => JSON.stringify(entry)).sort()
      assert.deepEqual(bySlot(seen), bySlot(expected))
    }
  })
})
