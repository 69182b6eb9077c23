import type { EpochMillis } from '../vocabulary/index.ts'

/** ISO 8601 in UTC; a time beyond what a Date holds is shown as its number, because `decide` never throws. */
export const iso = (millis: EpochMillis): string =>
  Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : String(millis)
