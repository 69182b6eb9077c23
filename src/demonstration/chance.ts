/** A repeatable source of chance: the same seed gives the same world on every machine. */
export type Chance = {
  /** At least 0, below 1. */
  readonly next: () => number
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number
  readonly pick: <T>(from: readonly T[]) => T
  /** True this share of the time. */
  readonly yes: (share: number) => boolean
  /** About normal, mean 0, deviation 1; never beyond 4. */
  readonly bell: () => number
}

/** sfc32 by Chris Doty-Humphrey: small, quick, passes PractRand; good enough for a world, not for secrets. */
export function createChance(seed: number): Chance {
  let [a, b, c, d] = [seed >>> 0, 0x9e3779b9, 0x243f6a88, 0xb7e15162]
  const next = (): number => {
    const sum = (((a + b) | 0) + d) | 0
    d = (d + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = ((c << 21) | (c >>> 11)) + sum
    c |= 0
    return (sum >>> 0) / 2 ** 32
  }
  for (let turn = 0; turn < 15; turn += 1) next()
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: from => {
      const chosen = from[below(from.length)]
      if (chosen === undefined) throw new Error('There is nothing to pick from.')
      return chosen
    },
    yes: share => next() < share,
    // Irwin-Hall: the sum of twelve evens, less their mean, has deviation 1 and nothing beyond 6.
    bell: () => {
      let sum = -6
      for (let turn = 0; turn < 12; turn += 1) sum += next()
      return Math.max(-4, Math.min(4, sum))
    },
  }
}
