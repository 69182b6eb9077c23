import { type CompiledOpening, isOpenCompiled, minutesUntilClosed } from './compiled-opening.ts'
import type { LondonMoment } from './london.ts'
import { opensWithin } from './opening.ts'

const CLOSING_SOON_MINUTES = 30

/**
 * How long a person can wait for a service to open, in minutes, from the time that their disposition allows
 * (sources, DoS 6 step 5): none or 0 gives 60; up to 30 gives 30; up to 60 is taken as it is; more
 * is shortened by an hour, for getting there.
 */
export function sessionWindowMinutes(dispositionMinutes: number | null): number {
  if (dispositionMinutes === null || dispositionMinutes <= 0) return 60
  if (dispositionMinutes <= 60) return Math.max(30, dispositionMinutes)
  return dispositionMinutes - 60
}

/**
 * Whether a service is in session for a search: open at some instant of the window, the last one included, and
 * not closing within 30 minutes of the search. Exactly 30 minutes counts as closing: the published rule does not
 * say, and sending somebody to a closing door is the worse mistake.
 */
export function inSession(compiled: CompiledOpening, moment: LondonMoment, windowMinutes: number): boolean {
  if (!isOpenCompiled(compiled, moment)) return opensWithin(compiled, moment, windowMinutes)
  return minutesUntilClosed(compiled, moment, CLOSING_SOON_MINUTES) === null
}
