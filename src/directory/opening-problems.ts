import { minuteOf } from './compiled-opening.ts'
import { isDate, weekdayIndex } from './day-number.ts'
import type { OpeningTimes, Session } from './service.ts'

/**
 * What is wrong with opening times, in sentences for whoever keeps them; none when all is well. For times that
 * already fit the schema in form: this is about what they mean together.
 */
export function openingProblems(times: OpeningTimes): string[] {
  return [
    ...orderProblems(times),
    ...times.weekly.flatMap(({ day, sessions }) => sessionProblems(day, sessions)),
    ...sessionProblems('bank holidays', times.bankHolidays),
    ...times.specifiedDates.flatMap(({ date, sessions }) => sessionProblems(date, sessions)),
  ]
}

function orderProblems(times: OpeningTimes): string[] {
  const problems: string[] = []
  for (const [index, { day }] of times.weekly.entries()) {
    const before = times.weekly[index - 1]?.day
    if (before === undefined || weekdayIndex(before) < weekdayIndex(day)) continue
    problems.push(
      before === day
        ? `${day} is given more than once`
        : `${day} comes after ${before}: days run from monday`,
    )
  }
  for (const [index, { date }] of times.specifiedDates.entries()) {
    if (!isDate(date)) problems.push(`${date} is not a date`)
    const before = times.specifiedDates[index - 1]?.date
    if (before === undefined || before < date) continue
    problems.push(
      before === date
        ? `${date} is given more than once`
        : `${date} comes after ${before}: dates run in order`,
    )
  }
  return problems
}

function sessionProblems(label: string, sessions: readonly Session[]): string[] {
  const problems: string[] = []
  let end = ''
  for (const { opens, closes } of sessions) {
    const span = `${label} ${opens} to ${closes}`
    if (!isTime(opens) || !isTime(closes)) {
      problems.push(`${span} is not within one day: an overnight session is two, to 24:00 and from 00:00`)
    } else if (opens >= closes) {
      problems.push(
        `${span} does not close after it opens: an overnight session is two, to 24:00 and from 00:00`,
      )
    } else if (closes === '23:59') {
      problems.push(`${span} leaves out the last minute: the end of the day is 24:00`)
    }
    // Times of equal length compare as text.
    if (opens < end) problems.push(`${span} overlaps or comes before the session that closes at ${end}`)
    if (closes > end) end = closes
  }
  return problems
}

const isTime = (text: string): boolean => /^\d{2}:[0-5]\d$/.test(text) && minuteOf(text) <= 1440
