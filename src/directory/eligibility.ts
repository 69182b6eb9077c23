import type { Service, Sex } from './service.ts'

export type Eligibility = Service['eligibility']
export type AgeRange = Eligibility['ageRanges'][number]

/** An age as people state it; whole or not, not negative. */
export type Age = { readonly years: number } | { readonly months: number } | { readonly days: number }

/** Who asks to be served. What is not known is not held against them, except a practice where one is required. */
export type Person = {
  /** Whole days, see ageInDays. */
  readonly ageDays?: number
  readonly sex?: Sex
  /** ODS code of their GP practice. */
  readonly practice?: string
}

const YEAR_DAYS = 365.25
const MONTH_DAYS = 30.4375

/** The DoS's own four ranges (sources, DoS 5.2), between which lies a day that belongs to neither; see servesAge. */
export const STANDARD_AGE_RANGES = {
  infant: { fromDays: 0, toDays: 364.25 },
  toddler: { fromDays: 365.25, toDays: 1825.25 },
  child: { fromDays: 1826.25, toDays: 5843 },
  adult: { fromDays: 5844, toDays: 47_481.5 },
} as const satisfies Record<string, AgeRange>

/** Age groups by which the REST and SOAP interfaces ask (sources, DoS 1.1). */
export const AGE_GROUPS = [
  { id: 4, name: 'Neonate and infant', fromYears: 0, toYears: 0 },
  { id: 3, name: 'Toddler', fromYears: 1, toYears: 4 },
  { id: 2, name: 'Child', fromYears: 5, toYears: 15 },
  { id: 1, name: 'Adult', fromYears: 16, toYears: 129 },
  { id: 8, name: 'Older people', fromYears: 65, toYears: 129 },
] as const

/** An age in whole days as the DoS counts them: a year is 365.25, a month 30.4375, the rest cut off. */
export function ageInDays(age: Age): number {
  if ('years' in age) return Math.floor(age.years * YEAR_DAYS)
  if ('months' in age) return Math.floor(age.months * MONTH_DAYS)
  return Math.floor(age.days)
}

/**
 * Whether an age in whole days lies in one of the ranges. So many whole days mean the day that follows them too:
 * a child of five years is 1826 days and between 1826.25 and 1827.25, so the range from 1826.25 has them. Taken
 * literally no standard range would: nobody would serve a child on the fifth birthday, nor a baby of 12 months.
 */
export function servesAge(ranges: readonly AgeRange[], days: number): boolean {
  const whole = Math.floor(days)
  return ranges.some(range => whole >= Math.floor(range.fromDays) && whole <= Math.floor(range.toDays))
}

/** Whether some age of the group lies in one of the ranges. */
export function servesAgeGroup(ranges: readonly AgeRange[], group: (typeof AGE_GROUPS)[number]): boolean {
  const first = ageInDays({ years: group.fromYears })
  const last = ageInDays({ years: group.toYears + 1 }) - 1
  return ranges.some(range => first <= Math.floor(range.toDays) && last >= Math.floor(range.fromDays))
}

const SEX_BITS = { female: 1, male: 2, indeterminate: 4 } as const satisfies Record<Sex, number>

/** Sexes as bits, for the memory index: female 1, male 2, indeterminate 4. */
export function sexMask(sexes: readonly Sex[]): number {
  return sexes.reduce((mask, sex) => mask | SEX_BITS[sex], 0)
}

/** A service that names no sex serves nobody, as in the DoS. */
export const servesSex = (sexes: readonly Sex[], sex: Sex): boolean => sexes.includes(sex)

/** Whether patients of a practice are served. An unknown practice is served only where there is no restriction. */
export function servesPractice(
  practices: readonly string[] | undefined,
  practice: string | undefined,
): boolean {
  if (practices === undefined) return true
  const wanted = practice?.trim().toUpperCase()
  return wanted !== undefined && practices.some(listed => listed.trim().toUpperCase() === wanted)
}

/** Age, sex and practice together. */
export function serves(eligibility: Eligibility, person: Person): boolean {
  return (
    (person.ageDays === undefined || servesAge(eligibility.ageRanges, person.ageDays)) &&
    (person.sex === undefined || servesSex(eligibility.sexes, person.sex)) &&
    servesPractice(eligibility.practices, person.practice)
  )
}
