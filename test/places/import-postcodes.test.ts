import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { type Database, newestChange, type Query, readChanges } from '../../src/database/index.ts'
import { type ImportOptions, type ImportProgress, importPostcodes } from '../../src/places/index.ts'
import { listEditions, loadActiveTable } from '../../src/places/store.ts'
import { testDatabase } from '../support/database.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/places/${name}`, import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'signpost-import-'))
after(() => rm(folder, { recursive: true }))

async function written(name: string, text: string): Promise<string> {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

/** Four postcodes: less than half of the eleven in NSPL_NOV_2021_UK.csv, and not of the five in plain.csv. */
const FOUR = ['LS1 4AP', 'M1 1AE', 'CH4 8QQ', 'EC1A 1BB'].map(code => `${code},1,2,E\n`).join('')

const chunksKept = async (database: Database): Promise<number> => {
  const [row] = await database.query<{ count: number }>('select count(*) as count from places.chunk')
  return row?.count ?? -1
}

/** The same database, whose statements matching `fatal` fail, as they would on a full disk or a lost connection. */
function failing(database: Database, fatal: RegExp): Database {
  const guard =
    (query: Query): Query =>
    (text, values) =>
      fatal.test(text) ? Promise.reject(new Error('the database went away')) : query(text, values)
  return {
    ...database,
    query: guard(database.query),
    transaction: work => database.transaction(query => work(guard(query))),
  }
}

describe('importing postcodes', async () => {
  const database = await testDatabase()
  const run = (name: string, more: Partial<ImportOptions> = {}) =>
    importPostcodes({ database, path: fixture(name), ...more })

  it('finds no table before the first import', async () => {
    assert.equal(await loadActiveTable(database.query), null)
  })

  it('reads and reports without storing in a dry run', async () => {
    const result = await run('plain.csv', { dryRun: true })
    assert.equal(result.outcome, 'imported')
    assert.equal(result.outcome === 'imported' && result.editionId, null)
    assert.equal(await loadActiveTable(database.query), null)
    assert.deepEqual(await listEditions(database.query), [])
  })

  it('stores what it read, reports it, tells its progress and announces the change', async () => {
    const before = await newestChange(database.query)
    const phases: ImportProgress[] = []
    const result = await run('NSPL_NOV_2021_UK.csv', { progress: at => phases.push(at) })
    assert.ok(result.outcome === 'imported')
    assert.deepEqual(result.report.rows, {
      read: 11,
      kept: 11,
      located: 6,
      terminated: 2,
      rejected: 0,
      duplicates: 0,
    })
    assert.deepEqual([...new Set(phases.map(at => at.phase))], ['reading', 'building', 'storing'])
    const loaded = await loadActiveTable(database.query)
    assert.deepEqual(loaded?.columns, result.table.columns)
    assert.deepEqual(loaded?.edition, result.table.edition)
    const changes = await readChanges(database.query, before, 10)
    assert.deepEqual(
      changes.map(({ topic, key }) => [topic, key]),
      [['places', '*']],
    )
  })

  it('keeps an old edition as a record only, once a new one serves', async () => {
    await run('codepoint-2025.csv', { allowSmaller: true })
    const editions = await listEditions(database.query)
    assert.deepEqual(
      editions.map(({ name, status, postcodes }) => ({ name, status, postcodes })),
      [
        { name: 'codepoint-2025.csv', status: 'active', postcodes: 5 },
        { name: 'NSPL November 2021', status: 'superseded', postcodes: 11 },
      ],
    )
    assert.equal(await chunksKept(database), 1)
  })

  it('leaves the old table serving when the file cannot be used', async () => {
    const serving = await loadActiveTable(database.query)
    const before = await newestChange(database.query)
    for (const path of [
      await written('bad.csv', 'postcode,easting,northing\nKENT,1,2\n'),
      await written('half.zip', 'PK\u0003\u0004 and no more'),
      join(folder, 'absent.csv'),
      await written('few.csv', 'postcode,easting,northing\nLS1 4AP,1,2\n'),
    ]) {
      const result = await importPostcodes({ database, path })
      assert.ok(result.outcome === 'failed', path)
      assert.ok(result.reason.length > 10)
    }
    assert.deepEqual((await loadActiveTable(database.query))?.columns, serving?.columns)
    assert.equal(await newestChange(database.query), before)
  })

  it('lets a much smaller file replace the table only when told to', async () => {
    const path = await written('one.csv', 'postcode,easting,northing,country\nLS1 4AP,1,2,E\n')
    const refused = await importPostcodes({ database, path })
    assert.ok(refused.outcome === 'failed')
    assert.match(refused.reason, /1 postcodes, the table that serves 5/)
    assert.equal((await importPostcodes({ database, path, allowSmaller: true })).outcome, 'imported')
    assert.equal((await run('plain.csv')).outcome, 'imported')
  })

  it('leaves the old table serving when it is killed at any step of storing', async () => {
    const serving = await loadActiveTable(database.query)
    const steps = [
      /insert into places\.edition/,
      /insert into places\.chunk/,
      /delete from places\.chunk where edition_id in/,
      /set status = 'superseded'/,
      /set status = 'active'/,
      /feed\.counter/,
      /insert into feed\.change/,
    ]
    for (const step of steps) {
      await assert.rejects(
        importPostcodes({ database: failing(database, step), path: fixture('NSPL_NOV_2021_UK.csv') }),
        /went away/,
      )
      assert.deepEqual((await loadActiveTable(database.query))?.columns, serving?.columns, String(step))
    }
    const active = (await listEditions(database.query)).filter(edition => edition.status === 'active')
    assert.equal(active.length, 1)
  })

  it('clears away what a killed import left behind, when it is old', async () => {
    await database.query(
      "update places.edition set started_at = now() - interval '2 hours' where status = 'loading'",
    )
    await run('plain.csv')
    const editions = await listEditions(database.query)
    assert.ok(editions.some(edition => edition.status === 'abandoned'))
    assert.ok(editions.every(edition => edition.status !== 'loading'))
    assert.equal(await chunksKept(database), 1)
  })

  it('lets imports at once all finish, one of them serving whole', async () => {
    assert.equal((await run('plain.csv', { allowSmaller: true })).outcome, 'imported')
    const results = await Promise.all([
      run('plain.csv'),
      run('codepoint-2014.csv'),
      run('codepoint-2025.csv'),
    ])
    assert.deepEqual(
      results.map(result => result.outcome),
      ['imported', 'imported', 'imported'],
    )
    assert.ok(await loadActiveTable(database.query))
    assert.equal(await chunksKept(database), 1)
  })

  it('lets no much smaller file replace what another import made serve while it was being stored', async () => {
    assert.equal((await run('plain.csv', { allowSmaller: true })).outcome, 'imported')
    const path = await written('four.csv', `postcode,easting,northing,country\n${FOUR}`)
    const before = await newestChange(database.query)
    let overtaken = false
    /** The same database, in which a whole country is imported just before the table's first chunk is stored. */
    const slow: Database = {
      ...database,
      query: async (text, values) => {
        if (!overtaken && text.includes('insert into places.chunk')) {
          overtaken = true
          assert.equal((await run('NSPL_NOV_2021_UK.csv')).outcome, 'imported')
        }
        return database.query(text, values)
      },
    }
    const late = await importPostcodes({ database: slow, path })
    assert.ok(overtaken && late.outcome === 'failed')
    assert.match(late.reason, /It holds 4 postcodes, the table that serves 11/)
    const [large, small] = await listEditions(database.query)
    assert.deepEqual([large?.name, large?.status], ['NSPL November 2021', 'active'])
    assert.deepEqual([small?.name, small?.status], ['four.csv', 'abandoned'])
    assert.equal(await chunksKept(database), 1)
    assert.equal((await readChanges(database.query, before, 10)).length, 1)
  })

  it('ends with the largest serving, in whatever order imports of many sizes at once finish', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      assert.equal((await run('plain.csv', { allowSmaller: true })).outcome, 'imported')
      const [small, other, large] = await Promise.all([
        run('codepoint-2014.csv'),
        run('plain.csv'),
        run('NSPL_NOV_2021_UK.csv'),
      ])
      // The small ones are imported, or came too late.
      assert.ok(small && other && large?.outcome === 'imported')
      const active = (await listEditions(database.query)).filter(edition => edition.status === 'active')
      assert.deepEqual(
        active.map(({ name }) => name),
        ['NSPL November 2021'],
      )
      assert.equal(await chunksKept(database), 1)
    }
  })

  it('refuses a stored table that is damaged', async () => {
    await database.query('update places.chunk set content = $1', [new Uint8Array([1, 2, 3])])
    await assert.rejects(loadActiveTable(database.query), /damaged.*Import the file again/)
  })
})
