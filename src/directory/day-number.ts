import type { Weekday } from './service.ts'
import { WEEKDAYS } from './service.ts'

const DAY_MILLIS = 86_400_000

/**
 * The number of days from 1970-01-01 to a date of the Gregorian calendar (proleptic). Dates here have no zone.
 * @param month 1 to 12
 */
export function dayNumber(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / DAY_MILLIS
}

/** Whether the text is a date that exists, written `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const millis = Date.parse(`${text}T00:00:00Z`)
  // Date.parse carries 2026-02-30 over into March, so the way back tells.
  return !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(text)
}

/** The day number of `YYYY-MM-DD`. Throws a RangeError for a date that does not exist. */
export function dayNumberOf(date: string): number {
  if (!isDate(date)) throw new RangeError(`Not a date: ${date}`)
  return Date.parse(`${date}T00:00:00Z`) / DAY_MILLIS
}

/** The date of a day number, `YYYY-MM-DD`. */
export function dateOf(day: number): string {
  return new Date(day * DAY_MILLIS).toISOString().slice(0, 10)
}

/** The day of the week: 0 Monday to 6 Sunday. Day number 0 was a Thursday. */
export function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** The position of a weekday's name in the week: 0 Monday to 6 Sunday. */
export const weekdayIndex = (weekday: Weekday): number => WEEKDAYS.indexOf(weekday)
