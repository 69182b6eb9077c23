import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { openDatabaseWriter } from '../../src/activity/database-writer.ts'
import { activityLeavesOf, verifyActivity } from '../../src/activity/index.ts'
import type { Query } from '../../src/database/index.ts'
import {
  bundleLines,
  checkBundle,
  checkKeptCheckpoint,
  governanceLeavesOf,
  type Log,
  openLedger,
  publishedKeys,
  rangeBundle,
  readCheckpointRow,
  rotateKey,
  selectionBundle,
  verifyGovernance,
} from '../../src/ledger/index.ts'
import { noteVerifier, openNote, partsOf } from '../../src/ledger/note.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { recordAct } from '../../src/workflow/index.ts'
import { sampleEntries } from '../activity/sample-entry.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.parse('2026-11-22T10:00:00Z')
const deed = {
  who: 'person-1',
  actingAs: 'ig-officer',
  why: 'because',
  at: START,
  clauses: ['AUP25-42' as const],
}

describe('verifying the ledger', async () => {
  const database = await testDatabase()
  const { query } = database
  const clock = simulatedClock(START)
  const folder = mkdtempSync(join(tmpdir(), 'signpost-ledger-'))
  after(() => rmSync(folder, { recursive: true }))
  const parts = { database, clock, random: randomBytes, name: 'directory.test/ledger', folder, seeds: [] }
  // Faults are told to whoever asks for a seal, too.
  const ledger = await openLedger({ ...parts, report: () => {} })
  after(() => ledger.stop())
  const sealAll = async () => {
    await ledger.sealers.activity.sealNow()
    await ledger.sealers.governance.sealNow()
  }
  const writers = [
    await openDatabaseWriter({ database, node: 'n1', clock, random: randomBytes }),
    await openDatabaseWriter({ database, node: 'n2', clock, random: randomBytes }),
  ]
  // Two nodes by turns, 600 entries, a checkpoint after each hundred: two full tiles, and some of a third.
  const entries = sampleEntries(600)
  for (let at = 0; at < 600; at += 50) {
    await Promise.all(entries.slice(at, at + 50).map(entry => writers[(at / 50) % 2]?.record(entry)))
    clock.advance(1000)
    if (at % 100 === 50) await sealAll()
  }
  for (const writer of writers) await writer.close()
  await database.transaction(async inside => {
    await recordAct(
      inside,
      'account',
      '0190a5b2-0000-7000-8000-000000000001',
      'suspend',
      deed,
      { a: 1 },
      { b: 2 },
    )
    await recordAct(inside, 'organisation', 'X0001', 'register', deed, null, { name: 'x' })
    await recordAct(inside, 'policy-version', '2026-01-01', 'publish', deed, null, null)
  })
  await sealAll()

  /** What is found once `change` has been made; nothing of it stays. */
  const foundAfter = async (change: (query: Query) => Promise<unknown>): Promise<string[]> => {
    class Undo extends Error {}
    let found: string[] = []
    await database
      .transaction(async inside => {
        await change(inside)
        const reports = [await verifyActivity(inside), await verifyGovernance(inside)]
        found = reports.flatMap(({ faults }) => faults.map(({ place, what }) => `${place}: ${what}`))
        throw new Undo()
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undo)) throw error
      })
    return found
  }
  const firstAfter = async (sql: string): Promise<string> =>
    (await foundAfter(inside => inside(sql)))[0] ?? 'sound'

  it('finds nothing where nothing was changed', async () => {
    const activity = await verifyActivity(query)
    assert.deepEqual([activity.faults, activity.leaves, activity.sealed], [[], 600, 600])
    assert.ok(activity.checkpoints >= 6)
    const governance = await verifyGovernance(query)
    assert.deepEqual([governance.faults, governance.leaves, governance.sealed], [[], 4, 4])
  })

  it('says which entry was changed in any part, with its node, number and time', async () => {
    const on = (set: string) => `update activity.entry set ${set} where leaf = 333`
    const where =
      /^leaf 333: What is held of it \(node n1, number 184, at 2026-11-22T10:0\d:\d\d\.000Z\) is not what was sealed/
    assert.match(await firstAfter(on(`entry = replace(entry::text, 'LS1 4', 'LS1 5')::json`)), where)
    assert.match(await firstAfter(on(`entry = (entry::text || ' ')::json`)), where)
    assert.match(await firstAfter(on(`salt = set_byte(salt, 7, get_byte(salt, 7) # 1)`)), where)
    const columns = /^leaf 333: The columns of number 184 of node n1, .*do not say what its entry says/
    for (const set of [
      `account = 'other'`,
      `organisation = 'x'`,
      `decision = 'refuse'`,
      `refusal = 'x'`,
      `action = 'x'`,
    ])
      assert.match(await firstAfter(on(set)), columns, set)
    assert.match(await firstAfter(on('id = gen_random_uuid()')), columns)
    // Dated back, in the column, and in the entry to match.
    assert.match(await firstAfter(on(`at = at - interval '1 hour'`)), /^leaf 333: /)
    const both = `at = at - interval '1 hour', entry = replace(entry::text, '2026-11-22T10:', '2026-11-22T09:')::json`
    assert.match(
      await firstAfter(on(both)),
      /^leaf 333: What is held of it \(node n1, number 184, at 2026-11-22T09:/,
    )
    assert.match(await firstAfter(on(`sequence = 9999`)), /^leaf 333: /)
  })

  it('says where an entry was taken away, put in, or exchanged with another', async () => {
    assert.deepEqual(await foundAfter(inside => inside('delete from activity.entry where leaf = 333')), [
      'node n1: Its entry 184 is missing. Leaves without an entry: 333.',
    ])
    assert.deepEqual(await foundAfter(inside => inside('delete from activity.entry where leaf >= 598')), [
      'node n2: Its entry 299 is missing. Leaves without an entry: 598 to 599.',
    ])
    const swapped = await foundAfter(inside =>
      inside('update activity.entry set leaf = 21 - leaf where leaf in (10, 11)'),
    )
    assert.deepEqual(
      swapped.map(one => one.split(':')[0]),
      ['leaf 10', 'leaf 11'],
    )
    const copied = `insert into activity.entry (node, sequence, id, at, account, organisation, decision, refusal, action, counts, leaf, salt, entry)
      select node, 301, id, at, account, organisation, decision, refusal, action, counts, LEAF, salt, entry from activity.entry where leaf = 5`
    assert.match(await firstAfter(copied.replace('LEAF', '6')), /^leaf 6: A second entry claims its place/)
  })

  it('tells a damaged hash, tile or checkpoint from a changed entry', async () => {
    const flip = (column: string, at: number) =>
      `${column} = set_byte(${column}, ${at}, get_byte(${column}, ${at}) # 1)`
    assert.match(
      await firstAfter(
        `update ledger.tile set ${flip('hashes', 32 * 9 + 3)} where log = 'activity' and level = 0 and index = 1`,
      ),
      /^leaf 265: The hash kept of it is not the one that was sealed; its entry \(node n2, number 116, .*\) is\./,
    )
    assert.match(
      await firstAfter(
        `update ledger.tile set ${flip('root', 3)} where log = 'activity' and level = 0 and index = 1`,
      ),
      /^tile 0\/1: Its root is not that of its hashes/,
    )
    assert.match(
      await firstAfter(
        `update ledger.append set ${flip('hashes', 0)} where log = 'activity' and first = 550`,
      ),
      /^leaf 550: The hash kept of it/,
    )
    assert.match(
      await firstAfter(`delete from ledger.tile where log = 'activity' and index = 1`),
      /^leaf 256: /,
    )
    const checkpoint = (set: string) =>
      `update ledger.checkpoint set ${set} where log = 'activity' and size = 300`
    assert.match(
      await firstAfter(checkpoint(flip('root', 3))),
      /^checkpoint over 300 leaves: Its note says something else/,
    )
    assert.match(
      await firstAfter(checkpoint(`note = replace(note, E'\\n300\\n', E'\\n301\\n')`)),
      /^checkpoint over 300 leaves: Its signature was not made by the key/,
    )
    assert.match(
      await firstAfter(checkpoint(`at = at - interval '1 day'`)),
      /^checkpoint over 300 leaves: It is dated before/,
    )
  })

  it('counts what was erased, and calls it no fault', async () => {
    const erase = `update activity.entry set entry = null, salt = null, commitment = sha256(salt || convert_to(entry::text, 'UTF8')) where leaf in (7, 8, 300)`
    assert.deepEqual(await foundAfter(inside => inside(erase)), [])
    let erased = 0
    await foundAfter(async inside => {
      await inside(erase)
      erased = (await verifyActivity(inside)).erased
    })
    assert.equal(erased, 3)
    const wrong = erase.replace('sha256(salt', 'sha256(salt || salt')
    assert.match(await firstAfter(wrong), /^leaf 7: What is held of it/)
  })

  it('says which act was changed, taken away or slipped in', async () => {
    const on = (set: string) => `update workflow.act set ${set} where event = 'suspend'`
    for (const set of [
      `why = 'another'`,
      `who = 'x'`,
      `before = '{"a":2}'`,
      `at = at - interval '1 day'`,
      `entity_id = 'x'`,
    ])
      assert.match(await firstAfter(on(set)), /^leaf 1: The act \d+ is not the one that was recorded/, set)
    assert.match(
      await firstAfter(`delete from workflow.act where event = 'suspend'`),
      /^leaf 1: The act \d+ is gone/,
    )
    assert.match(
      await firstAfter(`delete from ledger.act where leaf = 1`),
      /^leaf 1: What anybody may read of it is gone/,
    )
    assert.match(
      await firstAfter(`update ledger.act set data = replace(data, 'suspend', 'restore') where leaf = 1`),
      /^leaf 1: The act \d+ is not the one/,
    )
    const slipped = await foundAfter(inside => recordAct(inside, 'account', 'x', 'suspend', deed, null, null))
    // The trigger acts at the commit, which never comes here.
    assert.deepEqual(slipped, ['register of acts: 1 acts are in the register that no leaf was made of.'])
  })

  it('takes acts into the log in the order of their commits, all of one at once, and none that is rolled back', async () => {
    const [before] = await query<{ size: number }>(`select size from ledger.tree where log = 'governance'`)
    await assert.rejects(
      database.transaction(async inside => {
        await recordAct(inside, 'account', 'x', 'suspend', deed, null, null)
        throw new Error('no')
      }),
    )
    const some = Array.from({ length: 20 }, (_, index) => index)
    await Promise.all(
      some.map(index =>
        database.transaction(async inside => {
          await recordAct(inside, 'account', `t${index}`, 'one', deed, null, null)
          await recordAct(inside, 'account', `t${index}`, 'other', deed, null, null)
        }),
      ),
    )
    const leaves = await query<{ leaf: number; entity_id: string; event: string }>(
      `select leaf, entity_id, event from ledger.act as taken join workflow.act as done on done.id = taken.act
       where leaf >= $1 order by leaf`,
      [before?.size ?? 0],
    )
    assert.deepEqual(
      leaves.map(({ leaf }) => leaf - (before?.size ?? 0)),
      Array.from({ length: 40 }, (_, index) => index),
    )
    for (let at = 0; at < 40; at += 2) {
      assert.equal(leaves[at]?.entity_id, leaves[at + 1]?.entity_id)
      assert.deepEqual([leaves[at]?.event, leaves[at + 1]?.event], ['one', 'other'])
    }
    await sealAll()
    assert.deepEqual((await verifyGovernance(query)).faults, [])
  })

  it('says openly what was done and to what, never by whom or why', async () => {
    const data: string[] = []
    for await (const leaf of governanceLeavesOf(query, 0, 4, false)) data.push(leaf.data)
    const [key = '', account = '', organisation = '', policy = ''] = data.map(one =>
      one.split('\n').slice(1, -2).join(' '),
    )
    assert.equal(key, 'ledger-key make 2026-11-22T10:00:00.000Z - -')
    assert.match(account, /^account suspend 2026-11-22T10:00:00.000Z [0-9a-f]{64} AUP25-42$/)
    assert.equal(organisation, 'organisation register 2026-11-22T10:00:00.000Z - AUP25-42')
    assert.equal(policy, 'policy-version publish 2026-11-22T10:00:00.000Z 2026-01-01 AUP25-42')
    for (const word of ['person-1', 'because', 'X0001', '0190a5b2']) assert.ok(!data.join().includes(word))
  })

  const asBundle = async (lines: AsyncIterable<string>): Promise<Buffer> => {
    const all: string[] = []
    for await (const line of lines) all.push(`${line}\n`)
    return Buffer.from(all.join(''))
  }
  const tool: { verifyBundle: (bytes: Uint8Array, trusted: readonly string[]) => [string, string][] } =
    await import(new URL('../../tools/verify-ledger.mjs', import.meta.url).href)
  const keysOf = async (log: Log) =>
    (await publishedKeys(query)).filter(key => key.log === log).map(({ key }) => key)

  it('exports any part of a log as a bundle that both verifiers find sound', async () => {
    for (const [from, to] of [
      [0, 600],
      [0, 1],
      [250, 333],
      [599, 600],
      [600, 600],
      [100, 512],
    ] as const) {
      const bytes = await asBundle(
        rangeBundle(query, 'activity', { from, to }, activityLeavesOf(query, from, to)),
      )
      async function* chunks() {
        yield bytes
      }
      const keys = await keysOf('activity')
      const report = await checkBundle(bundleLines(chunks()), keys)
      assert.deepEqual([report.faults, report.leaves, report.size], [[], to - from, 600], `${from} to ${to}`)
      assert.deepEqual(tool.verifyBundle(bytes, keys), [])
    }
    const some = []
    for await (const leaf of activityLeavesOf(query, 0, 600)) if (leaf.leaf % 97 === 3) some.push(leaf)
    assert.deepEqual(
      tool.verifyBundle(await asBundle(selectionBundle(query, 'activity', some)), await keysOf('activity')),
      [],
    )
    for (const withActs of [true, false]) {
      const lines = rangeBundle(
        query,
        'governance',
        { from: 1, to: 4 },
        governanceLeavesOf(query, 1, 4, withActs),
      )
      const bytes = await asBundle(lines)
      assert.deepEqual(tool.verifyBundle(bytes, await keysOf('governance')), [])
      assert.equal(bytes.includes('because'), withActs)
    }
  })

  it('is signed by both keys once when one takes the place of the other, and the old ones stay published', async () => {
    const kept = (await readCheckpointRow(query, 'activity'))?.note ?? ''
    const [old = ''] = await keysOf('activity')
    clock.advance(60_000)
    assert.equal(await rotateKey(database, [], randomBytes, { ...deed, at: clock.now() }), 'rotated')
    const [fresh = '', former] = await keysOf('activity')
    assert.equal(former, old)
    assert.notEqual(fresh, old)
    const both = (await readCheckpointRow(query, 'activity'))?.note ?? ''
    for (const key of [fresh, old]) {
      const verifier = noteVerifier(key)
      assert.equal(openNote(both, verifier ? [verifier] : []).outcome, 'signed')
    }
    assert.equal(partsOf(both)?.signatures.length, 2)
    const seeds = await query<{ retired: boolean; kept: boolean }>(
      'select retired_at is not null as retired, seed is not null as kept from ledger.key order by signs_from',
    )
    assert.deepEqual(seeds, [
      { retired: true, kept: false },
      { retired: false, kept: true },
    ])
    await sealAll()
    const next = (await readCheckpointRow(query, 'governance'))?.note ?? ''
    assert.equal(partsOf(next)?.signatures.length, 1)
    assert.deepEqual((await verifyActivity(query)).faults, [])
    assert.deepEqual((await verifyGovernance(query)).faults, [])
    assert.equal(await checkKeptCheckpoint(query, kept), undefined)
    assert.match(
      (await checkKeptCheckpoint(query, kept.replace('\n600\n', '\n599\n'))) ?? '',
      /not signed by a key of this ledger/,
    )
  })

  it('signs with a key from a file where it is told to, and keeps nothing of it in the database', async () => {
    const seed = randomBytes(32)
    clock.advance(60_000)
    const again = await openLedger({ ...parts, seeds: [seed], report: () => {} })
    try {
      assert.equal(await rotateKey(database, [seed], randomBytes, deed), 'kept-in-a-file')
      const seeds = await query('select 1 from ledger.key where seed is not null')
      assert.deepEqual(seeds, [])
      await again.sealers.governance.sealNow()
      assert.deepEqual((await verifyGovernance(query)).faults, [])
      await assert.rejects(
        ledger.sealers.governance
          .sealNow()
          .then(() => recordAct(query, 'account', 'y', 'z', deed, null, null))
          .then(() => ledger.sealers.governance.sealNow()),
        /SIGNPOST_LEDGER_KEY_FILE/,
      )
      await again.sealers.governance.sealNow()
    } finally {
      await again.stop()
    }
  })
})
