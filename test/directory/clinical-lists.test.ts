import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, beforeEach, describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { followChanges, newestChange } from '../../src/database/index.ts'
import { KEY_OF, LIST_NAMES, type Lists, NO_LISTS } from '../../src/directory/clinical/lists.ts'
import {
  type ClinicalImport,
  demonstrationLists,
  importClinicalLists,
  openClinicalReference,
  readLists,
  replaceLists,
  seedClinicalLists,
} from '../../src/directory/index.ts'
import { testDatabase } from '../support/database.ts'

const database = await testDatabase()
const folder = await mkdtemp(join(tmpdir(), 'signpost-clinical-'))
after(() => rm(folder, { recursive: true }))

/** A few rows of every list, of which nothing is real. */
const SOME: Lists = {
  'symptom-groups': [
    { id: 900_101, name: 'One', zCode: false },
    { id: 900_102, name: 'Two', zCode: true },
  ],
  discriminators: [
    { id: 950_101, name: 'Alpha', synonyms: ['a', 'alfa'] },
    { id: 950_102, name: 'Beta', synonyms: [] },
  ],
  pairs: [
    { group: 900_101, discriminator: 950_101 },
    { group: 900_101, discriminator: 950_102 },
    { group: 900_102, discriminator: 950_102 },
  ],
  dispositions: [
    { code: 'DXD90', name: 'Soon', minutes: 60 },
    { code: 'DXD91', name: 'Later', minutes: 0 },
  ],
  'disposition-groups': [
    { uid: 990_901, name: 'Either', minutes: null },
    { uid: 990_902, name: 'None of them', minutes: 30 },
  ],
  'disposition-group-members': [
    { uid: 990_901, code: 'DXD90' },
    { uid: 990_901, code: 'DXD91' },
  ],
  'search-distances': [
    { code: 'LS1', metres: 12_500 },
    { code: 'LS1 4', metres: 8000 },
    { code: 'LS14AP', metres: 5000 },
  ],
  areas: [
    { code: 'LS1', district: 'E08990001', board: null },
    { code: 'LS14', district: null, board: 'E54990001' },
  ],
  ranks: [
    { area: 'E08990001', typeId: 13, rank: 1 },
    { area: 'national', typeId: 13, rank: 2 },
    { area: 'national', typeId: 100, rank: 10 },
  ],
}

/** Rows in the order of the tables, for comparison. */
const sorted = (lists: Lists): unknown =>
  LIST_NAMES.map(list => {
    const keyed = <N extends typeof list>(name: N): string[] =>
      lists[name].map(row => JSON.stringify(Object.entries(row).sort()))
    return [list, keyed(list).sort()]
  })

