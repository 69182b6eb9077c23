import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import { openJournalRecorder } from '../../src/activity/open-recorder.ts'
import type { Database } from '../../src/database/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'
import { emptyLog } from './empty-log.ts'
import { sampleEntries, sampleEntry } from './sample-entry.ts'
import { SimulatedDisk } from './simulated-disk.ts'

const clock = simulatedClock(0)

describe('the journal on its way into the database', async () => {
  const database = await testDatabase()
  beforeEach(() => emptyLog(database))
  /** Ships only when told to, by `settle` or `close`. */
  const open = (disk: SimulatedDisk, into: Database = database) =>
    openJournalRecorder({
      database: into,
      node: 'n1',
      clock,
      random: randomBytes,
      files: disk.files,
      segmentBytes: 20_000,
      shipAfterMillis: 1_000_000_000,
    })
  const stored = async () =>
    await database.query<{ sequence: number; id: string }>(
      'select sequence, id::text as id from activity.entry order by sequence',
    )
  const numbered = (entries: readonly { id: string }[]) =>
    entries.map((entry, index) => ({ sequence: index + 1, id: entry.id }))

  it('arrives whole, in order and once, over many segments', async () => {
    const disk = new SimulatedDisk()
    const recorder = await open(disk)
    const entries = sampleEntries(700)
    for (let from = 0; from < 700; from += 50) {
      await Promise.all(entries.slice(from, from + 50).map(entry => recorder.record(entry)))
    }
    await recorder.settle()
    assert.deepEqual(await stored(), numbered(entries))
    assert.deepEqual(recorder.health(), {
      writable: true,
      pending: 0,
      lagEntries: 0,
    })
    await recorder.close()
  })

  it('arrives by itself, behind the answers', async () => {
    const { files } = new SimulatedDisk()
    const recorder = await openJournalRecorder({
      database,
      node: 'n1',
      clock,
      random: randomBytes,
      files,
      shipAfterMillis: 0,
    })
    const entries = sampleEntries(30)
    for (const entry of entries) await recorder.record(entry)
    while ((recorder.health().lagEntries ?? 0) > 0) await turn()
    assert.deepEqual(await stored(), numbered(entries))
    await recorder.close()
  })

  it('is recorded while the database is away, and says how far behind it is', async () => {
    const disk = new SimulatedDisk()
    let away = false
    const failing: Database = {
      ...database,
      transaction: work => (away ? Promise.reject(new Error('server closed')) : database.transaction(work)),
    }
    const recorder = await open(disk, failing)
    away = true
    const entries = sampleEntries(5)
    for (const entry of entries) await recorder.record(entry)
    await assert.rejects(recorder.settle(), /server closed/)
    assert.deepEqual(recorder.health(), {
      writable: true,
      reason: 'server closed',
      pending: 0,
      lagEntries: 5,
    })
    away = false
    await recorder.settle()
    assert.deepEqual(await stored(), numbered(entries))
    assert.deepEqual(recorder.health(), {
      writable: true,
      pending: 0,
      lagEntries: 0,
    })
    await recorder.close()
  })

  it('arrives once although a commit took place whose answer was lost', async () => {
    const disk = new SimulatedDisk()
    let lost = true
    const failing: Database = {
      ...database,
      transaction: async work => {
        const result = await database.transaction(work)
        if (!lost) return result
        lost = false
        throw new Error('connection reset')
      },
    }
    const recorder = await open(disk, failing)
    const entries = sampleEntries(3)
    for (const entry of entries) await recorder.record(entry)
    await assert.rejects(recorder.settle(), /connection reset/)
    await recorder.settle()
    assert.deepEqual(await stored(), numbered(entries))
    await recorder.close()
  })

  it('leaves nothing out when the journal cannot be read for a moment', async () => {
    const disk = new SimulatedDisk()
    const recorder = await open(disk)
    const entries = sampleEntries(60)
    for (const entry of entries) await recorder.record(entry)
    const pass = { on: 'read', code: '', takeBytes: 0 } as const
    disk.faults.push(pass, pass, { on: 'read', code: 'EIO' })
    await assert.rejects(recorder.settle(), /EIO/)
    await recorder.settle()
    assert.deepEqual(await stored(), numbered(entries))
    await recorder.close()
  })

  it('is shipped again at start when the database has lost some of it', async () => {
    const disk = new SimulatedDisk()
    const recorder = await open(disk)
    const entries = sampleEntries(60)
    for (const entry of entries) await recorder.record(entry)
    await recorder.close()
    await database.query('delete from activity.entry where sequence in (17, 18, 60)')
    const again = await open(disk)
    await again.settle()
    assert.deepEqual(await stored(), numbered(entries))
    await database.query('delete from activity.entry')
    await database.query('delete from activity.shipped')
    await again.close()
    const anew = await open(disk)
    await anew.settle()
    assert.deepEqual(await stored(), numbered(entries))
    await anew.close()
  })

  it('does not start on a journal older than the database', async () => {
    const disk = new SimulatedDisk()
    const recorder = await open(disk)
    await recorder.record(sampleEntry())
    disk.files.syncFolder()
    const copy = Buffer.from(disk.contents('00000001.journal'))
    await recorder.record(sampleEntry())
    await recorder.close()
    disk.overwrite('00000001.journal', copy)
    await assert.rejects(open(disk), /up to 2, its journal ends at 1/)
  })

  it('goes on with the numbers of a node that wrote into the database itself until now', async () => {
    const direct = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    for (const entry of sampleEntries(41)) await direct.record(entry)
    await direct.close()
    const recorder = await open(new SimulatedDisk())
    await recorder.record(sampleEntry())
    await recorder.settle()
    assert.deepEqual((await stored()).map(row => row.sequence).slice(-2), [41, 42])
    await recorder.close()
  })

  for (const [when, at] of [
    ['of the same time', sampleEntry().at],
    ['of another month', '2026-12-24T10:00:00.000Z'],
  ] as const) {
    it(`stops, and says so, where the database holds another entry ${when} under a number of ours`, async () => {
      const disk = new SimulatedDisk()
      const recorder = await open(disk)
      const other = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
      await other.record(sampleEntry({ at }))
      await recorder.record(sampleEntry())
      await assert.rejects(recorder.settle(), /two nodes have written under one name/)
      assert.match(recorder.health().reason ?? '', /two nodes/)
      await recorder.close()
    })
  }
})
