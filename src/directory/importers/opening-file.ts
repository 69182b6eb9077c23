import { WEEKDAYS, type Weekday } from '../service.ts'
import type { RawOpening, RawSession } from './candidate.ts'
import { type Cells, columnName, headerOf, readCells } from './columns.ts'
import { readTextRows, sniffDelimiter } from './text-rows.ts'

/** A row of an opening-times file that could not be used, for the report. */
export type OpeningProblem = { readonly line: number; readonly raw: string; readonly detail: string }

/** Opening times by organisation, read from the side files, and what became of their rows. */
export type OpeningIndex = {
  /** By `id:<OrganisationId>`, or `code:<kind>|<code>` where the file has these. */
  readonly find: (keys: readonly string[]) => RawOpening | undefined
  readonly rows: number
  readonly problems: readonly OpeningProblem[]
  readonly organisations: number
  /** How many organisations' times have been asked for and found. */
  readonly joined: () => number
}

type Building = {
  weekly: (RawSession & { day: Weekday })[]
  reception: (RawSession & { day: Weekday })[]
  bankHolidays: RawSession[]
  dated: (RawSession & { date: string; open: boolean })[]
  codes: Set<string>
  dropped: string[]
}

/** Names of one column in the variants met; the two spellings of the date's column both begin with addit. */
const ALIASES = {
  id: ['organisationid', 'orgid'],
  day: ['weekday', 'day'],
  times: ['times', 'time'],
  open: ['isopen', 'open'],
  kind: ['openingtimetype', 'kind'],
  type: ['type'],
  code: ['code'],
} as const

/**
 * Reads opening-times files: `OrganisationId¬WeekDay¬Times¬IsOpen¬OpeningTimeType¬AdditionalOpeningDate`, or the
 * plain CSV `type,code,org_id,day,times,open,kind,date`. One row is one session or one dated exception.
 */
export function readOpeningFiles(texts: readonly string[]): OpeningIndex {
  const organisations = new Map<string, Building>()
  const problems: OpeningProblem[] = []
  let rows = 0
  for (const text of texts) {
    const lines = readTextRows(text, sniffDelimiter(text))
    const first = lines.next()
    if (first.done) continue
    const header = headerOf(renamed(first.value.fields))
    for (const row of lines) {
      rows += 1
      const read = readCells(header, row)
      const detail = read.outcome === 'cells' ? addRow(organisations, read.cell, row.line) : read.detail
      if (detail !== undefined) problems.push({ line: row.line, raw: row.raw, detail })
    }
  }
  return indexOf(organisations, rows, problems)
}

const renamed = (header: readonly string[]): string[] =>
  header.map(columnName).map(name => {
    if (name.startsWith('addit') || name === 'date') return 'date'
    return Object.entries(ALIASES).find(([, names]) => names.some(alias => alias === name))?.[0] ?? name
  })

/**
 * Adds a row to its organisation; answers what is wrong with it when it cannot be. The organisation then carries
 * the loss too, so that its service counts as repaired and not as whole.
 */
function addRow(organisations: Map<string, Building>, cell: Cells, line: number): string | undefined {
  const code = cell('code') === '' ? '' : `code:${cell('type')}|${cell('code')}`
  const id = cell('id') === '' ? code : `id:${cell('id')}`
  if (id === '') return 'no organisation'
  const building = organisations.get(id) ?? emptyBuilding()
  organisations.set(id, building)
  if (code) building.codes.add(code)
  const times = /^([^-–]+)[-–]([^-–]+)$/.exec(cell('times'))
  const open = !/^(0|false|no|n)$/i.test(cell('open'))
  const session = { opens: times?.[1]?.trim() ?? '', closes: times?.[2]?.trim() ?? '' }
  const problem =
    open && times === null ? `times ${cell('times') || '(empty)'}` : place(building, cell, session, open)
  if (problem !== undefined) building.dropped.push(`line ${line} of the opening times: ${problem}`)
  return problem
}

const emptyBuilding = (): Building => ({
  weekly: [],
  reception: [],
  bankHolidays: [],
  dated: [],
  codes: new Set(),
  dropped: [],
})

function place(building: Building, cell: Cells, session: RawSession, open: boolean): string | undefined {
  const kind = cell('kind').toLowerCase()
  if (cell('date') !== '') building.dated.push({ ...session, date: cell('date'), open })
  else if (/^bank\s?holidays?$/i.test(cell('day'))) {
    if (open) building.bankHolidays.push(session)
  } else {
    const day = weekdayOf(cell('day'))
    if (day === undefined) return `day ${cell('day') || '(empty)'}`
    if (kind === 'surgery') return undefined
    if (open) (kind === 'reception' ? building.reception : building.weekly).push({ ...session, day })
  }
  return undefined
}

/** The day that a word or its first three letters or more name. */
export const weekdayOf = (word: string): Weekday | undefined => {
  const text = word.trim().toLowerCase()
  return text.length >= 3 ? WEEKDAYS.find(day => day.startsWith(text)) : undefined
}

function indexOf(
  organisations: ReadonlyMap<string, Building>,
  rows: number,
  problems: readonly OpeningProblem[],
): OpeningIndex {
  const byKey = new Map<string, Building | null>(organisations)
  for (const building of organisations.values()) {
    // Two organisations under one code: whose times are whose cannot be told, so the code finds neither.
    for (const code of building.codes)
      byKey.set(code, byKey.has(code) && byKey.get(code) !== building ? null : building)
  }
  const joined = new Set<Building>()
  return {
    find: keys => {
      const found = keys.map(key => byKey.get(key)).find(building => building)
      if (!found) return undefined
      joined.add(found)
      return {
        weekly: found.weekly.length > 0 ? found.weekly : found.reception,
        bankHolidays: found.bankHolidays,
        dated: found.dated,
        allHours: false,
        dropped: found.dropped,
      }
    },
    rows,
    problems,
    organisations: organisations.size,
    joined: () => joined.size,
  }
}
