import type { Clock, EpochMillis } from '../vocabulary/index.ts'
import { createIdSet, type IdSet } from './id-set.ts'

/** What was returned in one stretch of time. */
type Slice = { readonly startedAt: EpochMillis; readonly services: IdSet }

/** Into how many slices the time is cut: a service is remembered for the time agreed, and at most a sixth longer. */
const SLICES = 6

/**
 * Which services each account was lately told of, so that a look-up can be known as the follow-up of a search
 * (AUP25-08, D2). A service is remembered for at least `minutes` after it was returned, and for at most a sixth of that
 * longer. In this process only; what another node returned is found in the activity log.
 */
export function createRecentResults(clock: Clock, minutes: number) {
  const sliceMillis = (minutes * 60_000) / SLICES
  const accounts = new Map<string, Slice[]>()
  /** The slices of an account that still count, the newest first. */
  const slicesOf = (account: string, now: EpochMillis): Slice[] => {
    const slices = accounts.get(account) ?? []
    while (slices.length > 0 && now - (slices.at(-1)?.startedAt ?? 0) >= sliceMillis * (SLICES + 1))
      slices.pop()
    return slices
  }
  return {
    note(account: string, services: readonly number[]): void {
      const now = clock.now()
      const slices = slicesOf(account, now)
      let newest = slices[0]
      if (newest === undefined || now - newest.startedAt >= sliceMillis) {
        newest = { startedAt: now, services: createIdSet() }
        slices.unshift(newest)
        accounts.set(account, slices)
      }
      for (const service of services) newest.services.add(service)
    },
    /** @param within only what was returned within so many minutes; more than are remembered adds nothing */
    has(account: string, service: number, within: number = minutes): boolean {
      const now = clock.now()
      const oldest = now - within * 60_000 - sliceMillis
      return slicesOf(account, now).some(
        ({ startedAt, services }) => startedAt > oldest && services.has(service),
      )
    },
  }
}

export type RecentResults = ReturnType<typeof createRecentResults>
