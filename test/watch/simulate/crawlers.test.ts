import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createChance } from '../../../src/watch/simulate/chance.ts'
import { ROWS, settingOf } from '../../../src/watch/simulate/crawlers/catalogue.ts'
import {
  cover,
  fromPostcodes,
  outwardsFrom,
  territories,
} from '../../../src/watch/simulate/crawlers/cover.ts'
import type { Crawler, Move } from '../../../src/watch/simulate/crawlers/crawler.ts'
import { shareOut } from '../../../src/watch/simulate/crawlers/crew.ts'
import { quadtree } from '../../../src/watch/simulate/crawlers/quadtree.ts'
import {
  idsInOrder,
  idsShuffled,
  lattice,
  odsList,
  postcodeList,
} from '../../../src/watch/simulate/crawlers/sweeps.ts'
import { createFleet } from '../../../src/watch/simulate/honest/fleet.ts'
import { createDirectory } from '../../../src/watch/simulate/world/directory.ts'
import { KINDS } from '../../../src/watch/simulate/world/kinds.ts'
import { smallWorld } from './small-world.ts'

const world = smallWorld(4)
const { services, postcodes } = world
const directory = createDirectory(world)

/** Lets a crawler ask until it is done; answers what it asked and which services it was given. */
function exhaust(crawler: Crawler, k = 20, most = 100_000): { moves: Move[]; taken: Set<number> } {
  const moves: Move[] = []
  const taken = new Set<number>()
  const answer = new Int32Array(20)
  for (let move = crawler.next(); move !== null && moves.length < most; move = crawler.next()) {
    moves.push(move)
    let count = 0
    if (move.kind === 'point') count = directory.near(move.easting, move.northing, move.wanted, k, answer)
    else if (move.kind === 'postcode') count = directory.nearPostcode(move.postcode, move.wanted, k, answer)
    else {
      const service = move.kind === 'id' ? services.byId.get(move.id) : services.byOdsCode.get(move.odsCode)
      if (service !== undefined) answer[0] = service
      count = service === undefined ? 0 : 1
    }
    for (let at = 0; at < count; at += 1) taken.add(answer[at] ?? -1)
    crawler.learn({ services: answer, count, farthestMetres: directory.farthestMetres(), k })
  }
  return { moves, taken }
}

describe('a crawler', () => {
  it('by quadtree takes the whole directory without knowing anything', () => {
    assert.equal(exhaust(quadtree(createChance(1))).taken.size, services.count)
  })

  it('by cover takes the whole directory in far fewer questions than there are services', () => {
    const { moves, taken } = exhaust(cover(world, createChance(1)))
    assert.equal(taken.size, services.count)
    assert.ok(moves.length >= services.count / 20)
    assert.ok(moves.length < services.count / 5, `${moves.length}`)
  })

  it('by cover never asks for the same service twice, even when it is told nothing', () => {
    const crawler = cover(world, createChance(1))
    let asked = 0
    for (let move = crawler.next(); move !== null; move = crawler.next()) {
      asked += 1
      crawler.learn(null)
    }
    assert.equal(asked, services.count)
  })

  it('by cover of some goes to those only', () => {
    const { moves } = exhaust(cover(world, createChance(1), service => services.kind[service] === 2))
    assert.ok(moves.length > 0)
    assert.ok(moves.every(move => move.kind === 'point' && move.wanted === 2))
  })

  it('outwards goes to nearer services first', () => {
    const order = outwardsFrom(
      world,
      430_000,
      433_500,
    )(Int32Array.from({ length: services.count }, (_, at) => at))
    const metres = Array.from(order, at =>
      Math.hypot((services.easting[at] ?? 0) - 430_000, (services.northing[at] ?? 0) - 433_500),
    )
    assert.ok(metres.every((far, at) => far >= (metres[at - 1] ?? 0)))
  })

  it('from postcodes asks at postcodes only, as near as there is one', () => {
    const { moves } = exhaust(fromPostcodes(world, cover(world, createChance(1))))
    assert.ok(moves.length > 0 && moves.every(move => move.kind === 'postcode'))
  })

  it('by lattice goes through all types, in even steps', () => {
    const { moves } = exhaust(lattice(60_000))
    const wanted = moves.flatMap(move => (move.kind === 'point' ? [move.wanted] : []))
    assert.equal(new Set(wanted).size, KINDS.length)
    assert.ok(wanted.every((type, at) => type >= (wanted[at - 1] ?? 0)))
    const [first, second] = moves
    assert.ok(first?.kind === 'point' && second?.kind === 'point')
    assert.equal(second.easting - first.easting, 60_000)
  })

  it('by a list of postcodes keeps to its order and stride', () => {
    const { moves } = exhaust(postcodeList(world, 100, [0, 1]))
    assert.equal(moves.length, 2 * Math.ceil(postcodes.count / 100))
    assert.deepEqual(moves[1], { kind: 'postcode', postcode: 100, wanted: 0 })
  })

  it('by ids finds every service, in order or shuffled, and asks for many that never were', () => {
    for (const crawler of [idsInOrder(world), idsShuffled(world, createChance(1))]) {
      const { moves, taken } = exhaust(crawler)
      assert.equal(taken.size, services.count)
      assert.ok(moves.length > services.count * 1.2)
    }
    const { moves } = exhaust(idsInOrder(world))
    const ids = moves.flatMap(move => (move.kind === 'id' ? [move.id] : []))
    assert.ok(ids.every((id, at) => at === 0 || id === (ids[at - 1] ?? 0) + 1))
  })

  it('by ODS codes finds every service, and about three codes in ten are unknown', () => {
    const { moves, taken } = exhaust(odsList(world, createChance(1)))
    assert.equal(taken.size, services.count)
    const unknown = 1 - taken.size / moves.length
    assert.ok(unknown > 0.28 && unknown < 0.38, `${unknown}`)
  })
})

