const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * A date as `YYYY-MM-DD`, read from `Apr 18 2014`, `May  5 2014`, `18 April 2014`, `2014-04-18`, `2014-04-18T…`,
 * `18/04/2014` (day first, as England writes it) or `20140418`; undefined when it is none that exists.
 */
export function readDate(given: string): string | undefined {
  const text = given.trim()
  const [, year, month, day] =
    /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  if (year && month && day) return realDate(year, Number(month), day)
  const [, d, m, y] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? []
  if (y && m && d) return realDate(y, Number(m), d)
  const [, word, first, last] = /^([A-Za-z]{3,9})\.? +(\d{1,2}),? +(\d{4})/.exec(text) ?? []
  if (word && first && last) return realDate(last, monthOf(word), first)
  const [, before, name, after] = /^(\d{1,2}) +([A-Za-z]{3,9})\.? +(\d{4})/.exec(text) ?? []
  return before && name && after ? realDate(after, monthOf(name), before) : undefined
}

const monthOf = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1

function realDate(year: string, month: number, day: string): string | undefined {
  const date = new Date(Date.UTC(Number(year), month - 1, Number(day)))
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === Number(day)
  return exists && Number(year) >= 1000 ? date.toISOString().slice(0, 10) : undefined
}

/** The day after, `YYYY-MM-DD`. */
export const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
