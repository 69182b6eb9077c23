import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import {
  eraseEntriesOf,
  insertHold,
  keptFacts,
  lastUse,
  leafOfDecision,
  readEntry,
  readTail,
} from '../../src/activity/index.ts'
import { activityLeafData, commitmentTo, findLeaves, leafHash, rootAt } from '../../src/ledger/index.ts'
import { seal } from '../../src/ledger/seal.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { caller } from '../policy/examples.ts'
import { testDatabase } from '../support/database.ts'
import { sampleEntry } from './sample-entry.ts'

const clock = simulatedClock(Date.parse('2026-11-22T10:00:00Z'))
const onDay = (day: number) => `2026-10-${String(day).padStart(2, '0')}T00:00:00.000Z`

describe('erasing what one person asked', async () => {
  const database = await testDatabase()
  const { query } = database
  const factsOf = (id: string) =>
    keptFacts({
      ...caller,
      account: { ...caller.account, id: `account-${id}`, kind: 'individual' },
      individual: { id, role: null },
    })
  const ofPerson = (id: string, day: number) =>
    sampleEntry({
      at: onDay(day),
      account: `account-${id}`,
      individual: id,
      facts: factsOf(id).hash,
      counts: true,
    })
  const record = async () => {
    const recorder = await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes })
    const entries = Array.from({ length: 12 }, (_, index) =>
      ofPerson(index % 3 === 0 ? 'p-1' : 'p-2', index + 1),
    )
    for (const entry of entries) await recorder.record(entry, factsOf(entry.individual ?? ''))
    await recorder.close()
    return entries
  }

  it('leaves number, time, id and what the leaf commits to, and not a word more', async () => {
    const entries = await record()
    await seal({ database, log: 'activity', clock, origin: 'test', sign: async () => 'note' }, undefined)
    const root = await rootAt(query, 'activity', 12)
    const [mine, others] = [entries[3], entries[4]]
    assert.ok(mine && others)
    const whole = await leafOfDecision(query, mine.id)
    assert.deepEqual(await eraseEntriesOf(database, 'p-1'), { entries: 4, held: [] })
    assert.deepEqual(await eraseEntriesOf(database, 'p-1'), { entries: 0, held: [] })

    const erased = await leafOfDecision(query, mine.id)
    assert.ok(whole?.text && erased && erased.text === null && erased.salt === null)
    assert.deepEqual(Buffer.from(erased.commitment), Buffer.from(commitmentTo(whole.salt, whole.text)))
    // The leaf can still be made, so that a changed number or time of an erased entry would be seen.
    const data = activityLeafData({ ...erased, at: erased.at.getTime() })
    assert.deepEqual(await findLeaves(query, 'activity', [leafHash(data)], 0, 12), [erased.leaf])
    assert.deepEqual(await rootAt(query, 'activity', 12), root)
    const [row] = await query('select * from activity.entry where id = $1::uuid', [mine.id])
    assert.doesNotMatch(JSON.stringify(Object.values(row ?? {})), /p-1|acc|org|search/)
    assert.deepEqual(await query(`select 1 from activity.facts where individual = 'p-1'`), [])

    assert.equal(await readEntry(query, mine.id), undefined)
    assert.deepEqual((await readEntry(query, others.id))?.entry, others)
    assert.equal((await readTail(query, {}, 100)).length, 8)
    assert.equal(await lastUse(query, { account: 'account-p-1' }), undefined)
    assert.ok(await lastUse(query, { account: 'account-p-2' }))
  })

  it('leaves months under a legal hold as they are, and says so', async () => {
    const from = Date.parse('2026-10-01T00:00:00Z')
    const hold = { account: null, organisation: null, from, until: null, reference: 'an inquiry' }
    await insertHold(query, 'h-1', hold, { who: 'p', actingAs: 'ig-officer', why: 'asked', at: clock.now() })
    assert.deepEqual(await eraseEntriesOf(database, 'p-2'), { entries: 0, held: ['2026-10'] })
    assert.equal((await query(`select 1 from activity.facts where individual = 'p-2'`)).length, 1)
  })
})
