import type { EpochMillis } from '../../vocabulary/index.ts'
import { type CompiledOpening, minutesUntilClosed, minutesUntilOpen } from '../compiled-opening.ts'
import { type LondonMoment, londonMoment } from '../london.ts'

const MINUTE_MILLIS = 60_000

/** A service that closes sooner is no use to somebody who has yet to get there. */
export const CLOSING_MINUTES = 30

/**
 * How many minutes from the search a service has to open in, by the minutes of the disposition (sources, DoS 6, step 5): the
 * person sets out at the latest an hour before they should be seen.
 */
export function windowMinutes(dispositionMinutes: number | null): number {
  if (dispositionMinutes === null || dispositionMinutes <= 0) return 60
  if (dispositionMinutes <= 30) return 30
  return dispositionMinutes <= 60 ? dispositionMinutes : dispositionMinutes - 60
}

/** `present`; `shut` for the whole window; or `closing` within half an hour of the search. */
export type Presence =
  | { readonly is: 'present' | 'shut' }
  | { readonly is: 'closing'; readonly at: EpochMillis }

/**
 * Whether a service is there for somebody who sets out within so many minutes of `at`. It must be open at some instant of the
 * window, its two ends included. And it must not close sooner than half an hour after `at`, be it open then or not
 * yet, and whether or not it opens again: so says the text. Half an hour exactly will do: the text is silent, and its
 * example is 29 minutes.
 */
export function presence(
  opening: CompiledOpening,
  moment: LondonMoment,
  at: EpochMillis,
  minutes: number,
): Presence {
  const opens = minutesUntilOpen(opening, moment, minutes)
  if (opens === null) return { is: 'shut' }
  if (opens > CLOSING_MINUTES) return { is: 'present' }
  const opensMinute = moment.epochMinute + opens
  const opened = opens === 0 ? moment : londonMoment(opensMinute * MINUTE_MILLIS)
  const stays = minutesUntilClosed(opening, opened, CLOSING_MINUTES)
  if (stays === null) return { is: 'present' }
  const closesAt = (opensMinute + stays) * MINUTE_MILLIS
  return closesAt - at < CLOSING_MINUTES * MINUTE_MILLIS ? { is: 'closing', at: closesAt } : { is: 'present' }
}
