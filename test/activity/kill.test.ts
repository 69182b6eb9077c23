import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openRecorder, parseEntry } from '../../src/activity/index.ts'
import { openJournal } from '../../src/activity/journal.ts'
import { diskFiles } from '../../src/activity/journal-files.ts'
import { partsOf } from '../../src/activity/journal-line.ts'
import { journalReader } from '../../src/activity/journal-reader.ts'
import { type Database, migrate, openPglite, openPostgres } from '../../src/database/index.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { freshServerDatabase, serverUrl, testDatabase } from '../support/database.ts'

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url))
const node = 'killed'

/** Starts a process that records without end, kills it with SIGKILL after so many acknowledgements, answers their ids. */
async function recordAndKill(after: number, ...args: string[]): Promise<string[]> {
  const child = spawn(process.execPath, [CHILD, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const acknowledged: string[] = []
  for await (const id of createInterface({ input: child.stdout })) {
    acknowledged.push(id)
    if (acknowledged.length === after) child.kill('SIGKILL')
  }
  assert.ok(acknowledged.length >= after, 'the process ended by itself')
  // The last line may have been cut by the kill; an id is 36 characters.
  return acknowledged.filter(id => id.length === 36)
}

async function inJournal(folder: string): Promise<string[]> {
  const files = await diskFiles(join(folder, 'journal'))
  const journal = await openJournal({ files, node, clock: systemClock })
  const reader = journalReader(files, journal, 1)
  const ids: string[] = []
  for (let run = await reader.read(500); run; run = await reader.read(500)) {
    ids.push(...run.texts.map(line => parseEntry(partsOf(line).entry).id))
  }
  await reader.close()
  await journal.close()
  return ids
}

const inDatabase = async (database: Database): Promise<string[]> =>
  (
    await database.query<{ id: string }>(
      'select id::text as id from activity.entry where node = $1 order by sequence',
      [node],
    )
  ).map(row => row.id)

/** Reopens the recorder on the folder and ships what is left. */
async function settle(database: Database, folder: string): Promise<void> {
  const recorder = await openRecorder({
    kind: 'journal',
    database,
    folder,
    node,
    clock: systemClock,
    random: randomBytes,
  })
  await recorder.settle()
  await recorder.close()
}

function assertHolds(held: readonly string[], acknowledged: readonly string[]): void {
  const ids = new Set(held)
  assert.equal(ids.size, held.length, 'an entry is there twice')
  assert.deepEqual(
    acknowledged.filter(id => !ids.has(id)),
    [],
  )
}

describe('killed with SIGKILL under load', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-kill-'))
  after(() => rm(folder, { recursive: true }))

  it('the journal holds every acknowledged entry, kill after kill, and then the database does, once', async () => {
    const acknowledged: string[] = []
    for (const count of [1, 33, 300, 64]) {
      acknowledged.push(...(await recordAndKill(count, 'journal', folder)))
    }
    const held = await inJournal(folder)
    assertHolds(held, acknowledged)
    const database = await testDatabase()
    await settle(database, folder)
    assert.deepEqual(await inDatabase(database), held)
    await settle(database, folder)
    assert.deepEqual(await inDatabase(database), held)
  })

  it('the embedded database catches up with the journal, whatever the kill cut short', {
    skip: serverUrl ? 'the server is tested instead' : false,
  }, async () => {
    const home = join(folder, 'embedded')
    const acknowledged = await recordAndKill(600, 'embedded', home)
    const held = await inJournal(home)
    assertHolds(held, acknowledged)
    const database = await openPglite({ folder: join(home, 'database') })
    await settle(database, home)
    assert.deepEqual(await inDatabase(database), held)
    await database.close()
  })

  it('the server holds every entry acknowledged after its commit', {
    skip: serverUrl ? false : 'DATABASE_URL is not set',
  }, async () => {
    const own = await freshServerDatabase(serverUrl ?? '')
    const database = await openPostgres(own.url, 2)
    try {
      await migrate(database)
      const acknowledged: string[] = []
      for (const count of [33, 800]) {
        acknowledged.push(...(await recordAndKill(count, 'server', folder, own.url)))
      }
      assertHolds(await inDatabase(database), acknowledged)
      const [row] = await database.query(
        'select count(*) as count, max(sequence) as last from activity.entry',
      )
      assert.equal(row?.['count'], row?.['last'])
    } finally {
      await database.close()
      await own.drop()
    }
  })

  it('the server catches up with a journal, whatever the kills cut short', {
    skip: serverUrl ? false : 'DATABASE_URL is not set',
  }, async () => {
    const home = join(folder, 'with-server')
    const own = await freshServerDatabase(serverUrl ?? '')
    const database = await openPostgres(own.url, 2)
    try {
      await migrate(database)
      const acknowledged: string[] = []
      for (const count of [200, 1200]) {
        acknowledged.push(...(await recordAndKill(count, 'journal-and-server', home, own.url)))
      }
      const held = await inJournal(home)
      assertHolds(held, acknowledged)
      await settle(database, home)
      assert.deepEqual(await inDatabase(database), held)
    } finally {
      await database.close()
      await own.drop()
    }
  })
})
