import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { beforeEach, describe, it } from 'node:test'
import fc from 'fast-check'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import type { Query } from '../../src/database/index.ts'
import { appendLeaves, HASH_BYTES, readTile, rootAt } from '../../src/ledger/index.ts'
import { type Sealed, seal } from '../../src/ledger/seal.ts'
import { openSealer } from '../../src/ledger/sealer.ts'
import type { Seen, Witness } from '../../src/ledger/witness.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { emptyLog } from '../activity/empty-log.ts'
import { sampleEntries } from '../activity/sample-entry.ts'
import { testDatabase } from '../support/database.ts'
import { assertWholeLedger } from './house-log.ts'
import { slowRoot } from './slow-tree.ts'

const clock = simulatedClock(Date.parse('2026-11-22T10:00:00Z'))
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex')

describe('sealing', async () => {
  const database = await testDatabase()
  const { query } = database
  beforeEach(() => emptyLog(database))
  const parts = {
    database,
    log: 'activity' as const,
    clock,
    origin: 'test.example/ledger',
    sign: async (_query: Query, { origin, size }: { origin: string; size: number }) => `${origin} ${size}`,
  }
  const sealAll = async (seen?: Seen): Promise<Sealed> => {
    for (;;) {
      const sealed = await seal(parts, seen)
      if (sealed.outcome !== 'sealed' || !sealed.more) return sealed
    }
  }
  const append = (hashes: readonly Uint8Array[]) => appendLeaves(query, 'activity', Buffer.concat(hashes))
  const leaves = (count: number) => Array.from({ length: count }, () => randomBytes(HASH_BYTES))
  /** Checkpoint by checkpoint, what the database says is sealed. */
  const checkpoints = () =>
    query<{ size: number; root: Uint8Array; note: string }>(
      `select size, root, note from ledger.checkpoint where log = 'activity' order by size`,
    )
  const whyNot = (sealed: Sealed): string => (sealed.outcome === 'contradicted' ? sealed.why : sealed.outcome)

  it('seals an empty log, once', async () => {
    assert.equal((await sealAll()).outcome, 'sealed')
    assert.equal((await sealAll()).outcome, 'nothing-new')
    assert.deepEqual(
      (await checkpoints()).map(({ size, root, note }) => [size, hex(root), note]),
      [[0, hex(slowRoot([])), 'test.example/ledger 0']],
    )
  })

  it('comes, however leaves arrive, to the roots of RFC 9162, and can give every tile and every earlier root', async () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.infiniteStream(fc.boolean()), async (batches, sealsAfter) => {
        await emptyLog(database)
        const all: Uint8Array[] = []
        for (const count of batches) {
          const more = leaves(count)
          assert.equal(await append(more), all.length)
          all.push(...more)
          if (sealsAfter.next().value) await sealAll()
        }
        await sealAll()
        for (const { size, root } of await checkpoints())
          assert.equal(hex(root), hex(slowRoot(all.slice(0, size))))
        for (const size of [1, 255, 256, 257, 511, 512, all.length].filter(size => size <= all.length))
          assert.equal(hex(await rootAt(query, 'activity', size)), hex(slowRoot(all.slice(0, size))))
        for (let index = 0; index * 256 < all.length; index += 1) {
          const held = all.slice(index * 256, (index + 1) * 256)
          const tile = { level: 0, index, width: held.length }
          assert.equal(hex(await readTile(query, 'activity', tile)), hex(Buffer.concat(held)))
          const above = { level: 1, index: 0, width: index + 1 }
          const root = (await readTile(query, 'activity', above))?.subarray(index * HASH_BYTES)
          assert.equal(hex(root), held.length === 256 ? hex(slowRoot(held)) : '')
          if (held.length < 256)
            assert.equal(await readTile(query, 'activity', { ...tile, width: held.length + 1 }), undefined)
        }
      }),
      { numRuns: 12 },
    )
  })

  it('fills tiles of the second level, and after a long rest seals in several steps', async () => {
    const all = leaves(66_000)
    for (let from = 0; from < all.length; from += 500) await append(all.slice(from, from + 500))
    const first = await seal(parts, undefined)
    assert.ok(first.outcome === 'sealed' && first.more && first.checkpoint.size === 50_000)
    await sealAll()
    const root = slowRoot(all)
    assert.equal(hex((await checkpoints()).at(-1)?.root), hex(root))
    assert.equal(hex(await rootAt(query, 'activity', 66_000)), hex(root))
    const top = await readTile(query, 'activity', { level: 2, index: 0, width: 1 })
    assert.equal(hex(top), hex(slowRoot(all.slice(0, 65_536))))
    const [left] = await query<{ number: number }>('select count(*) as number from ledger.append')
    assert.equal(left?.number, 1)
  })

  it('never signs two trees when several nodes seal at once, and each is told the newest', async () => {
    const mine = (): Witness => {
      let kept: Seen | undefined
      return {
        seen: async () => kept,
        keep: async seen => {
          kept = seen
        },
      }
    }
    const faults: unknown[] = []
    const sealers = [1, 2, 3].map(() =>
      openSealer({ ...parts, witness: mine(), everyMillis: 1e9, report: fault => void faults.push(fault) }),
    )
    const all: Uint8Array[] = []
    for (let round = 0; round < 15; round += 1) {
      const more = leaves(50)
      await append(more)
      all.push(...more)
      const sealed = await Promise.all(sealers.flatMap(sealer => [sealer.sealNow(), sealer.sealNow()]))
      for (const { size, root } of sealed) {
        assert.equal(size, all.length)
        assert.equal(hex(root), hex(slowRoot(all)))
      }
    }
    await Promise.all(sealers.map(sealer => sealer.stop()))
    assert.deepEqual(faults, [])
  })

  it('refuses, and says why, when the database is not what was sealed', async () => {
    const spoil: readonly (readonly [what: string, why: RegExp])[] = [
      [
        `update ledger.tree set size = 299 where log = 'activity'`,
        /has 299 leaves, and its checkpoint is over 300/,
      ],
      [
        `update ledger.append set hashes = set_byte(hashes, 60 * 32, get_byte(hashes, 60 * 32) # 1) where first = 200`,
        /do not lead to the root/,
      ],
      [`delete from ledger.append where first = 200`, /newest tiles, below 300 leaves, are missing/],
      [`update ledger.tile set root = set_byte(root, 3, get_byte(root, 3) # 1)`, /do not lead to the root/],
      [
        `update ledger.checkpoint set root = set_byte(root, 9, get_byte(root, 9) # 1)`,
        /do not lead to the root/,
      ],
      [`delete from ledger.append where first = 300`, /leaf 300 is missing/],
    ]
    for (const [what, why] of spoil) {
      await emptyLog(database)
      for (let count = 0; count < 3; count += 1) await append(leaves(100))
      await sealAll()
      await append(leaves(40))
      await query(what)
      assert.match(whyNot(await sealAll()), why, what)
      assert.equal((await checkpoints()).length, 1)
    }
  })

  it('knows a database that was put back, or begun anew, by what was seen outside it', async () => {
    const first = leaves(300)
    await append(first)
    await sealAll()
    const seen = { size: 300, root: slowRoot(first) }
    await emptyLog(database)
    await append(first.slice(0, 200))
    assert.match(whyNot(await sealAll(seen)), /has 200 leaves, and this node has seen .* over 300/)
    // After a power cut the journal brings the rest again: the very same tree.
    await append(first.slice(200))
    assert.equal((await sealAll(seen)).outcome, 'sealed')
    await append(leaves(10))
    assert.equal((await sealAll(seen)).outcome, 'sealed')
    await emptyLog(database)
    await append(leaves(400))
    assert.match(whyNot(await sealAll(seen)), /at 300 leaves it has another root/)
    await sealAll()
    assert.match(whyNot(await sealAll(seen)), /at 300 leaves it has another root/)
  })

  it('tells of a fault once, and of its end, and goes on with what came meanwhile', async () => {
    let away = true
    const faults: unknown[] = []
    const sealer = openSealer({
      ...parts,
      sign: (query, checkpoint) => {
        if (away) throw new Error('no key')
        return parts.sign(query, checkpoint)
      },
      witness: { seen: async () => undefined, keep: async () => {} },
      everyMillis: 1e9,
      report: fault => void faults.push(fault instanceof Error ? fault.message : fault),
    })
    await append(leaves(3))
    await assert.rejects(sealer.sealNow(), /no key/)
    await assert.rejects(sealer.sealNow(), /no key/)
    assert.deepEqual(sealer.health(), { sealed: null, fault: 'no key' })
    away = false
    assert.equal((await sealer.sealNow()).size, 3)
    assert.deepEqual(sealer.health(), { sealed: 3 })
    assert.deepEqual(faults, ['no key', undefined])
    await sealer.stop()
  })

  it('is of the very entries that were recorded, by two nodes in turn', async () => {
    const writers = [
      await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes }),
      await openDatabaseWriter({ database, node: 'n2', clock, random: randomBytes }),
    ]
    for (const [index, entry] of sampleEntries(60).entries()) {
      await writers[index % 2]?.record(entry)
      if (index % 7 === 0) await sealAll()
    }
    await sealAll()
    assert.deepEqual(await assertWholeLedger(database), { leaves: 60, checkpoints: 10 })
    for (const writer of writers) await writer.close()
  })
})
