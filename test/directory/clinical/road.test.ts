import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { RoadSource } from '../../../src/directory/clinical/question.ts'
import { stored } from '../some-services.ts'
import { emergencyDepartment, type Found, idsOf, memoryOf, near, question } from './world.ts'

const ORIGIN = { latitude: 52.6, longitude: -2 }

const roadOf =
  (metres: [id: number, metres: number][]): RoadSource =>
  async () =>
    new Map(metres)

async function askBy(
  road: RoadSource,
  services: Parameters<typeof memoryOf>[0],
  changes = {},
): Promise<Found> {
  const memory = await memoryOf(services)
  const answer = await memory.clinical.searchByRoad(question(changes), ORIGIN, road)
  assert.equal(answer.outcome, 'found')
  return answer
}

describe('distances by road', () => {
  const services = [near(1, 100), near(2, 200), near(3, 300)]

  it('take the place of straight lines, and what is not reached is dropped', async () => {
    const answer = await askBy(
      roadOf([
        [1, 5000],
        [2, 1000],
      ]),
      services,
    )
    assert.deepEqual(
      answer.services.map(({ id, distanceMetres, byRoad }) => [id, distanceMetres, byRoad]),
      [
        [2, 1000, true],
        [1, 5000, true],
      ],
    )
  })

  it('do not count where the source fails, in whatever way, or reaches nobody', async () => {
    const straight = await memoryOf(services)
    const expected = straight.clinical.search(question())
    const failing: RoadSource[] = [
      async () => null,
      () => Promise.reject(new Error('no road')),
      () => {
        throw new Error('no road')
      },
      roadOf([
        [1, Number.NaN],
        [2, 1],
      ]),
      roadOf([[1, -1]]),
      roadOf([]),
      roadOf([[99, 1]]),
    ]
    for (const road of failing) assert.deepEqual(await askBy(road, services), expected)
  })

  it('are asked from the origin, of points in degrees, for all that is left and nothing else', async () => {
    const asked: Parameters<RoadSource>[] = []
    await askBy(
      async (...question) => {
        asked.push(question)
        return null
      },
      [...services, near(4, 99_000), emergencyDepartment(5, 50)],
    )
    const [[origin, destinations] = []] = asked
    assert.equal(asked.length, 1)
    assert.deepEqual(origin, ORIGIN)
    assert.deepEqual(destinations?.map(({ id }) => id).sort(), [1, 2, 3])
    for (const { latitude, longitude } of destinations ?? []) {
      assert.ok(Math.abs(latitude - 52.6) < 0.1 && Math.abs(longitude + 2) < 0.1)
    }
  })

  it("are asked for the nearest hundred of each type and the person's own practice", async () => {
    const many = Array.from({ length: 130 }, (_, index) => near(index + 1, 10 * (index + 1), { typeId: 13 }))
    const home = near(500, 9000, { typeId: 13, odsCode: 'A81001' })
    let ids: number[] = []
    const road: RoadSource = async (_origin, destinations) => {
      ids = destinations.map(({ id }) => id)
      return new Map(ids.map(id => [id, 10_000 - id]))
    }
    const answer = await askBy(road, [...many, home, near(600, 9500)], { surgery: 'A81001' })
    assert.deepEqual(
      ids.sort((a, b) => a - b),
      [...Array.from({ length: 100 }, (_, index) => index + 1), 500, 600],
    )
    assert.deepEqual(idsOf(answer), [500, 600, 100])
  })

  it('measure the catch-all, too', async () => {
    const departments = [emergencyDepartment(1, 20_000), emergencyDepartment(2, 30_000)]
    const answer = await askBy(
      roadOf([
        [1, 70_000],
        [2, 31_000],
      ]),
      departments,
    )
    assert.ok(answer.catchAll)
    assert.deepEqual(
      answer.services.map(({ id, distanceMetres }) => [id, distanceMetres]),
      [
        [2, 31_000],
        [1, 70_000],
      ],
    )
  })

  it('are not asked where there is nobody to ask about', async () => {
    const answer = await askBy(() => assert.fail('nothing to ask'), [near(1, 99_000)])
    assert.deepEqual(answer.services, [])
  })

  it('stand beside the services as they are when the answer comes, not as they were when it was asked', async () => {
    const memory = await memoryOf(services)
    const answer = await memory.clinical.searchByRoad(question(), ORIGIN, async () => {
      await memory.apply([{ id: 1, stored: null }], 2)
      await memory.apply([{ id: 2, stored: stored(near(2, 200, { status: 'suspended' }), 2) }], 3)
      return new Map([1, 2, 3].map(id => [id, id]))
    })
    assert.equal(answer.outcome, 'found')
    assert.deepEqual(idsOf(answer), [3])
  })
})
