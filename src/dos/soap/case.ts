import {
  AGE_GROUPS,
  ageInDays,
  type ClinicalReference,
  londonInstant,
  type Sex,
} from '../../directory/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { SEX_OF_LETTER } from '../words.ts'
import { type FaultName, type SoapFault, soapFault } from './faults.ts'
import type { Fields } from './fields.ts'

/** What a search asks beside its place, as the directory takes it. */
export type SoapCase = {
  /** ODS code of the person's practice; null: not known. */
  readonly surgery: string | null
  readonly ageDays: number
  readonly sex: Sex
  /** Null: none was named, and then only the catch-all answers (sources, DoS 6, step 4). */
  readonly symptomGroup: number | null
  /** Each once. Which of them go with the group, the search finds out. */
  readonly discriminators: readonly number[]
  /** Uid of the disposition group; null: not asked about. */
  readonly dispositionGroup: number | null
  readonly at: EpochMillis
  /** Whether it asks about another time than now: then it is a trial and no person's need (sources, DoS 2.1). */
  readonly isWhatIf: boolean
}

export type CaseRead =
  | { readonly outcome: 'read'; readonly asked: SoapCase }
  | { readonly outcome: 'fault'; readonly fault: SoapFault }

/** What a case is judged by. */
export type CaseSetting = {
  readonly reference: Pick<ClinicalReference, 'symptomGroups' | 'dispositionGroups'>
  readonly now: EpochMillis
}

/** Judges a case, the first thing wrong first: age, gender, symptom group, disposition, date. */
export function readCase({ scalars, lists }: Fields, { reference, now }: CaseSetting): CaseRead {
  const age = readAge(scalars.get('age'), scalars.get('ageFormat'))
  if (typeof age !== 'number') return refused(age)
  const letter = scalars.get('gender') ?? 'I'
  const sex = Object.hasOwn(SEX_OF_LETTER, letter) ? SEX_OF_LETTER[letter] : undefined
  if (sex === undefined) return refused(soapFault('gender'))
  const symptomGroup = readCode(scalars.get('symptomGroup'), reference.symptomGroups)
  if (symptomGroup === undefined) return refused(soapFault('symptom-group'))
  const asked = lists.get('symptomDiscriminatorList') ?? []
  const discriminators = [...new Set(asked.flatMap(text => wholeOf(text) ?? []))]
  const uid = scalars.get('disposition')
  // An int that was never set is sent as 0, and no group has that number.
  const dispositionGroup = uid === '0' ? null : readCode(uid, reference.dispositionGroups)
  if (dispositionGroup === undefined) return refused(soapFault('disposition'))
  const at = readSearchTime(scalars.get('searchDateTime'), now)
  if (typeof at !== 'number') return refused(at)
  const surgery = scalars.get('surgery')?.toUpperCase() ?? 'UNK'
  return {
    outcome: 'read',
    asked: {
      surgery: surgery === 'UNK' ? null : surgery,
      ageDays: age,
      sex,
      symptomGroup,
      discriminators,
      dispositionGroup,
      at,
      isWhatIf: Math.abs(at - now) > MINUTE,
    },
  }
}

const refused = (fault: SoapFault): CaseRead => ({ outcome: 'fault', fault })

const WHOLE = /^[+-]?[0-9]{1,9}$/
const wholeOf = (text: string | undefined): number | undefined =>
  text !== undefined && WHOLE.test(text) ? Number(text) : undefined

const MINUTE = 60_000

type AgeFormat = 'Days' | 'Months' | 'Years' | 'AgeGroup'

const AGE_LIMITS: Readonly<
  Record<AgeFormat, { readonly min: number; readonly max: number; readonly fault: FaultName }>
> = {
  Days: { min: 0, max: 31, fault: 'age-days' },
  Months: { min: 1, max: 23, fault: 'age-months' },
  Years: { min: 2, max: 129, fault: 'age-years' },
  AgeGroup: { min: 1, max: 4, fault: 'age-group' },
}

const isAgeFormat = (text: string): text is AgeFormat => Object.hasOwn(AGE_LIMITS, text)

function readAge(age: string | undefined, format: string | undefined): number | SoapFault {
  const count = wholeOf(age)
  if (count === undefined) return soapFault('age')
  if (format === undefined || !isAgeFormat(format)) return soapFault('age-format')
  const { min, max, fault } = AGE_LIMITS[format]
  if (!(count >= min && count <= max)) return soapFault(fault)
  return daysOf(count, format)
}

function daysOf(count: number, format: AgeFormat): number {
  switch (format) {
    case 'Days':
      return ageInDays({ days: count })
    case 'Months':
      return ageInDays({ months: count })
    case 'Years':
      return ageInDays({ years: count })
    case 'AgeGroup':
      // How the DoS turns a group into days is not published. The first day of it lies in each of the standard ranges.
      return ageInDays({ years: AGE_GROUPS.find(({ id }) => id === count)?.fromYears ?? 0 })
  }
}

/** A code of a list; null: none was given; undefined: there is none such. */
function readCode(text: string | undefined, list: ReadonlyMap<number, unknown>): number | null | undefined {
  if (text === undefined) return null
  const code = wholeOf(text)
  return code !== undefined && list.has(code) ? code : undefined
}

const ISO_8601 =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)?$/

/** The instant a search is about: now unless told. Without an offset it is what the clock shows in London. */
function readSearchTime(text: string | undefined, now: EpochMillis): EpochMillis | SoapFault {
  if (text === undefined) return now
  const instant = instantOf(text)
  if (instant === undefined) return soapFault('date-invalid')
  if (instant < now - MINUTE) return soapFault('date-past', '', text)
  return instant > monthsLater(now, 12) ? soapFault('date-too-late', '', text) : instant
}

function instantOf(text: string): EpochMillis | undefined {
  const [, date = '', hours = '', minutes = '', seconds = '00', offset] = ISO_8601.exec(text) ?? []
  const day = new Date(`${date}T00:00:00Z`)
  // Date takes 30 February for 2 March: another day than was asked about.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date) return undefined
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return undefined
  if (offset !== undefined) return Date.parse(text)
  return londonInstant(date, Number(hours) * 60 + Number(minutes)) + Number(seconds) * 1000
}

/** The same day so many calendar months on, or the last of a shorter month. */
function monthsLater(now: EpochMillis, months: number): EpochMillis {
  const then = new Date(now)
  const day = then.getUTCDate()
  then.setUTCMonth(then.getUTCMonth() + months)
  if (then.getUTCDate() !== day) then.setUTCDate(0)
  return then.getTime()
}
