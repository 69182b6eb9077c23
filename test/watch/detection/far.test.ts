import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createDetection, type Observation } from '../../../src/watch/index.ts'
import { accountAt, chance, honestLog, START, smallWorld, TYPES, untilFound } from './small-world.ts'

const DAY = 86_400_000
const world = smallWorld()
const home = world.towns[0]
const far = world.towns
  .filter(
    town => Math.hypot(town.easting - (home?.easting ?? 0), town.northing - (home?.northing ?? 0)) > 60_000,
  )
  .slice(0, 8)
const account = {
  ...accountAt(world, 'a1', 0),
  footprint: { ...accountAt(world, 'a1', 0).footprint, regions: ['none'] },
}
const clean = [...honestLog(world, [account], 10, 20, 1)]

const asked = (turn: number, town: number, type: number): Observation => {
  const { easting, northing } = far[town] ?? { easting: 0, northing: 0 }
  return {
    at: START + 11 * DAY + turn * 600_000,
    account: 'a1',
    action: 'search',
    easting,
    northing,
    type,
    ids: world.nearest(easting, northing, type),
  }
}

const findings = (log: readonly Observation[]) => {
  const detection = createDetection({ model: null, services: world.services, accounts: [account] })
  assert.equal(untilFound(detection, clean), null)
  return log.flatMap(observation => detection.observe(observation)).map(({ detector }) => detector)
}

describe('what is asked far away', () => {
  it('is a list when one place after the other is asked for every type in turn', () => {
    assert.ok(far.length === 8)
    const list = far.flatMap((_, town) =>
      TYPES.map((type, at) => asked(town * TYPES.length + at, town, type)),
    )
    assert.ok(findings(list).length > 0)
  })

  it('is a list when one type is asked for in one far place after another', () => {
    const tour = Array.from({ length: 40 }, (_, turn) => asked(turn, turn % far.length, 13))
    assert.ok(findings(tour).length > 0)
  })

  it('is no list when the same types are drawn at random at one far place', () => {
    const random = chance(5)
    const log = Array.from({ length: 80 }, (_, turn) =>
      asked(turn, 0, TYPES[Math.floor(random() ** 2 * TYPES.length)] ?? 13),
    )
    assert.ok(!findings(log).includes('crawl-listing'))
  })
})
