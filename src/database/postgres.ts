import pg from 'pg'
import type { Database, Query, Row, SqlValue } from './database.ts'
import { safeInteger } from './numbers.ts'

const OLDEST_VERSION = 150_000

const parsers = new pg.TypeOverrides()
parsers.setTypeParser(pg.types.builtins.INT8, safeInteger)
parsers.setTypeParser(pg.types.builtins.NUMERIC, text => text)

/**
 * A PostgreSQL server, the engine for production: a commit is on disk before it is acknowledged.
 * @param connections how many at most; the activity log keeps one busy by itself under load
 * @throws when the server is older than 15, or runs with fsync or full_page_writes off, which would make
 *   "durably recorded" untrue
 */
export async function openPostgres(url: string, connections = 8): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    types: parsers,
    application_name: 'signpost',
  })
  // A connection that breaks while idle is dropped by the pool; without a listener Node would end the process.
  pool.on('error', () => {})
  const ask =
    (client: Pick<pg.ClientBase, 'query'>): Query =>
    async <R extends Row>(text: string, values: readonly SqlValue[] = []) =>
      (await client.query<R>(text, [...values])).rows
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
    transaction: async work => {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work(ask(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((second: unknown) => {
          broken = second instanceof Error ? second : new Error(String(second))
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    listen: (channel, heard) => listen(url, channel, heard),
    close: () => pool.end(),
  }
}

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

/** Keeps one connection of its own listening, and comes back by itself when it breaks. */
async function listen(url: string, channel: string, heard: () => void): Promise<() => Promise<void>> {
  let stopped = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'signpost listen' })
    fresh.on('notification', heard)
    fresh.on('error', () => {})
    fresh.on('end', () => {
      if (!stopped) retry = setTimeout(() => void connect().catch(() => fresh.emit('end')), 1000).unref()
    })
    client = fresh
    await fresh.connect()
    await fresh.query(`listen ${pg.escapeIdentifier(channel)}`)
    heard()
  }
  await connect()
  return async () => {
    stopped = true
    clearTimeout(retry)
    await client?.end()
  }
}
