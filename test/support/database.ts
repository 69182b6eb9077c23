import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { type Database, migrate, openPglite, openPostgres } from '../../src/database/index.ts'

/** Which engine this run of the suite tests: PostgreSQL when DATABASE_URL is set, else PGlite. */
export const serverUrl = process.env['DATABASE_URL']

/**
 * A fresh, migrated database of its own, closed (and on a server dropped) after the test file.
 * On PGlite each starts from one image of a migrated database, kept for the length of a run.
 */
export async function testDatabase(): Promise<Database> {
  const database = serverUrl ? await freshOnServer(serverUrl) : await freshEmbedded()
  after(() => database.close())
  return database
}

/** A database of its own on the server, for tests that start whole processes on it; empty, or a copy of another. */
export async function freshServerDatabase(
  url: string,
  template = 'template1',
): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `signpost_test_${randomUUID().replaceAll('-', '')}`
  const admin = await openPostgres(url, 1)
  await admin.query(`create database ${name} template ${template}`)
  return {
    url: databaseAt(url, name),
    drop: async () => {
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.close()
    },
  }
}

const databaseAt = (url: string, name: string): string =>
  Object.assign(new URL(url), { pathname: `/${name}` }).href

/** The start of the names of databases that one run of the suite copies its own from; test/run.ts drops them. */
export const templatesOf = (run: string): string => `signpost_template_${run.replaceAll(/\W/g, '_')}`

/** How long a file waits for the one that fills the database, on a slow machine. */
const MAKING_MILLIS = 180_000

/**
 * The name of a database that `make` has filled, once in a run of the suite; undefined where no run is named, and each
 * test fills its own. Copying one takes a tenth of a second, filling one seconds.
 */
export async function serverTemplate(
  url: string,
  kind: string,
  make: (url: string) => Promise<void>,
): Promise<string | undefined> {
  const run = process.env['SIGNPOST_TEST_RUN']
  if (run === undefined) return undefined
  const name = `${templatesOf(run)}_${kind.replaceAll(/\W/g, '_')}`
  const admin = await openPostgres(url, 2, MAKING_MILLIS)
  try {
    // One file makes it while the others wait. The lock is a transaction's, which keeps its connection, for an idle one
    // is given up after ten seconds; databases are made beside it, since no transaction can.
    await admin.transaction(async lock => {
      await lock('select pg_advisory_xact_lock(hashtext($1))', [name])
      const there = await admin.query('select 1 from pg_database where datname = $1', [name])
      if (there.length > 0) return
      const part = `${name}_part`
      await admin.query(`drop database if exists ${part} with (force)`)
      await admin.query(`create database ${part}`)
      await make(databaseAt(url, part))
      await admin.query(`alter database ${part} rename to ${name}`)
    })
    return name
  } finally {
    await admin.close()
  }
}

/** Drops what a run has copied from. */
export async function dropTemplates(url: string, run: string): Promise<void> {
  const admin = await openPostgres(url, 1)
  const rows = await admin.query<{ datname: string }>(
    'select datname from pg_database where datname like $1',
    [`${templatesOf(run).replaceAll('_', '\\_')}%`],
  )
  for (const { datname } of rows) await admin.query(`drop database if exists ${datname} with (force)`)
  await admin.close()
}

const migrated = async (url: string): Promise<void> => {
  const database = await openPostgres(url, 1)
  await migrate(database)
  await database.close()
}

async function freshOnServer(url: string): Promise<Database> {
  const template = await serverTemplate(url, 'migrated', migrated)
  const own = await freshServerDatabase(url, template)
  const database = await openPostgres(own.url, 4)
  if (template === undefined) await migrate(database)
  return {
    ...database,
    close: async () => {
      await database.close()
      await own.drop()
    },
  }
}

async function freshEmbedded(): Promise<Database> {
  const { kept, database } = await keptImage()
  return database ?? openPglite({ folder: 'memory', image: new Blob([kept]) })
}

/** The files of an embedded database with its schema and nothing in it, for one that must lie in a folder. */
export async function migratedImage(): Promise<Blob> {
  const { kept, database } = await keptImage()
  await database?.close()
  return new Blob([kept])
}

/** One image per run of the suite (test/run.ts sets the name); alone, a test file makes its own each time. */
async function keptImage(): Promise<{ kept: Uint8Array<ArrayBuffer>; database?: Database }> {
  const folder = join(tmpdir(), 'signpost-test-images')
  const run = process.env['SIGNPOST_TEST_RUN']
  const path = run ? join(folder, `${run}.tar`) : undefined
  const there = path ? await readFile(path).catch(() => undefined) : undefined
  if (there) return { kept: new Uint8Array(there) }
  const database = await openPglite({ folder: 'memory' })
  await migrate(database)
  const kept = new Uint8Array(await (await database.dump()).arrayBuffer())
  if (path) {
    await mkdir(folder, { recursive: true })
    const part = `${path}.${process.pid}`
    await writeFile(part, kept)
    await rename(part, path)
  }
  return { kept, database }
}
