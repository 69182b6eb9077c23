import { isDeepStrictEqual } from 'node:util'
import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { Written } from '../service.ts'
import type { OrganisationRecord } from './organisations.ts'

/** What is written of an organisation. */
export type OrganisationFacts = Omit<OrganisationRecord, 'version' | 'updatedAt'>

export type OrganisationWrite =
  | { readonly outcome: 'written' | 'unchanged'; readonly record: OrganisationRecord }
  /** Somebody wrote it in between. `version` is the present one, 0 when there is none. */
  | { readonly outcome: 'conflict'; readonly version: number }

/** A version of an organisation's record, with who wrote it and why. */
export type OrganisationVersion = { readonly record: OrganisationRecord; readonly written: Written }

/** What the change feed calls an organisation, under the topic `reference`. */
const PREFIX = 'organisation:'

/** The ODS codes among keys of the topic. */
export const organisationKeys = (keys: readonly string[]): string[] =>
  keys.filter(key => key.startsWith(PREFIX)).map(key => key.slice(PREFIX.length))

type Row = {
  readonly odsCode: string
  readonly record: Omit<OrganisationFacts, 'odsCode'>
  readonly version: number
  readonly writtenBy: string
  readonly writtenAt: Date
  readonly writtenWhy: string
}
const COLUMNS = `ods_code as "odsCode", record, version, written_by as "writtenBy", written_at as "writtenAt",
  written_why as "writtenWhy"`

/** The records of these organisations, or of all. */
export async function readOrganisations(
  query: Query,
  odsCodes: readonly string[] | null,
): Promise<OrganisationRecord[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from directory.organisation where $1::text[] is null or ods_code = any($1::text[])`,
    [odsCodes],
  )
  return rows.map(recordOf)
}

/** Every version of an organisation's record, newest first. */
export async function organisationHistory(query: Query, odsCode: string): Promise<OrganisationVersion[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from directory.organisation where ods_code = $1
     union all select ${COLUMNS} from directory.organisation_history where ods_code = $1 order by version desc`,
    [odsCode],
  )
  return rows.map(row => ({
    record: recordOf(row),
    written: { who: row.writtenBy, at: row.writtenAt, why: row.writtenWhy },
  }))
}

/**
 * Writes an organisation's record when it differs from the one stored: the old version to the history, and a change
 * number, so that every node hears of it. What is there already, word for word, is left alone, and so is its time.
 * @param expectedVersion the version the writer saw, 0 for none; undefined: whichever it is
 */
export async function writeOrganisation(
  database: Database,
  facts: OrganisationFacts,
  written: Written,
  expectedVersion?: number,
): Promise<OrganisationWrite> {
  const write = await tryToWrite(database, facts, written, expectedVersion)
  // Two first records at once: whoever named no version means to write over whichever there is, and now there is one.
  return write.outcome === 'conflict' && expectedVersion === undefined
    ? tryToWrite(database, facts, written, expectedVersion)
    : write
}

const tryToWrite = (
  database: Database,
  { odsCode, ...facts }: OrganisationFacts,
  written: Written,
  expectedVersion: number | undefined,
): Promise<OrganisationWrite> =>
  database.transaction(async query => {
    const [present] = await query<Row>(
      `select ${COLUMNS} from directory.organisation where ods_code = $1 for update`,
      [odsCode],
    )
    const version = present?.version ?? 0
    if (expectedVersion !== undefined && expectedVersion !== version) return { outcome: 'conflict', version }
    const text = JSON.stringify(facts)
    if (present && isDeepStrictEqual(present.record, JSON.parse(text))) {
      return { outcome: 'unchanged', record: recordOf(present) }
    }
    const record = { odsCode, ...facts, version: version + 1, updatedAt: written.at.toISOString() }
    // A new record has no row to hold on to: of two that come at once the second finds it there, and is told.
    if (!(await store(query, odsCode, text, version, written))) return { outcome: 'conflict', version: 1 }
    return { outcome: 'written', record }
  })

const STORE = `insert into directory.organisation as present
    (ods_code, record, version, change, written_by, written_at, written_why)
  values ($1, $2::text::jsonb, $3, $4, $5, $6, $7)
  on conflict (ods_code) do update set (record, version, change, written_by, written_at, written_why)
    = row(excluded.record, excluded.version, excluded.change, excluded.written_by, excluded.written_at,
      excluded.written_why)
    where present.version = excluded.version - 1
  returning version`

async function store(
  query: Query,
  odsCode: string,
  text: string,
  version: number,
  { who, at, why }: Written,
): Promise<boolean> {
  await query(
    `insert into directory.organisation_history
       (ods_code, version, record, change, written_by, written_at, written_why)
     select ods_code, version, record, change, written_by, written_at, written_why
     from directory.organisation where ods_code = $1 and version = $2`,
    [odsCode, version],
  )
  const change = await appendChanges(query, 'reference', [`${PREFIX}${odsCode}`])
  const stored = await query(STORE, [odsCode, text, version + 1, change, who, at, why])
  return stored.length === 1
}

const recordOf = ({ odsCode, record, version, writtenAt }: Row): OrganisationRecord => ({
  odsCode,
  ...record,
  version,
  updatedAt: writtenAt.toISOString(),
})
