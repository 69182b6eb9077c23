import type { Gap, SearchedPlace } from '../directory/index.ts'
import type { Allowed } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { HttpRooms } from './rooms.ts'

/** Counts a clinical search that is answered, and what it did not find; a trial or a probe says nothing of need. */
export function noteUnmet(
  { unmet }: Pick<HttpRooms, 'unmet'>,
  gaps: readonly Gap[],
  place: SearchedPlace,
  { flags }: Pick<Allowed, 'flags'>,
  now: EpochMillis,
): void {
  if (flags.length === 0) unmet.note(gaps, place, now)
}
