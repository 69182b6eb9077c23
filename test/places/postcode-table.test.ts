import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { inwardText } from '../../src/places/inward.ts'
import { metresBetween } from '../../src/places/national-grid.ts'
import { monthNumber, type PostcodeTable } from '../../src/places/postcode-table.ts'
import { type TableRow, tableBuilder } from '../../src/places/table-builder.ts'
import { tableFromBytes, tableToBytes } from '../../src/places/table-bytes.ts'
import { NO_POINT } from '../../src/places/table-columns.ts'

const end = monthNumber('2007-06') ?? 0
const live = (row: Partial<TableRow>): TableRow => ({
  outcode: 'LS1',
  inward: 1600,
  easting: 430_000,
  northing: 433_000,
  nation: 1,
  quality: 0,
  end: 0,
  ...row,
})

async function tableOf(rows: readonly TableRow[]): Promise<PostcodeTable> {
  const builder = tableBuilder()
  for (const row of rows) builder.add(row)
  return builder.build('a test')
}

const anyRow = fc.record({
  outcode: fc.constantFrom('LS1', 'LS10', 'M1', 'EC1A', 'CH4', 'AB1', 'ZE3'),
  inward: fc.integer({ min: 0, max: 3999 }),
  easting: fc.integer({ min: 0, max: 699_999 }),
  northing: fc.integer({ min: 0, max: 1_299_999 }),
  nation: fc.integer({ min: 0, max: 7 }),
  quality: fc.integer({ min: 0, max: 2 }),
  end: fc.constant(0),
  district: fc.option(fc.constantFrom('E08000035', 'E08000003', 'W06000005')),
  board: fc.option(fc.constantFrom('E54000054', 'E38000225')),
})

