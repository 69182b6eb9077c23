import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import type { Database } from '../../../src/database/index.ts'
import { newestChange } from '../../../src/database/index.ts'
import { type ImportServices, importServices } from '../../../src/directory/importers/index.ts'
import {
  history,
  readAll,
  readService,
  type Service,
  sourceIds,
  writeServices,
} from '../../../src/directory/index.ts'
import { simulatedClock } from '../../../src/vocabulary/index.ts'
import { testDatabase } from '../../support/database.ts'
import { tinyPlaces } from './tiny-places.ts'
import { fixture, NOON } from './trial.ts'

const folder = await mkdtemp(join(tmpdir(), 'signpost-import-'))
after(() => rm(folder, { recursive: true, force: true }))

const run = (
  database: Database,
  options: Partial<ImportServices> & Pick<ImportServices, 'format' | 'files'>,
) =>
  importServices({
    database,
    places: tinyPlaces,
    clock: simulatedClock(NOON),
    dryRun: false,
    ...options,
  })

async function countOf(database: Database): Promise<number> {
  let count = 0
  for await (const _ of readAll(database.query)) count += 1
  return count
}

async function serviceOf(database: Database, source: string, key: string): Promise<Service> {
  const id = (await sourceIds(database.query, source, [key])).get(key)
  const stored = id === undefined ? undefined : await readService(database.query, id)
  assert.ok(stored, key)
  return stored.service
}

