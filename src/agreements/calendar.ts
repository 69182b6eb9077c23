import { Temporal } from 'temporal-polyfill'
import type { EpochMillis } from '../vocabulary/index.ts'

const ZONE = 'Europe/London'

const inLondon = (at: EpochMillis): Temporal.ZonedDateTime =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(ZONE)

/** The same time of day so many days on, as clocks in London show it. */
export const daysAfter = (at: EpochMillis, days: number): EpochMillis =>
  inLondon(at).add({ days }).epochMilliseconds

/** The same time of day so many calendar months on; a day that month does not have is its last. */
export const monthsAfter = (at: EpochMillis, months: number): EpochMillis =>
  inLondon(at).add({ months }).epochMilliseconds

/**
 * The first instant after a day in London: what holds to the end of that day holds up to, but not including, it.
 * @param day `YYYY-MM-DD`
 */
export const endOfDay = (day: string): EpochMillis =>
  Temporal.PlainDate.from(day).add({ days: 1 }).toZonedDateTime(ZONE).epochMilliseconds

/** The day in London at an instant, `YYYY-MM-DD`. */
export const dayOf = (at: EpochMillis): string => inLondon(at).toPlainDate().toString()
