import Holidays from 'date-holidays'
import fc from 'fast-check'
import { type OpeningTimes, WEEKDAYS } from '../../src/directory/service.ts'

/** A stretch of time, minute by minute, as the wall clock in London shows it. Built on Intl and date-holidays alone. */
export type Timeline = { readonly start: number; readonly readings: readonly Reading[] }
type Reading = { readonly date: string; readonly time: string; readonly day: string; readonly bank: boolean }

const wall = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  dateStyle: 'short',
  timeStyle: 'short',
})
const library = new Holidays('GB', 'ENG')

/** From midnight UTC of one date to that of another. */
export function timeline(from: string, to: string): Timeline {
  const start = Date.parse(`${from}T00:00:00Z`)
  const end = Date.parse(`${to}T00:00:00Z`)
  const bank = bankDates([from, to])
  const readings: Reading[] = []
  for (let instant = start; instant < end; instant += 60_000) {
    const [date = '', time = ''] = wall.format(instant).split(' ')
    const day = new Date(`${date}T12:00:00Z`).getUTCDay()
    readings.push({ date, time, day: WEEKDAYS[(day + 6) % 7] ?? '', bank: bank.has(date) })
  }
  return { start, readings }
}

function bankDates(dates: readonly string[]): Set<string> {
  const years = new Set(dates.map(date => Number(date.slice(0, 4))))
  const days = [...years].flatMap(year => library.getHolidays(year).filter(({ type }) => type === 'public'))
  const weekday = (date: string) => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay())
  // A day at the weekend is made up for by its substitute, but Christmas Day keeps its hours.
  const isKept = (date: string) => weekday(date) || date.endsWith('-12-25')
  return new Set(days.map(({ date }) => date.slice(0, 10)).filter(isKept))
}

/** Open or not at a reading, straight from the words of the rule. */
export function openBy(times: OpeningTimes, { date, time, day, bank }: Reading): boolean {
  const specified = times.specifiedDates.filter(entry => entry.date === date)
  if (specified.length === 0 && times.allHours) return true
  const sessions =
    specified.length > 0
      ? specified.flatMap(entry => entry.sessions)
      : bank
        ? times.bankHolidays
        : times.weekly.filter(entry => entry.day === day).flatMap(entry => entry.sessions)
  return sessions.some(({ opens, closes }) => opens <= time && time < closes)
}

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
// The edges of the day and of the hour in which clocks change come up often.
const edges = [0, 60, 61, 90, 119, 120, 121, 540, 720, 1439]
const opens = fc.oneof(fc.constantFrom(...edges), fc.integer({ min: 0, max: 1439 }))
const closes = fc.oneof(fc.constantFrom(...edges, 1440, 1440), fc.integer({ min: 0, max: 1440 }))
/** Sessions as dirt brings them too: overlapping, out of order, closing before they open. */
const sessions = fc.array(fc.record({ opens: opens.map(clock), closes: closes.map(clock) }), { maxLength: 4 })

/** Opening times whose specified dates fall on the given timeline. */
export function anyOpeningTimes(within: Timeline): fc.Arbitrary<OpeningTimes> {
  const dates = [...new Set(within.readings.map(reading => reading.date))]
  return fc.record({
    allHours: fc.constantFrom(true, false, false, false),
    weekly: fc.array(fc.record({ day: fc.constantFrom(...WEEKDAYS), sessions }), { maxLength: 8 }),
    bankHolidays: sessions,
    specifiedDates: fc.array(fc.record({ date: fc.constantFrom(...dates), sessions }), { maxLength: 3 }),
  })
}
