import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, it } from 'node:test'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import { type ActivityEntry, factsFrom, type KeptFacts, keptFacts } from '../../src/activity/index.ts'
import { openJournalRecorder } from '../../src/activity/open-recorder.ts'
import type { Database } from '../../src/database/index.ts'
import type { CallerFacts } from '../../src/policy/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { caller } from '../policy/examples.ts'
import { testDatabase } from '../support/database.ts'
import { sampleEntry } from './sample-entry.ts'
import { SimulatedDisk } from './simulated-disk.ts'

const clock = simulatedClock(Date.parse('2026-11-22T10:00:00Z'))

const named = (name: string): CallerFacts => ({ ...caller, product: { ...caller.product, name } })
const about = (facts: KeptFacts): ActivityEntry => sampleEntry({ facts: facts.hash })

describe('the facts an entry names', async () => {
  const database = await testDatabase()
  beforeEach(async () => {
    for (const table of ['entry', 'facts', 'shipped']) await database.query(`delete from activity.${table}`)
  })
  const stored = async () =>
    (
      await database.query<{ hash: string; text: string; first_seen: Date }>(
        'select hash, facts::text as text, first_seen from activity.facts order by hash',
      )
    ).map(row => ({ ...row }))
  /** Entries whose facts are not there. */
  const orphans = async () =>
    database.query(
      `select id from activity.entry
       where not exists (select from activity.facts where hash = entry.entry->>'facts')`,
    )

  describe('written into the database', () => {
    it('are there when the first entry is, once, however many name them at once', async () => {
      const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
      const facts = [named('One "quoted"\t\n\u0000 product'), named('Another')].map(keptFacts)
      await Promise.all(
        Array.from({ length: 40 }, async (_, index) => {
          const kept = facts[index % 2]
          assert.ok(kept)
          await recorder.record(about(kept), kept)
          assert.deepEqual(await orphans(), [])
        }),
      )
      const rows = await stored()
      assert.deepEqual(
        rows.map(row => row.hash),
        facts.map(kept => kept.hash).toSorted(),
      )
      for (const row of rows) {
        assert.equal(row.text, facts.find(kept => kept.hash === row.hash)?.text)
        factsFrom(row)
        assert.equal(row.first_seen.getTime(), clock.now())
      }
      await recorder.close()
    })

    it('that cannot be kept leave their question unanswered, and are kept with the next', async () => {
      let shut = true
      const failing: Database = {
        ...database,
        query: (text, values) =>
          shut && text.includes('activity.facts')
            ? Promise.reject(new Error('disk full'))
            : database.query(text, values),
      }
      const recorder = await openDatabaseWriter({ database: failing, node: 'n1', clock, random: randomBytes })
      const kept = keptFacts(caller)
      await assert.rejects(recorder.record(about(kept), kept), /disk full/)
      assert.deepEqual(await database.query('select id from activity.entry'), [])
      shut = false
      await recorder.record(about(kept), kept)
      assert.deepEqual([(await stored()).length, await orphans()], [1, []])
      await recorder.close()
    })

    it('are written no second time', async () => {
      let writes = 0
      const counting: Database = {
        ...database,
        query: (text, values) => {
          if (text.includes('insert into activity.facts')) writes += 1
          return database.query(text, values)
        },
      }
      const recorder = await openDatabaseWriter({
        database: counting,
        node: 'n1',
        clock,
        random: randomBytes,
      })
      const kept = keptFacts(caller)
      for (let turn = 0; turn < 5; turn += 1) await recorder.record(about(kept), kept)
      assert.equal(writes, 1)
      await recorder.close()
    })
  })

  describe('written into the journal', () => {
    const open = (disk: SimulatedDisk) =>
      openJournalRecorder({
        database,
        node: 'n1',
        clock,
        random: randomBytes,
        files: disk.files,
        shipAfterMillis: 1_000_000_000,
      })
    const timesIn = (disk: SimulatedDisk, text: string): number =>
      disk.contents('00000001.journal').toString('utf8').split(text).length - 1

    it('go with the first entry in one line, survive a power cut with it, and are shipped with it', async () => {
      const disk = new SimulatedDisk()
      const recorder = await open(disk)
      const kept = keptFacts(named('Tab\tand\nline end'))
      for (let turn = 0; turn < 3; turn += 1) await recorder.record(about(kept), kept)
      assert.equal(timesIn(disk, kept.text), 1)
      disk.powerCut(() => false)
      const again = await open(disk)
      await again.settle()
      assert.deepEqual(
        (await stored()).map(({ hash, text }) => ({ hash, text })),
        [{ hash: kept.hash, text: kept.text }],
      )
      assert.deepEqual(await orphans(), [])
      assert.equal((await database.query('select id from activity.entry')).length, 3)
      // This process has kept none yet, so its first entry carries them again; kept twice is kept once.
      await again.record(about(kept), kept)
      assert.equal(timesIn(disk, kept.text), 2)
      await again.settle()
      assert.equal((await stored()).length, 1)
      await again.close()
    })

    it('that could not be written with their entry go with the next', async () => {
      const disk = new SimulatedDisk()
      const recorder = await open(disk)
      const kept = keptFacts(caller)
      disk.faults.push({ on: 'write', code: 'ENOSPC' })
      await assert.rejects(recorder.record(about(kept), kept), /ENOSPC/)
      await recorder.record(about(kept), kept)
      await recorder.settle()
      assert.deepEqual([(await stored()).length, await orphans()], [1, []])
      await recorder.close()
    })
  })
})
