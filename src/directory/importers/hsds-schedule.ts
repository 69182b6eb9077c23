import { WEEKDAYS, type Weekday } from '../service.ts'
import type { RawOpening, RawSession } from './candidate.ts'
import { readDate } from './dates.ts'
import { type JsonObject, numberOf, textOf } from './json.ts'

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
/** Parts of a recurrence (RFC 5545) that a plain week cannot say. */
const FINER = ['byweekno', 'bymonthday', 'byyearday'] as const

/**
 * Opening times from HSDS schedules: those that recur each week and are in force today. A schedule over, not begun,
 * monthly, or every second week is left out and said to be: showing it as weekly would send people to shut doors.
 */
export function readSchedules(schedules: readonly JsonObject[], today: string): RawOpening {
  const weekly: (RawSession & { day: Weekday })[] = []
  const dated: (RawSession & { date: string; open: boolean })[] = []
  const dropped: string[] = []
  for (const schedule of schedules) {
    const session = { opens: textOf(schedule['opens_at']), closes: textOf(schedule['closes_at']) }
    const when = whenOf(schedule, today)
    if (typeof when === 'string') dropped.push(`schedule ${session.opens}-${session.closes}: ${when}`)
    else if (session.opens === '' && session.closes === '') dropped.push('schedule without times')
    else if ('date' in when) dated.push({ ...session, date: when.date, open: true })
    else weekly.push(...when.days.map(day => ({ ...session, day })))
  }
  return { weekly, bankHolidays: [], dated, allHours: false, dropped }
}

/** The days or the one date of a schedule, or why it is left out. */
function whenOf(schedule: JsonObject, today: string): { days: Weekday[] } | { date: string } | string {
  const until = [schedule['valid_to'], schedule['until']].map(text => readDate(textOf(text)))
  for (const date of until) if (date !== undefined && date < today) return `ended ${date}`
  const from = readDate(textOf(schedule['valid_from']))
  if (from !== undefined && from > today) return `begins ${from}`
  const frequency = textOf(schedule['freq']).toUpperCase()
  const byDay = textOf(schedule['byday'])
  const start = readDate(textOf(schedule['dtstart']))
  if (frequency === '' && byDay === '' && start !== undefined) return { date: start }
  if (frequency !== '' && frequency !== 'WEEKLY' && frequency !== 'DAILY') return `recurs ${frequency}`
  if ((numberOf(schedule['interval']) ?? 1) !== 1) return `recurs every ${textOf(schedule['interval'])} weeks`
  const finer = FINER.find(part => textOf(schedule[part]) !== '')
  if (finer) return `recurs by ${finer}`
  if (byDay === '') return frequency === 'DAILY' ? { days: [...WEEKDAYS] } : 'names no day'
  const days = byDay.split(',').map(code => WEEKDAYS[CODES.indexOf(code.trim().toUpperCase())])
  return days.includes(undefined) ? `recurs on ${byDay}` : { days: days.filter(day => day !== undefined) }
}
