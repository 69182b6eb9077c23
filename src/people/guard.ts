import type { EpochMillis } from '../vocabulary/index.ts'

/** What is remembered of attempts to sign in: for one user name, or from one network. */
export type Guard = {
  /** Attempts since the last right one; of a network, in this round. */
  readonly tries: number
  /** Of these, how many were weighed in this round. */
  readonly round: number
  readonly roundFrom: EpochMillis
  /** Rounds that ended in a lock. */
  readonly locks: number
  readonly lockedUntil: EpochMillis | null
}

/** An attempt is counted before it is weighed, so that twenty at once are no better than twenty in a row. */
export type Taken = {
  readonly guard: Guard
  /** Whether it may be weighed at all; if not, it is refused whatever it says. */
  readonly weigh: boolean
  /** Whether it is the one that locks, unless it turns out right. */
  readonly locks: boolean
}

/** Wrong attempts in a row that lock a user name, whether anybody has it or not (NIST SP 800-63B 5.2.2 allows 100). */
export const WRONG_IN_A_ROW_MAX = 10
/** How long the first lock lasts; each further one twice as long as the one before … */
export const FIRST_LOCK_MILLIS = 15 * 60_000
/** … up to this, so that nobody is kept out for good by a stranger. */
export const LOCK_MILLIS_MAX = 24 * 60 * 60_000
/** Wrong attempts that one network may make in one round: a whole hospital may come from a single address. */
export const NETWORK_WRONG_MAX = 100
export const NETWORK_ROUND_MILLIS = 15 * 60_000
/** A guard that nobody has met for so long is forgotten. */
export const FORGOTTEN_AFTER_MILLIS = 30 * 24 * 60 * 60_000

export const newGuard = (now: EpochMillis): Guard => ({
  tries: 0,
  round: 0,
  roundFrom: now,
  locks: 0,
  lockedUntil: null,
})

/** Counts an attempt with a user name. */
export function takeForUser(guard: Guard, now: EpochMillis): Taken {
  const tries = guard.tries + 1
  if (guard.lockedUntil !== null && now < guard.lockedUntil) {
    return { guard: { ...guard, tries }, weigh: false, locks: false }
  }
  const fresh = guard.lockedUntil === null ? guard : { ...guard, round: 0, roundFrom: now, lockedUntil: null }
  const round = fresh.round + 1
  if (round < WRONG_IN_A_ROW_MAX) return { guard: { ...fresh, tries, round }, weigh: true, locks: false }
  const lockedUntil = now + Math.min(FIRST_LOCK_MILLIS * 2 ** fresh.locks, LOCK_MILLIS_MAX)
  return { guard: { ...fresh, tries, round, locks: fresh.locks + 1, lockedUntil }, weigh: true, locks: true }
}

/**
 * Takes back an attempt with a user name that was right as far as it went: its password was, and its code is still to
 * come. It does not begin the row anew: else a right password between each nine guesses would make codes guessable.
 */
export function giveBackForUser(guard: Guard): Guard {
  const back = { ...guard, tries: Math.max(0, guard.tries - 1), round: Math.max(0, guard.round - 1) }
  if (guard.lockedUntil === null || guard.round < WRONG_IN_A_ROW_MAX) return back
  return { ...back, locks: Math.max(0, guard.locks - 1), lockedUntil: null }
}

/** Counts an attempt from a network. */
export function takeForNetwork(guard: Guard, now: EpochMillis): Taken {
  const fresh = now - guard.roundFrom >= NETWORK_ROUND_MILLIS ? newGuard(now) : guard
  const tries = fresh.tries + 1
  if (fresh.round >= NETWORK_WRONG_MAX) return { guard: { ...fresh, tries }, weigh: false, locks: false }
  return { guard: { ...fresh, tries, round: fresh.round + 1 }, weigh: true, locks: false }
}

/** Takes back an attempt from a network that was not wrong. */
export const giveBackForNetwork = (guard: Guard): Guard => ({
  ...guard,
  tries: Math.max(0, guard.tries - 1),
  round: Math.max(0, guard.round - 1),
})
