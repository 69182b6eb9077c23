import { createChance } from '../chance.ts'
import type { World } from '../world/world.ts'
import type { HonestAccount, Making } from './account.ts'
import { createCatchment } from './catchment.ts'
import { CLASSES, countOf, type FleetClass } from './classes.ts'
import { createLocal } from './local.ts'
import type { Searches } from './searches.ts'
import { createSteward } from './steward.ts'
import { classDemand, everybodysDemand } from './taste.ts'
import { CALM, type Upheaval } from './upheaval.ts'
import { createWide } from './wide.ts'

/** All who ask honestly, and what they ask on any day. */
export type Fleet = {
  readonly accounts: readonly HonestAccount[]
  readonly ofClass: (of: FleetClass) => readonly HonestAccount[]
  /** Puts the searches of a day into an empty list, of all accounts or of some. */
  readonly searchesOn: (day: number, into: Searches, of?: readonly HonestAccount[]) => void
  readonly upheaval: Upheaval
  readonly wideVolume: number
}

export type FleetSize = {
  /** 1: 5,853 accounts with some 286,000 searches a day. */
  readonly scale: number
  /** Counts that are not those of the scale. */
  readonly counts?: Partial<Record<FleetClass, number>>
  /** Clinicians besides, each of an organisation of its own; none unless told. */
  readonly independents?: number
  /** Of the volume of trusts, call centres and apps; 1 unless told. Less is quicker, and as hidden: crawls in them shrink with it. */
  readonly wideVolume?: number
}

/** Clinicians who answer to one organisation, and work near one another. */
export const CLINICIANS_PER_ORGANISATION = 20

export function createFleet(
  world: World,
  seed: number,
  { scale, counts = {}, independents = 0, wideVolume = 1 }: FleetSize,
): Fleet {
  const chance = createChance(seed).branch('fleet')
  // What is wanted is the world's, whoever asks: fleets of one world differ in people, not in illness.
  const everybody = everybodysDemand(createChance(world.seed).branch('demand'))
  const accounts: HonestAccount[] = []
  for (const of of CLASSES) {
    const demand = classDemand(everybody, of, createChance(world.seed).branch('demand', of))
    const count = counts[of] ?? countOf(of, scale)
    for (let one = 0; one < count; one += 1) {
      const making: Making = { world, number: accounts.length, chance: chance.branch(of, one), demand }
      accounts.push(createAccount(making, of, one))
    }
  }
  const clinicians = classDemand(
    everybody,
    'clinician',
    createChance(world.seed).branch('demand', 'clinician'),
  )
  for (let one = 0; one < independents; one += 1) {
    const own = chance.branch('independent', one)
    const making: Making = { world, number: accounts.length, chance: own, demand: clinicians }
    accounts.push(createLocal(making, 'clinician', `independent-${one}`, own.below(world.postcodes.count)))
  }
  return fleetOf(accounts, CALM, wideVolume)

  function createAccount(making: Making, of: FleetClass, one: number): HonestAccount {
    const { groups } = world.regions
    switch (of) {
      case 'clinician': {
        const employer = Math.floor(one / CLINICIANS_PER_ORGANISATION)
        const near = chance.branch('employer', employer)
        const catchment = createCatchment(world, near.below(world.postcodes.count), near)
        return createLocal(making, of, `employer-${employer}`, catchment.draw(making.chance))
      }
      case 'pharmacy':
        return createLocal(making, of, pharmacyOwner(one), making.chance.below(world.postcodes.count))
      case 'gp':
      case 'locum':
      case 'mover':
        return createLocal(
          making,
          of,
          `${of}-organisation-${one}`,
          making.chance.below(world.postcodes.count),
        )
      case 'remote-clinician':
        return createWide(making, of, groups[one % groups.length] ?? [], 1)
      case 'ambulance':
      case 'call-centre':
        return createWide(making, of, groups[one % groups.length] ?? [], wideVolume)
      case 'dos-lead':
        return createSteward(making, one % world.regions.codes.length)
      case 'pharmacy-app':
      case 'national-111':
      case 'public-app':
        return createWide(making, of, null, wideVolume)
    }
  }
}

/** Two pharmacies in five belong to a chain of twenty with places all over England. */
const pharmacyOwner = (one: number): string =>
  Math.floor(one / CHAIN) % 5 < 2 ? `chain-${Math.floor(one / CHAIN)}` : `pharmacy-organisation-${one}`
const CHAIN = 20

/** The same people in other times. */
export const inUpheaval = ({ accounts, wideVolume }: Fleet, upheaval: Upheaval): Fleet =>
  fleetOf(accounts, upheaval, wideVolume)

function fleetOf(accounts: readonly HonestAccount[], upheaval: Upheaval, wideVolume: number): Fleet {
  return {
    accounts,
    upheaval,
    wideVolume,
    ofClass: of => accounts.filter(account => account.class === of),
    searchesOn: (day, into, of = accounts) => {
      for (const account of of) {
        if (day >= (upheaval.starts.get(account.number) ?? 0)) account.searchesOn(day, upheaval, into)
      }
    },
  }
}
