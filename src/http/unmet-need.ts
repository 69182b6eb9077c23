import type { Gap, SearchedPlace } from '../directory/index.ts'
import type { Allowed } from '../policy/index.ts'
import type { Stamp } from './governed.ts'
import type { HttpRooms } from './rooms.ts'

/** Counts a clinical search that is answered, and what it did not find; a trial or a probe says nothing of need. Once: a question that is asked again under a brake was counted. */
export function noteUnmet(
  { unmet }: Pick<HttpRooms, 'unmet'>,
  gaps: readonly Gap[],
  place: SearchedPlace,
  { flags }: Pick<Allowed, 'flags'>,
  { now, again }: Pick<Stamp, 'now' | 'again'>,
): void {
  if (flags.length === 0 && !again) unmet.note(gaps, place, now)
}
