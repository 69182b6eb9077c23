import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { PostcodeTable } from './postcode-table.ts'
import { tableFromBytes, tableToBytes } from './table-bytes.ts'

/** A stored edition, without its rows. */
export type StoredEdition = {
  readonly id: number
  readonly name: string
  readonly status: 'loading' | 'active' | 'superseded' | 'abandoned'
  readonly startedAt: Date
  readonly activatedAt: Date | null
  readonly postcodes: number
  readonly located: number
  readonly terminated: number
}

const inflate = promisify(gunzip)
const deflate = promisify(gzip)

/** Bytes of a table in one chunk before compression; some 300 kB after it, which either engine takes in its stride. */
const CHUNK_BYTES = 1024 * 1024
/** Level 3 packs to within a few percent of level 6 here, in half the time. */
const GZIP_LEVEL = 3
/** An import that has not finished after this long was killed: a running one takes seconds. */
const ABANDONED_AFTER = '1 hour'
/** Any constant will do: lets one activation through at a time. */
const ACTIVATION_LOCK = 7_426_002

/** What serves instead of a table that was stored and not taken. */
export type StoreOutcome =
  | { readonly outcome: 'serving'; readonly editionId: number }
  | { readonly outcome: 'not-taken'; readonly serving: StoredEdition }

export type StoreOptions = {
  /** What the import read, kept as a record. */
  readonly report: unknown
  /**
   * Whether the table may take the place of the one that serves at that moment, which may be another than when the import
   * began. Asked inside the transaction that swaps them.
   */
  readonly mayReplace: (serving: StoredEdition) => boolean
  readonly progress?: (done: number, of: number) => void
}

/**
 * Stores a table and makes it the one that serves. Chunks go in one by one, seen by nobody; then one short
 * transaction swaps the editions, drops the chunks of the old one and tells every node through the change feed.
 * Whatever breaks before that transaction commits leaves the old table serving.
 */
export async function storeTable(
  database: Database,
  table: PostcodeTable,
  { report, mayReplace, progress = () => {} }: StoreOptions,
): Promise<StoreOutcome> {
  const bytes = tableToBytes(table)
  const count = Math.ceil(bytes.length / CHUNK_BYTES)
  await sweepAbandoned(database)
  const id = await beginEdition(database.query, table, report, count, bytes.length)
  for (let position = 0; position < count; position += 1) {
    const part = bytes.subarray(position * CHUNK_BYTES, (position + 1) * CHUNK_BYTES)
    const content = await deflate(part, { level: GZIP_LEVEL })
    await database.query('insert into places.chunk (edition_id, position, content) values ($1, $2, $3)', [
      id,
      position,
      content,
    ])
    progress(position + 1, count)
  }
  const inTheWay = await database.transaction(query => activate(query, id, mayReplace))
  return inTheWay === null
    ? { outcome: 'serving', editionId: id }
    : { outcome: 'not-taken', serving: inTheWay }
}

async function beginEdition(
  query: Query,
  table: PostcodeTable,
  report: unknown,
  chunks: number,
  bytes: number,
): Promise<number> {
  const { name, postcodes, located, terminated, nations } = table.edition
  const [row] = await query<{ id: number }>(
    `insert into places.edition (name, postcodes, located, terminated, nations, report, chunks, bytes)
     values ($1, $2, $3, $4, $5::jsonb, $6::jsonb, $7, $8) returning id`,
    [name, postcodes, located, terminated, JSON.stringify(nations), JSON.stringify(report), chunks, bytes],
  )
  if (!row) throw new Error('The new edition was not given a number.')
  return row.id
}

/**
 * Swaps the active edition, inside the caller's transaction; or gives the new one up, and answers with the one that it
 * may not replace. @throws when the new one is not whole
 */
async function activate(
  query: Query,
  id: number,
  mayReplace: StoreOptions['mayReplace'],
): Promise<StoredEdition | null> {
  await query('select pg_advisory_xact_lock($1)', [ACTIVATION_LOCK])
  const serving = await servingEdition(query)
  if (serving !== null && !mayReplace(serving)) {
    await query(`update places.edition set status = 'abandoned' where id = $1`, [id])
    await query('delete from places.chunk where edition_id = $1', [id])
    return serving
  }
  await query(
    `delete from places.chunk where edition_id in (select id from places.edition where status = 'active')`,
  )
  await query(`update places.edition set status = 'superseded' where status = 'active'`)
  const activated = await query(
    `update places.edition set status = 'active', activated_at = now()
     where id = $1 and status = 'loading'
       and chunks = (select count(*) from places.chunk where edition_id = $1)
     returning id`,
    [id],
  )
  if (activated.length === 0)
    throw new Error('The new postcode table did not arrive whole; the old one goes on serving.')
  await appendChanges(query, 'places', ['*'])
  return null
}

async function sweepAbandoned(database: Database): Promise<void> {
  await database.transaction(async query => {
    const swept = await query<{ id: number }>(
      `update places.edition set status = 'abandoned'
       where status = 'loading' and started_at < now() - $1::interval returning id`,
      [ABANDONED_AFTER],
    )
    await query('delete from places.chunk where edition_id = any($1::bigint[])', [swept.map(row => row.id)])
  })
}

/** How often to look again when an edition is superseded between two reads of it. */
const LOAD_ATTEMPTS = 5

/**
 * The table that serves, read into memory; null when none was ever imported.
 * @throws when the stored one is damaged
 */
export async function loadActiveTable(query: Query): Promise<PostcodeTable | null> {
  for (let attempt = 0; attempt < LOAD_ATTEMPTS; attempt += 1) {
    const [edition] = await query<{ id: number; chunks: number }>(
      `select id, chunks from places.edition where status = 'active'`,
    )
    if (!edition) return null
    const parts = await loadChunks(query, edition.id, edition.chunks)
    if (parts) return tableFromBytes(Buffer.concat(parts))
  }
  throw new Error('The postcode table keeps changing while it is read, or has lost some of its chunks.')
}

/** One at a time, so that the embedded engine can answer others in between. Null when one is gone. */
async function loadChunks(query: Query, id: number, count: number): Promise<Buffer[] | null> {
  const parts: Buffer[] = []
  for (let position = 0; position < count; position += 1) {
    const [row] = await query<{ content: Uint8Array }>(
      'select content from places.chunk where edition_id = $1 and position = $2',
      [id, position],
    )
    if (!row) return null
    parts.push(await inflated(row.content))
  }
  return parts
}

/** Never more than went in, whatever the bytes say of themselves. */
function inflated(content: Uint8Array): Promise<Buffer> {
  return inflate(content, { maxOutputLength: CHUNK_BYTES }).catch((cause: unknown) => {
    throw new Error(
      'The stored postcode table is damaged: a part cannot be unpacked. Import the file again.',
      {
        cause,
      },
    )
  })
}

const EDITION = `
  select id, name, status, started_at as "startedAt", activated_at as "activatedAt", postcodes, located, terminated
  from places.edition`

/** Every edition there ever was, newest first. */
export function listEditions(query: Query): Promise<StoredEdition[]> {
  return query<StoredEdition>(`${EDITION} order by id desc`)
}

/** The edition that serves; null before the first import. */
export async function servingEdition(query: Query): Promise<StoredEdition | null> {
  const [serving] = await query<StoredEdition>(`${EDITION} where status = 'active'`)
  return serving ?? null
}
