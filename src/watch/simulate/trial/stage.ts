import type { Detection, Observation, WatchedAccount, WatchedService } from '../../detection/types.ts'
import { createChance } from '../chance.ts'
import type { HonestAccount } from '../honest/account.ts'
import { createFleet, type Fleet, inUpheaval } from '../honest/fleet.ts'
import { createUpheaval } from '../honest/happenings.ts'
import { live } from '../honest/live.ts'
import { DAY_MILLIS, DAY_ZERO } from '../honest/rhythm.ts'
import { createRivals, type Figures } from '../rivals/rivals.ts'
import { notePeak, type Peaks, thresholdsFrom } from '../rivals/thresholds.ts'
import { createDirectory, type Directory } from '../world/directory.ts'
import { createWorld, numbers, type World, watchedService } from '../world/world.ts'
import type { Calibrated, Engine } from './engine.ts'

/** Days before anything is tried: what an account has done then is its history. */
export const WARM_UP_DAYS = 30

export type TrialSize = {
  readonly seed: number
  readonly services: number
  /** Of the fleets; 1 is England's. */
  readonly scale: number
  /** Honest clinicians besides, of organisations of their own, from among whom colluders are taken. */
  readonly independents: number
  /** Of the volume of trusts, call centres and apps. */
  readonly wideVolume: number
  readonly calibrationDays: number
  /** Days of calm, and of upheaval, after the warm-up. */
  readonly days: number
}

/** A world with a fleet to calibrate on, another one to try on, and the detectors calibrated. */
export type Stage = {
  readonly size: TrialSize
  readonly world: World
  readonly services: readonly WatchedService[]
  readonly fleet: Fleet
  readonly calmDirectory: Directory
  readonly calibrated: Calibrated
  readonly thresholds: ReadonlyMap<string, Figures>
  readonly calibrationSearches: number
}

export const accountsOf = ({ accounts }: Fleet): WatchedAccount[] => accounts.map(({ declared }) => declared)

/** The two fleets of a world: other people in the same country. */
export function fleetsOf(
  world: World,
  size: TrialSize,
): { readonly calibration: Fleet; readonly test: Fleet } {
  return {
    calibration: createFleet(world, size.seed * 1_000 + 1, size),
    test: createFleet(world, size.seed * 1_000 + 2, size),
  }
}

export function upheavalOf(world: World, fleet: Fleet, { seed, days }: TrialSize): Fleet {
  const chance = createChance(seed).branch('upheaval')
  return inUpheaval(fleet, createUpheaval(world, fleet.accounts, chance, WARM_UP_DAYS, days))
}

export function setStage(size: TrialSize, engine: Engine, say: (what: string) => void): Stage {
  const world = createWorld(size.seed, size)
  const services = Array.from(numbers(world.services.count), service => watchedService(world, service))
  const { calibration, test } = fleetsOf(world, size)
  const calmDirectory = createDirectory(world)
  const rivals = createRivals()
  const peaks: Peaks = new Map()
  let [readings, searches] = [0, 0]
  const calibrated = engine.calibrate(services, accountsOf(calibration), observe => {
    readings += 1
    live(calibration, calmDirectory, [0, size.calibrationDays], {
      day: day => say(`calibrating, reading ${readings}, day ${day + 1} of ${size.calibrationDays}`),
      search: (observation, account) => {
        observe(observation)
        if (readings > 1) return
        searches += 1
        const day = Math.floor((observation.at - DAY_ZERO) / DAY_MILLIS)
        notePeak(peaks, account, day, rivals.observe(observation, account))
      },
    })
  })
  return {
    size,
    world,
    services,
    fleet: test,
    calmDirectory,
    calibrated,
    thresholds: thresholdsFrom(peaks),
    calibrationSearches: searches,
  }
}

/** Detectors who have watched these accounts through the warm-up. */
export type Warm = {
  /** The same detectors every time, set back to the end of the warm-up. */
  readonly setBack: () => Detection
  /** Others with the same memory, for what leaves more behind than memory: events declared, services that moved. */
  readonly another: () => Detection
}

export function warmUp(stage: Stage, accounts: readonly HonestAccount[], strictness = 1): Warm {
  const { calibrated, services, fleet, calmDirectory } = stage
  const declared = accounts.map(account => account.declared)
  const created = (): Detection => calibrated.detect(services, declared, strictness)
  const lived = (): Detection => {
    const detection = created()
    const search = (observation: Observation): void => {
      detection.observe(observation)
    }
    live(fleet, calmDirectory, [0, WARM_UP_DAYS], { search }, accounts)
    return detection
  }
  return warmFrom(lived(), created, lived)
}

/** By snapshot; detectors that keep none live through it all again. */
export function warmFrom(detection: Detection, created: () => Detection, lived: () => Detection): Warm {
  const snapshot = detection.snapshot()
  if (snapshot.length === 0) return { setBack: lived, another: lived }
  const restored = (into: Detection): Detection => {
    into.restore(snapshot)
    return into
  }
  return { setBack: () => restored(detection), another: () => restored(created()) }
}
