import type { Database } from '../database/index.ts'
import type { Clock, Deed, EpochMillis } from '../vocabulary/index.ts'
import type { FetchKeySet } from './fetch-key-set.ts'
import { claimKeySet, claimOldestKeySet, keepKeySet, noteKeySetProblem } from './key-set-url-store.ts'

/** A key set is read again when the last attempt is older than this … */
const STALE_MILLIS = 5 * 60_000
/** … or, when a key is asked for that is not in it, than this. */
const UNKNOWN_KEY_MILLIS = 60_000
/** Beyond this many in one call, the rest waits for the next. */
const REFRESHES_MAX = 200
const SIDE_BY_SIDE = 8

/** Key sets that clients publish at an address of theirs (sources, use 2.7). */
export type KeySets = {
  /** Reads a key set that is to be registered. */
  readonly fetch: FetchKeySet
  /**
   * Hears that a client asked for a token, and whether with a key that is registered. Looks its key set up again when
   * that is due, behind the answer: were the answer to wait, how long it takes would tell strangers which clients
   * there are. A key that is published five minutes before it is used is always known in time.
   */
  readonly asked: (clientId: string, withKnownKey: boolean) => void
  /** Reads again whatever is due; called each minute or so, outside transactions. Answers how many it read. */
  readonly refreshStale: () => Promise<number>
  /** Waits for what `asked` has begun. */
  readonly idle: () => Promise<void>
}

export type KeySetOptions = {
  readonly database: Database
  readonly clock: Clock
  readonly fetch: FetchKeySet
  /** Whether a client publishes its keys; from memory, for it is asked on every token. */
  readonly isPublished: (clientId: string) => boolean
}

/** Keeps published key sets up to date. The last good one stays while an address cannot be read. */
export function openKeySets({ database, clock, fetch, isPublished }: KeySetOptions): KeySets {
  const triedAt = new Map<string, EpochMillis>()
  const running = new Set<Promise<void>>()

  const refresh = async (accountId: string, url: string): Promise<void> => {
    const read = await fetch(url)
    const at = clock.now()
    if (read.outcome === 'read') {
      await keepKeySet(database, accountId, { url, keys: read.keys }, bySystem(at))
      return
    }
    const problem = read.outcome === 'wrong' ? read.problems.join(' ') : read.reason
    await noteKeySetProblem(database.query, accountId, url, problem)
  }

  const refreshIfDue = async (clientId: string, ageMillis: number): Promise<void> => {
    const now = clock.now()
    const url = await claimKeySet(database.query, clientId, now, now - ageMillis)
    if (url !== undefined) await refresh(clientId, url)
  }

  return {
    fetch,
    asked: (clientId, withKnownKey) => {
      if (!isPublished(clientId)) return
      const ageMillis = withKnownKey ? STALE_MILLIS : UNKNOWN_KEY_MILLIS
      const now = clock.now()
      if (now - (triedAt.get(clientId) ?? 0) < ageMillis) return
      triedAt.set(clientId, now)
      // What fails here is a database that is away: the next to ask, or the next minute, tries again.
      const work = refreshIfDue(clientId, ageMillis).catch(() => {})
      running.add(work)
      void work.then(() => running.delete(work))
    },
    refreshStale: async () => {
      let left = REFRESHES_MAX
      const work = async (): Promise<number> => {
        for (let done = 0; ; done += 1) {
          const now = clock.now()
          if (left <= 0) return done
          left -= 1
          const due = await claimOldestKeySet(database.query, now, now - STALE_MILLIS)
          if (!due) return done
          await refresh(due.accountId, due.url)
        }
      }
      // Several side by side, so that one slow address does not hold up all others.
      const counts = await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    idle: async () => {
      await Promise.all(running)
    },
  }
}

const bySystem = (at: EpochMillis): Deed => ({
  who: 'signpost',
  actingAs: 'system',
  why: 'The key set at the registered address has changed.',
  at,
  clauses: ['AUP25-04'],
})
