import type { Candidate, RowAnswer, RowPlace } from './candidate.ts'
import { readDate } from './dates.ts'
import { accepted, collectRepairs, type ReadFormat, type Reading, rejected } from './reading.ts'
import { readTextRows, sniffDelimiter, type TextRow } from './text-rows.ts'
import { divideAddress } from './town.ts'

/** Columns of the ODS files (epraccur, edispensary and their kin), counted from 0; they have no header. */
const COLUMN = {
  code: 0,
  name: 1,
  grouping: 2,
  address: 4,
  postcode: 9,
  opened: 10,
  closed: 11,
  status: 12,
  subType: 13,
  phone: 17,
  setting: 25,
} as const
const WIDTH = 27
/** The fourth address line is the town's, but the town is as often in the third or the fifth. */
const TOWN_LINE = 3

/** Both vocabularies: letters until 2025, words and role codes in the files of 2026. */
const STATUSES: ReadonlyMap<string, Candidate['status']> = new Map([
  ['A', 'active'],
  ['ACTIVE', 'active'],
  ['C', 'closed'],
  ['CLOSED', 'closed'],
  ['INACTIVE', 'closed'],
  ['D', 'closed'],
  ['DORMANT', 'closed'],
  ['P', 'pending'],
  ['PROPOSED', 'pending'],
])
const GP_SETTINGS = new Set(['4', 'RO76'])
const GP_PRACTICE = 100
const PHARMACY = 13
const APPLIANCE_CONTRACTOR = '2'

/** ODS CSV: 27 columns without header, all capitals, no coordinates. The key is the ODS code. */
export const readOds: ReadFormat = (text, reading) => ({ outcome: 'rows', rows: odsRows(text, reading) })

function* odsRows(text: string, reading: Reading): Generator<RowAnswer> {
  for (const row of readTextRows(text, sniffDelimiter(text))) {
    // The same reports can be had with a header, which names the first column so.
    if (row.line === 1 && /^"?organi[sz]ation.?code/i.test(row.raw)) continue
    yield odsRow(row, reading)
  }
}

function odsRow(row: TextRow, reading: Reading): RowAnswer {
  const at: RowPlace = { line: row.line, raw: row.raw }
  const cell = (column: number): string => (row.fields[column] ?? '').trim()
  const key = cell(COLUMN.code) || null
  if (row.unclosed) return rejected(at, key, 'malformed', 'A quotation mark is opened and never closed.')
  if (row.fields.length !== WIDTH)
    return rejected(at, key, 'wrong-width', `${row.fields.length} columns where ODS files have ${WIDTH}.`)
  if (key === null) return rejected(at, key, 'no-key', 'The organisation code is empty.')
  const status = statusOf(cell(COLUMN.status), cell(COLUMN.opened), cell(COLUMN.closed), reading.today)
  if (status === undefined)
    return rejected(at, key, 'unknown-status', `Status ${cell(COLUMN.status) || '(empty)'}.`)
  const kind = kindOf(cell(COLUMN.subType), cell(COLUMN.setting), reading)
  if (kind === undefined)
    return rejected(at, key, 'not-a-service', `Prescribing setting ${cell(COLUMN.setting) || '(empty)'}.`)
  return accepted(at, candidateOf(row, key, status, kind, reading))
}

function candidateOf(
  row: TextRow,
  key: string,
  status: Candidate['status'],
  kind: { typeId: number; source: string },
  reading: Reading,
): Candidate {
  const cell = (column: number): string => (row.fields[column] ?? '').trim()
  const { repairs, note } = collectRepairs()
  const lines = row.fields.slice(COLUMN.address, COLUMN.address + 5)
  const { address, town } = divideAddress(lines, TOWN_LINE)
  if (/^[^\p{Ll}]*\p{Lu}{2}[^\p{Ll}]*$/u.test(lines.join(' '))) note('name-case', 'address')
  const appliance = kind.typeId === PHARMACY && cell(COLUMN.subType) === APPLIANCE_CONTRACTOR
  return {
    sourceName: reading.source ?? kind.source,
    key,
    odsCode: key,
    name: cell(COLUMN.name),
    typeId: kind.typeId,
    status,
    address,
    ...(town ? { town } : {}),
    postcode: row.fields[COLUMN.postcode] ?? '',
    ...(cell(COLUMN.grouping) ? { grouping: cell(COLUMN.grouping) } : {}),
    contacts: [{ kind: 'phone', text: cell(COLUMN.phone) }],
    ...(appliance
      ? {
          attributes: [{ name: 'contractor', value: 'appliance' }],
          instructions: { public: 'Supplies appliances such as dressings and stoma care, not medicines.' },
        }
      : {}),
    repairs,
  }
}

/** A word no vintage knows is undefined. Dates correct the word: closed once its day has come, pending before it opens. */
function statusOf(
  word: string,
  opened: string,
  closed: string,
  today: string,
): Candidate['status'] | undefined {
  const status = STATUSES.get(word.toUpperCase())
  if (status !== 'active') return status
  const closes = readDate(closed)
  const opens = readDate(opened)
  if (closes !== undefined && closes <= today) return 'closed'
  return opens !== undefined && opens > today ? 'pending' : 'active'
}

/**
 * Dispensary rows have a numbered sub-type and no prescribing setting; prescriber rows the other way about. Of
 * prescribers only GP practices are places to send a person; the rest are cost centres, unless a map says otherwise.
 * The sources are named for the file, not its edition, so that next quarter's file updates this one's rows.
 */
function kindOf(
  subType: string,
  setting: string,
  reading: Reading,
): { typeId: number; source: string } | undefined {
  if (setting === '' && /^\d$/.test(subType)) return { typeId: PHARMACY, source: 'ods-edispensary' }
  const source = 'ods-epraccur'
  const settings = setting.split('|').map(one => one.trim())
  if (settings.some(one => GP_SETTINGS.has(one))) return { typeId: GP_PRACTICE, source }
  for (const one of settings) {
    const mapped = reading.typeCodes.get(one.toLowerCase())
    if (mapped !== undefined) return { typeId: mapped, source }
  }
  return undefined
}
