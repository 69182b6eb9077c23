import { readdir, readFile } from 'node:fs/promises'
import type { Database, Query } from './database.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** Any constant will do, as long as every node of ours takes the same. */
const LOCK = 7_426_001
const ONE_AT_A_TIME = `select pg_advisory_xact_lock(${LOCK})`

/**
 * Brings the database to the newest migration, each file in a transaction of its own, never backwards.
 * Several nodes may start at once: an advisory lock lets one through, the others then find nothing to do.
 * @returns the file names applied now
 * @throws when the database has a migration this program does not know: it is newer than the program
 */
export async function migrate(database: Database, folder: URL = FOLDER): Promise<string[]> {
  const files = (await readdir(folder)).filter(name => name.endsWith('.sql')).sort()
  await database.transaction(prepare)
  const applied: string[] = []
  for (const name of files) {
    const statements = statementsOf(name, await readFile(new URL(name, folder), 'utf8'))
    const fresh = await database.transaction(async query => {
      await query(ONE_AT_A_TIME)
      const done = await query<{ name: string }>('select name from public.signpost_migration')
      const unknown = done.find(row => !files.includes(row.name))
      if (unknown) {
        throw new Error(
          `The database has the migration ${unknown.name}, which this version of Signpost does not know. Start a newer version.`,
        )
      }
      if (done.some(row => row.name === name)) return false
      for (const statement of statements) await query(statement)
      await query('insert into public.signpost_migration (name) values ($1)', [name])
      return true
    })
    if (fresh) applied.push(name)
  }
  return applied
}

/** Under the lock too: `if not exists` alone lets two sessions through, and the second fails on a catalogue's index. */
async function prepare(query: Query): Promise<void> {
  await query(ONE_AT_A_TIME)
  await query(
    'create table if not exists public.signpost_migration (name text primary key, at timestamptz not null default now())',
  )
}

/**
 * Statements end with a semicolon at the end of a line; comments have lines of their own.
 * @throws for what this simple reading would cut wrongly: function bodies, and texts that go on over such an end
 */
function statementsOf(name: string, text: string): string[] {
  const statements = text
    .replace(/^\s*--.*$/gm, '')
    .split(/;\s*$/m)
    .map(statement => statement.trim())
    .filter(statement => statement !== '')
  for (const statement of statements) {
    const quotes = statement.match(/'/g)?.length ?? 0
    if (quotes % 2 === 0 && !/\$\w*\$/.test(statement)) continue
    const start = statement.slice(0, 60).replaceAll(/\s+/g, ' ')
    throw new Error(
      `${name}: "${start} …" holds a function body, or a quotation mark without its other half: a semicolon at the end of a line, or a comment beside code, stands where it cannot.`,
    )
  }
  return statements
}
