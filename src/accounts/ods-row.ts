/** A row of an ODS organisation file as text, with the line it starts on (from 1). */
export type OdsTextRow = { readonly line: number; readonly fields: readonly string[] }

export type OdsRow = {
  readonly odsCode: string
  readonly name: string
  readonly addressLines: readonly string[]
  /** In its usual form; null when it is missing or cannot be read. */
  readonly postcode: string | null
  readonly odsRole: string | null
  readonly openedOn: string | null
  readonly closedOn: string | null
  readonly state: 'open' | 'closed' | 'to-come'
}

export type OdsRowRead =
  | { readonly outcome: 'row'; readonly row: OdsRow }
  | { readonly outcome: 'bad'; readonly reason: string }

/** Columns of the files ODS gives out (epraccur, ect, etr and their kin), counted from 0; they have no header (sources, data 3). */
export const ODS_COLUMN = {
  code: 0,
  name: 1,
  address: 4,
  addressEnd: 9,
  postcode: 9,
  opened: 10,
  closed: 11,
  status: 12,
  subType: 13,
  setting: 25,
} as const
const WIDTH = 27
const NAME_LENGTH_MAX = 200

/** Letters until 2025, words in the files of 2026; trusts have none, and their dates speak. Dormant is not at work. */
const STATES: ReadonlyMap<string, OdsRow['state']> = new Map([
  ['', 'open'],
  ['A', 'open'],
  ['ACTIVE', 'open'],
  ['C', 'closed'],
  ['CLOSED', 'closed'],
  ['INACTIVE', 'closed'],
  ['D', 'closed'],
  ['DORMANT', 'closed'],
  ['P', 'to-come'],
  ['PROPOSED', 'to-come'],
])

/**
 * Reads one row.
 * @param today YYYY-MM-DD: a day to close on that is still to come closes nothing
 */
export function readOdsRow({ fields }: OdsTextRow, today: string): OdsRowRead {
  const cell = (column: number): string => (fields[column] ?? '').trim()
  if (fields.length !== WIDTH) return bad(`${fields.length} columns where ODS files have ${WIDTH}.`)
  const odsCode = cell(ODS_COLUMN.code).toUpperCase()
  if (!/^[A-Z0-9]{2,12}$/.test(odsCode)) return bad('The organisation code is missing or has another form.')
  const name = cell(ODS_COLUMN.name)
  if (name === '' || name.length > NAME_LENGTH_MAX) return bad('The name is missing or too long.')
  const openedOn = dayOf(cell(ODS_COLUMN.opened))
  const closedOn = dayOf(cell(ODS_COLUMN.closed))
  if (openedOn === undefined || closedOn === undefined) return bad('A date is none that exists, as yyyymmdd.')
  const word = STATES.get(cell(ODS_COLUMN.status).toUpperCase())
  if (word === undefined) return bad(`Status ${cell(ODS_COLUMN.status).slice(0, 20)} is not known.`)
  return {
    outcome: 'row',
    row: {
      odsCode,
      name,
      addressLines: fields
        .slice(ODS_COLUMN.address, ODS_COLUMN.addressEnd)
        .map(line => line.trim())
        .filter(line => line !== ''),
      postcode: postcodeOf(cell(ODS_COLUMN.postcode)),
      odsRole: cell(ODS_COLUMN.setting) || cell(ODS_COLUMN.subType) || null,
      openedOn,
      closedOn,
      state: stateOf(word, openedOn, closedOn, today),
    },
  }
}

const bad = (reason: string): OdsRowRead => ({ outcome: 'bad', reason })

/** Dates correct the word: closed from its day on, and not before; to come before it opens. */
function stateOf(
  word: OdsRow['state'],
  openedOn: string | null,
  closedOn: string | null,
  today: string,
): OdsRow['state'] {
  if (closedOn !== null) return closedOn <= today ? 'closed' : 'open'
  if (word === 'open' && openedOn !== null && openedOn > today) return 'to-come'
  return word
}

/** Null for none; undefined for what is no day. */
function dayOf(text: string): string | null | undefined {
  if (text === '') return null
  const [, year, month, day] = /^(\d{4})-?(\d{2})-?(\d{2})$/.exec(text) ?? []
  if (year === undefined) return undefined
  const written = `${year}-${month}-${day}`
  const date = new Date(`${written}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(written) ? written : undefined
}

/** `SA5 9 EA` and `HX7 7BZ ` are meant well; `ZZ` is not a postcode. */
function postcodeOf(text: string): string | null {
  const plain = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(plain) ? `${plain.slice(0, -3)} ${plain.slice(-3)}` : null
}