describe('importing services', async () => {
  const database = await testDatabase()
  const ods = { format: 'ods', files: [fixture('ods.csv.gz')] } as const

  it('writes nothing in a dry run, and reports the same', async () => {
    const before = await newestChange(database.query)
    const dry = await run(database, { ...ods, dryRun: true })
    assert.equal(await newestChange(database.query), before)
    assert.equal(await countOf(database), 0)
    const real = await run(database, ods)
    assert.deepEqual({ ...real, dryRun: true }, dry)
    assert.equal(await countOf(database), 5)
  })

  it('says in the history who wrote it and why', async () => {
    const { id } = await serviceOf(database, 'ods-epraccur', 'X81001')
    const [version] = await history(database.query, id)
    assert.deepEqual(version?.written, { who: 'import', at: new Date(NOON), why: 'ods import of ods.csv.gz' })
  })

  it('leaves everything untouched when it is run again', async () => {
    const before = await newestChange(database.query)
    const { totals } = await run(database, ods)
    assert.deepEqual([totals.created, totals.updated, totals.closed, totals.unchanged], [0, 0, 0, 5])
    assert.equal(await newestChange(database.query), before)
  })

  it('carries over the next edition: what changed, and what has closed although it can no longer be placed', async () => {
    const { id } = await serviceOf(database, 'ods-edispensary', 'XF001')
    const { totals } = await run(database, { format: 'ods', files: [fixture('ods-next.csv')] })
    assert.deepEqual(
      [totals.created, totals.updated, totals.closed, totals.unchanged, totals.rejected],
      [0, 1, 1, 1, 0],
    )
    const pharmacy = await serviceOf(database, 'ods-edispensary', 'XF001')
    assert.equal(pharmacy.id, id)
    assert.equal(pharmacy.contacts[0]?.value, '01632 960102')
    assert.equal((await serviceOf(database, 'ods-epraccur', 'X81002')).status, 'closed')
    const reopened = await run(database, ods)
    assert.equal(reopened.totals.updated, 2)
    assert.equal((await serviceOf(database, 'ods-epraccur', 'X81002')).status, 'active')
  })

  it('never undoes what people here have decided', async () => {
    const service = await serviceOf(database, 'ods-epraccur', 'X81001')
    const decided: Service = {
      ...service,
      status: 'suspended',
      audience: 'professional',
      referralRoles: [24],
      name: 'A name of our own',
      openingTimes: { ...service.openingTimes, returnIfOpenWithinMinutes: 30, allHours: true },
      eligibility: { ...service.eligibility, practices: ['X81001'] },
      contacts: [...service.contacts, { kind: 'phone', value: '01632 960199', audience: 'professional' }],
      capacity: { status: 'red', updatedAt: '2026-11-22T12:00:00Z', updatedBy: 'somebody' },
    }
    await writeServices(database, [decided], { who: 'lead', at: new Date(NOON), why: 'by hand' })
    await run(database, ods)
    const after = await serviceOf(database, 'ods-epraccur', 'X81001')
    // The source speaks of the name, and is believed; of nothing else here.
    assert.deepEqual(after, { ...decided, name: "St. John's Surgery" })
  })

  it('finishes what a crash left half done', async () => {
    const fresh = await testDatabase()
    const rows = Array.from({ length: 1200 }, (_, index) => `X${index},pharmacy,Pharmacy ${index},LS1 4AP`)
    const file = join(folder, 'many.csv')
    await writeFile(file, ['code,type,name,postcode', ...rows].join('\n'))
    let seen = 0
    const dying: Database = {
      ...fresh,
      transaction: work => {
        seen += 1
        if (seen === 2) throw new Error('killed')
        return fresh.transaction(work)
      },
    }
    await assert.rejects(run(dying, { format: 'csv', files: [file] }), /killed/)
    assert.equal(await countOf(fresh), 500)
    const progress: number[] = []
    const { totals } = await run(fresh, {
      format: 'csv',
      files: [file],
      progress: ({ rows: done }) => progress.push(done),
    })
    assert.deepEqual([totals.created, totals.unchanged], [700, 500])
    assert.deepEqual(progress, [500, 1000, 1200])
    const ids = new Set<number>()
    for await (const { service } of readAll(fresh.query)) ids.add(service.id)
    assert.equal(ids.size, 1200)
  })

  it('reads a record again that somebody edits at the same time', async () => {
    const fresh = await testDatabase()
    await run(fresh, ods)
    const { id } = await serviceOf(fresh, 'ods-edispensary', 'XF001')
    let edited = false
    const busy: Database = {
      ...fresh,
      transaction: async work => {
        if (!edited) {
          edited = true
          const stored = await readService(fresh.query, id)
          assert.ok(stored)
          await writeServices(fresh, [{ ...stored.service, publicName: 'Our chemist' }], {
            who: 'lead',
            at: new Date(NOON),
            why: 'by hand',
          })
        }
        return fresh.transaction(work)
      },
    }
    await run(busy, { format: 'ods', files: [fixture('ods-next.csv')] })
    const service = await serviceOf(fresh, 'ods-edispensary', 'XF001')
    assert.equal(service.publicName, 'Our chemist')
    assert.equal(service.contacts[0]?.value, '01632 960102')
  })

  it('rejects a row whose identifier is another service’s, and keeps the rest of its batch', async () => {
    const file = join(folder, 'uids.csv')
    await writeFile(
      file,
      'id,uid,type,name,postcode\na,U1,pharmacy,One,LS1 4AP\nb,U2,pharmacy,Two,LS1 4AP\nc,U1,pharmacy,Three,LS1 4AP\n',
    )
    const other = join(folder, 'other.csv')
    await writeFile(other, 'id,uid,type,name,postcode\nz,U1,pharmacy,First,LS1 4AP\n')
    await run(database, { format: 'csv', files: [other] })
    const { totals, rejectedRows } = await run(database, { format: 'csv', files: [file] })
    assert.deepEqual([totals.created, totals.rejected], [1, 2])
    assert.deepEqual(
      rejectedRows.map(({ key, reason }) => [key, reason]),
      [
        ['a', 'taken'],
        ['c', 'taken'],
      ],
    )
  })

  it('writes a report with every bad row as it stood, to be mended and given again', async () => {
    const fresh = await testDatabase()
    const report = join(folder, 'report.json')
    await run(fresh, { format: 'nhsuk', files: [fixture('nhsuk.csv')], report })
    const written = JSON.parse(await readFile(report, 'utf8'))
    assert.equal(written.totals.rejected, 12)
    assert.equal(written.rejections['wrong-width'], 1)
    const problems = await readFile(join(folder, 'report.csv'), 'utf8')
    assert.match(problems, /^file,line,outcome,key,reason,detail,row\r\n/)
    assert.match(
      problems,
      /nhsuk\.csv,9,rejected,9007,wrong-width,20 columns where the header has 19\.,9007¬/,
    )
    const rejected = join(folder, 'report.rejected-1.csv')
    const mended = (await readFile(rejected, 'utf8')).replace('¬spare', '')
    await writeFile(rejected, mended)
    const { totals } = await run(fresh, { format: 'nhsuk', files: [rejected] })
    assert.equal(totals.created, 1)
  })

  it('disarms values that a spreadsheet would run', async () => {
    const file = join(folder, 'formula.csv')
    await writeFile(file, 'id,type,name,postcode\n"=cmd()",windmill,One,LS1 4AP\n')
    const report = join(folder, 'formula.json')
    await run(database, { format: 'csv', files: [file], dryRun: true, report })
    assert.match(await readFile(join(folder, 'formula.csv'), 'utf8'), /'=cmd\(\)/)
  })
})
