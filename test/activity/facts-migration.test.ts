import assert from 'node:assert/strict'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { firstAllowedAt, lastUse, readEntry } from '../../src/activity/index.ts'
import { migrate, openPglite, openPostgres } from '../../src/database/index.ts'
import { freshServerDatabase, serverUrl } from '../support/database.ts'
import { sampleEntry } from './sample-entry.ts'

const MIGRATIONS = fileURLToPath(new URL('../../src/database/migrations/', import.meta.url))

describe('a log from before facts were kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-migrations-'))
  const own = serverUrl ? await freshServerDatabase(serverUrl) : undefined
  const database = own ? await openPostgres(own.url, 2) : await openPglite({ folder: 'memory' })
  after(async () => {
    await database.close()
    await own?.drop()
    await rm(folder, { recursive: true })
  })
  const names = (await readdir(MIGRATIONS)).filter(name => name < '0015')
  for (const name of names) await cp(join(MIGRATIONS, name), join(folder, name))
  await migrate(database, pathToFileURL(`${folder}/`))
  const entries = [
    sampleEntry({ at: '2026-01-01T10:00:00.000Z' }),
    sampleEntry({ at: '2026-02-01T10:00:00.000Z', action: 'look-up' }),
    sampleEntry({ at: '2026-03-01T10:00:00.000Z', decision: 'refuse', refusal: 'purpose-missing' }),
    sampleEntry({ at: '2026-04-01T10:00:00.000Z', action: 'place' }),
    sampleEntry({ at: '2026-05-01T10:00:00.000Z', account: 'acc-2', connection: 'conn-2' }),
  ]
  for (const [index, entry] of entries.entries())
    await database.query(
      `insert into activity.entry (node, sequence, id, at, account, organisation, decision, refusal, action, entry)
       values ('n1', $1, $2::uuid, $3, $4, $5, $6, $7, $8, $9::json)`,
      [
        index + 1,
        entry.id,
        new Date(entry.at),
        entry.account,
        entry.organisation,
        entry.decision,
        entry.refusal,
        entry.action,
        JSON.stringify(entry),
      ],
    )
  await migrate(database)

  it('keeps its entries as they were written', async () => {
    for (const entry of entries) assert.deepEqual((await readEntry(database.query, entry.id))?.entry, entry)
  })

  it('is still the evidence of use that it was', async () => {
    const { query } = database
    assert.deepEqual((await lastUse(query, { account: 'acc-1' }))?.at, new Date('2026-02-01T10:00:00Z'))
    assert.deepEqual((await lastUse(query, { organisation: 'org-1' }))?.at, new Date('2026-05-01T10:00:00Z'))
    assert.deepEqual(await firstAllowedAt(query, 'conn-1'), new Date('2026-01-01T10:00:00Z'))
    assert.deepEqual(await firstAllowedAt(query, 'conn-2'), new Date('2026-05-01T10:00:00Z'))
  })
})
