import type { HealthcareServiceEligibility } from '@medplum/fhirtypes'
import type { Service, Sex } from '../../directory/index.ts'
import { ADMINISTRATIVE_GENDER, ODS_CODE, OWN } from '../systems.ts'
import { codeOf, textOf } from './text.ts'

const GENDERS = {
  female: { code: 'female', display: 'Female' },
  male: { code: 'male', display: 'Male' },
  indeterminate: { code: 'other', display: 'Other' },
} as const satisfies Record<Sex, { code: string; display: string }>

/** Sexes as dos-search codes them. */
export const gendersOf = (sexes: readonly Sex[]): HealthcareServiceEligibility[] =>
  sexes.map(sex => ({ code: { coding: [{ system: ADMINISTRATIVE_GENDER, ...GENDERS[sex] }] } }))

/**
 * Whom it serves. R4 takes a resource without eligibility for one without conditions, so that no age or no sex is
 * served is said in words.
 */
export function eligibilityOf({
  sexes,
  ageRanges,
  practices,
  notes,
}: Service['eligibility']): HealthcareServiceEligibility[] {
  const note = textOf(notes)
  return [
    ...(sexes.length === 0 ? [own('sex', 'Sex', 'No sex is recorded as served.')] : gendersOf(sexes)),
    ...(ageRanges.length === 0
      ? [own('age', 'Age', 'No age is recorded as served.')]
      : ageRanges.map(({ fromDays, toDays }) => own('age', 'Age', inWords(fromDays, toDays)))),
    ...(practices ?? []).flatMap(practiceOf),
    ...(note === undefined ? [] : [{ comment: note }]),
  ]
}

const own = (code: string, display: string, comment: string): HealthcareServiceEligibility => ({
  code: { coding: [{ system: OWN.eligibility, code, display }] },
  comment,
})

const DAYS_A_YEAR = 365.25

/** Both as people say it and exactly: `16 to 129 years (5844 to 47481.5 days)`. */
const inWords = (fromDays: number, toDays: number): string =>
  `${Math.floor(fromDays / DAYS_A_YEAR)} to ${Math.floor(toDays / DAYS_A_YEAR)} years (${fromDays} to ${toDays} days)`

function practiceOf(practice: string): HealthcareServiceEligibility[] {
  const code = codeOf(practice)
  const text = 'Patients registered with this GP practice'
  return code === undefined ? [] : [{ code: { coding: [{ system: ODS_CODE, code }], text } }]
}
