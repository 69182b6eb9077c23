import { Temporal } from 'temporal-polyfill'
import type { EpochMillis } from '../vocabulary/index.ts'

/** The same time of day so many days on, as clocks in London show it: deadlines are people's (sources, use 4). */
export const daysLater = (at: EpochMillis, days: number): EpochMillis =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/London').add({ days })
    .epochMilliseconds
