import type { Clock, EpochMillis } from '../vocabulary/index.ts'

/** What an agreement lets an account ask for. */
export type Volume = { readonly perMinute: number; readonly perDay: number }

export type Reservation =
  | {
      readonly outcome: 'granted'
      readonly at: EpochMillis
      /** The window with the least left. */
      readonly window: 'minute' | 'day'
      readonly remaining: number
      readonly resetSeconds: number
    }
  | { readonly outcome: 'exhausted'; readonly window: 'minute' | 'day'; readonly retryAfterSeconds: number }

type Window = { startedAt: EpochMillis; used: number }
type Use = { minute: Window; day: Window }

const MINUTE = 60_000
const DAY = 86_400_000

/**
 * Counts questions per key in this process, in windows of a minute and of a day (AUP25-41).
 * One step both checks and takes: counting first and deciding later lets twenty parallel requests through a gate
 * for two. `giveBack` returns what was reserved for a question that then could not be answered.
 */
export function createQuota(clock: Clock) {
  const uses = new Map<string, Use>()
  const useOf = (key: string, now: EpochMillis): Use => {
    let use = uses.get(key)
    if (!use) {
      use = { minute: { startedAt: now, used: 0 }, day: { startedAt: now, used: 0 } }
      uses.set(key, use)
    }
    renew(use.minute, MINUTE, now)
    renew(use.day, DAY, now)
    return use
  }
  return {
    reserve(key: string, volume: Volume): Reservation {
      const now = clock.now()
      const { minute, day } = useOf(key, now)
      if (day.used >= volume.perDay) return exhausted('day', day.startedAt + DAY - now)
      if (minute.used >= volume.perMinute) return exhausted('minute', minute.startedAt + MINUTE - now)
      minute.used += 1
      day.used += 1
      const leftOfMinute = volume.perMinute - minute.used
      const leftOfDay = volume.perDay - day.used
      const [window, remaining, endsAt] =
        leftOfDay < leftOfMinute
          ? (['day', leftOfDay, day.startedAt + DAY] as const)
          : (['minute', leftOfMinute, minute.startedAt + MINUTE] as const)
      return {
        outcome: 'granted',
        at: now,
        window,
        remaining,
        resetSeconds: Math.ceil((endsAt - now) / 1000),
      }
    },
    /** Returns a reservation to the windows it was taken from; one that has ended since needs nothing back. */
    giveBack(key: string, reservation: Reservation): void {
      const use = uses.get(key)
      if (!use || reservation.outcome !== 'granted') return
      for (const window of [use.minute, use.day]) if (window.startedAt <= reservation.at) window.used -= 1
    },
  }
}

export type Quota = ReturnType<typeof createQuota>

function renew(window: Window, length: number, now: EpochMillis): void {
  // A clock set back would otherwise hold a window open for as long as it was wrong.
  if (now - window.startedAt < length && now >= window.startedAt) return
  window.startedAt = now
  window.used = 0
}

const exhausted = (window: 'minute' | 'day', millis: number): Reservation => ({
  outcome: 'exhausted',
  window,
  retryAfterSeconds: Math.max(1, Math.ceil(millis / 1000)),
})
