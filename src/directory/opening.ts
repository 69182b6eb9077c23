import type { EpochMillis } from '../vocabulary/index.ts'
import {
  type CompiledOpening,
  compileOpening,
  isOpenCompiled,
  LOOK_AHEAD_MINUTES,
  minutesUntilClosed,
  minutesUntilOpen,
} from './compiled-opening.ts'
import { type LondonMoment, londonIso, londonMoment } from './london.ts'
import type { OpeningTimes } from './service.ts'

export {
  type CompiledOpening,
  compileOpening,
  isOpenCompiled,
  minutesUntilClosed,
  minutesUntilOpen,
} from './compiled-opening.ts'
export { openingProblems } from './opening-problems.ts'

/** `closesAt` when open, `opensAt` when closed, RFC 3339 with London's offset; absent when not within 400 days. */
export type OpenState = { readonly open: boolean; readonly opensAt?: string; readonly closesAt?: string }

const MINUTE_MILLIS = 60_000

/**
 * Whether a service with these opening times is open at an instant (sources, DoS 1.5): a specified date comes
 * before all hours, those before a bank holiday, that before the weekday; a session is open from its start up to
 * but not including its end. Sessions are read off the wall clock: in the autumn hour that is repeated, what the
 * clock shows twice happens twice.
 */
export function isOpenAt(times: OpeningTimes, instant: EpochMillis): boolean {
  return isOpenCompiled(compileOpening(times), londonMoment(instant))
}

/** The first instant after the given one at which it turns from closed to open; null when not within 400 days. */
export function nextOpens(times: OpeningTimes, instant: EpochMillis): EpochMillis | null {
  const compiled = compileOpening(times)
  return turns(instant, [
    moment => minutesUntilClosed(compiled, moment, LOOK_AHEAD_MINUTES),
    moment => minutesUntilOpen(compiled, moment, LOOK_AHEAD_MINUTES),
  ])
}

/**
 * The first instant after the given one at which it turns from open to closed; null when not within 400 days.
 * Sessions that adjoin, also across midnight, are one.
 */
export function nextCloses(times: OpeningTimes, instant: EpochMillis): EpochMillis | null {
  const compiled = compileOpening(times)
  return turns(instant, [
    moment => minutesUntilOpen(compiled, moment, LOOK_AHEAD_MINUTES),
    moment => minutesUntilClosed(compiled, moment, LOOK_AHEAD_MINUTES),
  ])
}

/** Whether it is open, and until or from when. */
export function openState(times: OpeningTimes, instant: EpochMillis): OpenState {
  return openStateCompiled(compileOpening(times), londonMoment(instant))
}

/** As openState, for opening times already compiled: one or two microseconds. */
export function openStateCompiled(compiled: CompiledOpening, moment: LondonMoment): OpenState {
  if (isOpenCompiled(compiled, moment)) {
    const minutes = minutesUntilClosed(compiled, moment, LOOK_AHEAD_MINUTES)
    return minutes === null ? { open: true } : { open: true, closesAt: isoAfter(moment, minutes) }
  }
  const minutes = minutesUntilOpen(compiled, moment, LOOK_AHEAD_MINUTES)
  return minutes === null ? { open: false } : { open: false, opensAt: isoAfter(moment, minutes) }
}

/** Whether it is open, or opens in `minutes` or fewer; opening at the very end of them counts. */
export function opensWithin(compiled: CompiledOpening, moment: LondonMoment, minutes: number): boolean {
  return minutesUntilOpen(compiled, moment, minutes) !== null
}

/**
 * Whether a service may be offered at the moment as far as its own `returnIfOpenWithinMinutes` says
 * (sources, DoS 5.1 and 6): without that setting always, with it only when open or opening within it.
 */
export function offeredNow(compiled: CompiledOpening, moment: LondonMoment): boolean {
  const minutes = compiled.returnIfOpenWithinMinutes
  return minutes === null || opensWithin(compiled, moment, minutes)
}

type Wait = (moment: LondonMoment) => number | null

/** Waits for the one and then for the other, starting with the minute that the instant lies in. */
function turns(instant: EpochMillis, waits: readonly [Wait, Wait]): EpochMillis | null {
  let minute = Math.floor(instant / MINUTE_MILLIS)
  for (const wait of waits) {
    const minutes = wait(londonMoment(minute * MINUTE_MILLIS))
    if (minutes === null) return null
    minute += minutes
  }
  const limit = Math.floor(instant / MINUTE_MILLIS) + LOOK_AHEAD_MINUTES
  return minute <= limit ? minute * MINUTE_MILLIS : null
}

const isoAfter = (moment: LondonMoment, minutes: number): string =>
  londonIso((moment.epochMinute + minutes) * MINUTE_MILLIS)
