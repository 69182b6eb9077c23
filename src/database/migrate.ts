import { readdir, readFile } from 'node:fs/promises'
import type { Database } from './database.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** Any constant will do, as long as every node of ours takes the same. */
const LOCK = 7_426_001

/**
 * Brings the database to the newest migration, each file in a transaction of its own, never backwards.
 * Several nodes may start at once: an advisory lock lets one through, the others then find nothing to do.
 * @returns the file names applied now
 * @throws when the database has a migration this program does not know: it is newer than the program
 */
export async function migrate(database: Database, folder: URL = FOLDER): Promise<string[]> {
  const files = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  await database.query(
    'create table if not exists public.signpost_migration (name text primary key, at timestamptz not null default now())',
  )
  const applied: string[] = []
  for (const name of files) {
    const text = await readFile(new URL(name, folder), 'utf8')
    const fresh = await database.transaction(async query => {
      await query(`select pg_advisory_xact_lock(${LOCK})`)
      const done = await query<{ name: string }>('select name from public.signpost_migration')
      const unknown = done.find(row => !files.includes(row.name))
      if (unknown) {
        throw new Error(
          `The database has the migration ${unknown.name}, which this version of Signpost does not know. Start a newer version.`,
        )
      }
      if (done.some(row => row.name === name)) return false
      for (const statement of statementsOf(text)) await query(statement)
      await query('insert into public.signpost_migration (name) values ($1)', [name])
      return true
    })
    if (fresh) applied.push(name)
  }
  return applied
}

/** Statements end with a semicolon at the end of a line; our migrations use no function bodies. */
const statementsOf = (text: string): string[] =>
  text
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(statement => statement !== '')
