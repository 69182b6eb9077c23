import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, it } from 'node:test'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import { dropMonths, insertHold, leavesFrom, readEntry, readTail } from '../../src/activity/index.ts'
import { openJournalRecorder } from '../../src/activity/open-recorder.ts'
import { monthsKept } from '../../src/activity/retention-store.ts'
import { rootAt } from '../../src/ledger/index.ts'
import { seal } from '../../src/ledger/seal.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'
import { emptyLog } from './empty-log.ts'
import { sampleEntry } from './sample-entry.ts'
import { SimulatedDisk } from './simulated-disk.ts'

const clock = simulatedClock(Date.parse('2026-11-22T10:00:00Z'))
const MONTHS = ['2018-09', '2018-10', '2018-11', '2026-11']
const inMonth = (month: string, day: number) => `${month}-${String(day).padStart(2, '0')}T00:00:00.000Z`
const before = Date.parse('2018-11-22T10:00:00Z')

describe('the log, by its months', async () => {
  const database = await testDatabase()
  const { query } = database
  beforeEach(async () => {
    await emptyLog(database)
    await query('delete from activity.hold')
    await query('delete from activity.facts')
  })
  const parts = {
    database,
    log: 'activity' as const,
    clock,
    origin: 'test',
    sign: async () => 'note',
  }
  const recorderOf = () => openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
  /** Ten entries in each month, in order. */
  const fill = async () => {
    const recorder = await recorderOf()
    const entries = MONTHS.flatMap(month =>
      Array.from({ length: 10 }, (_, index) => sampleEntry({ at: inMonth(month, index + 1) })),
    )
    for (const entry of entries) await recorder.record(entry)
    await recorder.close()
    return entries
  }
  const drop = () => dropMonths(database, before, async () => {})
  const monthsWithEntries = async () => {
    const months = new Set((await readTail(query, {}, 1000)).map(({ entry }) => entry.at.slice(0, 7)))
    return [...months].sort()
  }

  it('has a partition for each month it needs, whatever the clock says, the last instant of each within', async () => {
    const recorder = await recorderOf()
    const instants = ['1970-01-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z', '2099-12-31T23:59:59.999Z']
    for (const at of instants) await recorder.record(sampleEntry({ at }))
    await recorder.close()
    const kept = await monthsKept(query)
    for (const at of instants) assert.ok(kept.includes(at.slice(0, 7)), at)
  })

  it('takes two nodes that come to a new month at once', async () => {
    const nodes = await Promise.all(
      ['n1', 'n2', 'n3'].map(node => openDatabaseWriter({ database, node, clock, random: randomBytes })),
    )
    for (const month of ['2030-01', '2030-02', '2030-03'])
      await Promise.all(nodes.map(node => node.record(sampleEntry({ at: inMonth(month, 1) }))))
    const rows = await leavesFrom(query, 0, 100)
    assert.deepEqual(
      rows.map(row => row.leaf),
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
    )
  })

  it('drops whole months that are over, once they are sealed, and no other', async () => {
    const entries = await fill()
    await drop()
    assert.deepEqual(await monthsWithEntries(), MONTHS)
    await seal(parts, undefined)
    const told: string[] = []
    const dropped = await dropMonths(database, before, async (_, { month }) => void told.push(month))
    assert.deepEqual(
      dropped.filter(gone => gone.entries > 0),
      [
        { month: '2018-09', entries: 10, leaves: { first: 0, last: 9 } },
        { month: '2018-10', entries: 10, leaves: { first: 10, last: 19 } },
      ],
    )
    assert.ok(told.includes('2018-09') && told.includes('2018-10'))
    assert.deepEqual(await monthsWithEntries(), ['2018-11', '2026-11'])
    assert.deepEqual((await readEntry(query, entries[20]?.id ?? ''))?.entry, entries[20])
    assert.equal(await readEntry(query, entries[0]?.id ?? ''), undefined)
  })

  it('keeps what a legal hold reaches', async () => {
    await fill()
    await seal(parts, undefined)
    const from = Date.parse('2018-10-31T00:00:00Z')
    const hold = { account: 'acc-1', organisation: null, from, until: from + 1, reference: 'an inquiry' }
    const deed = { who: 'p', actingAs: 'ig-officer', why: 'asked', at: clock.now() } as const
    await insertHold(query, 'h-1', hold, deed)
    await drop()
    assert.deepEqual(await monthsWithEntries(), ['2018-10', '2018-11', '2026-11'])
  })

  it('goes on as one tree after a month was dropped, with its numbers, and every root can still be told', async () => {
    await fill()
    const sealed = await seal(parts, undefined)
    assert.ok(sealed.outcome === 'sealed')
    await drop()
    const recorder = await recorderOf()
    await recorder.record(sampleEntry())
    await recorder.close()
    const [last] = await leavesFrom(query, 40, 10)
    assert.deepEqual([last?.leaf, last?.sequence], [40, 41])
    assert.ok((await seal(parts, sealed.checkpoint)).outcome === 'sealed')
    assert.deepEqual(await rootAt(query, 'activity', 40), sealed.checkpoint.root)
  })

  it('is not filled again by a journal, which lets go of segments that are over', async () => {
    const disk = new SimulatedDisk()
    const open = () =>
      openJournalRecorder({
        database,
        node: 'n1',
        clock,
        random: randomBytes,
        files: disk.files,
        segmentBytes: 3000,
        shipAfterMillis: 1e9,
      })
    const recorder = await open()
    for (const month of MONTHS)
      for (let day = 1; day <= 10; day += 1) await recorder.record(sampleEntry({ at: inMonth(month, day) }))
    await recorder.settle()
    await seal(parts, undefined)
    await drop()
    const segments = (await disk.files.list()).length
    await recorder.forgetDropped()
    const left = (await disk.files.list()).length
    assert.ok(left < segments && left > 2, `${left} of ${segments}`)
    await recorder.close()
    const again = await open()
    await again.record(sampleEntry())
    await again.settle()
    await again.close()
    assert.deepEqual(await monthsWithEntries(), ['2018-11', '2026-11'])
    // Also where all is compared again, in a journal that still has everything.
    await query('delete from activity.shipped')
    const third = await open()
    await third.settle()
    await third.close()
    assert.deepEqual(await monthsWithEntries(), ['2018-11', '2026-11'])
    assert.equal((await leavesFrom(query, 0, 1000)).length, 21)
  })
})
