import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { openRecorder, readEntry, readRange } from '../../src/activity/index.ts'
import { openJournal } from '../../src/activity/journal.ts'
import { diskFiles } from '../../src/activity/journal-files.ts'
import { migrate, openPglite, openPostgres } from '../../src/database/index.ts'
import { seal } from '../../src/ledger/seal.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { assertWholeLedger } from '../ledger/house-log.ts'
import { freshServerDatabase, serverUrl } from '../support/database.ts'
import { sampleEntry } from './sample-entry.ts'

const MIGRATIONS = fileURLToPath(new URL('../../src/database/migrations/', import.meta.url))
const clock = simulatedClock(Date.parse('2026-11-22T10:00:00Z'))

describe('a log from before there was a ledger', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-migrations-'))
  const own = serverUrl ? await freshServerDatabase(serverUrl) : undefined
  const database = own ? await openPostgres(own.url, 2) : await openPglite({ folder: 'memory' })
  after(async () => {
    await database.close()
    await own?.drop()
    await rm(folder, { recursive: true })
  })
  const names = (await readdir(MIGRATIONS)).filter(name => name < '0025')
  for (const name of names) await cp(join(MIGRATIONS, name), join(folder, name))
  await migrate(database, pathToFileURL(`${folder}/`))
  // Of two nodes, over the end of a year, more than one append holds, with every kind of character.
  const entries = Array.from({ length: 1500 }, (_, index) =>
    sampleEntry({
      at: new Date(Date.parse('2025-12-31T23:00:00.123Z') + index * 5000).toISOString(),
      requestId: index % 50 === 0 ? 'a\nb\t"\\{}\u2028é漢' : `r-${index}`,
      counts: true,
    }),
  )
  for (const [index, entry] of entries.entries())
    await database.query(
      `insert into activity.entry (node, sequence, id, at, account, organisation, decision, action, counts, entry)
       values ($1, $2, $3::uuid, $4, 'acc-1', 'org-1', 'allow', 'search', true, $5::json)`,
      [
        index % 2 === 0 ? 'n1' : 'n2',
        Math.floor(index / 2) + 1,
        entry.id,
        new Date(entry.at),
        JSON.stringify(entry),
      ],
    )
  await database.query(`insert into activity.shipped values ('n1', 750, now())`)
  await migrate(database)

  it('keeps its entries as they were written, in the order of their time', async () => {
    const read = []
    for await (const { entry } of readRange(database.query, {})) read.push(entry)
    assert.deepEqual(read, entries)
    assert.deepEqual((await readEntry(database.query, entries[900]?.id ?? ''))?.entry, entries[900])
  })

  it('is a tree, whose leaves are as those of today', async () => {
    const parts = { database, log: 'activity' as const, clock, origin: 'test', sign: async () => 'note' }
    assert.equal((await seal(parts, undefined)).outcome, 'sealed')
    assert.deepEqual(await assertWholeLedger(database), { leaves: 1500, checkpoints: 1 })
  })

  it('takes further entries behind them, and lost ones from a journal without salts back to their places', async () => {
    const files = await diskFiles(join(folder, 'journal'))
    const journal = await openJournal({ files, node: 'n1', clock })
    for (const entry of entries.filter((_, index) => index % 2 === 0))
      await journal.append(JSON.stringify(entry))
    await journal.append(JSON.stringify(sampleEntry({ at: '2026-02-01T00:00:00.000Z' })))
    await journal.close()
    await database.query(`delete from activity.entry where node = 'n1' and sequence in (3, 4, 700, 750)`)
    const options = { kind: 'journal', database, folder, node: 'n1', clock, random: randomBytes } as const
    const recorder = await openRecorder(options)
    await recorder.record(sampleEntry({ at: '2026-02-02T00:00:00.000Z' }))
    await recorder.settle()
    await recorder.close()
    assert.equal((await assertWholeLedger(database)).leaves, 1502)
  })
})
