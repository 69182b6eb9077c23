/**
 * How near the nearest answer lies, in proportion to the farthest of the same answer. Around a patient's home services
 * lie as chance has it, whatever their type and however dense the country: with k answers the area to the nearest is
 * about 1/k of the whole, exponentially distributed. A crawler that knows public addresses asks on top of a service.
 */
export const NEARNESS_BINS = 26
/** Nearer than this is "the service's own address". */
const ADDRESS_METRES = 25
/** An answer too short to compare within says nothing. */
const ANSWERS_MIN = 5

/** Bin of an answer with `answers` results, the nearest and farthest at these distances; -1: says nothing. */
export function nearnessBin(nearestMetres: number, farthestMetres: number, answers: number): number {
  if (answers < ANSWERS_MIN || !(farthestMetres > 0)) return -1
  if (nearestMetres < ADDRESS_METRES) return 0
  const proportion = nearestMetres / farthestMetres
  const expected = answers * proportion * proportion
  const bin = 21 + Math.floor(Math.log2(expected))
  return bin < 1 ? 1 : bin >= NEARNESS_BINS ? NEARNESS_BINS - 1 : bin
}

/** Share of honest questions in each bin when nothing was learned: exponential, and a few who ask at an address. */
export function nearnessPrior(): Float64Array {
  const prior = new Float64Array(NEARNESS_BINS)
  for (let bin = 1; bin < NEARNESS_BINS; bin += 1) {
    const lower = bin === 1 ? 0 : 2 ** (bin - 21)
    prior[bin] =
      0.97 * (Math.exp(-lower) - (bin === NEARNESS_BINS - 1 ? 0 : Math.exp(-(2 ** (bin - 20))))) + 0.0004
  }
  prior[0] = 0.02
  return prior
}

/** One bin is this wide in the natural logarithm of the distance. */
const BIN_WIDTH = Math.LN2 / 2
const JITTER_METRES_MAX = 700

/** Of a seeded crawl's questions, the share expected in this bin: on the address, or within a walk of it. */
export function seededShare(bin: number, nearestMetres: number): number {
  if (bin === 0) return 0.25
  if (nearestMetres > JITTER_METRES_MAX) return 0.05 * BIN_WIDTH
  return 0.7 * (BIN_WIDTH / Math.log(JITTER_METRES_MAX / ADDRESS_METRES))
}
