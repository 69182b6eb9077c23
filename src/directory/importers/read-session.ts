import { unreachable } from '../../vocabulary/index.ts'
import type { Session } from '../service.ts'
import type { RawSession } from './candidate.ts'

export const DAY_END = 1440

/** Open from a minute of the day up to another; 1440 is the end of the day. */
export type Span = { readonly from: number; readonly to: number }

/** How a session as written was understood. `spill` is what reaches into the next day. */
export type SessionAnswer =
  | { readonly outcome: 'session'; readonly span: Span; readonly spill?: Span }
  | { readonly outcome: 'midnight'; readonly span: Span }
  | { readonly outcome: 'overnight'; readonly span: Span; readonly spill: Span }
  | { readonly outcome: 'afternoon'; readonly span: Span; readonly written: string }
  | { readonly outcome: 'dropped'; readonly reason: string }

/**
 * Minutes after midnight from `9:00`, `09.00`, `0900`, `09:00:00+01:00`, `9am`, `5.30 pm`, `noon`, `midnight`
 * (0), `24:00` (1440); undefined when it is no time of day.
 */
export function readClock(given: string): number | undefined {
  const text = given.trim().toLowerCase()
  if (text === 'noon' || text === 'midday') return 720
  if (text === 'midnight') return 0
  const [, hours, minutes, half] =
    /^(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2}(?:\.\d+)?)?(?:z|[+-]\d{2}:?\d{2})?\s*(am|pm)?$/.exec(text) ?? []
  if (hours === undefined || (minutes === undefined && half === undefined)) return undefined
  let hour = Number(hours)
  const minute = Number(minutes ?? 0)
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half === 'pm' ? 12 : 0)
  }
  const total = hour * 60 + minute
  return minute > 59 || total > DAY_END ? undefined : total
}

/**
 * Reads one session. What closes before it opens is
 * an evening that runs past midnight when it opens at 15:00 or later and closes by 09:00 (22:00-02:00, 18:30-08:00);
 * a slip of the twelve-hour clock when it opens between 06:00 and 13:00 and "closes" between 04:00 and 10:59
 * (09:00-05:30: both are in the real files); anything else could be either, and is not guessed.
 */
export function readSession(raw: RawSession): SessionAnswer {
  const written = `${raw.opens}-${raw.closes}`
  const from = readClock(raw.opens)
  const to = readClock(raw.closes)
  if (from === undefined || to === undefined || from === DAY_END)
    return { outcome: 'dropped', reason: `${written}: no time of day` }
  if (from === 0 && to === 0)
    return { outcome: 'dropped', reason: `${written}: may be all day or not at all` }
  if (to === 0 || to === DAY_END - 1 || to === DAY_END)
    return {
      outcome: to === DAY_END ? 'session' : 'midnight',
      span: { from: from === 1 ? 0 : from, to: DAY_END },
    }
  if (from < to) return { outcome: 'session', span: { from, to } }
  if (from >= 900 && to <= 540)
    return { outcome: 'overnight', span: { from, to: DAY_END }, spill: { from: 0, to } }
  if (from >= 360 && from <= 780 && to >= 240 && to < 660 && to + 720 > from)
    return { outcome: 'afternoon', span: { from, to: to + 720 }, written }
  return { outcome: 'dropped', reason: `${written}: closes before it opens` }
}

/** Sorted, and joined where they touch or overlap. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = joined.at(-1)
    if (last && span.from <= last.to)
      joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    else joined.push(span)
  }
  return joined
}

export const sessionsOf = (spans: readonly Span[]): Session[] =>
  spans.map(span => ({ opens: clockText(span.from), closes: clockText(span.to) }))

export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

/** What the report calls this reading, or null when there is nothing to say. */
export function repairOf(answer: SessionAnswer) {
  switch (answer.outcome) {
    case 'session':
      return null
    case 'midnight':
      return { kind: 'opening-midnight', detail: `closes ${clockText(DAY_END)}` } as const
    case 'overnight':
      return {
        kind: 'opening-overnight',
        detail: `until ${clockText(answer.spill.to)} the next day`,
      } as const
    case 'afternoon':
      return {
        kind: 'opening-afternoon',
        detail: `${answer.written} read as until ${clockText(answer.span.to)}`,
      } as const
    case 'dropped':
      return { kind: 'opening-dropped', detail: answer.reason } as const
    default:
      return unreachable(answer)
  }
}
