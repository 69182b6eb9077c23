import { createWorld, type World } from '../../../src/watch/simulate/world/world.ts'

/** Large enough for towns and regions, small enough for a test. */
export const SMALL = { services: 1_500, postcodes: 3_000 } as const
export const smallWorld = (seed: number): World => createWorld(seed, SMALL)

export const SMALL_FLEET = {
  scale: 0.001,
  independents: 25,
  wideVolume: 0.01,
  counts: { clinician: 30, gp: 5, locum: 5, 'dos-lead': 4 },
} as const
