import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createDirectory } from '../../../src/watch/simulate/world/directory.ts'
import { isInEngland } from '../../../src/watch/simulate/world/england.ts'
import { KINDS, SERVICE_COUNT, WANTED } from '../../../src/watch/simulate/world/kinds.ts'
import { watchedService } from '../../../src/watch/simulate/world/world.ts'
import { SMALL, smallWorld } from './small-world.ts'

const world = smallWorld(1)

describe('a simulated England', () => {
  it('is the same for the same seed, and another for another', () => {
    const again = smallWorld(1)
    assert.deepEqual(again.services.easting, world.services.easting)
    assert.deepEqual(again.services.id, world.services.id)
    assert.deepEqual(again.postcodes, world.postcodes)
    assert.deepEqual(again.regionOfService, world.regionOfService)
    assert.notDeepEqual(smallWorld(2).services.easting, world.services.easting)
  })

  it('has 60,000 services of 32 types at full size, and keeps the proportions when smaller', () => {
    assert.equal(SERVICE_COUNT, 60_000)
    assert.equal(KINDS.length, 32)
    const pharmacies = world.services.kind.filter(kind => KINDS[kind]?.type === 13).length
    assert.ok(Math.abs(pharmacies / world.services.count - 10_500 / 60_000) < 0.01)
    assert.equal(new Set(world.services.kind).size, KINDS.length)
  })

  it('gives out rising ids with some 30 % of the numbers between missing, and ODS codes once each', () => {
    const { id, odsCode, count } = world.services
    assert.ok(id.every((number, at) => at === 0 || number > (id[at - 1] ?? 0)))
    const missing = 1 - count / ((id[count - 1] ?? 0) - (id[0] ?? 0) + 1)
    assert.ok(missing > 0.25 && missing < 0.36, `${missing}`)
    assert.equal(new Set(odsCode).size, count)
  })

  it('has people in England only, and every service in one of 42 regions', () => {
    for (let at = 0; at < SMALL.postcodes; at += 1)
      assert.ok(isInEngland(world.postcodes.easting[at] ?? 0, world.postcodes.northing[at] ?? 0))
    const regions = new Set(
      Array.from({ length: world.services.count }, (_, at) => watchedService(world, at).region),
    )
    assert.ok(regions.size <= 42 && regions.size > 35, `${regions.size}`)
    assert.ok([...regions].every(region => /^R\d\d$/.test(region)))
  })

  it('puts a postcode into the region of its nearest service', () => {
    const { services, postcodes } = world
    for (let postcode = 0; postcode < SMALL.postcodes; postcode += 97) {
      const metres = Array.from(services.id.keys(), at =>
        Math.hypot(
          (services.easting[at] ?? 0) - (postcodes.easting[postcode] ?? 0),
          (services.northing[at] ?? 0) - (postcodes.northing[postcode] ?? 0),
        ),
      )
      const nearest = metres.indexOf(Math.min(...metres))
      assert.equal(world.regionOfPostcode[postcode], world.regionOfService[nearest])
    }
  })
})

describe('a simulated directory', () => {
  const wanted = WANTED.findIndex(({ number }) => number === 13)

  it('answers the same remembered as asked anew', () => {
    const directory = createDirectory(world)
    const [one, other] = [new Int32Array(20), new Int32Array(20)]
    for (const postcode of [0, 17, 0, 17, 2_999]) {
      const { easting, northing } = world.postcodes
      const count = directory.nearPostcode(postcode, wanted, 20, one)
      assert.equal(directory.near(easting[postcode] ?? 0, northing[postcode] ?? 0, wanted, 20, other), count)
      assert.deepEqual(one, other)
    }
  })

  it('shows what has opened and no longer what has closed, also where it was asked before', () => {
    const directory = createDirectory(world)
    const before = new Int32Array(3)
    directory.nearPostcode(5, wanted, 3, before)
    const [first = 0] = before
    directory.change([], [first])
    const closed = new Int32Array(3)
    directory.nearPostcode(5, wanted, 3, closed)
    assert.deepEqual(Array.from(closed.subarray(0, 2)), Array.from(before.subarray(1)))
    directory.change([first], [])
    const opened = new Int32Array(3)
    directory.nearPostcode(5, wanted, 3, opened)
    assert.deepEqual(opened, before)
  })
})
