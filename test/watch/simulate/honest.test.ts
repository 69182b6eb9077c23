import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createChance } from '../../../src/watch/simulate/chance.ts'
import { CLASSES, DECLARED_ABOVE_VOLUME } from '../../../src/watch/simulate/honest/classes.ts'
import { createFleet, inUpheaval } from '../../../src/watch/simulate/honest/fleet.ts'
import { createUpheaval } from '../../../src/watch/simulate/honest/happenings.ts'
import { weekFactor } from '../../../src/watch/simulate/honest/rhythm.ts'
import { createSearches, millisOfKey, searchOfKey } from '../../../src/watch/simulate/honest/searches.ts'
import { SMALL_FLEET, smallWorld } from './small-world.ts'

const world = smallWorld(3)
const fleet = createFleet(world, 7, SMALL_FLEET)

type Line = { at: number; account: number; postcode: number; wanted: number }

function dayOf(day: number, of = fleet): Line[] {
  const searches = createSearches()
  of.searchesOn(day, searches)
  return Array.from(searches.inOrder(), key => {
    const search = searchOfKey(key)
    return {
      at: millisOfKey(key),
      account: searches.account(search),
      postcode: searches.postcode(search),
      wanted: searches.wanted(search),
    }
  })
}

describe('an honest fleet', () => {
  it('asks the same on a day, whether or not the days before were lived', () => {
    const straight = createFleet(world, 7, SMALL_FLEET)
    for (let day = 0; day < 5; day += 1) dayOf(day, straight)
    assert.deepEqual(dayOf(5, straight), dayOf(5, createFleet(world, 7, SMALL_FLEET)))
    assert.notDeepEqual(dayOf(5), dayOf(5, createFleet(world, 8, SMALL_FLEET)))
  })

  it('asks in order of time, within the day', () => {
    const lines = dayOf(2)
    assert.ok(lines.length > 500)
    assert.ok(lines.every(({ at }, n) => at < 86_400_000 && at >= (lines[n - 1]?.at ?? 0)))
  })

  it('asks as much as each class plans, over four weeks', () => {
    const counts = new Map<number, number>()
    const days = Array.from({ length: 28 }, (_, day) => day)
    for (const day of days)
      for (const { account } of dayOf(day)) counts.set(account, (counts.get(account) ?? 0) + 1)
    for (const of of CLASSES) {
      const accounts = fleet.ofClass(of)
      if (accounts.length === 0 || of === 'dos-lead') continue
      const rhythm =
        of === 'pharmacy'
          ? 'shop'
          : accounts[0]?.postcode === -1 && of !== 'remote-clinician'
            ? 'always'
            : 'office'
      const wanted = accounts.reduce(
        (sum, { volume }) => sum + days.reduce((all, day) => all + volume * weekFactor(rhythm, day), 0),
        0,
      )
      const got = accounts.reduce((sum, { number }) => sum + (counts.get(number) ?? 0), 0)
      assert.ok(got / wanted > 0.75 && got / wanted < 1.35, `${of}: ${got} of ${wanted}`)
      for (const { declared, volume } of accounts)
        assert.equal(declared.volumePerDay, Math.ceil(volume * DECLARED_ABOVE_VOLUME))
    }
  })

  it('asks mostly where its agreements say', () => {
    const inside = new Map<string, { inside: number; all: number }>()
    for (let day = 0; day < 14; day += 1) {
      for (const { account, postcode } of dayOf(day)) {
        const of = fleet.accounts[account]
        if (!of || of.declared.footprint.national || of.class === 'mover') continue
        const count = inside.get(of.class) ?? { inside: 0, all: 0 }
        const { sites, regions } = of.declared.footprint
        const easting = world.postcodes.easting[postcode] ?? 0
        const northing = world.postcodes.northing[postcode] ?? 0
        const isInside =
          regions.includes(world.regions.codes[world.regionOfPostcode[postcode] ?? 0] ?? '') ||
          sites.some(
            site => Math.hypot(site.easting - easting, site.northing - northing) <= site.radiusMetres,
          )
        inside.set(of.class, { inside: count.inside + (isInside ? 1 : 0), all: count.all + 1 })
      }
    }
    for (const [of, count] of inside)
      assert.ok(count.inside / count.all > 0.8, `${of}: ${JSON.stringify(count)}`)
  })

  it('reviews entries on working days only', () => {
    const leads = new Set(fleet.ofClass('dos-lead').map(({ number }) => number))
    const onDay = (day: number): number => dayOf(day).filter(({ account }) => leads.has(account)).length
    assert.equal(onDay(5) + onDay(6), 0)
    assert.ok(onDay(0) + onDay(1) + onDay(2) > 0)
  })
})

describe('honest upheaval', () => {
  const upheaval = createUpheaval(world, fleet.accounts, createChance(5), 30, 60)
  const stirred = inUpheaval(fleet, upheaval)

  it('leaves the days before it as they were, but for those who start later', () => {
    const started = new Set(upheaval.starts.keys())
    const without = (lines: Line[]): Line[] => lines.filter(({ account }) => !started.has(account))
    assert.deepEqual(without(dayOf(10, stirred)), without(dayOf(10)))
  })

  it('has services that open and close, and none that does both', () => {
    assert.ok(upheaval.openings.length > 5 && upheaval.closures.length > 5)
    const opens = new Set(upheaval.openings.map(({ service }) => service))
    assert.ok(upheaval.closures.every(({ service }) => !opens.has(service)))
    assert.deepEqual(opens, upheaval.dormant)
  })

  it('moves a strip from one region to its neighbour', () => {
    for (const { from, to, services, postcodes } of upheaval.boundaryMoves) {
      assert.notEqual(from, to)
      assert.ok(services.every(service => world.regionOfService[service] === from))
      assert.ok(postcodes.every(postcode => world.regionOfPostcode[postcode] === from))
    }
  })

  it('asks for more of what surges while it does', () => {
    const [surge] = upheaval.surges
    assert.ok(surge)
    const shareOn = (day: number): number => {
      const lines = dayOf(day, stirred)
      return lines.filter(({ wanted }) => wanted === surge.wanted).length / lines.length
    }
    assert.ok(shareOn(surge.from + 1) > shareOn(surge.from - 3) + 0.05)
  })

  it('makes an audit go through its list within an afternoon', () => {
    const [audited] = upheaval.audits
    assert.ok(audited)
    const [number, [audit]] = audited
    assert.ok(audit)
    const asked = dayOf(audit.day, stirred).filter(({ account }) => account === number)
    for (const wanted of audit.wanted)
      for (const postcode of audit.postcodes)
        assert.ok(asked.some(line => line.wanted === wanted && line.postcode === postcode))
  })
})
