import { type OpeningTimes, WEEKDAYS } from '../directory/index.ts'
import type { Chance } from './chance.ts'

export type HoursPattern =
  | 'pharmacy'
  | 'practice'
  | 'dentist'
  | 'optician'
  | 'office'
  | 'long-day'
  | 'out-of-hours'
  | 'always'

type Session = OpeningTimes['bankHolidays'][number]
type Days = { readonly weekday: Session[]; readonly saturday: Session[]; readonly sunday: Session[] }

const from = (opens: string, closes: string): Session[] => [{ opens, closes }]
const split = (opens: string, lunch: string, back: string, closes: string): Session[] => [
  { opens, closes: lunch },
  { opens: back, closes },
]

/**
 * Opening times of a pattern, with the shares seen in 2014 among real ones (sources, data 6): pharmacies
 * 82 in 100 open on Saturday, 22 on Sunday, 22 split by lunch, 10 open to 22:00 or later; and so on.
 */
export function hoursOf(pattern: HoursPattern, chance: Chance): OpeningTimes {
  const { weekday, saturday, sunday } = daysOf(pattern, chance)
  const byDay = [weekday, weekday, weekday, weekday, weekday, saturday, sunday]
  return {
    allHours: pattern === 'always',
    weekly:
      pattern === 'always'
        ? []
        : WEEKDAYS.flatMap((day, index) => {
            const sessions = byDay[index] ?? []
            return sessions.length > 0 ? [{ day, sessions }] : []
          }),
    bankHolidays: sunday.length > 0 ? sunday : [],
    specifiedDates: [],
  }
}

function daysOf(pattern: HoursPattern, chance: Chance): Days {
  const maybe = (share: number, sessions: Session[]): Session[] => (chance.yes(share) ? sessions : [])
  switch (pattern) {
    case 'pharmacy': {
      if (chance.yes(0.1)) {
        return {
          weekday: from('07:00', '22:30'),
          saturday: from('07:00', '22:00'),
          sunday: from('10:00', '17:00'),
        }
      }
      const weekday = chance.yes(0.24)
        ? split('09:00', '13:00', '14:00', '18:00')
        : from(chance.pick(['08:30', '09:00', '09:00']), chance.pick(['17:30', '18:00', '18:00', '18:30']))
      return {
        weekday,
        saturday: maybe(0.8, from('09:00', '13:00')),
        sunday: maybe(0.13, from('10:00', '16:00')),
      }
    }
    case 'practice':
      return { weekday: from('08:00', '18:30'), saturday: maybe(0.12, from('08:30', '12:00')), sunday: [] }
    case 'dentist': {
      const weekday = chance.yes(0.62) ? split('09:00', '13:00', '14:00', '17:30') : from('08:30', '17:30')
      return { weekday, saturday: maybe(0.17, from('09:00', '13:00')), sunday: [] }
    }
    case 'optician':
      return {
        weekday: from('09:00', '17:30'),
        saturday: maybe(0.88, from('09:00', '17:00')),
        sunday: maybe(0.17, from('10:30', '16:30')),
      }
    case 'office':
      return { weekday: from('09:00', chance.pick(['16:30', '17:00', '17:00'])), saturday: [], sunday: [] }
    case 'long-day': {
      const day = from('08:00', chance.pick(['20:00', '22:00', '22:00']))
      return { weekday: day, saturday: day, sunday: day }
    }
    case 'out-of-hours': {
      // Overnight from 18:30 to 08:00, split at midnight as the DoS has it; all day at the weekend.
      const weekday = split('00:00', '08:00', '18:30', '24:00')
      return { weekday, saturday: from('00:00', '24:00'), sunday: from('00:00', '24:00') }
    }
    case 'always':
      return { weekday: [], saturday: [], sunday: [] }
  }
}
