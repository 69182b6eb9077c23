import type { EpochMillis } from '../vocabulary/index.ts'

/** A moment of the week as a clock on the wall in London shows it: day 1 Monday to 7 Sunday, minute since midnight. */
export type WeekMoment = { readonly day: number; readonly minute: number }

const HOUR = 3_600_000
const MINUTE = 60_000
const DATE_MAX = 8.64e15

const londonHour = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: 'numeric',
  hourCycle: 'h23',
})

let knownHour = Number.NaN
let knownOffset = 0

/**
 * The moment of the week in London; null when the instant is beyond what a Date holds. London has been a whole number
 * of hours from UTC since 1847 and moves on the hour, so that one look at the time zone tables (0.7 µs) serves an hour.
 */
export function londonTime(now: EpochMillis): WeekMoment | null {
  if (!(Math.abs(now) <= DATE_MAX - 24 * HOUR)) return null
  const hour = Math.floor(now / HOUR)
  if (hour !== knownHour) {
    const utc = ((hour % 24) + 24) % 24
    // Never behind UTC, so that 00 in London while it is 23 in UTC is one ahead.
    knownOffset = (Number(londonHour.format(hour * HOUR)) - utc + 24) % 24
    knownHour = hour
  }
  const local = Math.floor(now / MINUTE) + knownOffset * 60
  const days = Math.floor(local / 1440)
  // 1970-01-01 was a Thursday.
  return { day: ((((days + 3) % 7) + 7) % 7) + 1, minute: local - days * 1440 }
}
