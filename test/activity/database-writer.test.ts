import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import type { Database } from '../../src/database/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'
import { emptyLog } from './empty-log.ts'
import { sampleEntries, sampleEntry } from './sample-entry.ts'

const clock = simulatedClock(0)

describe('the activity log in the database', async () => {
  const database = await testDatabase()
  beforeEach(() => emptyLog(database))
  const idsInOrder = async (node = 'n1') =>
    (
      await database.query<{ id: string }>(
        'select id::text as id from activity.entry where node = $1 order by sequence',
        [node],
      )
    ).map(row => row.id)

  /** The same database over a line that can be cut. */
  const breakable = () => {
    let away = false
    const failing: Database = {
      ...database,
      query: (text, values) =>
        away ? Promise.reject(new Error('server closed')) : database.query(text, values),
      transaction: work => (away ? Promise.reject(new Error('server closed')) : database.transaction(work)),
    }
    const go = (where: 'away' | 'back'): void => {
      away = where === 'away'
    }
    return { failing, go }
  }

  it('holds each entry by the time its record resolves, in the order they came, the very text that was written', async () => {
    const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    const entries = sampleEntries(40, { refusal: null })
    await Promise.all(
      entries.map(async entry => {
        await recorder.record(entry)
        const found = await database.query<{ text: string }>(
          'select entry::text as text from activity.entry where id = $1::uuid',
          [entry.id],
        )
        assert.deepEqual(found, [{ text: JSON.stringify(entry) }])
      }),
    )
    assert.deepEqual(
      await idsInOrder(),
      entries.map(entry => entry.id),
    )
    const [last] = await database.query(
      'select max(sequence) as last, min(sequence) as first from activity.entry',
    )
    assert.deepEqual(last, { last: 40, first: 1 })
    await recorder.close()
  })

  it('takes text with every kind of character', async () => {
    const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    const entry = sampleEntry({
      requestId: 'a\nb\r\t"\\{}\u2028\u0000,é, 漢, \ud800',
      refusal: 'account-not-active',
    })
    await recorder.record(entry)
    const [row] = await database.query<{ text: string; refusal: string }>(
      'select entry::text as text, refusal from activity.entry',
    )
    assert.equal(row?.text, JSON.stringify(entry))
    assert.equal(row?.refusal, 'account-not-active')
    await recorder.close()
  })

  it('goes on with the numbers where the last process of that node stopped, apart from other nodes', async () => {
    const entries = sampleEntries(3)
    for (const [index, node] of ['n1', 'n2', 'n1'].entries()) {
      const recorder = await openDatabaseWriter({ database, node, clock, random: randomBytes })
      await recorder.record(entries[index] ?? sampleEntry())
      await recorder.close()
    }
    assert.deepEqual(
      await database.query('select node, sequence from activity.entry order by node, sequence'),
      [
        { node: 'n1', sequence: 1 },
        { node: 'n1', sequence: 2 },
        { node: 'n2', sequence: 1 },
      ],
    )
  })

  it('rejects the batch whose commit fails, says so, and goes on without a hole when the database is back', async () => {
    const { failing, go } = breakable()
    const recorder = await openDatabaseWriter({
      database: failing,
      node: 'n1',
      clock,
      random: randomBytes,
    })
    await recorder.record(sampleEntry())
    go('away')
    await assert.rejects(recorder.record(sampleEntry()), /server closed/)
    assert.deepEqual(recorder.health(), {
      writable: false,
      reason: 'server closed',
      pending: 0,
    })
    go('back')
    await recorder.record(sampleEntry())
    assert.deepEqual(recorder.health(), { writable: true, pending: 0 })
    assert.equal((await idsInOrder()).length, 2)
    await recorder.close()
  })

  it('finds by itself, when asked for its health, that the database is back', async () => {
    const { failing, go } = breakable()
    const recorder = await openDatabaseWriter({
      database: failing,
      node: 'n1',
      clock,
      random: randomBytes,
    })
    go('away')
    await assert.rejects(recorder.record(sampleEntry()), /server closed/)
    go('back')
    assert.equal(recorder.health().writable, false)
    await recorder.close()
    assert.equal(recorder.health().writable, true)
  })

  it('refuses a second process that writes as the same node, and lets it in once it has read where the numbers are', async () => {
    const first = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    const second = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    await first.record(sampleEntry())
    await assert.rejects(second.record(sampleEntry()))
    await second.record(sampleEntry())
    assert.equal((await idsInOrder()).length, 2)
  })

  it('says that it is not writable while a write does not end', async () => {
    const clock = simulatedClock(0)
    const held = Promise.withResolvers<void>()
    const slow: Database = {
      ...database,
      query: async (text, values) => {
        if (text.includes('insert')) await held.promise
        return database.query(text, values)
      },
    }
    const recorder = await openDatabaseWriter({
      database: slow,
      node: 'n1',
      clock,
      random: randomBytes,
    })
    const recorded = recorder.record(sampleEntry())
    await turn()
    await turn()
    assert.deepEqual(recorder.health(), { writable: true, pending: 1 })
    clock.advance(6000)
    assert.deepEqual(recorder.health(), {
      writable: false,
      reason: 'a write has not ended for 6 s',
      pending: 1,
    })
    held.resolve()
    await recorded
    assert.deepEqual(recorder.health(), { writable: true, pending: 0 })
    await recorder.close()
  })

  it('does not record what it may not say', async () => {
    const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    const question = { ...sampleEntry().question, cell: 'LS1 4AP' }
    await assert.rejects(recorder.record(sampleEntry({ question })), /more finely/)
    assert.deepEqual(await idsInOrder(), [])
  })
})
