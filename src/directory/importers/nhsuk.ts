import type { Candidate, RawContact, RowAnswer } from './candidate.ts'
import { type Cells, columnName, type Header, headerOf, readCells, readNumberCell } from './columns.ts'
import { accepted, type ReadFormat, type Reading, rejected } from './reading.ts'
import { readTextRows, sniffDelimiter, type TextRow } from './text-rows.ts'
import { divideAddress } from './town.ts'
import { typeOfRow } from './type-words.ts'

/** Columns that we read; the files differ in which they have and in their order. */
const READ = new Set(
  [
    'OrganisationID OrganisationCode OrganisationType SubType Sector OrganisationStatus OrganisationName Address1',
    'Address2 Address3 City County Postcode Latitude Longitude Phone Email Website Fax',
  ]
    .join(' ')
    .split(' ')
    .map(columnName),
)
const NEEDED = ['OrganisationID', 'OrganisationName', 'Postcode']
const TOWN_LINE = 3

/**
 * NHS.UK and NHS Choices CSV in every header variant: `¬` without quoting, or commas with. The key is the
 * OrganisationID, which their opening-times files join on and which is unique across their files.
 */
export const readNhsuk: ReadFormat = (text, reading) => {
  const delimiter = sniffDelimiter(text)
  const rows = readTextRows(text, delimiter)
  const first = rows.next()
  if (first.done) return { outcome: 'fault', reason: 'The file has no rows.' }
  const header = first.value.fields.map(columnName)
  const missing = NEEDED.filter(name => !header.includes(columnName(name)))
  if (missing.length > 0)
    return { outcome: 'fault', reason: `The header has no column ${missing.join(', nor ')}.` }
  return {
    outcome: 'rows',
    rows: nhsukRows(headerOf(header), rows, reading),
    header: first.value.raw,
    ignoredColumns: first.value.fields.filter(name => !READ.has(columnName(name))),
  }
}

function* nhsukRows(header: Header, rows: Iterable<TextRow>, reading: Reading): Generator<RowAnswer> {
  for (const row of rows) yield nhsukRow(header, row, reading)
}

function nhsukRow(header: Header, row: TextRow, reading: Reading): RowAnswer {
  const at = { line: row.line, raw: row.raw }
  const read = readCells(header, row)
  const first = row.fields[0]?.trim() || null
  if (read.outcome === 'rejected') return rejected(at, first, read.reason, read.detail)
  const { cell } = read
  const key = cell('organisationid')
  if (!/^\d+$/.test(key))
    return rejected(at, key || null, 'no-key', `OrganisationID ${key || '(empty)'} is no number.`)
  const latitude = readNumberCell(cell('latitude'))
  const longitude = readNumberCell(cell('longitude'))
  if (latitude === 'not-a-number' || longitude === 'not-a-number')
    return rejected(at, key, 'malformed', 'The coordinate is no number: the columns have moved.')
  const typeId = typeOf(cell, reading)
  if (typeId === undefined)
    return cell('organisationtype').toLowerCase() === 'trust'
      ? rejected(at, key, 'not-a-service', 'A trust runs services; it is none.')
      : rejected(at, key, 'unknown-type', `OrganisationType ${cell('organisationtype') || '(empty)'}.`)
  const status = statusOf(cell('organisationstatus'))
  if (status === undefined)
    return rejected(at, key, 'unknown-status', `OrganisationStatus ${cell('organisationstatus')}.`)
  return accepted(at, candidateOf(cell, { key, typeId, status, latitude, longitude }, reading))
}

/** `Visible` on NHS.UK or not; a file without the column is of visible ones. */
function statusOf(word: string): Candidate['status'] | undefined {
  const status = word.toLowerCase()
  if (status === 'visible' || status === '' || status === 'active') return 'active'
  return status === 'hidden' || status === 'closed' || status === 'invisible' ? 'closed' : undefined
}

function typeOf(cell: Cells, reading: Reading): number | undefined {
  const type = cell('organisationtype')
  const row = { type, subType: cell('subtype'), name: cell('organisationname') }
  return typeOfRow(row, reading.typeCodes) ?? (type === '' ? reading.typeId : undefined)
}

type Known = {
  readonly key: string
  readonly typeId: number
  readonly status: Candidate['status']
  readonly latitude: number | undefined
  readonly longitude: number | undefined
}

function candidateOf(cell: Cells, known: Known, reading: Reading): Candidate {
  const lines = ['address1', 'address2', 'address3', 'city', 'county'].map(cell)
  const { address, town } = divideAddress(lines, TOWN_LINE)
  const opening = reading.findOpening([`id:${known.key}`])
  const { latitude, longitude } = known
  const odsCode = cell('organisationcode')
  return {
    sourceName: reading.source ?? 'nhs.uk',
    key: known.key,
    ...(odsCode ? { odsCode } : {}),
    name: cell('organisationname'),
    typeId: known.typeId,
    status: known.status,
    address,
    ...(town ? { town } : {}),
    postcode: cell('postcode'),
    ...(latitude !== undefined && longitude !== undefined
      ? { point: { kind: 'degrees', latitude, longitude } }
      : {}),
    contacts: contactsOf(cell),
    ...(opening ? { opening } : {}),
    ...(/appliance/i.test(cell('subtype'))
      ? {
          attributes: [{ name: 'contractor', value: 'appliance' }],
          instructions: { public: 'Supplies appliances such as dressings and stoma care, not medicines.' },
        }
      : {}),
    repairs: [],
  }
}

const contactsOf = (cell: Cells): RawContact[] => [
  { kind: 'phone', text: cell('phone') },
  { kind: 'email', text: cell('email') },
  { kind: 'web', text: cell('website') },
  { kind: 'fax', text: cell('fax') },
]
