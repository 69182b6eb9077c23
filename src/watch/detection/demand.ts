/**
 * Demand by slot from accounts that each see only a part of the country. An account with a region tells how demand is
 * spread within it, one with a site how it is spread within each ring around it, none how much the parts weigh against
 * each other. Repeated proportional fitting: every part's questions are what its share of the demand makes likely.
 */
export type Part = {
  /** The slots this part could ask about. */
  readonly slots: ArrayLike<number>
  readonly counts: ReadonlyMap<number, number>
  readonly questions: number
  /** Weight of each question: an account counts for so many at most. */
  readonly weight: number
}

const ROUNDS = 6
/** The prior counts as if it were so many questions. */
const PRIOR_QUESTIONS = 4_000

/** Shares by slot, summing to one. */
export function fitDemand(prior: Float64Array, parts: readonly Part[]): Float64Array {
  let demand = Float64Array.from(prior)
  const asked = Float64Array.from(prior, share => share * PRIOR_QUESTIONS)
  for (const { counts, weight } of parts)
    for (const [slot, count] of counts) asked[slot] = (asked[slot] ?? 0) + weight * count
  for (let round = 0; round < ROUNDS; round += 1) {
    const exposure = new Float64Array(prior.length).fill(PRIOR_QUESTIONS)
    for (const { slots, questions, weight } of parts) {
      let mass = 0
      for (let at = 0; at < slots.length; at += 1) mass += demand[slots[at] ?? 0] ?? 0
      const each = (weight * questions) / Math.max(1e-6, mass)
      for (let at = 0; at < slots.length; at += 1) {
        const slot = slots[at] ?? 0
        exposure[slot] = (exposure[slot] ?? 0) + each
      }
    }
    const next = demand.map((_, slot) => (asked[slot] ?? 0) / (exposure[slot] ?? 1))
    const total = next.reduce((sum, value) => sum + value, 0) || 1
    demand = next.map(value => value / total)
  }
  return demand
}
