import { Temporal } from 'temporal-polyfill'
import type { Database } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { type OdsRow, type OdsTextRow, readOdsRow } from './ods-row.ts'
import {
  appendAccountsOf,
  lockOrganisation,
  moveLocked,
  type OrganisationRecord,
  readOrganisations,
  write,
} from './organisation-store.ts'

export type OdsApplied = {
  readonly rows: number
  /** About organisations we do not hold: most of any file, and nothing to do. */
  readonly notHeld: number
  readonly unchanged: number
  readonly updated: number
  readonly closed: number
  readonly problems: readonly OdsProblem[]
  readonly notices: readonly OdsNotice[]
}
/** A row that was not applied. */
export type OdsProblem = { readonly line: number; readonly odsCode: string | null; readonly reason: string }
/** Something for people to look at: the register and ODS differ, and it is not for a file to decide. */
export type OdsNotice = { readonly line: number; readonly odsCode: string; readonly what: string }

type Good = { readonly line: number; readonly row: OdsRow }

const BATCH = 500

/**
 * Brings the organisations we hold up to date with an ODS file. Names and addresses follow ODS, but for capitals; one
 * that ODS has closed is closed here, with its connections (AUP25-02). None is added, and none reopened: that is for
 * people. Each organisation is a transaction of its own, so that a file that was cut short can be given again.
 */
export async function applyOdsOrganisations(
  database: Database,
  rows: Iterable<OdsTextRow>,
  deed: Deed,
): Promise<OdsApplied> {
  const tally = { rows: 0, notHeld: 0, unchanged: 0, updated: 0, closed: 0 }
  const problems: OdsProblem[] = []
  const notices: OdsNotice[] = []
  const seen = new Set<string>()
  const today = dayInLondon(deed.at)
  let good: Good[] = []
  const apply = async (): Promise<void> => {
    for (const { line, row, outcome } of await applyRows(database, good, deed)) {
      tally[outcome === 'open-in-ods' ? 'unchanged' : outcome] += 1
      if (outcome === 'open-in-ods')
        notices.push({ line, odsCode: row.odsCode, what: 'It is closed here, and open in ODS.' })
    }
    good = []
  }
  for (const text of rows) {
    tally.rows += 1
    const read = readOdsRow(text, today)
    if (read.outcome === 'bad') {
      const odsCode = text.fields[0]?.trim().slice(0, 12) || null
      problems.push({ line: text.line, odsCode, reason: read.reason })
    } else if (seen.has(read.row.odsCode)) {
      const { odsCode } = read.row
      problems.push({ line: text.line, odsCode, reason: 'The organisation stands in the file twice.' })
    } else {
      seen.add(read.row.odsCode)
      good.push({ line: text.line, row: read.row })
      if (good.length === BATCH) await apply()
    }
  }
  await apply()
  return { ...tally, problems, notices }
}

const dayInLondon = (at: EpochMillis): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('Europe/London').toPlainDate().toString()

type Applied = Good & { readonly outcome: 'notHeld' | 'unchanged' | 'updated' | 'closed' | 'open-in-ods' }

/** Of most organisations we hold nothing, and with most of the others nothing is to do: one question says which. */
async function applyRows(database: Database, rows: readonly Good[], deed: Deed): Promise<Applied[]> {
  const odsCodes = rows.map(({ row }) => row.odsCode)
  const found = await readOrganisations(database.query, { odsCodes, status: null, after: '', limit: BATCH })
  const held = new Map(found.map(record => [record.odsCode, record]))
  const applied: Applied[] = []
  for (const good of rows) {
    const record = held.get(good.row.odsCode)
    const toDo = record && !isSame(record, good.row)
    const outcome = toDo ? await applyRow(database, good.row, deed) : record ? 'unchanged' : 'notHeld'
    const differs = outcome === 'unchanged' && record?.status === 'closed' && good.row.state === 'open'
    applied.push({ ...good, outcome: differs ? 'open-in-ods' : outcome })
  }
  return applied
}

/** Looks again, with the row held: what was read before may have changed. */
const applyRow = (database: Database, row: OdsRow, deed: Deed): Promise<'unchanged' | 'updated' | 'closed'> =>
  database.transaction(async query => {
    const record = await lockOrganisation(query, row.odsCode)
    if (!record || isSame(record, row)) return 'unchanged'
    if (!isDescribed(record, row)) await write(query, record, described(record, row), deed)
    if (row.state !== 'closed' || record.status === 'closed') {
      await appendAccountsOf(query, row.odsCode)
      return 'updated'
    }
    const why = row.closedOn === null ? 'closed in ODS' : `closed in ODS on ${row.closedOn}`
    await moveLocked(query, record, 'close', { ...deed, why }, row.closedOn)
    return 'closed'
  })

const isSame = (record: OrganisationRecord, row: OdsRow): boolean =>
  isDescribed(record, row) && (row.state !== 'closed' || record.status === 'closed')

function isDescribed(record: OrganisationRecord, row: OdsRow): boolean {
  const now = described(record, row)
  return (
    now.name === record.name &&
    now.addressLines === record.addressLines &&
    now.postcode === record.postcode &&
    now.odsRole === record.odsRole &&
    now.openedOn === record.openedOn
  )
}

/** The organisation as it should stand. ODS writes in capitals: what differs in nothing else stays as it is here. */
function described(record: OrganisationRecord, row: OdsRow): OrganisationRecord {
  const isKept = (ours: string, theirs: string): boolean => plain(ours) === plain(theirs)
  const sameAddress = isKept(record.addressLines.join('\n'), row.addressLines.join('\n'))
  return {
    ...record,
    name: isKept(record.name, row.name) ? record.name : row.name,
    addressLines: sameAddress ? record.addressLines : row.addressLines,
    postcode: row.postcode ?? record.postcode,
    odsRole: row.odsRole ?? record.odsRole,
    openedOn: row.openedOn ?? record.openedOn,
  }
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\n]+/gu, ' ')
    .trim()