describe('the clinical lists', () => {
  beforeEach(async () => {
    await replaceLists(database, NO_LISTS)
  })

  it('come back from the tables as they went in, also when replaced by any others', async () => {
    const groups = fc.uniqueArray(fc.integer({ min: 900_000, max: 900_009 }))
    const discriminators = fc.uniqueArray(fc.integer({ min: 950_000, max: 950_009 }))
    const anyLists = fc
      .tuple(groups, discriminators, fc.string({ minLength: 1, unit: 'grapheme-ascii' }))
      .chain(([ofGroups, ofDiscriminators, name]) =>
        fc
          .subarray(
            ofGroups.flatMap(group => ofDiscriminators.map(discriminator => ({ group, discriminator }))),
          )
          .map(pairs => ({
            ...SOME,
            'symptom-groups': ofGroups.map(id => ({ id, name, zCode: id % 2 === 0 })),
            discriminators: ofDiscriminators.map(id => ({ id, name, synonyms: [name, 'ō'] })),
            pairs,
          })),
      )
    await fc.assert(
      fc.asyncProperty(anyLists, async lists => {
        const replaced = await replaceLists(database, lists)
        assert.equal(replaced.outcome, 'replaced')
        assert.deepEqual(sorted(await readLists(database.query)), sorted(lists))
      }),
      { numRuns: 15 },
    )
  })

  it('are in memory as the search reads them', async () => {
    await replaceLists(database, SOME)
    const reference = (await openClinicalReference(database)).current()
    assert.deepEqual(reference.symptomGroups.get(900_102), { name: 'Two', zCode: true })
    assert.deepEqual(reference.discriminators.get(950_101), { name: 'Alpha', synonyms: ['a', 'alfa'] })
    assert.deepEqual(reference.pairs.get(900_101), new Set([950_101, 950_102]))
    assert.deepEqual(reference.dispositions.get('DXD90'), { code: 'DXD90', name: 'Soon', minutes: 60 })
    assert.deepEqual(reference.dispositionGroups.get(990_901), {
      uid: 990_901,
      name: 'Either',
      minutes: null,
      codes: ['DXD90', 'DXD91'],
    })
    assert.deepEqual(reference.dispositionGroups.get(990_902)?.codes, [])
    assert.equal(reference.searchDistances.get('LS1 4'), 8000)
    assert.equal(reference.searchDistances.get('LS14'), undefined, 'an outcode is no sector')
    assert.deepEqual(reference.areas.get('LS14'), { district: null, board: 'E54990001' })
    assert.equal(reference.nationalRanks.get(100), 10)
    assert.deepEqual(reference.localRanks, new Map([['E08990001', new Map([[13, 1]])]]))
  })

  it('reach memory through the change feed, and no change is told where nothing differs', async () => {
    const references = await openClinicalReference(database)
    const told: string[] = []
    const follower = await followChanges({
      database,
      clock: { now: () => 0 },
      handlers: {
        reference: async keys => {
          told.push(...keys)
          await references.reload(keys)
        },
      },
      report: failure => assert.equal(failure, undefined),
    })
    try {
      await replaceLists(database, SOME)
      await follower.catchUp()
      const after = references.current()
      assert.equal(after.symptomGroups.size, 2)
      assert.deepEqual(told, ['*', 'clinical'])
      const newest = await newestChange(database.query)
      await replaceLists(database, SOME)
      assert.equal(await newestChange(database.query), newest)
      await references.reload(['of-another-list'])
      assert.equal(references.current(), after, 'what is another list leaves it alone')
    } finally {
      await follower.stop()
    }
  })

  it('take pairs and members along when a code they name goes, and say how many', async () => {
    await replaceLists(database, SOME)
    const replaced = await replaceLists(database, {
      'symptom-groups': SOME['symptom-groups'].slice(1),
      dispositions: SOME.dispositions.slice(0, 1),
    })
    assert.ok(replaced.outcome === 'replaced')
    assert.deepEqual(replaced.goneWith, { pairs: 2, members: 1 })
    assert.deepEqual(replaced.counts['symptom-groups'], { created: 0, updated: 0, unchanged: 1, removed: 1 })
    const lists = await readLists(database.query)
    assert.deepEqual(lists.pairs, [{ group: 900_102, discriminator: 950_102 }])
    assert.deepEqual(lists['disposition-group-members'], [{ uid: 990_901, code: 'DXD90' }])
    assert.equal(lists.discriminators.length, 2)
  })

  it('are seeded once, and never over what somebody brought', async () => {
    const mine = { areas: SOME.areas }
    await replaceLists(database, mine)
    await seedClinicalLists(database, demonstrationLists())
    assert.deepEqual(sorted(await readLists(database.query)), sorted({ ...NO_LISTS, ...mine }))
    await replaceLists(database, NO_LISTS)
    await seedClinicalLists(database, demonstrationLists())
    assert.deepEqual(sorted(await readLists(database.query)), sorted(demonstrationLists()))
  })

  it('stay as they were when one of them cannot be replaced', async () => {
    await replaceLists(database, SOME)
    const dangling = { ...SOME, areas: [], pairs: [{ group: 1, discriminator: 2 }] }
    await assert.rejects(replaceLists(database, dangling))
    assert.deepEqual(sorted(await readLists(database.query)), sorted(SOME))
  })
})

