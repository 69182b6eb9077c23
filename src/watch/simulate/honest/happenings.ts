import type { Chance } from '../chance.ts'
import { isInEngland } from '../world/england.ts'
import { WANTED } from '../world/kinds.ts'
import { anywhere } from '../world/population.ts'
import { nearestRegion } from '../world/regions.ts'
import type { World } from '../world/world.ts'
import type { HonestAccount } from './account.ts'
import { announcedAudits, announcedSurges } from './announced.ts'
import { surgesFor } from './surges.ts'
import type { Audit, Upheaval, Workplace } from './upheaval.ts'

/** Of the directory, opening and closing in a month: some hundreds of entries of 60,000 do. */
const OPENINGS_A_MONTH = 0.006
const CLOSURES_A_MONTH = 0.005
/** What closed and opened is published once a week, on a Wednesday. */
const PUBLISHED_ON = 2
const BOUNDARY_MOVES = 2
const BOUNDARY_SHARE = 0.08
/** Of the accounts with a site, in a month. */
const MOVES_A_MONTH = 0.02
const MERGERS_A_MONTH = 0.01
const AUDITS_A_MONTH = 0.02
const NEW_ACCOUNTS = 0.03
const RESORTS = 30
const RESORT_POSTCODES = 12

/** Everything that happens to a fleet between the first day and the last. */
export function createUpheaval(
  world: World,
  accounts: readonly HonestAccount[],
  chance: Chance,
  firstDay: number,
  days: number,
): Upheaval {
  const months = days / 30
  const someDay = (from: Chance): number => firstDay + from.below(days)
  const sited = accounts.filter(account => account.postcode >= 0)
  const surges = surgesFor(world, chance.branch('surges'), firstDay, days)
  const audits = auditsFor()
  const holiday = firstDay + Math.floor(days * 0.4)
  return {
    ...changesOfDirectory(),
    boundaryMoves: boundaryMoves(),
    workplaces: newWorkplaces(),
    surges,
    audits,
    starts: newAccounts(),
    volumeFactor: (rhythm, day) => {
      if (day === holiday || day === holiday + 21) return { office: 0.05, shop: 0.4, always: 1.7 }[rhythm]
      if (day === holiday + 1 || day === holiday + 22) return { office: 1.35, shop: 1.2, always: 1.1 }[rhythm]
      return isSeason(day) ? { office: 0.85, shop: 1, always: 1.1 }[rhythm] : 1
    },
    awayFactor: day => (isSeason(day) ? 2.5 : 1),
    resorts: resortsOf(world, chance.branch('resorts')),
    declared: [...announcedSurges(surges), ...announcedAudits(accounts, audits)],
  }

  function isSeason(day: number): boolean {
    return day >= holiday && day < holiday + 14
  }

  function changesOfDirectory(): Pick<Upheaval, 'dormant' | 'openings' | 'closures'> {
    const from = chance.branch('directory')
    const { count } = world.services
    const published = (): number => {
      const day = someDay(from)
      return day + ((PUBLISHED_ON - (day % 7) + 7) % 7)
    }
    const opening = new Set<number>()
    const closing = new Set<number>()
    while (opening.size < OPENINGS_A_MONTH * months * count) opening.add(from.below(count))
    while (closing.size < CLOSURES_A_MONTH * months * count) {
      const service = from.below(count)
      if (!opening.has(service)) closing.add(service)
    }
    return {
      dormant: opening,
      openings: Array.from(opening, service => ({ day: published(), service })),
      closures: Array.from(closing, service => ({ day: published(), service })),
    }
  }

  /** A strip of one region, on the side of its neighbour, becomes the neighbour's. */
  function boundaryMoves(): Upheaval['boundaryMoves'] {
    const from = chance.branch('boundaries')
    const { regions, services, postcodes } = world
    return Array.from({ length: BOUNDARY_MOVES }, () => {
      const loses = from.below(regions.codes.length)
      const gains = nearestRegion(world.regions, loses)
      const towards = (east: number, north: number): number =>
        Math.hypot(east - (regions.easting[gains] ?? 0), north - (regions.northing[gains] ?? 0))
      const strip = (members: readonly number[], east: Float64Array, north: Float64Array): number[] =>
        members
          .map(at => ({ at, metres: towards(east[at] ?? 0, north[at] ?? 0) }))
          .sort((one, other) => one.metres - other.metres)
          .slice(0, Math.ceil(members.length * BOUNDARY_SHARE))
          .map(({ at }) => at)
      const ofRegion = Array.from(world.regionOfService.keys()).filter(
        service => world.regionOfService[service] === loses,
      )
      return {
        day: someDay(from),
        from: loses,
        to: gains,
        services: strip(ofRegion, services.easting, services.northing),
        postcodes: Int32Array.from(
          strip(Array.from(world.postcodesOfRegion[loses] ?? []), postcodes.easting, postcodes.northing),
        ),
      }
    })
  }

  function newWorkplaces(): Map<number, Workplace[]> {
    const from = chance.branch('workplaces')
    const places = new Map<number, Workplace[]>()
    for (const account of sited) {
      if (account.class === 'locum' || account.class === 'mover') continue
      if (account.class === 'clinician' && from.happens(MOVES_A_MONTH * months)) {
        // Half of those who change go to another part of the country.
        const region = world.regionOfPostcode[account.postcode] ?? 0
        const near = world.postcodesOfRegion[region] ?? new Int32Array([account.postcode])
        const postcode = from.happens(0.5) ? from.below(world.postcodes.count) : near[from.below(near.length)]
        places.set(account.number, [{ day: someDay(from), postcode: postcode ?? 0, alongside: false }])
      }
      if (account.class === 'gp' && from.happens(MERGERS_A_MONTH * months)) {
        const partner = neighbourOf(account, from)
        places.set(account.number, [{ day: someDay(from), postcode: partner, alongside: true }])
      }
    }
    return places
  }

  /** A practice some kilometres off, often in the same region and sometimes not. */
  function neighbourOf({ postcode }: HonestAccount, from: Chance): number {
    const metres = 6_000 + 12_000 * from.next()
    const angle = 2 * Math.PI * from.next()
    const { easting, northing } = world.postcodes
    const east = (easting[postcode] ?? 0) + metres * Math.cos(angle)
    const north = (northing[postcode] ?? 0) + metres * Math.sin(angle)
    world.nearestPostcode.find(east, north, 1, found)
    return found[0] ?? postcode
  }

  function auditsFor(): Map<number, Audit[]> {
    const from = chance.branch('audits')
    const audited = new Map<number, Audit[]>()
    for (const account of accounts) {
      if (account.class === 'pharmacy-app' || account.class === 'public-app') continue
      if (!from.happens(AUDITS_A_MONTH * months)) continue
      const region = account.postcode >= 0 ? world.regionOfPostcode[account.postcode] : undefined
      const places =
        world.postcodesOfRegion[region ?? from.below(world.regions.codes.length)] ?? new Int32Array()
      const step = Math.max(1, Math.floor(places.length / (15 + from.below(25))))
      const wanted = Array.from({ length: 1 + from.below(3) }, () => from.below(WANTED.length))
      audited.set(account.number, [
        { day: workingDay(someDay(from)), postcodes: places.filter((_, at) => at % step === 0), wanted },
      ])
    }
    return audited
  }

  function newAccounts(): Map<number, number> {
    const from = chance.branch('starts')
    const starts = new Map<number, number>()
    for (const { number, class: of } of accounts) {
      if (from.happens(NEW_ACCOUNTS) && of !== 'national-111') starts.set(number, someDay(from))
    }
    return starts
  }
}

const found = new Int32Array(1)
const workingDay = (day: number): number => (day % 7 >= 5 ? day + 2 : day)

function resortsOf({ nearestPostcode }: World, chance: Chance): Int32Array {
  const resorts: number[] = []
  const near = new Int32Array(RESORT_POSTCODES)
  while (resorts.length < RESORTS * RESORT_POSTCODES) {
    const { easting, northing } = anywhere(chance)
    if (!isInEngland(easting, northing)) continue
    const count = nearestPostcode.find(easting, northing, RESORT_POSTCODES, near)
    resorts.push(...near.subarray(0, count))
  }
  return Int32Array.from(resorts)
}
