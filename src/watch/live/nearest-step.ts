/** Steps of distance that the log may hold beside a square: as coarse as the square is, then doubling. */
const STEPS_METRES = [1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 128_000, 256_000, 1_024_000] as const

/** A distance rounded up to its step, metres. */
export const nearestStep = (metres: number): number =>
  STEPS_METRES.find(step => metres <= step) ?? STEPS_METRES[STEPS_METRES.length - 1] ?? 0
