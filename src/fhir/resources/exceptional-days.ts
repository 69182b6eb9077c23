import {
  bankHolidays,
  londonInstant,
  londonIso,
  londonMoment,
  type OpeningTimes,
  type Session,
} from '../../directory/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'

/** A day with hours of its own. */
export type ExceptionalDay = {
  /** `YYYY-MM-DD` */
  readonly date: string
  /** What day it is: `Good Friday`; null for a date the provider has given. */
  readonly name: string | null
  readonly sessions: readonly Session[]
}

const DAYS_AHEAD = 366
const DAY_MILLIS = 86_400_000

/**
 * The days from today on whose hours are not those of the week, in order: every specified date to come, and England's
 * bank holidays of the next year. A specified date comes before all hours, and those before a bank holiday (sources,
 * DoS 1.5).
 */
export function exceptionalDays(times: OpeningTimes, now: EpochMillis): ExceptionalDay[] {
  const today = londonMoment(now).date
  const specified = times.specifiedDates.filter(({ date }) => date >= today)
  const dates = new Set(specified.map(({ date }) => date))
  const holidays = times.allHours ? [] : comingHolidays(now).filter(({ date }) => !dates.has(date))
  return [
    ...specified.map(({ date, sessions }) => ({ date, name: null, sessions })),
    ...holidays.map(({ date, name }) => ({ date, name, sessions: times.bankHolidays })),
  ].sort((a, b) => a.date.localeCompare(b.date))
}

/**
 * The parts of the day on which it is shut, in order; null: the whole of it. Instants with London's offset, to the last
 * second shut, since the end of a Period is part of it (FHIR R4, datatypes: Period).
 */
export function shutOn(day: ExceptionalDay): { readonly start: string; readonly end: string }[] | null {
  const sessions = day.sessions
    .map(({ opens, closes }) => ({ from: minutesOf(opens), to: minutesOf(closes) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from)
  if (sessions.length === 0) return null
  const shut: { start: string; end: string }[] = []
  let since = 0
  for (const { from, to } of [...sessions, { from: DAY_MINUTES, to: DAY_MINUTES }]) {
    if (from > since)
      shut.push({
        start: londonIso(londonInstant(day.date, since)),
        end: londonIso(londonInstant(day.date, from) - 1000),
      })
    since = Math.max(since, to)
  }
  return shut
}

const DAY_MINUTES = 1440
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

let kept: { readonly today: number; readonly days: readonly { date: string; name: string }[] } | undefined

/** The same for every service all day long. */
function comingHolidays(now: EpochMillis): readonly { date: string; name: string }[] {
  const today = londonMoment(now).dayNumber
  if (kept?.today === today) return kept.days
  const year = new Date(today * DAY_MILLIS).getUTCFullYear()
  const days = [year, year + 1]
    .flatMap(one => [
      ...bankHolidays(one),
      { day: Date.UTC(one, 11, 25) / DAY_MILLIS, name: 'Christmas Day' },
    ])
    // Christmas Day itself always has a holiday's hours, also in a year when another day stands in for it.
    .filter((one, index, all) => all.findIndex(({ day }) => day === one.day) === index)
    .filter(({ day }) => day >= today && day < today + DAYS_AHEAD)
    .sort((a, b) => a.day - b.day)
    .map(({ day, name }) => ({ date: new Date(day * DAY_MILLIS).toISOString().slice(0, 10), name }))
  kept = { today, days }
  return days
}
