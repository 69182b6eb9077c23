import assert from 'node:assert/strict'
import { createReadStream } from 'node:fs'
import { describe, it } from 'node:test'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { MIXED_OUTCODES } from '../../src/places/embedded/areas.ts'
import {
  createPlaces,
  type ImportOutcome,
  importPostcodes,
  loadActiveTable,
  type PostcodeTable,
} from '../../src/places/index.ts'
import { testDatabase } from '../support/database.ts'
import { realData, skipWithout } from '../support/shared.ts'

const WHOLE = 'postcodes_gb_codepoint_2025-11.csv.gz'
const HEREFORD = 'raw/codepoint_2025-11_hr.csv.gz'
const NSPL = ['HR', 'TD', 'GY', 'IM'].map(area => `raw/NSPL_NOV_2021_UK_${area}.csv.gz`)

const pathOf = (name: string): string => realData(name) ?? assert.fail(`${name} is gone`)
const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1)

/** The rows of a real file, in blocks, read without any of our own code. */
async function* blocksOf(name: string): AsyncGenerator<string[][]> {
  let rest = ''
  const text = createReadStream(pathOf(name))
    .pipe(createGunzip({ chunkSize: 1 << 18 }))
    .setEncoding('latin1')
  for await (const block of text) {
    const lines = (rest + block).split('\n')
    rest = lines.pop() ?? ''
    yield lines.map(line => line.split(','))
  }
}

describe('real postcode files', async () => {
  const database = await testDatabase()
  const dryRun = async (name: string): Promise<Extract<ImportOutcome, { outcome: 'imported' }>> => {
    const result = await importPostcodes({ database, path: pathOf(name), dryRun: true })
    assert.ok(result.outcome === 'imported', name)
    return result
  }

  it('read Code-Point Open as published', { skip: skipWithout(HEREFORD) }, async () => {
    const { report, table } = await dryRun(HEREFORD)
    assert.deepEqual(report.rows, {
      read: 6544,
      kept: 6544,
      located: 6544,
      terminated: 0,
      rejected: 0,
      duplicates: 0,
    })
    assert.deepEqual(table.find('HR1', '1AA')?.point, { easting: 351_418, northing: 240_501 })
    assert.deepEqual(table.find('HR1', '1AA')?.areas, { district: 'E06000019', board: null })
  })

  for (const name of NSPL) {
    it(`read ${name} as csv-parse does, row by row`, { skip: skipWithout(name) }, async () => {
      const { report, table } = await dryRun(name)
      assert.equal(report.rows.rejected, 0)
      const rows = createReadStream(pathOf(name))
        .pipe(createGunzip())
        .pipe(parse({ columns: true }))
      let count = 0
      for await (const row of rows) {
        count += 1
        const [outcode, inward] = row.pcds.split(' ')
        const found = table.find(outcode, inward)
        assert.ok(found, row.pcds)
        assert.equal(found.endedOn?.replace('-', '') ?? '', row.doterm, row.pcds)
        const point = row.osgrdind === '9' ? null : [Number(row.oseast1m), Number(row.osnrth1m)]
        assert.deepEqual(found.point && [found.point.easting, found.point.northing], point, row.pcds)
        // What the islands and Scotland have in these columns are nines, or areas of their own.
        const areas = [row.laua, row.stp].map(code => (/99999999$|^$/.test(code) ? null : code))
        assert.deepEqual([found.areas?.district ?? null, found.areas?.board ?? null], areas, row.pcds)
      }
      assert.equal(report.rows.kept, count)
    })
  }

  it('read all of Great Britain, and find every row again', { skip: skipWithout(WHOLE) }, async test => {
    const started = performance.now()
    const result = await importPostcodes({ database, path: pathOf(WHOLE) })
    assert.ok(result.outcome === 'imported')
    test.diagnostic(
      `imported in ${seconds(started)} s, ${(result.table.bytes / 1e6).toFixed(1)} MB in memory`,
    )
    assert.deepEqual(result.report.rows, {
      read: 1_745_849,
      kept: 1_745_849,
      located: 1_745_013,
      terminated: 0,
      rejected: 0,
      duplicates: 0,
    })
    assert.ok(result.table.bytes <= 40e6)
    const loading = performance.now()
    const table = await loadActiveTable(database.query)
    assert.ok(table)
    test.diagnostic(`loaded in ${seconds(loading)} s`)
    await assertEveryRow(table)
  })
})

const LETTERS: Readonly<Record<string, string>> = { E: 'england', S: 'scotland', W: 'wales' }
/** Locating is asked for one row in this many; what it rests on is checked for every row. */
const SAMPLE = 50

/** Every row's point and nation; and of a sample, and of all in the outcodes on a border, that the England rule holds. */
async function assertEveryRow(table: PostcodeTable): Promise<void> {
  const places = createPlaces({ table })
  let wrong = 0
  let refusedWrongly = 0
  let rows = 0
  for await (const block of blocksOf(WHOLE)) {
    for (const [postcode = '', , easting = '', northing = '', country = ''] of block) {
      if (postcode === 'postcode') continue
      rows += 1
      const outcode = postcode.slice(0, -3)
      const found = table.find(outcode, postcode.slice(-3))
      const pointRight =
        easting === ''
          ? found?.point === null
          : found?.point?.easting === Number(easting) && found.point.northing === Number(northing)
      if (!pointRight || found?.nation !== LETTERS[country]) wrong += 1
      if (rows % SAMPLE !== 0 && !MIXED_OUTCODES.has(outcode)) continue
      const { outcome } = places.locate(postcode)
      if ((outcome === 'outside-england') !== (country !== 'E')) refusedWrongly += 1
      if (outcome === 'not-recognised') wrong += 1
    }
  }
  assert.equal(rows, 1_745_849)
  assert.equal(wrong, 0)
  assert.equal(refusedWrongly, 0)
  for (const postcode of [
    'EC1A 1BB',
    'M1 1AE',
    'B33 8TH',
    'CR2 6XH',
    'N1P 2QT',
    'TD15 1AA',
    'CH4 8AA',
    'DG16 5HT',
  ]) {
    const answer = places.locate(postcode)
    assert.ok(answer.outcome === 'located' && answer.place.precision === 'unit', postcode)
  }
  for (const postcode of ['CH4 8QQ', 'DG16 5AA'])
    assert.equal(places.locate(postcode).outcome, 'outside-england', postcode)
  // Live without a grid reference, or in no file: they get the middle of their sector or outcode, marked as that.
  for (const postcode of ['BD98 1GA', 'W1A 0AX', 'SE1P 5BD']) {
    const answer = places.locate(postcode)
    assert.ok(answer.outcome === 'located', postcode)
    assert.match(answer.place.precision, /^(sector|outcode)$/, postcode)
  }
}
