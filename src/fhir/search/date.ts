import { londonInstant } from '../../directory/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { unreachable } from '../../vocabulary/index.ts'
import { type Read, read, wrong } from './wrong.ts'

export const DATE_PREFIXES = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'sa', 'eb', 'ap'] as const
export type DatePrefix = (typeof DATE_PREFIXES)[number]

/** From its first instant up to, but not including, its last; milliseconds since the epoch. */
export type TimeRange = { readonly from: EpochMillis; readonly until: EpochMillis }
export type DateValue = TimeRange & { readonly prefix: DatePrefix }

const VALUE =
  /^(?<prefix>[a-z]{2})?(?<year>\d{4})(?:-(?<month>\d\d)(?:-(?<day>\d\d)(?:T(?<time>\d\d:\d\d)(?::(?<second>\d\d)(?<fraction>\.\d{1,9})?)?(?<zone>Z|[+-]\d\d:\d\d)?)?)?)?$/

/** Reads a prefix and a date, to the year or as exactly as wanted. Without an offset it is London's (R4 search, date). */
export function readDate(text: string): Read<DateValue> {
  const parts = VALUE.exec(text)?.groups
  if (!parts)
    return wrong('A date is written YYYY, YYYY-MM, YYYY-MM-DD or with Thh:mm:ss and an offset (+ as %2B).')
  const prefix = DATE_PREFIXES.find(one => one === (parts['prefix'] ?? 'eq'))
  if (prefix === undefined) return wrong(`A prefix is one of ${DATE_PREFIXES.join(', ')}.`)
  const range = rangeOf(parts)
  return range ? read({ prefix, ...range }) : wrong('This is not a date and time that exists.')
}

type Parts = Readonly<Record<string, string | undefined>>

function rangeOf({ year, month, day, time, second, fraction, zone }: Parts): TimeRange | undefined {
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (!isDay(first)) return undefined
  if (time === undefined)
    return { from: londonInstant(first, 0), until: londonInstant(after(first, month, day), 0) }
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  if (hours > 23 || minutes > 59 || Number(second ?? 0) > 59) return undefined
  const from = instantOf(first, hours * 60 + minutes, zone)
  if (from === undefined) return undefined
  const start = from + Number(second ?? 0) * 1000 + Number((fraction ?? '.').slice(1, 4).padEnd(3, '0'))
  return { from: start, until: start + lengthOf(second, fraction) }
}

/** How long the moment is that was named: a minute, a second, or a part of one down to the millisecond. */
function lengthOf(second: string | undefined, fraction: string | undefined): number {
  if (second === undefined) return 60_000
  return fraction === undefined ? 1000 : Math.max(1, 10 ** (4 - fraction.length))
}

function instantOf(date: string, minute: number, zone: string | undefined): EpochMillis | undefined {
  if (zone === undefined) return londonInstant(date, minute)
  const utc = Date.parse(`${date}T00:00:00Z`) + minute * 60_000
  if (zone === 'Z') return utc
  const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
  if (hours > 14 || minutes > 59) return undefined
  return utc - (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

const isDay = (text: string): boolean => {
  const millis = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(millis) && !text.startsWith('0000') && new Date(millis).toISOString().startsWith(text)
}

/** The day after the day, month or year that begins on `first`. */
function after(first: string, month: string | undefined, day: string | undefined): string {
  const next = new Date(`${first}T00:00:00Z`)
  if (day !== undefined) next.setUTCDate(next.getUTCDate() + 1)
  else if (month !== undefined) next.setUTCMonth(next.getUTCMonth() + 1)
  else next.setUTCFullYear(next.getUTCFullYear() + 1)
  // 9999 is followed by a year of five digits, which nothing here reaches.
  return next.toISOString().startsWith('+') ? '9999-12-31' : next.toISOString().slice(0, 10)
}

/** The instant of an element: resources say theirs to the millisecond, with an offset. */
export function instantIn(element: unknown): TimeRange | undefined {
  if (typeof element !== 'string') return undefined
  const value = readDate(element)
  return value.outcome === 'read' ? value.value : undefined
}

/** Compares ranges as R4 search, 3.1.1.4.6, words the prefixes. */
export function matchesDate(element: unknown, value: DateValue, now: EpochMillis): boolean {
  const held = instantIn(element)
  if (!held) return false
  const inside = value.from <= held.from && held.until <= value.until
  switch (value.prefix) {
    case 'eq':
      return inside
    case 'ne':
      return !inside
    case 'gt':
      return held.until > value.until
    case 'lt':
      return held.from < value.from
    case 'ge':
      return held.until > value.until || inside
    case 'le':
      return held.from < value.from || inside
    case 'sa':
      return held.from >= value.until
    case 'eb':
      return held.until <= value.from
    case 'ap': {
      // A tenth of the time between then and now, as the page recommends.
      const slack = Math.abs(now - value.from) / 10
      return held.from < value.until + slack && held.until > value.from - slack
    }
    default:
      return unreachable(value.prefix)
  }
}
