/** The middle one of several figures. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2
}

/** How far the figures lie apart: the greatest over the least. Above 1.2 the machine was not quiet. */
export const spread = (values: readonly number[]): number => Math.max(...values) / Math.min(...values)

/**
 * Measures several things in turn, A B C A B C, so that whatever else the machine does falls on all of them alike.
 * A first round is for warming up and is thrown away.
 * @returns for each thing, in order, its measurement in each round
 */
export async function interleaved<T, M>(
  things: readonly T[],
  rounds: number,
  measure: (thing: T) => Promise<M> | M,
): Promise<M[][]> {
  const kept: M[][] = things.map(() => [])
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, thing] of things.entries()) {
      const measured = await measure(thing)
      if (round > 0) kept[index]?.push(measured)
    }
  }
  return kept
}

/** The median of the ratios of two things measured in the same rounds: what one round had in common cancels out. */
export const ratio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, round) => value / (to[round] ?? Number.NaN)))
