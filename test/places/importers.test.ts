import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { detectLayout } from '../../src/places/importers/layout.ts'
import { cellsOf } from '../../src/places/importers/line.ts'
import { type ReadOutcome, readPostcodes } from '../../src/places/importers/read-postcodes.ts'
import { editionOf, openSource } from '../../src/places/importers/source.ts'
import type { PostcodeTable } from '../../src/places/postcode-table.ts'
import { tableBuilder } from '../../src/places/table-builder.ts'
import { zipOf } from './zip-of.ts'

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/places/${name}`, import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'signpost-places-'))
after(() => rm(folder, { recursive: true }))

async function written(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, content)
  return path
}

async function reading(path: string): Promise<{ read: ReadOutcome; table: PostcodeTable; edition: string }> {
  const source = await openSource(path)
  try {
    const builder = tableBuilder()
    const read = await readPostcodes(source, builder, () => {})
    return { read, table: await builder.build(source.edition), edition: source.edition }
  } finally {
    await source.close()
  }
}

/** What every fixture says, whatever its layout. */
function assertTheFive(table: PostcodeTable, name: string): void {
  const { areas: _, ...found } = table.find('LS1', '4AP') ?? assert.fail(name)
  assert.deepEqual(
    found,
    { point: { easting: 430_001, northing: 433_001 }, nation: 'england', quality: 'surveyed', endedOn: null },
    name,
  )
  assert.deepEqual(table.find('M1', '1AE')?.point, { easting: 384_501, northing: 398_101 }, name)
  assert.equal(table.find('CH4', '8QQ')?.nation, 'wales', name)
  assert.equal(table.find('CH4', '8QQ')?.quality, 'imputed', name)
  assert.equal(table.find('BD98', '1GA')?.point, null, name)
  assert.equal(table.find('EC1A', '1BB')?.quality, 'sector-mean', name)
}

describe('the postcode importers', () => {
  it('read Code-Point Open of 2014 and 2025, and plain CSV', async () => {
    for (const name of ['codepoint-2014.csv', 'codepoint-2025.csv', 'plain.csv']) {
      const { read, table } = await reading(fixture(name))
      assert.deepEqual(read, { outcome: 'read', count: { read: 5, rejected: 0, problems: [] } }, name)
      assertTheFive(table, name)
      assert.equal(table.edition.located, 4)
    }
  })

  it('read NSPL and ONSPD by the names of their columns, with ended postcodes and every nation', async () => {
    for (const name of ['NSPL_NOV_2021_UK.csv', 'ONSPD_NOV_2025_UK.csv']) {
      const { read, table } = await reading(fixture(name))
      assert.deepEqual(read, { outcome: 'read', count: { read: 11, rejected: 0, problems: [] } }, name)
      assertTheFive(table, name)
      assert.equal(table.find('LS1', '9ZZ')?.endedOn, '2007-06')
      assert.equal(table.find('IM1', '1AA')?.endedOn, '1999-12')
      assert.deepEqual(table.edition.nations, {
        england: 5,
        wales: 1,
        'northern-ireland': 1,
        'isle-of-man': 1,
        jersey: 1,
        guernsey: 1,
        unknown: 1,
      })
      // Northern Ireland's coordinates are on another grid.
      assert.equal(table.find('BT1', '1AA')?.point, null)
      assert.equal(table.find('TD15', '1AA')?.nation, null)
    }
  })

  it('take the district of Code-Point Open, and of a plain file', async () => {
    for (const name of ['codepoint-2014.csv', 'codepoint-2025.csv', 'plain.csv']) {
      const { table } = await reading(fixture(name))
      assert.deepEqual(table.find('M1', '1AE')?.areas, { district: 'E08000003', board: null }, name)
      assert.deepEqual(table.find('CH4', '8QQ')?.areas, { district: 'W06000005', board: null }, name)
    }
    const headed = await written(
      'headed/ls.csv',
      'Postcode,Positional_quality_indicator,Eastings,Northings,Country_code,NHS_regional_HA_code,NHS_HA_code,Admin_county_code,Admin_district_code,Admin_ward_code\nLS1 4AP,10,430001,433001,E92000001,E19000001,E18000002,,E08000035,E05001420\n',
    )
    const { table } = await reading(headed)
    assert.deepEqual(table.find('LS1', '4AP')?.areas, { district: 'E08000035', board: null })
  })

  it('take district and board of NSPL and ONSPD under every name they have had', async () => {
    const layouts = {
      'ONSPD 2013': ['oslaua', 'ccg'],
      'NSPL 2021': ['laua', 'ccg', 'stp'],
      'ONSPD 2024': ['oslaua', 'sicbl', 'icb'],
      'ONSPD 2025': ['lad25cd', 'sicbl24cd', 'icb23cd'],
    }
    for (const [name, columns] of Object.entries(layouts)) {
      const sub = columns.at(1)?.startsWith('sicbl') || columns.includes('ccg') ? 'E38000225' : ''
      const path = await written(
        `areas/${name}.csv`,
        [
          `pcds,dointr,doterm,oseast1m,osnrth1m,osgrdind,ctry,${columns.join(',')},lat`,
          `LS1 4AP,198001,,430001,433001,1,E92000001,E08000035,${sub}${columns.length > 2 ? ',E54000054' : ''},53`,
          // Scotland and Wales have areas of their own here; nines stand for none.
          `CH4 8QQ,198001,,338001,363001,1,W92000004,W06000005,W99999999${columns.length > 2 ? ',W99999999' : ''},53`,
          `JE2 3AB,198001,,,,9,L93000001,L99999999,L99999999${columns.length > 2 ? ',L99999999' : ''},`,
        ].join('\n'),
      )
      const { read, table } = await reading(path)
      assert.equal(read.count.rejected, 0, name)
      const board = columns.length > 2 ? 'E54000054' : 'E38000225'
      assert.deepEqual(table.find('LS1', '4AP')?.areas, { district: 'E08000035', board }, name)
      assert.deepEqual(table.find('CH4', '8QQ')?.areas, { district: 'W06000005', board: null }, name)
      assert.equal(table.find('JE2', '3AB')?.areas, null, name)
    }
  })

  it('keep a postcode whose areas are blank, or codes of long ago', async () => {
    const path = await written(
      'old-areas.csv',
      'postcode,easting,northing,country,oslaua\nLS1 4AP,1,2,E,00DA\nLS1 4AQ,1,2,E,\nLS1 4AR,1,2,E,Leeds\n',
    )
    const { read, table } = await reading(path)
    assert.deepEqual([read.count.read, read.count.rejected], [3, 0])
    for (const inward of ['4AP', '4AQ', '4AR']) assert.equal(table.find('LS1', inward)?.areas, null)
    assert.equal(table.columns.areas.length, 0, 'a column that would say nothing is not kept')
  })

  it('name the edition by the metadata of Code-Point Open or the name of the file', async () => {
    assert.equal((await reading(fixture('NSPL_NOV_2021_UK.csv'))).edition, 'NSPL November 2021')
    assert.equal((await reading(fixture('ONSPD_NOV_2025_UK.csv'))).edition, 'ONSPD November 2025')
    assert.equal((await reading(fixture('plain.csv'))).edition, 'plain.csv')
    assert.equal(editionOf(['codepo_gb'], 'DATASET VERSION NUMBER: 2025.4.0'), 'Code-Point Open 2025.4.0')
  })

  it('read a folder, a zip and a gzipped file alike', async () => {
    const rows = (await readFile(fixture('codepoint-2025.csv'), 'latin1')).split('\n')
    const files = {
      'codepo_gb/Data/CSV/ls.csv': rows.slice(0, 2).join('\n'),
      'codepo_gb/Data/CSV/ch.csv': rows.slice(2).join('\n'),
      'codepo_gb/Doc/metadata.txt': 'PRODUCT: OS CODE-POINT\nDATASET VERSION NUMBER: 2025.4.0\n',
      'codepo_gb/Doc/Code-Point_Open_Column_Headers.csv': await readFile(
        fixture('codepoint-headers.csv'),
        'latin1',
      ),
      'codepo_gb/Doc/licence.csv': 'not,a,postcode,file\n',
    }
    for (const [name, text] of Object.entries(files)) await written(`unpacked/${name}`, text)
    const zip = zipOf(
      Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text, 'latin1')])),
    )
    for (const path of [join(folder, 'unpacked'), await written('codepo_gb.zip', zip)]) {
      const { read, table, edition } = await reading(path)
      assert.equal(read.outcome, 'read')
      assert.equal(edition, 'Code-Point Open 2025.4.0')
      assert.equal(table.edition.postcodes, 5)
      assertTheFive(table, path)
    }
    const gzipped = await written('plain.csv.gz', gzipSync(await readFile(fixture('plain.csv'))))
    assertTheFive((await reading(gzipped)).table, 'gzipped')
    // What a file is, its bytes say: this one was named by somebody in a hurry.
    assertTheFive(
      (await reading(await written('really-gzipped.csv', await readFile(gzipped)))).table,
      'misnamed',
    )
  })

  it('read a National Statistics product once, though it holds every postcode twice', async () => {
    const whole = await readFile(fixture('ONSPD_NOV_2025_UK.csv'))
    await written('onspd/Data/ONSPD_NOV_2025_UK.csv', whole)
    await written('onspd/Data/multi_csv/ONSPD_NOV_2025_UK_LS.csv', whole)
    await written('onspd/Documents/Country names.csv', 'CTRY12CD,CTRY12NM\n')
    const { read } = await reading(join(folder, 'onspd'))
    assert.equal(read.count.read, 11)
  })

  it('pass over a file of column names beside the data', async () => {
    await written('flat/ls.csv', await readFile(fixture('codepoint-2025.csv')))
    await written('flat/headers.csv', await readFile(fixture('codepoint-headers.csv')))
    const { read } = await reading(join(folder, 'flat'))
    assert.deepEqual(read, { outcome: 'read', count: { read: 5, rejected: 0, problems: [] } })
  })

  it('report each bad row with file, line and reason, and keep the good ones', async () => {
    const path = await written(
      'dirty.csv',
      [
        'postcode,pqi,easting,northing,country',
        'LS1 4AP,10,430001,433001,E',
        'KENT,10,430001,433001,E',
        'LS1 4AQ,10,430001,,E',
        'LS1 4AR,10,9430001,433001,E',
        'LS1 4AS,10,430001,433001,X',
        'LS1 4AT,77,430001,433001,E',
        '"LS1 4AU,10,430001,433001,E',
        'LS1 4AW,10',
        '',
        'LS1 4AX,10,430001.5,433001,E',
        'LS1 4AY,10,1,2,E',
        'LS1 4AZ,10,1,2,E',
        'LS1 4BA,10,1,2,E',
        'LS1 4BB,10,1,2,E',
        'LS1 4BD,10,1,2,E',
        'LS1 4BE,10,1,2,E',
        'LS1 4BE,10,5,6,E\r',
        'ls14bf,10,0,0,E',
      ].join('\n'),
    )
    const { read, table } = await reading(path)
    assert.equal(read.outcome, 'read')
    assert.equal(read.count.read, 17)
    assert.equal(table.edition.postcodes, 8)
    assert.equal(table.find('LS1', '4BF')?.point, null)
    assert.deepEqual(table.find('LS1', '4BE')?.point, { easting: 5, northing: 6 })
    assert.deepEqual(
      read.count.problems.map(({ file, line, reason }) => `${file}:${line} ${reason}`),
      [
        'dirty.csv:3 not a postcode: "KENT"',
        'dirty.csv:4 not whole metres: "430001",""',
        'dirty.csv:5 outside the National Grid: 9430001,433001',
        'dirty.csv:6 not a country code: "X"',
        'dirty.csv:7 not a mark of positional quality: "77"',
        'dirty.csv:8 a quotation mark is left open',
        'dirty.csv:9 only 2 of 5 columns',
        'dirty.csv:11 not whole metres: "430001.5","433001"',
      ],
    )
  })

  it('read on when the first rows of a file without header are bad', async () => {
    const rows = await readFile(fixture('codepoint-2025.csv'), 'latin1')
    const { read, table } = await reading(await written('torn.csv', `"L",,\n${rows}`))
    assert.equal(read.outcome, 'read')
    assert.deepEqual(
      read.count.problems.map(problem => problem.line),
      [1],
    )
    assertTheFive(table, 'torn')
  })

  it('describe the first thousand bad rows and count them all', async () => {
    const good = Array.from({ length: 1500 }, () => 'LS1 4AP,430001,433001')
    const bad = Array.from({ length: 1200 }, () => 'nowhere,430001,433001')
    const path = await written('many.csv', ['postcode,easting,northing', ...good, ...bad].join('\n'))
    const { read } = await reading(path)
    assert.equal(read.outcome, 'read')
    assert.equal(read.count.rejected, 1200)
    assert.equal(read.count.problems.length, 1000)
  })

  it('refuse a file of which little or nothing can be used', async () => {
    const hopeless: Record<string, string | Uint8Array> = {
      'half.csv': 'postcode,easting,northing\nLS1 4AP,1,2\nKENT,1,2\nESSEX,1,2\n',
      'none.csv': 'postcode,easting,northing\n',
      'empty.csv': '',
      'other.csv': `name,price\n${'tea,1\n'.repeat(50)}`,
      'binary.csv': Buffer.alloc(300_000, 7),
    }
    for (const [name, content] of Object.entries(hopeless)) {
      const path = await written(`hopeless/${name}`, content)
      const outcome = await reading(path).then(
        ({ read }) => read.outcome,
        () => 'thrown',
      )
      assert.notEqual(outcome, 'read', name)
    }
    await mkdir(join(folder, 'bare'))
    assert.equal((await reading(join(folder, 'bare'))).read.outcome, 'failed')
  })

  it('split a line as csv-parse does', () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'B', '1', ' ', '-') }),
      fc.string({ unit: fc.constantFrom('a', ',', '"', ' ') }).map(text => `"${text.replaceAll('"', '""')}"`),
    )
    fc.assert(
      fc.property(
        fc.array(cell, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        (cells, limit) => {
          const line = cells.join(',')
          if (line === '') return
          const [oracle] = parse(line) as string[][]
          assert.deepEqual(cellsOf(line, limit), oracle?.slice(0, limit))
        },
      ),
      { numRuns: 500 },
    )
  })

  it('know no layout in rubbish', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 12 }), cells => assert.equal(detectLayout(cells), null)),
    )
  })
})
