import { Temporal } from 'temporal-polyfill'
import type { EpochMillis } from '../vocabulary/index.ts'
import { isBankHoliday } from './bank-holidays.ts'
import { dateOf, dayNumberOf, weekdayOf } from './day-number.ts'

/** What the wall clock and the calendar in London say at an instant. */
export type LondonMoment = {
  /** The local date, `YYYY-MM-DD`. */
  readonly date: string
  /** Days from 1970-01-01 to the local date. */
  readonly dayNumber: number
  /** 0 Monday to 6 Sunday. */
  readonly weekday: number
  /** Minutes on the wall clock since 00:00, 0 to 1439. Not time elapsed: on two days a year they differ. */
  readonly minuteOfDay: number
  readonly isBankHoliday: boolean
  /** Whole minutes since the epoch: tells apart the two passes of the hour that is repeated in autumn. */
  readonly epochMinute: number
}

/** A stretch of a local day without change of clock: wall minutes `from` up to `to`, beginning at `startMinute` since the epoch. */
export type Stretch = { readonly from: number; readonly to: number; readonly startMinute: number }

/** A day in London: one stretch, or two on the days when the clocks change (23 h and 25 h long). */
export type LondonDay = {
  readonly date: string
  readonly dayNumber: number
  readonly weekday: number
  readonly isBankHoliday: boolean
  readonly stretches: readonly Stretch[]
}

const DAY_MINUTES = 1440
const MINUTE_MILLIS = 60_000

/** The wall clock of Europe/London at an instant; tens of nanoseconds, for Temporal is asked once an hour and day. */
export function londonMoment(instant: EpochMillis): LondonMoment {
  const epochMinute = Math.floor(instant / MINUTE_MILLIS)
  const local = epochMinute + offsetMinutes(epochMinute)
  const day = londonDay(Math.floor(local / DAY_MINUTES))
  return {
    date: day.date,
    dayNumber: day.dayNumber,
    weekday: day.weekday,
    minuteOfDay: local - day.dayNumber * DAY_MINUTES,
    isBankHoliday: day.isBankHoliday,
    epochMinute,
  }
}

/**
 * The instant at which London's clock first shows `minuteOfDay` or later on a date: of a repeated hour the first
 * pass, and for a minute in the skipped hour the instant of the leap. So what opens at 01:30 on the night the
 * clocks go forward opens as they do.
 * @param minuteOfDay 0 to 1440, the end of the day
 */
export function londonInstant(date: string, minuteOfDay: number): EpochMillis {
  for (const stretch of londonDay(dayNumberOf(date)).stretches) {
    if (minuteOfDay < stretch.to || stretch.to === DAY_MINUTES) {
      return (stretch.startMinute + Math.max(0, minuteOfDay - stretch.from)) * MINUTE_MILLIS
    }
  }
  throw new RangeError(`The day ${date} has no end`)
}

/** RFC 3339 with London's offset and whole seconds, such as `2026-07-01T09:00:00+01:00`. */
export function londonIso(instant: EpochMillis): string {
  const offset = offsetMinutes(Math.floor(instant / MINUTE_MILLIS))
  const local = new Date(instant + offset * MINUTE_MILLIS).toISOString().slice(0, 19)
  return `${local}${offset === 0 ? '+00:00' : '+01:00'}`
}

// Both stores are emptied when they reach this many entries: a bound, and months of searching fit below it.
const KEPT_MAX = 10_000
const days = new Map<number, LondonDay>()
const offsets = new Map<number, number>()

/** A day in London by its number. */
export function londonDay(dayNumber: number): LondonDay {
  const known = days.get(dayNumber)
  if (known) return known
  const day = {
    date: dateOf(dayNumber),
    dayNumber,
    weekday: weekdayOf(dayNumber),
    isBankHoliday: isBankHoliday(dayNumber),
    stretches: stretchesOf(dayNumber),
  }
  if (days.size >= KEPT_MAX) days.clear()
  days.set(dayNumber, day)
  return day
}

/** London is on whole hours from UTC and changes on a whole hour of UTC, so one answer serves the hour. */
function offsetMinutes(epochMinute: number): number {
  const hour = Math.floor(epochMinute / 60)
  const known = offsets.get(hour)
  if (known !== undefined) return known
  const zoned = Temporal.Instant.fromEpochMilliseconds(hour * 3_600_000).toZonedDateTimeISO('Europe/London')
  const offset = zoned.offsetNanoseconds / 60_000_000_000
  if (offsets.size >= KEPT_MAX) offsets.clear()
  offsets.set(hour, offset)
  return offset
}

function stretchesOf(dayNumber: number): Stretch[] {
  const start = midnight(dayNumber)
  const before = offsetMinutes(start)
  const length = midnight(dayNumber + 1) - start
  if (length === DAY_MINUTES) return [{ from: 0, to: DAY_MINUTES, startMinute: start }]
  for (let passed = 60; passed < length; passed += 60) {
    const change = offsetMinutes(start + passed) - before
    if (change !== 0) {
      return [
        { from: 0, to: passed, startMinute: start },
        { from: passed + change, to: DAY_MINUTES, startMinute: start + passed },
      ]
    }
  }
  throw new RangeError(`No change of clock found on day ${dayNumber}, which is ${length} minutes long`)
}

/** When a local day begins, in minutes since the epoch. The clocks never change around midnight, so an hour before will do. */
function midnight(dayNumber: number): number {
  const asIfUtc = dayNumber * DAY_MINUTES
  return asIfUtc - offsetMinutes(asIfUtc - 60)
}
