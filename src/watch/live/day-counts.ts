import type { EpochMillis } from '../../vocabulary/index.ts'

const DAY_MILLIS = 86_400_000

/** Milliseconds from then to the end of its day, UTC. */
export const leftOfDay = (at: EpochMillis): number => DAY_MILLIS - (at % DAY_MILLIS)

/** Counts kept by account and day (UTC): what a throttled account has used of the volume it declared. */
export function createDayCounts() {
  let day = 0
  let counts = new Map<string, number>()
  return {
    /** Counts one; a day that is over is forgotten, and what comes late for it is not counted. */
    add: (account: string, at: EpochMillis): void => {
      const today = Math.floor(at / DAY_MILLIS)
      if (today < day) return
      if (today > day) {
        day = today
        counts = new Map()
      }
      counts.set(account, (counts.get(account) ?? 0) + 1)
    },
    of: (account: string, at: EpochMillis): number =>
      Math.floor(at / DAY_MILLIS) === day ? (counts.get(account) ?? 0) : 0,
    keep: () => ({ day, counts: [...counts] as readonly (readonly [string, number])[] }),
    take: (kept: { readonly day: number; readonly counts: readonly (readonly [string, number])[] }): void => {
      day = kept.day
      counts = new Map(kept.counts)
    },
  }
}

export type DayCounts = ReturnType<typeof createDayCounts>
