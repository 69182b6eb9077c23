import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { ensureDemonstration, writeDemonstrationFile } from '../../src/demonstration/index.ts'
import { KINDS } from '../../src/demonstration/kinds.ts'
import { buildReference } from '../../src/directory/clinical/build-reference.ts'
import { KEY_OF, LIST_NAMES } from '../../src/directory/clinical/lists.ts'
import {
  demonstrationLists,
  demonstrationProfile,
  readLists,
  replaceLists,
  serviceTypeById,
} from '../../src/directory/index.ts'
import { createPlaces } from '../../src/places/index.ts'
import { testDatabase } from '../support/database.ts'

const lists = demonstrationLists()
const reference = buildReference(lists)

describe('the clinical lists of the demonstration', () => {
  it('are the same each time, and give no row twice', () => {
    assert.deepEqual(demonstrationLists(), lists)
    for (const list of LIST_NAMES) {
      const keysOf = <N extends typeof list>(name: N): string[] => lists[name].map(KEY_OF[name])
      const keys = keysOf(list)
      assert.equal(new Set(keys).size, keys.length, list)
      assert.ok(keys.length > 0, list)
    }
  })

  it('name only codes that are there', () => {
    for (const [group, discriminators] of reference.pairs) {
      assert.ok(reference.symptomGroups.has(group), String(group))
      for (const id of discriminators) assert.ok(reference.discriminators.has(id), String(id))
    }
    for (const { uid, codes } of reference.dispositionGroups.values()) {
      assert.ok(codes.length > 0, String(uid))
      for (const code of codes) assert.ok(reference.dispositions.has(code), code)
    }
    const ofGroups = new Set([...reference.dispositionGroups.values()].flatMap(({ codes }) => codes))
    assert.deepEqual(ofGroups, new Set(reference.dispositions.keys()), 'every disposition can be asked for')
    const areas = new Set(lists.areas.flatMap(({ district, board }) => [district, board]))
    for (const area of reference.localRanks.keys()) assert.ok(areas.has(area), area)
    for (const { typeId } of lists.ranks) assert.ok(serviceTypeById(typeId)?.searchable, String(typeId))
  })

  it('know every code that a demonstration service has, and rank every kind that has one', () => {
    for (const { typeId } of KINDS) {
      const { symptoms, dispositions } = demonstrationProfile(typeId)
      for (const { group, discriminator } of symptoms)
        assert.ok(reference.pairs.get(group)?.has(discriminator))
      for (const code of dispositions) assert.ok(reference.dispositions.has(code.toUpperCase()), code)
      if (symptoms.length > 0) assert.ok(reference.nationalRanks.has(typeId), String(typeId))
    }
  })

  it('cannot be taken for real ones', () => {
    // But for the codes that the published descriptions ask with in their examples.
    const own = (id: number): boolean => id >= 900_000
    assert.deepEqual(
      [...reference.symptomGroups.keys()].filter(id => !own(id)),
      [1008],
    )
    assert.deepEqual([...reference.discriminators.keys()].filter(id => !own(id)).toSorted(), [4003, 4020])
    assert.deepEqual(
      [...reference.dispositionGroups.keys()].filter(id => !own(id)),
      [1008],
    )
    for (const code of reference.dispositions.keys()) assert.match(code, /^DXD\d\d$|^DX08$/)
    for (const { district, board } of lists.areas) {
      assert.match(district ?? '', /^E0[68]99/)
      assert.match(board ?? '', /^E5499/)
    }
    for (const list of [
      reference.symptomGroups,
      reference.discriminators,
      reference.dispositions,
      reference.dispositionGroups,
    ])
      for (const { name } of list.values()) assert.match(name, /^Demonstration: /)
  })

  it('fit the tables as an import would judge them', () => {
    for (const { code, metres } of lists['search-distances']) {
      assert.match(code, /^[A-Z]{1,2}\d[A-Z\d]?( \d)?$|^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/)
      assert.ok(metres >= 100 && metres <= 99_900 && metres % 100 === 0, code)
    }
  })

  it('come to a world that was made before there were such lists, and once only', async () => {
    const database = await testDatabase()
    const folder = await mkdtemp(join(tmpdir(), 'signpost-demonstration-'))
    try {
      const file = {
        baseUrl: 'https://a.test',
        tokenUrl: 'https://a.test/oauth2/token',
        accounts: [],
        people: [],
      }
      await writeDemonstrationFile(join(folder, 'demo.json'), file)
      const begin = () =>
        ensureDemonstration({
          database,
          places: createPlaces(),
          folder,
          world: { scale: 'standard', share: 0.01 },
          baseUrl: 'https://a.test',
          now: 0,
          progress: () => {},
        })
      await begin()
      assert.equal((await readLists(database.query)).pairs.length, lists.pairs.length)
      await replaceLists(database, { pairs: [] })
      await begin()
      assert.equal((await readLists(database.query)).pairs.length, 0, 'what somebody changed stays')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
