import {
  type CapacityStatus,
  type Contact,
  type Endpoint,
  londonIso,
  type OpeningTimes,
  type Sex,
  WEEKDAYS,
} from '../directory/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { SeenService } from './seen-service.ts'

/** What the interfaces of the DoS have in common: its units, words and ways of writing (sources, DoS 1.4, 2.2, 9b). */

/** Metres of an international mile. */
export const METRES_PER_MILE = 1609.344

/** REST counts in miles. To a whole metre, which is as exact as the National Grid kept here. */
export const metresOfMiles = (miles: number): number => Math.round(miles * METRES_PER_MILE)

/** Miles to one decimal, `"0.2"`. */
export const milesText = (metres: number): string => (metres / METRES_PER_MILE).toFixed(1)

/** How full a service is: SOAP's word, REST's word for people, and the colour. */
export const CAPACITY_WORDS: Readonly<
  Record<CapacityStatus, { readonly soap: string; readonly human: string; readonly rag: string }>
> = {
  green: { soap: 'High', human: 'HIGH', rag: 'GREEN' },
  amber: { soap: 'Low', human: 'LOW', rag: 'AMBER' },
  red: { soap: 'None', human: 'NONE', rag: 'RED' },
}

export const SEX_OF_LETTER: Readonly<Record<string, Sex>> = { M: 'male', F: 'female', I: 'indeterminate' }
export const LETTER_OF_SEX: Readonly<Record<Sex, 'M' | 'F' | 'I'>> = {
  male: 'M',
  female: 'F',
  indeterminate: 'I',
}

/** The five contacts that the interfaces have room for, the first of each kind; empty where there is none to be seen. */
export type DosContacts = {
  readonly publicPhone: string
  readonly nonPublicPhone: string
  readonly fax: string
  readonly email: string
  readonly web: string
}

export function dosContacts({ contacts = [] }: SeenService): DosContacts {
  const first = (kind: Contact['kind'], audience?: Contact['audience']): string =>
    contacts.find(contact => contact.kind === kind && (audience ?? contact.audience) === contact.audience)
      ?.value ?? ''
  return {
    publicPhone: first('phone', 'public'),
    nonPublicPhone: first('phone', 'professional'),
    fax: first('fax'),
    email: first('email'),
    web: first('web'),
  }
}

type Session = OpeningTimes['bankHolidays'][number]

/** A time of day in two halves of two digits. */
export type DosTime = { readonly hours: string; readonly minutes: string }
export type DosSession = { readonly start: DosTime; readonly end: DosTime }

/** Here a session may end at 24:00; there no time is later than 23:59, and the next day goes on at 00:00. */
export const dosSession = ({ opens, closes }: Session): DosSession => ({
  start: dosTime(opens),
  end: dosTime(closes === '24:00' ? '23:59' : closes),
})

const dosTime = (time: string): DosTime => ({ hours: time.slice(0, 2), minutes: time.slice(3, 5) })

/** Monday to Sunday, then the bank holiday, as REST and SOAP write them. */
export const DOS_DAYS = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
  'Bankholiday',
] as const
export type DosDay = (typeof DOS_DAYS)[number]

/** The sessions of each of the eight days, those of a closed day none. */
export function sessionsByDay({
  weekly,
  bankHolidays,
}: Pick<OpeningTimes, 'weekly' | 'bankHolidays'>): readonly {
  readonly day: DosDay
  readonly sessions: readonly DosSession[]
}[] {
  return DOS_DAYS.map((day, index) => {
    const sessions =
      day === 'Bankholiday' ? bankHolidays : weekly.find(entry => entry.day === WEEKDAYS[index])?.sessions
    return { day, sessions: (sessions ?? []).map(dosSession) }
  })
}

/** `2026-12-25` as `25-12-2026`: specified dates, in REST and SOAP. */
export const dashedDate = (date: string): string => date.split('-').reverse().join('-')

/** An instant on London's wall clock as `25/12/2026` and `09:05`: when something was written, in REST. */
export function slashedMoment(instant: EpochMillis): { readonly date: string; readonly time: string } {
  const local = londonIso(instant)
  return { date: local.slice(0, 10).split('-').reverse().join('/'), time: local.slice(11, 16) }
}

/** The two characters between the parts of an endpoint that is written in one line. */
const SEPARATOR = '\\|'

/** `uri\|interaction\|format\|scenario\|comment\|compression`: REST, and SOAP before 1.5. */
export const endpointLine = (endpoint: Endpoint): string =>
  [
    endpoint.address,
    endpoint.interaction,
    endpoint.format,
    endpoint.businessScenario,
    endpoint.comment,
    compressionWord(endpoint),
  ]
    // A separator inside a part would move all that follows it.
    .map(part => (part ?? '').replaceAll(SEPARATOR, '|'))
    .join(SEPARATOR)

/** `compressed` or `uncompressed`; empty where it is not known. */
export const compressionWord = ({ compressed }: Endpoint): string => {
  if (compressed === undefined) return ''
  return compressed ? 'compressed' : 'uncompressed'
}

/** A disposition as REST writes it, `DX28`; the pseudo disposition of Z codes is `DXnull`. */
export const upperDisposition = (code: string): string => {
  const rest = code.replace(/^dx/i, '')
  return `DX${rest.toLowerCase() === 'null' ? 'null' : rest.toUpperCase()}`
}
