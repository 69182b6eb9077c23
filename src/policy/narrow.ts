import { type Case, refuseCase } from './case.ts'
import type { Refused } from './decision.ts'
import type { RestrictionFacts } from './facts.ts'
import { iso } from './iso.ts'

/**
 * The refusal of what a restriction takes away (AUP25-41). It names the restriction, what is left, and when it is looked
 * at again, because those three are what its holder needs to answer it.
 * @param left what the restriction narrows and to what, such as `regions to Y56`
 */
export const restricted = (facts: Case, { id, reviewBy }: RestrictionFacts, left: string): Refused =>
  refuseCase(
    facts,
    'restricted',
    `Restriction ${id} narrows ${left}; it is to be reviewed by ${iso(reviewBy)}.`,
  )

/** Hours in words: `hours to 09:00–17:30, Monday to Friday` and the like. */
export function hoursInWords(hours: NonNullable<RestrictionFacts['hours']>): string {
  const days = hours.days.flatMap(day => DAYS[day - 1] ?? []).join(', ')
  return `${clock(hours.fromMinute)} to ${clock(hours.untilMinute)} London time on ${days || 'no day'}`
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