describe('importing clinical lists', () => {
  let count = 0
  /** A folder of its own with these files. */
  const folderOf = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
    count += 1
    const path = join(folder, String(count))
    await mkdir(path)
    for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
    return path
  }
  const importing = async (
    files: Readonly<Record<string, string | Uint8Array>>,
    more: Omit<ClinicalImport, 'database' | 'paths'> = {},
  ) => importClinicalLists({ database, paths: [await folderOf(files)], ...more })

  beforeEach(async () => {
    await replaceLists(database, NO_LISTS)
  })

  const WHOLE = {
    'symptom-groups.csv': 'id,name,zCode\n900101,One,\n900102,Two,yes\n',
    'discriminators.csv':
      '"ID";"Name";"Synonyms"\r\n950101;Alpha;a | alfa|a\r\n950102;"Beta; the second";\r\n',
    'pairs.csv.gz': gzipSync('discriminator,symptomGroup\n950101,900101\n950102,900101\n'),
    'dispositions.csv': 'code,name,minutes\nDxD90,Soon,60\ndxd91,Later,0\n',
    'disposition-groups.csv': 'uid,name\n990901,Either\n',
    'disposition-group-members.csv': 'uid,code\n990901,dxD90\n990901,DXD90\n',
    'search-distances.csv': 'code,km\nls1 4ap,5\nLS1 4,8.0\nLS1,12.5\nLS14,20\n',
    'areas.csv': 'code,district,board\nLS1,E08990001,\nLS14AQ,E08990001,E54990001\n',
    'ranks.csv': 'area,typeId,rank\nNational,13,2\nE08990001,13,1\n',
    'readme.txt': 'not a list',
  }

  it('reads every list by its name, in a folder or one by one, and can be run again', async () => {
    const outcome = await importing(WHOLE)
    assert.equal(outcome.outcome, 'imported', JSON.stringify(outcome))
    assert.deepEqual(
      outcome.report.files.map(({ list, rows, kept, repeated }) => [list, rows, kept, repeated]),
      [
        ['symptom-groups', 2, 2, 0],
        ['discriminators', 2, 2, 0],
        ['pairs', 2, 2, 0],
        ['dispositions', 2, 2, 0],
        ['disposition-groups', 1, 1, 0],
        ['disposition-group-members', 2, 1, 1],
        ['search-distances', 4, 4, 0],
        ['areas', 2, 2, 0],
        ['ranks', 2, 2, 0],
      ],
    )
    assert.match(outcome.report.passedOver.join(), /readme\.txt$/)
    const lists = await readLists(database.query)
    assert.deepEqual(lists.discriminators[0]?.synonyms, ['a', 'alfa'])
    assert.equal(lists.discriminators[1]?.name, 'Beta; the second')
    assert.deepEqual(lists['symptom-groups'][1], { id: 900_102, name: 'Two', zCode: true })
    assert.deepEqual(lists['disposition-group-members'], [{ uid: 990_901, code: 'DXD90' }])
    assert.deepEqual(
      Object.fromEntries(lists['search-distances'].map(({ code, metres }) => [code, metres])),
      {
        LS1: 12_500,
        'LS1 4': 8000,
        LS14: 20_000,
        LS14AP: 5000,
      },
    )
    assert.deepEqual(lists.ranks.map(KEY_OF.ranks), ['E08990001 13', 'national 13'])

    const again = await importing(WHOLE)
    assert.equal(again.outcome, 'imported')
    for (const count of Object.values(again.report.lists))
      assert.deepEqual([count.created, count.updated, count.removed], [0, 0, 0])
    assert.equal(Object.keys(again.report.lists).length, LIST_NAMES.length)

    const path = join(await folderOf(WHOLE), 'ranks.csv')
    const one = await importClinicalLists({ database, paths: [path] })
    assert.deepEqual(Object.keys(one.report.lists), ['ranks'])
  })

  it('accounts for every bad row with its line and the reason, and keeps the good ones', async () => {
    const outcome = await importing({
      'symptom-groups.csv': [
        'id,name,zCode',
        '900101,One,no',
        '900102,Two,perhaps',
        '0,Nought,',
        '900103,,',
        '"900104,Open,',
        '900105,Five',
        '900101,One,false',
        '900101,Uno,',
        `900106,${'x'.repeat(256)},`,
        '900107,Seven,',
        '900108,Eight,',
        '900109,Nine,',
        '900110,Ten,',
        '900111,Eleven,',
        '900112,Twelve,',
        '900113,Thirteen,',
      ].join('\n'),
      'discriminators.csv': 'id,name\n950101,Alpha\n',
      'pairs.csv':
        'symptomGroup,discriminator\n900101,950101\n900102,950101\n900107,1\n900107,950101\n900108,950101\n',
      'search-distances.csv':
        'code,km\nLS1,0\nLS2,100\nLS3,1.25\nLS4,-1\nLEEDS,5\nLS1  4,5\nLS5,0.1\nLS6,99.9\nLS7,5\nLS8,5\nLS9,5\nLS10,1e1\nLS11,60\nLS12,60\n',
      'areas.csv':
        'code,district,board\nLS1,,\nLS2,Leeds,\nLS3,E08990001,e54990001\nLS4,E08990001,\nLS5,E08990001,\nLS6,,E54990001\n',
      'ranks.csv':
        'area,typeId,rank\nnational,13,0\nnational,13,11\nnational,99999,1\n,13,1\nLeeds,13,1\nnational,13,1\nnational,100,2\nnational,12,3\nE08990001,13,4\nE08990001,12,4\nE08990001,14,4\n',
    })
    assert.equal(outcome.outcome, 'imported', JSON.stringify(outcome))
    const problems = outcome.report.files.flatMap(({ list, problems: some }) =>
      some.map(({ line, reason }) => `${list}:${line} ${reason}`),
    )
    const bad = 'a number from 0.1 to 99.9 with at most 1 decimal'
    assert.deepEqual(problems, [
      'symptom-groups:3 zCode: not yes or no: "perhaps"',
      'symptom-groups:4 id: not a whole number from 1 to 2147483647: "0"',
      'symptom-groups:5 name: not a text of 1 to 255 characters: ""',
      'symptom-groups:6 a quotation mark is left open',
      'symptom-groups:7 2 cells where the first line has 3',
      'symptom-groups:9 "900101" is given otherwise in line 2',
      `symptom-groups:10 name: not a text of 1 to 255 characters: "${'x'.repeat(30)}…"`,
      'pairs:3 there is no symptom group 900102',
      'pairs:4 there is no discriminator 1',
      `search-distances:2 km: not ${bad}: "0"`,
      `search-distances:3 km: not ${bad}: "100"`,
      `search-distances:4 km: not ${bad}: "1.25"`,
      `search-distances:5 km: not ${bad}: "-1"`,
      'search-distances:6 code: not a postcode, sector or outcode: "LEEDS"',
      'search-distances:7 code: not a postcode, sector or outcode: "LS1  4"',
      `search-distances:13 km: not ${bad}: "1e1"`,
      'areas:2 neither district nor board is given',
      'areas:3 district: not the code of an area: "Leeds"',
      'areas:4 board: not the code of an area: "e54990001"',
      'ranks:2 rank: not a whole number from 1 to 10: "0"',
      'ranks:3 rank: not a whole number from 1 to 10: "11"',
      'ranks:4 there is no service type 99999',
      'ranks:5 area: blank',
      'ranks:6 area: neither "national" nor the code of an area: "Leeds"',
    ])
    for (const { rows, kept, repeated, problems: some } of outcome.report.files)
      assert.equal(rows, kept + repeated + some.length)
    const lists = await readLists(database.query)
    assert.equal(lists['symptom-groups'].length, 8)
    assert.equal(lists.pairs.length, 3)
  })

  it('knows codes that are stored already, and none of a list that is being replaced', async () => {
    await replaceLists(database, SOME)
    const pairs = 'symptomGroup,discriminator\n900102,950101\n'
    assert.equal((await importing({ 'pairs.csv': pairs })).outcome, 'imported')
    const outcome = await importing({
      'symptom-groups.csv': 'id,name\n900101,One\n',
      'pairs.csv': `${pairs}900101,950101\n900101,950102\n`,
    })
    assert.equal(outcome.outcome, 'imported')
    assert.deepEqual(outcome.report.files[1]?.problems, [
      { line: 2, reason: 'there is no symptom group 900102' },
    ])
  })

  it('leaves everything as it was when a file is none, or mostly bad', async () => {
    await replaceLists(database, SOME)
    const hopeless: Record<string, [Record<string, string | Uint8Array>, RegExp]> = {
      empty: [{ 'pairs.csv': '' }, /It is empty/],
      headed: [{ 'pairs.csv': 'symptomGroup,discriminator\n' }, /None of its rows/],
      other: [{ 'pairs.csv': 'a,b\n1,2\n' }, /it lacks symptomGroup, discriminator, and it has "a", "b"/],
      extra: [{ 'areas.csv': 'code,district,ccg\nLS1,E08990001,x\n' }, /it has "ccg"/],
      twice: [{ 'areas.csv': 'code,code,district\nLS1,LS1,E08990001\n' }, /it has "code"/],
      binary: [{ 'areas.csv': Buffer.alloc(5000, 7) }, /must name the columns/],
      bad: [{ 'pairs.csv': 'symptomGroup,discriminator\n1,1\n2,2\n900101,950101\n' }, /2 of its 3 rows/],
      nothing: [{ 'notes.txt': 'x' }, /There is no list there/],
      both: [{ 'areas.csv': 'x', 'areas.csv.gz': 'y' }, /given twice/],
      second: [
        { 'ranks.csv': 'area,typeId,rank\nnational,14,1\n', 'areas.csv': 'code\nLS1\n' },
        /areas\.csv: None/,
      ],
    }
    for (const [name, [files, reason]] of Object.entries(hopeless)) {
      const outcome = await importing(files)
      assert.ok(outcome.outcome === 'failed', name)
      assert.match(outcome.reason, reason, name)
      assert.deepEqual(outcome.report.lists, {}, name)
      assert.deepEqual(sorted(await readLists(database.query)), sorted(SOME), name)
    }
    const missing = await importClinicalLists({ database, paths: [join(folder, 'nowhere')] })
    assert.equal(missing.outcome, 'failed')
    const unknown = await folderOf({ 'wards.csv': 'a\n' })
    const named = await importClinicalLists({ database, paths: [join(unknown, 'wards.csv')] })
    assert.match(named.outcome === 'failed' ? named.reason : '', /named after no list/)
  })

  it('counts on a dry run what it would do, and stores nothing', async () => {
    await replaceLists(database, SOME)
    const outcome = await importing(
      { 'symptom-groups.csv': 'id,name\n900101,Uno\n900103,Three\n' },
      { dryRun: true },
    )
    assert.equal(outcome.outcome, 'imported')
    assert.deepEqual(outcome.report.lists, {
      'symptom-groups': { created: 1, updated: 1, unchanged: 0, removed: 1 },
    })
    assert.deepEqual(outcome.report.goneWith, { pairs: 1, members: 0 })
    assert.deepEqual(sorted(await readLists(database.query)), sorted(SOME))
  })

  it('does not let a long list shrink to less than half unless told to', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      code: `LS${Math.floor(index / 10) + 1} ${index % 10}`,
      metres: 1000,
    }))
    await replaceLists(database, { 'search-distances': many })
    const few = { 'search-distances.csv': 'code,km\nLS1,1\n' }
    const outcome = await importing(few)
    assert.match(outcome.outcome === 'failed' ? outcome.reason : '', /would have 1 rows, and has 300/)
    assert.equal((await readLists(database.query))['search-distances'].length, 300)
    assert.equal((await importing(few, { allowSmaller: true })).outcome, 'imported')
    assert.equal((await readLists(database.query))['search-distances'].length, 1)
  })
})
