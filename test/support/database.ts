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

/** A database of its own on the server, for tests that start whole processes on it. */
export async function freshServerDatabase(url: string): Promise<{ url: string; drop: () => Promise<void> }> {
  const name = `signpost_test_${randomUUID().replaceAll('-', '')}`
  const admin = await openPostgres(url, 1)
  await admin.query(`create database ${name}`)
  const own = new URL(url)
  own.pathname = `/${name}`
  return {
    url: own.href,
    drop: async () => {
      await admin.query(`drop database if exists ${name} with (force)`)
      await admin.close()
    },
  }
}

async function freshOnServer(url: string): Promise<Database> {
  const own = await freshServerDatabase(url)
  const database = await openPostgres(own.url, 4)
  await migrate(database)
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
