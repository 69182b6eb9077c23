import type { Candidate, Note, RowAnswer } from './candidate.ts'
import { columnName, type Header, headerOf, readCells } from './columns.ts'
import { fieldsOf, problemOf } from './csv-fields.ts'
import { ALIASES, type Target, type Value } from './csv-targets.ts'
import { accepted, collectRepairs, type ReadFormat, type Reading, rejected } from './reading.ts'
import { readTextRows, sniffDelimiter, type TextRow } from './text-rows.ts'
import { typeOfRow } from './type-words.ts'

/** Any CSV with a header: by a map, or by the usual names of columns. */
export const readCsv: ReadFormat = (text, reading) => {
  const rows = readTextRows(text, sniffDelimiter(text))
  const first = rows.next()
  if (first.done) return { outcome: 'fault', reason: 'The file has no rows.' }
  const header = first.value.fields.map(name => name.trim())
  const targets = targetsOf(header, reading)
  const fault = faultOf(header, targets, reading)
  if (fault !== undefined) return { outcome: 'fault', reason: fault }
  return {
    outcome: 'rows',
    rows: csvRows(headerOf(targets), rows, reading),
    header: first.value.raw,
    ignoredColumns: header.filter((_, index) => targets[index] === ''),
  }
}

/** The target of each column, '' for a column nobody reads. With a map, only what it names is read. */
const targetsOf = (header: readonly string[], reading: Reading): (Target | '')[] =>
  header.map(
    name => (reading.map ? reading.map.columns.get(name.toLowerCase()) : ALIASES.get(columnName(name))) ?? '',
  )

function faultOf(
  header: readonly string[],
  targets: readonly (Target | '')[],
  reading: Reading,
): string | undefined {
  const names = header.map(name => name.toLowerCase())
  const absent = [...(reading.map?.columns.keys() ?? [])].filter(name => !names.includes(name))
  if (absent.length > 0) return `The map names columns that the file has not: ${absent.join(', ')}.`
  const twice = targets.filter((target, index) => target !== '' && targets.indexOf(target) !== index)
  if (twice.length > 0) return `Two columns are both ${[...new Set(twice)].join(', ')}: use a map.`
  const has = (target: Target): boolean =>
    targets.includes(target) || (reading.map?.constants.has(target) ?? false)
  if (!has('name')) return 'No column is the name of a service: use a map.'
  const placed = has('place.postcode') || has('place.latitude') || has('place.easting')
  return placed ? undefined : 'No column says where a service is: use a map.'
}

function* csvRows(targets: Header, rows: Iterable<TextRow>, reading: Reading): Generator<RowAnswer> {
  for (const row of rows) yield csvRow(targets, row, reading)
}

function csvRow(targets: Header, row: TextRow, reading: Reading): RowAnswer {
  const at = { line: row.line, raw: row.raw }
  const read = readCells(targets, row)
  if (read.outcome === 'rejected') return rejected(at, null, read.reason, read.detail)
  const value: Value = target => read.cell(target) || (reading.map?.constants.get(target) ?? '')
  const { repairs, note } = collectRepairs()
  const key = keyOf(value, note)
  if (key === undefined) return rejected(at, null, 'no-key', 'No id, no code, and no name with a postcode.')
  const typeId = typeOf(value, reading)
  if (typeId === undefined)
    return rejected(
      at,
      key,
      'unknown-type',
      [value('type'), value('subType')].filter(Boolean).join(', ') || '(empty)',
    )
  const status = statusOf(value('status'))
  if (status === undefined) return rejected(at, key, 'unknown-status', value('status'))
  const problem = problemOf(value)
  if (problem !== undefined) return rejected(at, key, 'malformed', problem)
  return accepted(at, { ...fieldsOf(value, reading), key, typeId, status, repairs })
}

/** An own id, else kind and code, else kind, name and postcode. */
function keyOf(value: Value, note: Note): string | undefined {
  if (value('key')) return value('key')
  const kind = value('type').toLowerCase()
  if (value('code')) return `${kind}:${value('code')}`
  if (value('odsCode')) return `${kind}:${value('odsCode')}`
  const place = value('place.postcode') || value('place.address') || value('place.address1')
  if (value('name') === '' || place === '') return undefined
  const made = [kind, value('name'), place]
    .map(part => part.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-'))
    .join(':')
  note('key-made', made)
  return made.slice(0, 200)
}

function typeOf(value: Value, reading: Reading): number | undefined {
  const row = { type: value('type'), subType: value('subType'), name: value('name') }
  return typeOfRow(row, reading.typeCodes) ?? (row.type === '' ? reading.typeId : undefined)
}

function statusOf(word: string): Candidate['status'] | undefined {
  const status = word.toLowerCase()
  if (['', 'active', 'open', 'visible', 'a'].includes(status)) return 'active'
  if (['closed', 'inactive', 'hidden', 'dormant', 'retired', 'c', 'd'].includes(status)) return 'closed'
  return ['pending', 'proposed', 'p'].includes(status) ? 'pending' : undefined
}
