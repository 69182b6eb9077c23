import { type OpeningTimes, WEEKDAYS } from '../service.ts'
import type { Note, RawOpening, RawSession } from './candidate.ts'
import { dayAfter, readDate } from './dates.ts'
import {
  clockText,
  DAY_END,
  joinSpans,
  readSession,
  repairOf,
  type Span,
  sessionsOf,
} from './read-session.ts'

/** No opening time known. Nothing is asserted: such a service is never found as open. */
export const UNKNOWN_OPENING: OpeningTimes = {
  allHours: false,
  weekly: [],
  bankHolidays: [],
  specifiedDates: [],
}

/**
 * Opening times in the directory's form from those of a source: midnight closes, overnight sessions divided, split
 * sessions in order, slips of the clock mended or dropped, each noted. Dates before `today` are dropped.
 * @param today `YYYY-MM-DD` in London
 */
export function settleOpening(raw: RawOpening, today: string, note: Note): OpeningTimes {
  for (const reason of raw.dropped) note('opening-dropped', reason)
  const week = weekOf(raw, note)
  const always = week.every(day => day.length === 1 && day[0]?.from === 0 && day[0].to === DAY_END)
  if (always && !raw.allHours) note('opening-all-hours', 'every day, all day')
  return {
    allHours: raw.allHours || always,
    weekly: WEEKDAYS.flatMap((day, index) => {
      const spans = week[index] ?? []
      return spans.length > 0 ? [{ day, sessions: sessionsOf(spans) }] : []
    }),
    bankHolidays: bankHolidaysOf(raw.bankHolidays, note),
    specifiedDates: datesOf(raw, today, note),
  }
}

function weekOf(raw: RawOpening, note: Note): Span[][] {
  const days: Span[][] = WEEKDAYS.map(() => [])
  const into = (index: number, span: Span): void => {
    days[index % 7]?.push(span)
  }
  for (const session of raw.weekly) {
    const index = WEEKDAYS.indexOf(session.day)
    const { span, spill } = spansOf(session, `${session.day} `, note)
    if (span) into(index, span)
    if (spill) into(index + 1, spill)
  }
  return days.map((spans, index) => joinedSpans(spans, WEEKDAYS[index] ?? '', note))
}

/** What spills over from a bank holiday falls on a day with rules of its own, and is left out. */
function bankHolidaysOf(raw: readonly RawSession[], note: Note) {
  const spans: Span[] = []
  for (const session of raw) {
    const { span, spill } = spansOf(session, 'bank holidays ', note)
    if (span) spans.push(span)
    if (spill) noteSpill('bank holidays', spill, note)
  }
  return sessionsOf(joinedSpans(spans, 'bank holidays', note))
}

function datesOf(raw: RawOpening, today: string, note: Note): OpeningTimes['specifiedDates'] {
  const byDate = new Map<string, Span[]>()
  const closed = new Set<string>()
  const spills: { date: string; spill: Span }[] = []
  for (const exception of raw.dated) {
    const date = readDate(exception.date)
    if (date === undefined) {
      note('opening-dropped', `${exception.date}: no date`)
    } else if (date < today) {
      note('opening-past-date', date)
    } else if (!exception.open) {
      closed.add(date)
      byDate.set(date, byDate.get(date) ?? [])
    } else {
      const { span, spill } = spansOf(exception, `${date} `, note)
      if (span) byDate.set(date, [...(byDate.get(date) ?? []), span])
      if (span && spill) spills.push({ date, spill })
    }
  }
  for (const { date, spill } of spills) spillOver(byDate, date, spill, note)
  return [...byDate].sort(byText).map(([date, spans]) => {
    if (closed.has(date) && spans.length > 0)
      note('opening-dropped', `${date}: said to be closed and to be open; taken as closed`)
    return { date, sessions: closed.has(date) ? [] : sessionsOf(joinedSpans(spans, date, note)) }
  })
}

/** A specified date replaces the whole day, so a spill may not make one of the next date; it may join one there. */
function spillOver(byDate: Map<string, Span[]>, date: string, spill: Span, note: Note): void {
  const next = byDate.get(dayAfter(date))
  if (next) next.push(spill)
  else noteSpill(date, spill, note)
}

const noteSpill = (day: string, spill: Span, note: Note): void =>
  note('opening-dropped', `${day}: the hours after midnight, until ${clockText(spill.to)}`)

function spansOf(session: RawSession, day: string, note: Note): { span?: Span; spill?: Span } {
  const answer = readSession(session)
  const repair = repairOf(answer)
  if (repair) note(repair.kind, day + repair.detail)
  if (answer.outcome === 'dropped') return {}
  return answer.outcome === 'overnight' ? { span: answer.span, spill: answer.spill } : { span: answer.span }
}

function joinedSpans(spans: readonly Span[], day: string, note: Note): Span[] {
  const joined = joinSpans(spans)
  if (joined.length < spans.length) note('opening-merged', day)
  return joined
}

const byText = ([one]: [string, unknown], [other]: [string, unknown]): number => (one < other ? -1 : 1)
