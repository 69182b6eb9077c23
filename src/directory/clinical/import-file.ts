import { isDeepStrictEqual } from 'node:util'
import { readTextRows, sniffDelimiter } from '../importers/text-rows.ts'
import type { KnownCodes } from './difference.ts'
import { LIST_SHAPES } from './import-row.ts'
import { KEY_OF, type ListName, type ListRow } from './lists.ts'
import { rowReading } from './row-reading.ts'

/** A row that was left out. `line` counts from 1. */
export type ListProblem = { readonly line: number; readonly reason: string }

/** What a file holds. Every row is kept, given before in the same words, or among the problems. */
export type ListFile<N extends ListName> = {
  readonly rows: readonly ListRow[N][]
  /** Rows that say again what an earlier one says. */
  readonly repeated: number
  readonly problems: readonly ListProblem[]
}

/** More than any real list has; areas of every single postcode come with the postcode file, not with these. */
const ROWS_MAX = 200_000

/** Reads the text of one list's file; answers in words why it is none. */
export function readListFile<N extends ListName>(
  list: N,
  text: string,
  known: KnownCodes,
): ListFile<N> | string {
  const [head, ...rest] = readTextRows(text, sniffDelimiter(text))
  if (!head) return 'It is empty.'
  const places = placesOf(list, head.fields)
  if (typeof places === 'string') return places
  if (rest.length > ROWS_MAX) return `It has more than ${ROWS_MAX} rows.`
  const rows = new Map<string, { readonly row: ListRow[N]; readonly line: number }>()
  const problems: ListProblem[] = []
  let repeated = 0
  for (const { line, fields, unclosed } of rest) {
    const row = unclosed
      ? 'a quotation mark is left open'
      : readListRow(list, fields, head.fields.length, places, known)
    if (typeof row === 'string') {
      problems.push({ line, reason: row })
      continue
    }
    const key = KEY_OF[list](row)
    const first = rows.get(key)
    if (!first) rows.set(key, { row, line })
    else if (isDeepStrictEqual(first.row, row)) repeated += 1
    else problems.push({ line, reason: `"${key}" is given otherwise in line ${first.line}` })
  }
  return { rows: [...rows.values()].map(({ row }) => row), repeated, problems }
}

/** Where each column stands, by the first line; in words what is wrong with that. */
function placesOf(list: ListName, head: readonly string[]): ReadonlyMap<string, number> | string {
  const { columns, optional } = LIST_SHAPES[list]
  const named = new Map(columns.map(column => [plain(column), column]))
  const places = new Map<string, number>()
  const strangers: string[] = []
  for (const [index, title] of head.entries()) {
    const column = named.get(plain(title))
    if (column === undefined || places.has(column)) strangers.push(title.trim().slice(0, 40))
    else places.set(column, index)
  }
  const missing = columns.filter(column => !places.has(column) && !optional.includes(column))
  if (strangers.length === 0 && missing.length === 0) return places
  const what = [
    ...(missing.length > 0 ? [`it lacks ${missing.join(', ')}`] : []),
    ...(strangers.length > 0 ? [`it has ${strangers.map(title => `"${title}"`).join(', ')}`] : []),
  ]
  return `Its first line must name the columns ${columns.join(', ')}, each once; ${what.join(', and ')}.`
}

const plain = (title: string): string => title.toLowerCase().replace(/[^a-z0-9]/g, '')

function readListRow<N extends ListName>(
  list: N,
  fields: readonly string[],
  width: number,
  places: ReadonlyMap<string, number>,
  known: KnownCodes,
): ListRow[N] | string {
  if (fields.length !== width) return `${fields.length} cells where the first line has ${width}`
  const cells = rowReading(fields, places)
  const row = LIST_SHAPES[list].read(cells, known)
  return cells.problems.length > 0 ? cells.problems.join('; ') : row
}
