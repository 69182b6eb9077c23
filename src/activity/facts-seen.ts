import type { KeptFacts } from './facts.ts'

/** Which facts this process has made durable, by their hash. */
export type FactsSeen = {
  /** The facts, when they must go along with the entry that names them; undefined when they are durable already. */
  readonly missing: (facts: KeptFacts | undefined) => KeptFacts | undefined
  /** They are durable now. */
  readonly note: (facts: KeptFacts) => void
}

/** Beyond so many all are forgotten and kept again as they come: a bound on memory, and kept twice is kept once. */
const HASHES_MAX = 100_000

export function factsSeen(): FactsSeen {
  const seen = new Set<string>()
  return {
    missing: facts => (facts === undefined || seen.has(facts.hash) ? undefined : facts),
    note: ({ hash }) => {
      if (seen.size >= HASHES_MAX) seen.clear()
      seen.add(hash)
    },
  }
}
