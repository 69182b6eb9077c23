import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileWitness, readCheckpointRow, thinCheckpoints } from '../../src/ledger/index.ts'
import { insertCheckpoint } from '../../src/ledger/tree-store.ts'
import { testDatabase } from '../support/database.ts'

describe('what is kept of sealing', async () => {
  const database = await testDatabase()
  const { query } = database
  const folder = await mkdtemp(join(tmpdir(), 'signpost-witness-'))
  after(() => rm(folder, { recursive: true }))

  it('is of old checkpoints the last of each hour, of each log, and of young ones all', async () => {
    const START = Date.parse('2026-11-01T00:00:00Z')
    // One each 10 minutes over 5 hours.
    for (let size = 1; size <= 30; size += 1)
      for (const log of ['activity', 'governance'] as const) {
        const at = new Date(START + (size - 1) * 600_000)
        await insertCheckpoint(query, log, { size, root: randomBytes(32), note: 'n', at })
      }
    const sizes = async (log: string) =>
      (
        await query<{ size: number }>('select size from ledger.checkpoint where log = $1 order by size', [
          log,
        ])
      ).map(row => row.size)
    const before = new Date(START + 3 * 3_600_000)
    assert.equal(await thinCheckpoints(query, 'activity', before), 15)
    const kept = [6, 12, 18, ...Array.from({ length: 12 }, (_, index) => 19 + index)]
    assert.deepEqual(await sizes('activity'), kept)
    assert.equal(await thinCheckpoints(query, 'activity', before), 0)
    assert.equal((await sizes('governance')).length, 30)
    assert.equal((await readCheckpointRow(query, 'activity'))?.size, 30)
    assert.equal((await readCheckpointRow(query, 'activity', 12))?.size, 12)
    assert.equal(await readCheckpointRow(query, 'activity', 11), undefined)
  })

  it('outside the database is what was sealed last, of each log, and nothing where the file says nothing', async () => {
    const witness = fileWitness(folder, 'activity')
    assert.equal(await witness.seen(), undefined)
    const root = randomBytes(32)
    await witness.keep({ size: 2 ** 40, root })
    assert.deepEqual(await fileWitness(folder, 'activity').seen(), { size: 2 ** 40, root })
    assert.equal(await fileWitness(folder, 'governance').seen(), undefined)
    await writeFile(join(folder, 'ledger-activity.seen'), '12 cut sho')
    assert.equal(await witness.seen(), undefined)
  })
})
