import type { Query } from '../database/index.ts'
import { decide, type PolicyVersion } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { ActivityEntry } from './entry.ts'
import { readRange } from './read.ts'
import type { EntryFilter } from './read-store.ts'
import { type Difference, differencesFrom, recordedReader } from './replay.ts'

/** What became of one recorded question that was decided again. */
export type Replayed =
  | { readonly outcome: 'same'; readonly entry: ActivityEntry }
  | {
      readonly outcome: 'differs'
      readonly entry: ActivityEntry
      readonly differences: readonly Difference[]
    }
  /** From before the log kept what decisions rest on. */
  | { readonly outcome: 'not-recorded'; readonly entry: ActivityEntry }

export type PoliciesThen = {
  readonly of: (id: string) => PolicyVersion | undefined
  /** @throws RangeError before the first version */
  readonly inForce: (at: EpochMillis) => PolicyVersion
}

/**
 * Decides recorded questions again, each from the facts of its time (who asked, on which agreement, with which overlays
 * and restrictions) and under the policy that was in force at its instant, and compares. The version is worked out from
 * the instant, not believed: an entry that names another one differs. (AUP25-36)
 */
export async function* replayRange(
  query: Query,
  filter: EntryFilter,
  policies: PoliciesThen,
): AsyncGenerator<Replayed> {
  const recordedOf = recordedReader(query)
  for await (const { entry } of readRange(query, filter)) {
    const recorded = await recordedOf(entry)
    if (recorded.outcome === 'not-recorded') {
      yield { outcome: 'not-recorded', entry }
      continue
    }
    const at = Date.parse(entry.at)
    const policy = policies.inForce(at)
    const decision = decide(recorded.caller, recorded.question, policy, at)
    const differences = differencesFrom(entry, decision, policy)
    yield differences.length === 0 ? { outcome: 'same', entry } : { outcome: 'differs', entry, differences }
  }
}
