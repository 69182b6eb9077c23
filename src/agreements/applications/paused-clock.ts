import type { EpochMillis } from '../../vocabulary/index.ts'
import { daysAfter } from '../calendar.ts'

/** A stretch in which a clock stood still: from its first instant up to, but not including, its last; null: still. */
export type Pause = { readonly from: EpochMillis; readonly until: EpochMillis | null }

/**
 * When so many days (Europe/London) have passed since `startedAt`, not counting the time in which the clock stood
 * still: an operator that waits for answers is not late (sources, use 3.1). Pauses may overlap and come in any order.
 * @returns null while the clock stands still before that moment: nobody can say yet
 */
export function dueAfter(startedAt: EpochMillis, days: number, pauses: readonly Pause[]): EpochMillis | null {
  let left = daysAfter(startedAt, days) - startedAt
  let running = startedAt
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    const until = pause.until ?? Number.POSITIVE_INFINITY
    if (until <= running) continue
    const ran = Math.max(0, pause.from - running)
    if (ran >= left) break
    left -= ran
    if (pause.until === null) return null
    running = pause.until
  }
  return running + left
}
