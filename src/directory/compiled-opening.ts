import { dayNumberOf, weekdayIndex } from './day-number.ts'
import { type LondonDay, type LondonMoment, londonDay } from './london.ts'
import type { OpeningTimes, Session } from './service.ts'

/**
 * Opening times made ready for searching. `sessions` packs pairs (opens, closes) in order, each in minutes of a
 * week of eight days: Monday to Sunday, then the bank holiday. One typed array, since a million services each
 * with several would cost gigabytes. `specified` has minutes of the day by day number.
 */
export type CompiledOpening = {
  readonly allHours: boolean
  readonly sessions: Uint16Array
  readonly specified: ReadonlyMap<number, Uint16Array> | null
  readonly returnIfOpenWithinMinutes: number | null
}

type Interval = readonly [opens: number, closes: number]

const DAY_MINUTES = 1440
const BANK_HOLIDAY_SLOT = 7

/** As far ahead as anything is looked for; beyond it a service counts as never opening, or never closing. */
export const LOOK_AHEAD_MINUTES = 400 * DAY_MINUTES

/**
 * Overlapping and adjoining sessions are joined and empty ones dropped, so that dirt which openingProblems would
 * report does no harm here. Throws a RangeError for a specified date that does not exist.
 */
export function compileOpening(times: OpeningTimes): CompiledOpening {
  const week: Interval[] = times.bankHolidays.map(session => interval(session, BANK_HOLIDAY_SLOT))
  for (const { day, sessions } of times.weekly) {
    for (const session of sessions) week.push(interval(session, weekdayIndex(day)))
  }
  return {
    allHours: times.allHours,
    sessions: pack(week),
    specified: times.specifiedDates.length === 0 ? null : specifiedOf(times),
    returnIfOpenWithinMinutes: times.returnIfOpenWithinMinutes ?? null,
  }
}

/** Whether it is open at the moment: a specified date comes before all hours, those before a bank holiday, that before the weekday. */
export function isOpenCompiled(compiled: CompiledOpening, moment: LondonMoment): boolean {
  const { minuteOfDay } = moment
  return firstOpen(compiled, moment, minuteOfDay, minuteOfDay + 1) === minuteOfDay
}

/**
 * Minutes that will pass until it is open: 0 when open, null when not within `limitMinutes` (at most 400 days).
 * Counted from the start of the moment's minute; time elapsed, not wall clock, so right when the clocks change.
 */
export function minutesUntilOpen(
  compiled: CompiledOpening,
  moment: LondonMoment,
  limitMinutes: number,
): number | null {
  return minutesUntil(firstOpen, compiled, moment, limitMinutes)
}

/** As minutesUntilOpen, until it is closed: 0 when closed, null when it stays open for longer than `limitMinutes`. */
export function minutesUntilClosed(
  compiled: CompiledOpening,
  moment: LondonMoment,
  limitMinutes: number,
): number | null {
  return minutesUntil(firstClosed, compiled, moment, limitMinutes)
}

type Day = Pick<LondonDay, 'dayNumber' | 'weekday' | 'isBankHoliday'>
/** The first minute of the day sought, from `from` up to but not including `to`; -1 when there is none. */
type Seek = (compiled: CompiledOpening, day: Day, from: number, to: number) => number

function minutesUntil(
  seek: Seek,
  compiled: CompiledOpening,
  moment: LondonMoment,
  limit: number,
): number | null {
  const now = moment.epochMinute
  const furthest = Math.min(limit, LOOK_AHEAD_MINUTES)
  // What never turns needs no walk: many services keep all hours, and 400 days cost 12 µs.
  if (neverTurns(compiled) && seek(compiled, moment, 0, 1) < 0) return null
  for (let dayNumber = moment.dayNumber; ; dayNumber += 1) {
    const day = londonDay(dayNumber)
    for (const { from, to, startMinute } of day.stretches) {
      const toStart = startMinute - now
      const first = toStart < 0 ? from - toStart : from
      const found = first < to ? seek(compiled, day, first, to) : -1
      if (found >= 0) {
        const wait = toStart + found - from
        return wait <= furthest ? wait : null
      }
      // Written so that a limit that is not a number ends the walk too.
      if (!(toStart + to - from <= furthest)) return null
    }
  }
}

const neverTurns = (compiled: CompiledOpening): boolean =>
  compiled.specified === null && (compiled.allHours || compiled.sessions.length === 0)

function firstOpen(compiled: CompiledOpening, day: Day, from: number, to: number): number {
  const specified = compiled.specified?.get(day.dayNumber)
  if (specified) return openMinute(specified, from, to)
  if (compiled.allHours) return from
  const base = slotStart(day)
  const found = openMinute(compiled.sessions, base + from, base + to)
  return found < 0 ? -1 : found - base
}

function firstClosed(compiled: CompiledOpening, day: Day, from: number, to: number): number {
  const specified = compiled.specified?.get(day.dayNumber)
  if (specified) return closedMinute(specified, from, to)
  if (compiled.allHours) return -1
  const base = slotStart(day)
  const found = closedMinute(compiled.sessions, base + from, base + to)
  return found < 0 ? -1 : found - base
}

const slotStart = (day: Day): number => (day.isBankHoliday ? BANK_HOLIDAY_SLOT : day.weekday) * DAY_MINUTES

function openMinute(packed: Uint16Array, from: number, to: number): number {
  for (let index = 0; index < packed.length; index += 2) {
    const opens = packed[index] ?? 0
    const closes = packed[index + 1] ?? 0
    if (closes > from) return opens >= to ? -1 : Math.max(opens, from)
  }
  return -1
}

/** Sessions that adjoin were joined when packing, so the end of the one that covers `from` is closed. */
function closedMinute(packed: Uint16Array, from: number, to: number): number {
  for (let index = 0; index < packed.length; index += 2) {
    const opens = packed[index] ?? 0
    const closes = packed[index + 1] ?? 0
    if (closes > from) return opens > from ? from : closes < to ? closes : -1
  }
  return from
}

function specifiedOf(times: OpeningTimes): Map<number, Uint16Array> {
  const byDay = new Map<number, Interval[]>()
  for (const { date, sessions } of times.specifiedDates) {
    const day = dayNumberOf(date)
    byDay.set(day, [...(byDay.get(day) ?? []), ...sessions.map(session => interval(session, 0))])
  }
  return new Map(Array.from(byDay, ([day, intervals]) => [day, pack(intervals)]))
}

function pack(intervals: Interval[]): Uint16Array {
  const joined: number[] = []
  for (const [opens, closes] of intervals.filter(([a, b]) => a < b).sort(([a], [b]) => a - b)) {
    const end = joined.at(-1)
    if (end !== undefined && opens <= end) joined[joined.length - 1] = Math.max(end, closes)
    else joined.push(opens, closes)
  }
  return Uint16Array.from(joined)
}

const interval = (session: Session, slot: number): Interval => [
  slot * DAY_MINUTES + minuteOf(session.opens),
  slot * DAY_MINUTES + minuteOf(session.closes),
]

/** Minutes since 00:00 of a time `HH:MM`, 0 to 1440. */
export const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