describe('a crew', () => {
  it('shares a day out as evenly as whole numbers allow', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer(),
        (total, members, seed) => {
          const shares = Array.from(shareOut(total, members, createChance(seed)))
          assert.equal(
            shares.reduce((sum, share) => sum + share, 0),
            total,
          )
          assert.ok(Math.max(...shares) - Math.min(...shares) <= 1)
        },
      ),
    )
  })

  it('divides the country by who is nearest', () => {
    const owner = territories(world, [
      { easting: 200_000, northing: 60_000 },
      { easting: 420_000, northing: 560_000 },
    ])
    for (let at = 0; at < services.count; at += 13) {
      const south = Math.hypot((services.easting[at] ?? 0) - 200_000, (services.northing[at] ?? 0) - 60_000)
      const north = Math.hypot((services.easting[at] ?? 0) - 420_000, (services.northing[at] ?? 0) - 560_000)
      assert.equal(owner[at], south <= north ? 0 : 1)
    }
  })

  it('can be put together for every row of the catalogue, 32 of which are the published ones', () => {
    const fleet = createFleet(world, 1, {
      scale: 0.01,
      independents: 1_000,
      wideVolume: 0.01,
      counts: { clinician: 40 },
    })
    const numbered = ROWS.filter(({ row }) => /^\d/.test(row)).map(({ row }) => Number(row))
    assert.deepEqual(
      numbered,
      Array.from({ length: 32 }, (_, at) => at + 1),
    )
    assert.equal(new Set(ROWS.map(({ row }) => row)).size, ROWS.length)
    for (const row of ROWS) {
      const crew = row.crew(settingOf(world, fleet, createChance(row.row)))
      assert.ok(crew, row.name)
      assert.ok(crew.crawlers.length === 1 || crew.crawlers.length === crew.members.length, row.name)
      assert.ok(
        crew.crawlers.some(crawler => crawler.next() !== null),
        row.name,
      )
      const promised = /^([\d,]+) (?:of|accounts)/.exec(row.name)?.[1]
      if (promised) assert.equal(crew.members.length, Number(promised.replace(',', '')), row.name)
      if (row.name.includes('different organisations'))
        assert.equal(
          new Set(crew.members.map(({ declared }) => declared.organisation)).size,
          crew.members.length,
        )
    }
  })
})
