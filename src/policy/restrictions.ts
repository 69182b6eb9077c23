import type { EpochMillis } from '../vocabulary/index.ts'
import type { RestrictionFacts, Volume } from './facts.ts'
import { londonTime } from './london-time.ts'

const NONE: readonly RestrictionFacts[] = Object.freeze([])

/**
 * The restrictions of an account that hold at `now`, from their first instant up to, but not including, their last
 * (AUP25-41). Written so that one whose dates are no numbers holds: narrowing is the safe side.
 */
export function restrictionsAt(
  restrictions: readonly RestrictionFacts[] | undefined,
  now: EpochMillis,
): readonly RestrictionFacts[] {
  if (restrictions === undefined || restrictions.length === 0) return NONE
  return restrictions.filter(({ from, until }) => !(now < from) && !(until !== null && now >= until))
}

/** Items of a list that every restriction leaves; null stands for all there are. */
export function narrowed<T>(
  items: readonly T[] | null,
  restrictions: readonly RestrictionFacts[],
  listOf: (restriction: RestrictionFacts) => readonly T[] | null,
): readonly T[] | null {
  let left = items
  for (const restriction of restrictions) {
    const kept = listOf(restriction)
    if (kept !== null) left = left === null ? kept : left.filter(item => kept.includes(item))
  }
  return left
}

/** The most results that every restriction leaves; null: none speaks of it. */
export function resultsLeft(restrictions: readonly RestrictionFacts[]): number | null {
  let least: number | null = null
  for (const { resultsMax } of restrictions)
    if (resultsMax !== null) least = least === null ? resultsMax : Math.min(least, resultsMax)
  return least
}

/** A volume as every restriction leaves it. */
export function volumeLeft(volume: Volume, restrictions: readonly RestrictionFacts[]): Volume {
  let left = volume
  for (const { volume: lower } of restrictions) {
    if (lower !== null)
      left = {
        perMinute: Math.min(left.perMinute, lower.perMinute),
        perDay: Math.min(left.perDay, lower.perDay),
      }
  }
  return left
}

/** Whether a restriction lets questions be asked at this time of the week in London. */
export function isWithinHours({ hours }: RestrictionFacts, now: EpochMillis): boolean {
  if (hours === null) return true
  const moment = londonTime(now)
  return (
    moment !== null &&
    hours.days.includes(moment.day) &&
    moment.minute >= hours.fromMinute &&
    moment.minute < hours.untilMinute
  )
}
