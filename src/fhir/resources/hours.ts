import type {
  HealthcareService,
  HealthcareServiceAvailableTime,
  HealthcareServiceNotAvailable,
} from '@medplum/fhirtypes'
import { type OpeningTimes, type Session, WEEKDAYS } from '../../directory/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { type ExceptionalDay, exceptionalDays, shutOn } from './exceptional-days.ts'

type Hours = Pick<HealthcareService, 'availableTime' | 'notAvailable' | 'availabilityExceptions'>
type Day = NonNullable<HealthcareServiceAvailableTime['daysOfWeek']>[number]

const DAYS: readonly Day[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/**
 * Opening times as R4 has them: the week in `availableTime`; when it is shut on days that differ in `notAvailable`, the
 * whole day as a date, a part of it as instants; and all of it in words, since R4 has no place for extra hours.
 */
export function hoursOf(times: OpeningTimes, now: EpochMillis): Hours {
  const days = exceptionalDays(times, now)
  const words = inWords(times, days)
  return {
    availableTime: times.allHours ? [{ daysOfWeek: [...DAYS], allDay: true }] : weekOf(times.weekly),
    notAvailable: days.flatMap(notAvailableOn),
    ...(words === '' ? {} : { availabilityExceptions: words }),
  }
}

/** One entry for each stretch of hours, with all the days that have it. */
function weekOf(weekly: OpeningTimes['weekly']): HealthcareServiceAvailableTime[] {
  const byHours = new Map<string, { session: Session; days: Set<number> }>()
  for (const { day, sessions } of weekly) {
    for (const session of sessions) {
      const key = inClock(session)
      const known = byHours.get(key) ?? { session, days: new Set<number>() }
      known.days.add(WEEKDAYS.indexOf(day))
      byHours.set(key, known)
    }
  }
  return [...byHours.values()].map(({ session, days }) => ({
    daysOfWeek: DAYS.filter((_, index) => days.has(index)),
    ...hoursIn(session),
  }))
}

/** A FHIR time ends at 23:59:59: the end of the day has no other spelling. */
const hoursIn = ({ opens, closes }: Session): HealthcareServiceAvailableTime =>
  opens === '00:00' && closes === '24:00'
    ? { allDay: true }
    : {
        availableStartTime: `${opens}:00`,
        availableEndTime: closes === '24:00' ? '23:59:59' : `${closes}:00`,
      }

function notAvailableOn(day: ExceptionalDay): HealthcareServiceNotAvailable[] {
  const description = `${day.name ?? day.date}: ${inSessions(day.sessions)}`
  const shut = shutOn(day)
  return shut === null
    ? [{ description, during: { start: day.date, end: day.date } }]
    : shut.map(during => ({ description, during }))
}

/** Bank holidays share their hours, so one sentence says them; specified dates have one each. */
function inWords(times: OpeningTimes, days: readonly ExceptionalDay[]): string {
  const holidays = times.allHours ? [] : [`Bank holidays in England: ${inSessions(times.bankHolidays)}.`]
  const dates = days
    .filter(({ name }) => name === null)
    .map(({ date, sessions }) => `${date}: ${inSessions(sessions)}.`)
  return [...holidays, ...dates].join(' ')
}

const inSessions = (sessions: readonly Session[]): string =>
  sessions.length === 0 ? 'closed' : `open ${sessions.map(inClock).join(', ')}`
const inClock = ({ opens, closes }: Session): string => `${opens}-${closes}`
