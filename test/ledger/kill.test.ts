import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes, randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openRecorder } from '../../src/activity/index.ts'
import { openJournalRecorder } from '../../src/activity/open-recorder.ts'
import { type Database, migrate, openPglite, openPostgres } from '../../src/database/index.ts'
import { seal } from '../../src/ledger/seal.ts'
import { simulatedClock, systemClock } from '../../src/vocabulary/index.ts'
import { sampleEntries } from '../activity/sample-entry.ts'
import { SimulatedDisk } from '../activity/simulated-disk.ts'
import { freshServerDatabase, migratedImage, serverUrl } from '../support/database.ts'
import { assertWholeLedger, rootsOf } from './house-log.ts'

const CHILD = fileURLToPath(new URL('./kill-child.ts', import.meta.url))

type Told = { readonly ids: string[]; readonly sealed: Map<number, string> }

/** Starts a process that records and seals, kills it with SIGKILL after so many lines, answers what it had told by then. */
async function runAndKill(lines: number, told: Told, ...args: string[]): Promise<void> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let count = 0
  for await (const line of createInterface({ input: child.stdout })) {
    count += 1
    const [, size, root] = /^sealed (\d+) ([0-9a-f]{64}) \.$/.exec(line) ?? []
    if (size !== undefined && root !== undefined) {
      assert.equal(told.sealed.get(Number(size)) ?? root, root, `two trees of ${size} leaves were sealed`)
      told.sealed.set(Number(size), root)
    } else if (/^[0-9a-f-]{36}$/.test(line)) told.ids.push(line)
    if (count === lines) child.kill('SIGKILL')
  }
  assert.ok(count >= lines, 'the process ended by itself')
}

const parts = (database: Database) => ({
  database,
  log: 'activity' as const,
  clock: systemClock,
  origin: 'killed',
  sign: async () => 'note',
})

async function assertHolds(database: Database, told: Told): Promise<void> {
  const rows = await database.query<{ id: string }>('select id::text as id from activity.entry')
  const held = new Set(rows.map(row => row.id))
  assert.equal(held.size, rows.length, 'an entry is there twice')
  assert.deepEqual(
    told.ids.filter(id => !held.has(id)),
    [],
  )
  assert.equal((await seal(parts(database), undefined)).outcome === 'contradicted', false)
  const { leaves } = await assertWholeLedger(database)
  assert.equal(leaves, rows.length)
  const roots = await rootsOf(database, [...told.sealed.keys()])
  for (const [size, root] of told.sealed) assert.equal(roots.get(size), root, `the tree of ${size} leaves`)
}

describe('the ledger, killed with SIGKILL under load', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-ledger-kill-'))
  after(() => rm(folder, { recursive: true }))

  it('embedded: grows into one tree, kill after kill', {
    skip: serverUrl ? 'the server is tested instead' : false,
  }, async test => {
    const told: Told = { ids: [], sealed: new Map() }
    for (const lines of [300, 1, 500]) await runAndKill(lines, told, 'n1', folder)
    const database = await openPglite({ folder: join(folder, 'database') })
    const recorder = await openRecorder({
      kind: 'journal',
      database,
      folder,
      node: 'n1',
      clock: systemClock,
      random: randomBytes,
    })
    await recorder.settle()
    await recorder.close()
    await assertHolds(database, told)
    await database.close()
    test.diagnostic(`${told.ids.length} entries acknowledged, ${told.sealed.size} checkpoints told of`)
  })

  it('on a server: three nodes write and seal one tree, each killed at any instant, again and again', {
    skip: serverUrl ? false : 'DATABASE_URL is not set',
  }, async test => {
    const own = await freshServerDatabase(serverUrl ?? '')
    const database = await openPostgres(own.url, 2)
    try {
      await migrate(database)
      const told: Told = { ids: [], sealed: new Map() }
      const node = async (name: string): Promise<void> => {
        for (let kill = 0; kill < 3; kill += 1)
          await runAndKill(randomInt(1, 500), told, name, folder, own.url)
      }
      await Promise.all(['n1', 'n2', 'n3'].map(node))
      await assertHolds(database, told)
      test.diagnostic(`${told.ids.length} entries acknowledged, ${told.sealed.size} checkpoints told of`)
    } finally {
      await database.close()
      await own.drop()
    }
  })
})

describe('the ledger on the embedded engine', () => {
  it('comes to the very same tree after a power cut that takes back what the database had committed', {
    skip: serverUrl ? 'a server does not lose what it committed' : false,
  }, async () => {
    const clock = simulatedClock(Date.parse('2026-11-30T23:50:00Z'))
    const disk = new SimulatedDisk()
    const shipping = (database: Database) =>
      openJournalRecorder({
        database,
        node: 'n1',
        clock,
        random: randomBytes,
        files: disk.files,
        shipAfterMillis: 1e9,
      })
    const before = await openPglite({ folder: 'memory', image: await migratedImage() })
    const recorder = await shipping(before)
    // Across the end of a month.
    const entries = sampleEntries(900).map((entry, index) => ({
      ...entry,
      at: new Date(clock.now() + index * 1000).toISOString(),
    }))
    await Promise.all(entries.slice(0, 400).map(entry => recorder.record(entry)))
    await recorder.settle()
    await seal(parts(before), undefined)
    const image = await before.dump()
    await Promise.all(entries.slice(400).map(entry => recorder.record(entry)))
    await recorder.settle()
    const last = await seal(parts(before), undefined)
    assert.ok(last.outcome === 'sealed')
    assert.equal(last.checkpoint.size, 900)
    await recorder.close()
    await before.close()

    const back = await openPglite({ folder: 'memory', image })
    const again = await shipping(back)
    // Before the journal has come, nothing is signed that falls behind what was.
    assert.equal((await seal(parts(back), last.checkpoint)).outcome, 'contradicted')
    await again.settle()
    const resealed = await seal(parts(back), last.checkpoint)
    assert.ok(resealed.outcome === 'sealed')
    assert.deepEqual(Buffer.from(resealed.checkpoint.root), Buffer.from(last.checkpoint.root))
    assert.equal((await assertWholeLedger(back)).leaves, 900)
    await again.close()
    await back.close()
  })
})