describe('the postcode table', () => {
  it('finds what a Map would, rows in any order, the last of duplicates standing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRow, { maxLength: 300 }), async rows => {
        const table = await tableOf(rows)
        const oracle = new Map(rows.map(row => [`${row.outcode} ${row.inward}`, row]))
        assert.equal(table.edition.postcodes, oracle.size)
        for (const row of oracle.values()) {
          const { easting, northing } = row
          const found = table.find(row.outcode, inwardText(row.inward))
          assert.deepEqual(found?.point, { easting, northing })
          const { district, board } = row
          assert.deepEqual(found.areas, district === null && board === null ? null : { district, board })
        }
        for (let number = 0; number < 4000; number += 97) {
          const found = table.find('LS1', inwardText(number)) !== null
          assert.equal(found, oracle.has(`LS1 ${number}`))
        }
      }),
      { numRuns: 40 },
    )
  })

  it('comes back from bytes unchanged, and notices a single flipped bit', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRow, { minLength: 1, maxLength: 100 }),
        fc.boolean(),
        fc.nat(),
        async (rows, ended, where) => {
          const table = await tableOf(ended ? rows.map(row => ({ ...row, end })) : rows)
          const bytes = tableToBytes(table)
          const again = tableFromBytes(bytes)
          assert.deepEqual(again.columns, table.columns)
          assert.deepEqual(again.edition, table.edition)
          const harmed = Uint8Array.from(bytes)
          const index = where % harmed.length
          harmed[index] = (harmed[index] ?? 0) ^ 1
          assert.throws(() => tableFromBytes(harmed))
        },
      ),
      { numRuns: 40 },
    )
    assert.throws(() => tableFromBytes(new Uint8Array(10)), /not a postcode table/)
  })

  it('reads the bytes of a table stored before there were areas', async () => {
    const bytes = new Uint8Array(await readFile(new URL('../fixtures/places/table-v1.bin', import.meta.url)))
    const table = tableFromBytes(bytes)
    assert.equal(table.edition.postcodes, 3)
    assert.deepEqual(table.find('LS1', '4AP'), {
      point: { easting: 430_001, northing: 433_001 },
      nation: 'england',
      quality: 'surveyed',
      endedOn: null,
      areas: null,
    })
    assert.equal(table.find('LS1', '4AQ')?.endedOn, '2007-06')
    assert.equal(table.find('CH4', '8QQ')?.nation, 'wales')
    // Stored again, it is of today's version and says the same.
    assert.deepEqual(tableFromBytes(tableToBytes(table)).columns, table.columns)
  })

  it('reads no bytes of a version that is yet to come', async () => {
    const bytes = tableToBytes(await tableOf([live({})]))
    new DataView(bytes.buffer, bytes.byteOffset).setUint32(4, 3, true)
    assert.throws(() => tableFromBytes(bytes), /version 3; this program reads up to 2/)
  })

  it('takes no pair of areas for another when there are more than its column can number', () => {
    const builder = tableBuilder()
    for (let number = 1; number < 65_536; number += 1) builder.add(live({ district: `E${number}` }))
    builder.add(live({ district: 'E1' }))
    assert.throws(() => builder.add(live({ district: 'E0' })), /more than 65536 pairs of areas/)
  })

  it('lets a live row beat an ended one, a later end an earlier, a point none', async () => {
    const settled: [string, TableRow[], Partial<TableRow>][] = [
      ['live first', [live({ easting: 1 }), live({ end, easting: 2 })], { easting: 1, end: 0 }],
      ['live last', [live({ end, easting: 2 }), live({ easting: 1 })], { easting: 1, end: 0 }],
      [
        'live without a point',
        [live({ easting: NO_POINT, northing: NO_POINT }), live({ end, easting: 2 })],
        { easting: NO_POINT, end: 0 },
      ],
      ['later end', [live({ end: end + 1, easting: 1 }), live({ end, easting: 2 })], { easting: 1 }],
      ['a point', [live({ easting: 1 }), live({ easting: NO_POINT, northing: NO_POINT })], { easting: 1 }],
      ['last word', [live({ easting: 1 }), live({ easting: 2 })], { easting: 2 }],
    ]
    for (const [name, rows, wanted] of settled) {
      const { columns } = await tableOf(rows)
      assert.equal(columns.eastings.length, 1, name)
      assert.equal(columns.eastings[0], wanted.easting, name)
    }
  })

  it('says when an ended postcode ended, and keeps no column of ends when all live', async () => {
    const table = await tableOf([live({}), live({ inward: 1601, end })])
    assert.equal(table.find('LS1', inwardText(1601))?.endedOn, '2007-06')
    assert.equal(table.find('LS1', inwardText(1600))?.endedOn, null)
    assert.equal((await tableOf([live({})])).columns.ends.length, 0)
    for (const bad of ['2007', '200713', '200700', 'June 2007', '0007-06'])
      assert.equal(monthNumber(bad), undefined)
  })

  it('gives a sector its mean, with an error that holds at least 95 in 100 of its units', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.integer({ min: 0, max: 399 }), { minLength: 1, maxLength: 60 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 5000 })),
        async (inwards, offsets) => {
          const next = (): number => offsets.next().value ?? 0
          const rows = inwards.map(inward =>
            live({ inward, easting: 430_000 + next(), northing: 433_000 + next() }),
          )
          const table = await tableOf([...rows, live({ inward: 400, easting: 1 })])
          const point = table.sector('LS1', '0')?.point
          assert.ok(point)
          const mean = rows.reduce((sum, row) => sum + row.easting, 0) / rows.length
          assert.ok(Math.abs(point.easting - mean) <= 0.5)
          const within = rows.filter(row => metresBetween(row, point) <= point.errorMetres)
          assert.ok(within.length >= 0.95 * rows.length)
        },
      ),
      { numRuns: 50 },
    )
  })

  it('does not let a few units say how far the others of their sector lie', async () => {
    const few = await tableOf([live({}), live({ inward: 1601 })])
    assert.equal(few.sector('LS1', '4')?.point?.errorMetres, 4100)
    const many = await tableOf(Array.from({ length: 5 }, (_, index) => live({ inward: 1600 + index })))
    assert.equal(many.sector('LS1', '4')?.point?.errorMetres, 100)
  })

  it('takes a district that exists only in lettered parts for all of them', async () => {
    const table = await tableOf([
      live({ outcode: 'W1A', easting: 100 }),
      live({ outcode: 'W1W', easting: 300 }),
      live({ outcode: 'W10', easting: 9000 }),
      live({ outcode: 'W2', easting: 9000 }),
    ])
    assert.equal(table.outcode('W1')?.point?.easting, 200)
    assert.equal(table.outcode('W'), null)
    assert.equal(table.outcode('W3'), null)
    assert.equal(table.hasOutcode('W1'), false)
  })

  it('takes no outcode for another when there are more than its columns can number', () => {
    const builder = tableBuilder()
    for (let number = 0; number < 65_536; number += 1) builder.add(live({ outcode: `X${number}` }))
    builder.add(live({ outcode: 'X1' }))
    assert.throws(() => builder.add(live({ outcode: 'LS1' })), /more than 65536 outcodes/)
  })

  it('takes the middle of the English side of a border, and knows both nations', async () => {
    const table = await tableOf([
      live({ outcode: 'CH4', inward: 3200, easting: 340_000 }),
      live({ outcode: 'CH4', inward: 3201, easting: 330_000, nation: 3 }),
      live({ outcode: 'CH4', inward: 1, easting: 320_000, nation: 3 }),
    ])
    assert.equal(table.outcode('CH4')?.point?.easting, 340_000)
    assert.deepEqual(table.sector('CH4', '8')?.nations, new Set(['england', 'wales']))
    assert.equal(table.sector('CH4', '0')?.point?.easting, 320_000)
    assert.equal(table.sector('CH4', '5'), null)
    assert.equal(table.outcode('CH40'), null)
  })
})
