import pg from 'pg'
import type { Database, Query, Row, SqlValue } from './database.ts'
import { listenOnServer } from './listen.ts'
import { safeInteger } from './numbers.ts'

const OLDEST_VERSION = 150_000
/** How long to wait for a connection, new or free. */
const CONNECT_MILLIS = 10_000
/**
 * How long to wait for an answer. Far longer than any statement of ours takes: it ends the waiting for a server that
 * a network or a power cut has swallowed, of which TCP itself learns after a quarter of an hour only.
 */
const ANSWER_MILLIS = 60_000

const parsers = new pg.TypeOverrides()
parsers.setTypeParser(pg.types.builtins.INT8, safeInteger)
parsers.setTypeParser(pg.types.builtins.NUMERIC, text => text)

/**
 * A PostgreSQL server, the engine for production: a commit is on disk before it is acknowledged.
 * @param connections how many at most; the activity log keeps one busy by itself under load
 * @param answerMillis how long to wait for the answer to one statement
 * @throws when the server is older than 15, or runs with fsync, full_page_writes or synchronous_commit off, which
 *   would make "durably recorded" untrue
 */
export async function openPostgres(
  url: string,
  connections = 8,
  answerMillis = ANSWER_MILLIS,
): Promise<Database> {
  const settings = {
    connectionString: url,
    application_name: 'signpost',
    connectionTimeoutMillis: Math.min(CONNECT_MILLIS, answerMillis),
    query_timeout: answerMillis,
    keepAlive: true,
    types: parsers,
  }
  const pool = new pg.Pool({ ...settings, max: connections })
  // Without listeners Node would end the process when a connection breaks: the pool listens to idle ones and passes
  // it on, to one at work in a transaction nobody does. Whoever waits for it learns of it by its question failing.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  const query = ask(pool)
  try {
    await refuseUnsafe(query)
  } catch (error) {
    await pool.end()
    throw error
  }
  return {
    engine: 'postgresql',
    query,
    transaction: work => untilUnlocked(() => inTransaction(pool, work)),
    listen: (channel, heard) =>
      listenOnServer({ ...settings, application_name: 'signpost listen' }, channel, heard),
    close: () => pool.end(),
  }
}

const ask =
  (client: Pick<pg.ClientBase, 'query'>): Query =>
  async <R extends Row>(text: string, values: readonly SqlValue[] = []) =>
    (await client.query<R>(text, [...values])).rows

const DEADLOCK = '40P01'
const ATTEMPTS_MAX = 3

/**
 * Two transactions that each wait for what the other holds, such as a deadline and the act that moves it: the server
 * ends one, with nothing of it done, and once the other has finished it is done as if it had come later.
 */
async function untilUnlocked<T>(attempt: () => Promise<T>): Promise<T> {
  for (let attempts = 1; ; attempts += 1) {
    try {
      return await attempt()
    } catch (error) {
      const isDeadlock = error instanceof pg.DatabaseError && error.code === DEADLOCK
      if (!isDeadlock || attempts === ATTEMPTS_MAX) throw error
    }
  }
}

/**
 * A connection that failed, where the server did not merely say no, is not asked again, not even to roll back:
 * it may never answer. Dropping it rolls back.
 */
async function inTransaction<T>(pool: pg.Pool, work: (query: Query) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  const query = ask(client)
  let broken: Error | undefined
  const note = (error: unknown): never => {
    if (!(error instanceof pg.DatabaseError)) broken = asError(error)
    throw error
  }
  try {
    await client.query('begin').catch(note)
    const result = await work(<R extends Row>(text: string, values?: readonly SqlValue[]) =>
      query<R>(text, values).catch(note),
    )
    // Where a statement failed and `work` went on regardless, the server rolls back and calls that a success.
    const { command } = await client.query('commit').catch(note)
    if (command !== 'COMMIT') throw new Error('Transaction was rolled back instead of committed')
    return result
  } catch (error) {
    if (!broken) {
      await client.query('rollback').catch((second: unknown) => {
        broken = asError(second)
      })
    }
    throw error
  } finally {
    client.release(broken)
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

async function refuseUnsafe(query: Query): Promise<void> {
  const rows = await query<{ name: string; setting: string }>(
    "select name, setting from pg_settings where name in ('server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit')",
  )
  const setting = new Map(rows.map(row => [row.name, row.setting]))
  if (Number(setting.get('server_version_num')) < OLDEST_VERSION) {
    throw new Error('Signpost needs PostgreSQL 15 or later.')
  }
  for (const name of ['fsync', 'full_page_writes', 'synchronous_commit']) {
    if (setting.get(name) === 'off') {
      throw new Error(
        `PostgreSQL runs with ${name} = off: an answer could leave whose record a crash would lose. Turn it on, then start again.`,
      )
    }
  }
}
