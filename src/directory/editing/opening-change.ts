import { dateOf, dayNumberOf } from '../day-number.ts'
import { openingProblems } from '../opening-problems.ts'
import type { OpeningTimes } from '../service.ts'
import type { ProfileFault } from './profile.ts'

/** Parts of opening times; each that is given takes the place of the one there is, whole. */
export type OpeningChange = Partial<Omit<OpeningTimes, 'returnIfOpenWithinMinutes'>>

export type OpeningRead =
  | { readonly outcome: 'read'; readonly times: OpeningTimes }
  | { readonly outcome: 'faulty'; readonly faults: readonly ProfileFault[] }

/** A closure may be as long; what is shut for longer is shut for good. */
export const CLOSURE_DAYS_MAX = 366
/** Dates that differ, as many as a record holds (service.ts). */
const DATES_MAX = 2000

/**
 * Opening times with some of their parts corrected. Only what is given is judged: overlaps, days out of order, times
 * that are none, and dates that are past, each by name.
 * @param today a date in London
 */
export function corrected(times: OpeningTimes, change: OpeningChange, today: string): OpeningRead {
  const given: OpeningTimes = { allHours: false, weekly: [], bankHolidays: [], specifiedDates: [], ...change }
  const faults: ProfileFault[] = [
    ...openingProblems({ ...given, specifiedDates: [], bankHolidays: [] }).map(about('/weekly')),
    ...openingProblems({ ...given, weekly: [], specifiedDates: [] }).map(about('/bankHolidays')),
    ...openingProblems({ ...given, weekly: [], bankHolidays: [] }).map(about('/specifiedDates')),
    ...given.specifiedDates.flatMap(({ date }, index) =>
      date < today ? [{ at: `/specifiedDates/${index}`, problem: `${date} is past` }] : [],
    ),
  ]
  return faults.length > 0
    ? { outcome: 'faulty', faults }
    : { outcome: 'read', times: { ...times, ...change } }
}

const about =
  (at: string) =>
  (problem: string): ProfileFault => ({ at, problem })

/** A stretch of days, both ends included, `YYYY-MM-DD`. */
export type Period = { readonly from: string; readonly until: string }

/** What is wrong with a period of closure: empty, past, without end; none when it will do. */
export function periodFaults({ from, until }: Period, today: string): readonly ProfileFault[] {
  const faults: ProfileFault[] = []
  if (from < today) faults.push({ at: '/from', problem: `${from} is past` })
  if (until < from) faults.push({ at: '/until', problem: 'is before the first day' })
  else if (dayNumberOf(until) - dayNumberOf(from) >= CLOSURE_DAYS_MAX) {
    faults.push({ at: '/until', problem: `is more than ${CLOSURE_DAYS_MAX} days away: close it for good` })
  }
  return faults
}

/** Closed on every day of the period, whatever the week or the date itself said. Dates that are past go. */
export function closedFor(times: OpeningTimes, period: Period, today: string): OpeningRead {
  const days: OpeningTimes['specifiedDates'] = []
  for (let day = dayNumberOf(period.from); day <= dayNumberOf(period.until); day += 1) {
    days.push({ date: dateOf(day), sessions: [] })
  }
  const others = times.specifiedDates.filter(
    ({ date }) => date >= today && (date < period.from || date > period.until),
  )
  const specifiedDates = [...others, ...days].sort((a, b) => (a.date < b.date ? -1 : 1))
  return specifiedDates.length > DATES_MAX
    ? { outcome: 'faulty', faults: [{ at: '/until', problem: 'is more dates than an entry holds' }] }
    : { outcome: 'read', times: { ...times, specifiedDates } }
}

/** Takes out the days of the period on which it is closed by date: the week counts again. Null: there were none. */
export function reopenedFor(times: OpeningTimes, { from, until }: Period): OpeningTimes | null {
  const specifiedDates = times.specifiedDates.filter(
    ({ date, sessions }) => date < from || date > until || sessions.length > 0,
  )
  return specifiedDates.length === times.specifiedDates.length ? null : { ...times, specifiedDates }
}

/** The same day so many months later; the last day of a month that is shorter. */
export function monthsLater(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}
