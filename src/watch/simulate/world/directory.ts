import { WANTED } from './kinds.ts'
import { createNearest, type Nearest } from './nearest.ts'
import { KINDS_WANTED, numbers, type World } from './world.ts'

/**
 * The directory of a world as it answers: the k nearest of what is wanted, among the services that are open. Answers
 * from postcodes are remembered, since honest callers ask the same ones again and again.
 */
export type Directory = {
  readonly world: World
  readonly k: number
  /** Fills `into` with service numbers, nearest first; answers how many. At most `k`, which is at most the directory's. */
  readonly near: (easting: number, northing: number, wanted: number, k: number, into: Int32Array) => number
  /** From the last place given to `near` to the farthest of its answer. */
  readonly farthestMetres: () => number
  readonly nearPostcode: (postcode: number, wanted: number, k: number, into: Int32Array) => number
  readonly isOpen: (service: number) => boolean
  /** Opens and closes services at once; what was remembered of their kinds is forgotten. */
  readonly change: (opens: readonly number[], closes: readonly number[]) => void
}

export const K_MAX = 20

export function createDirectory(world: World, dormant: ReadonlySet<number> = new Set()): Directory {
  const { services, postcodes } = world
  const open = new Uint8Array(services.count).fill(1)
  for (const service of dormant) open[service] = 0
  const all = numbers(services.count)
  const grids: readonly Nearest[] = KINDS_WANTED.map(kinds =>
    createNearest(
      services.easting,
      services.northing,
      all.filter(service => kinds.has(services.kind[service] ?? 0)),
      open,
    ),
  )
  const remembered = new Int32Array(postcodes.count * WANTED.length * K_MAX)
  /** One more than how many were found, and 0 for never asked. */
  const counts = new Uint8Array(postcodes.count * WANTED.length)
  const found = new Int32Array(K_MAX)
  let last: Nearest | undefined

  const near = (easting: number, northing: number, wanted: number, k: number, into: Int32Array): number => {
    last = grids[wanted]
    return last === undefined ? 0 : last.find(easting, northing, Math.min(k, K_MAX), into)
  }
  return {
    world,
    k: K_MAX,
    near,
    farthestMetres: () => last?.farthestMetres() ?? 0,
    nearPostcode: (postcode, wanted, k, into) => {
      const slot = wanted * postcodes.count + postcode
      if (counts[slot] === 0) {
        const easting = postcodes.easting[postcode] ?? 0
        const northing = postcodes.northing[postcode] ?? 0
        const count = near(easting, northing, wanted, K_MAX, found)
        for (let at = 0; at < count; at += 1) remembered[slot * K_MAX + at] = found[at] ?? 0
        counts[slot] = count + 1
      }
      const count = Math.min(k, (counts[slot] ?? 1) - 1)
      for (let at = 0; at < count; at += 1) into[at] = remembered[slot * K_MAX + at] ?? 0
      return count
    },
    isOpen: service => open[service] === 1,
    change: (opens, closes) => {
      for (const service of opens) open[service] = 1
      for (const service of closes) open[service] = 0
      const kinds = new Set([...opens, ...closes].map(service => services.kind[service] ?? 0))
      for (const [wanted, taken] of KINDS_WANTED.entries()) {
        if ([...kinds].some(kind => taken.has(kind)))
          counts.fill(0, wanted * postcodes.count, (wanted + 1) * postcodes.count)
      }
    },
  }
}
