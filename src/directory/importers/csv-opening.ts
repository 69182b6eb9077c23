import { WEEKDAYS } from '../service.ts'
import type { RawOpening, RawSession } from './candidate.ts'
import type { Value } from './csv-targets.ts'
import type { Reading } from './reading.ts'

/** Opening times from the side file, else from the row's own columns; undefined when neither speaks. */
export function openingOf(value: Value, reading: Reading): RawOpening | undefined {
  const keys = [
    value('key') && `id:${value('key')}`,
    value('code') && `code:${value('type')}|${value('code')}`,
  ]
  const found = reading.findOpening(keys.filter(Boolean))
  if (found) return found
  const days = WEEKDAYS.map(day => ({ day, text: value(`opening.${day}`) }))
  const allHours = /^(true|yes|y|1|24.?7)$/i.test(value('opening.allHours'))
  const holidays = value('opening.bankHolidays')
  if (!allHours && holidays === '' && days.every(({ text }) => text === '')) return undefined
  const dropped: string[] = []
  const read = (text: string, what: string): RawSession[] => {
    const sessions = sessionsIn(text)
    if (sessions === undefined) dropped.push(`${what}: ${text}`)
    return sessions ?? []
  }
  return {
    weekly: days.flatMap(({ day, text }) => read(text, day).map(session => ({ ...session, day }))),
    bankHolidays: read(holidays, 'bank holidays'),
    dated: [],
    allHours,
    dropped,
  }
}

/** `09:00-13:00, 14:00-17:30`, `closed`, `24 hours`; undefined when it is none of these. */
function sessionsIn(text: string): RawSession[] | undefined {
  if (text === '' || /^(closed|none|-|n\/a)$/i.test(text)) return []
  if (/^24\s*(hours?|hrs?|h)$/i.test(text)) return [{ opens: '00:00', closes: '24:00' }]
  const sessions = text
    .split(/[,;&/]|\band\b/i)
    .map(part => /^([^-–]+?)\s*(?:-|–|\bto\b)\s*([^-–]+)$/.exec(part.trim()))
  const read = sessions.map(match =>
    match?.[1] && match[2] ? { opens: match[1], closes: match[2] } : undefined,
  )
  return read.includes(undefined) ? undefined : read.filter(session => session !== undefined)
}
