/** Seeded randomness: the same seed, the same world, for ever. Every part takes its own branch, so that adding a draw in one leaves the others as they were. */
export type Chance = {
  /** Uniform, at least 0, below 1. */
  readonly next: () => number
  /** A whole number, at least 0, below `count`. */
  readonly below: (count: number) => number
  readonly gaussian: () => number
  /** A factor around 1: e to the power of a Gaussian of this spread. */
  readonly distortion: (spread: number) => number
  readonly exponential: () => number
  readonly poisson: (mean: number) => number
  readonly happens: (probability: number) => boolean
  readonly shuffle: (items: Int32Array) => Int32Array
  /** Randomness of its own for what is named; drawing from it does not move this one. */
  readonly branch: (...names: readonly (string | number)[]) => Chance
}

/** Above this mean, the rounded Gaussian is as good and far quicker. */
const POISSON_BY_PRODUCT_MAX = 60

/** xoshiro128** (Blackman and Vigna, 2018), its state filled from the seed by hashing. */
export function createChance(seed: number | string): Chance {
  const name = String(seed)
  let [a, b, c, d] = [hash(name, 1), hash(name, 2), hash(name, 3), hash(name, 4) | 1]
  const next = (): number => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9)
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return (result >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  const gaussian = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const poisson = (mean: number): number => {
    if (mean <= 0) return 0
    if (mean > POISSON_BY_PRODUCT_MAX) return Math.max(0, Math.round(mean + Math.sqrt(mean) * gaussian()))
    const floor = Math.exp(-mean)
    let count = -1
    for (let product = 1; product > floor; product *= next()) count += 1
    return Math.max(0, count)
  }
  return {
    next,
    below,
    gaussian,
    poisson,
    distortion: spread => Math.exp(spread * gaussian()),
    exponential: () => -Math.log(1 - next()),
    happens: probability => next() < probability,
    shuffle: items => {
      for (let last = items.length - 1; last > 0; last -= 1) {
        const other = below(last + 1)
        const kept = items[last] ?? 0
        items[last] = items[other] ?? 0
        items[other] = kept
      }
      return items
    },
    branch: (...names) => createChance(`${name}/${names.join('/')}`),
  }
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by))

/** FNV-1a over the text, then mixed: near seeds must not give near streams. */
function hash(text: string, salt: number): number {
  let word = 0x811c9dc5 ^ Math.imul(salt, 0x9e3779b1)
  for (let at = 0; at < text.length; at += 1) word = Math.imul(word ^ text.charCodeAt(at), 0x01000193)
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}

/** Where a draw of `share` (0 to 1) of the whole falls in weights that were summed up. */
export function fallsIn(sums: Float64Array, share: number): number {
  let low = 0
  let high = sums.length - 1
  const wanted = share * (sums[high] ?? 0)
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sums[middle] ?? 0) <= wanted) low = middle + 1
    else high = middle
  }
  return low
}

/** Each weight with all before it. */
export function summedUp(weights: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(weights.length)
  let sum = 0
  for (let at = 0; at < sums.length; at += 1) {
    sum += weights[at] ?? 0
    sums[at] = sum
  }
  return sums
}
