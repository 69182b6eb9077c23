import type { EpochMillis } from '../../vocabulary/index.ts'

export const MINUTE = 60_000
export const DAY = 86_400_000

/** What was used in one stretch of time. */
export type Window = {
  readonly length: number
  startedAt: EpochMillis
  used: number
  /** How many may be used here in this stretch; without bound where nobody else counts along. Never below `used`. */
  allowance: number
}

/** When a stretch of that length begins, in which `now` lies, and how many may be used in it here. */
export type Opening = {
  readonly startOf: (length: number, now: EpochMillis, key: string) => EpochMillis
  readonly allowanceOf: (window: Window, limit: number, key: string) => number
}

/** A window that `renew` will open. */
export const closedWindow = (length: number): Window => ({
  length,
  startedAt: Number.NEGATIVE_INFINITY,
  used: 0,
  allowance: 0,
})

/** Opens the window anew where its time is over. */
export function renew(window: Window, limit: number, now: EpochMillis, opening: Opening, key: string): void {
  // A clock set back would otherwise hold a window open for as long as it was wrong.
  if (now - window.startedAt < window.length && now >= window.startedAt) return
  window.startedAt = opening.startOf(window.length, now, key)
  window.used = 0
  window.allowance = opening.allowanceOf(window, limit, key)
}

export const leftIn = ({ allowance, used }: Window, limit: number): number =>
  (allowance < limit ? allowance : limit) - used

export const millisLeft = ({ startedAt, length }: Window, now: EpochMillis): number =>
  startedAt + length - now
