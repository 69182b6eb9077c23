import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  CRITERIA,
  createUnmetNeed,
  type Gap,
  type NeedFilter,
  readNeeds,
  readSearches,
  type SearchedPlace,
} from '../../src/directory/index.ts'
import { testDatabase } from '../support/database.ts'

const NOON = Date.parse('2026-06-03T11:00:00Z')
const DAY = 86_400_000
const ALL: NeedFilter = { from: '2026-01-01', until: '2026-12-31', regionIds: null, typeId: null }
const LEEDS: SearchedPlace = { district: 'E08000035', board: 'E54000054', regionId: 'Y63' }
const gap = (typeId: number, criterion: Gap['criterion'] = 'session', id = 1): Gap => ({
  id,
  typeId,
  criterion,
})

describe('sums of unmet need', async () => {
  const database = await testDatabase()
  const { query } = database
  const emptied = async (): Promise<void> => {
    await query('delete from directory.unmet_need')
    await query('delete from directory.clinical_searches')
  }
  const sums = async (filter: NeedFilter = ALL) =>
    (await readNeeds(query, 'detail', filter, 1000)).map(row => [
      row.area,
      row.type_id,
      row.criterion,
      row.times,
      row.services,
    ])
  const searched = async () =>
    (await readSearches(query, ALL, 1000)).map(row => [row.area_kind, row.area, row.searches])

  it('count a search once for each type and criterion, and its services besides', async () => {
    await emptied()
    const need = createUnmetNeed(() => query, 'a')
    need.note([gap(13), gap(13, 'session', 2), gap(13, 'capacity', 3), gap(14)], LEEDS, NOON)
    need.note([gap(13)], LEEDS, NOON)
    need.note([], LEEDS, NOON)
    await need.flush()
    assert.deepEqual(await sums(), [
      ['E08000035', 13, 'capacity', 1, 1],
      ['E08000035', 13, 'session', 2, 3],
      ['E08000035', 14, 'session', 1, 1],
    ])
    assert.deepEqual(await searched(), [['district', 'E08000035', 3]])
  })

  it('know a place by its district, else its board, else its region', async () => {
    await emptied()
    const need = createUnmetNeed(() => query, 'a')
    need.note([], LEEDS, NOON)
    need.note([], { ...LEEDS, district: null }, NOON)
    need.note([], { ...LEEDS, district: null, board: null }, NOON)
    await need.flush()
    assert.deepEqual(await searched(), [
      ['board', 'E54000054', 1],
      ['district', 'E08000035', 1],
      ['region', 'Y63', 1],
    ])
  })

  it('are of a day in London', async () => {
    await emptied()
    const need = createUnmetNeed(() => query, 'a')
    // Half past midnight there.
    need.note([gap(13)], LEEDS, Date.parse('2026-06-03T23:30:00Z'))
    await need.flush()
    const [row] = await readNeeds(query, 'day', ALL, 10)
    assert.equal(row?.day, '2026-06-04')
    assert.deepEqual(await sums({ ...ALL, until: '2026-06-03' }), [])
    assert.equal((await sums({ ...ALL, from: '2026-06-04', until: '2026-06-04' })).length, 1)
  })

  it('say the same when they are written twice, and lose nothing when they cannot be', async () => {
    await emptied()
    let isDown = false
    let isLost = false
    const flaky: typeof query = async (text, values) => {
      if (isDown) throw new Error('The database is away.')
      const answer = await query(text, values)
      // Written, and nobody hears of it.
      if (isLost) throw new Error('The connection is gone.')
      return [...answer] as never
    }
    const need = createUnmetNeed(() => flaky, 'a')
    need.note([gap(13)], LEEDS, NOON)
    isDown = true
    await assert.rejects(need.flush())
    need.note([gap(13)], LEEDS, NOON)
    isDown = false
    isLost = true
    await assert.rejects(need.flush())
    isLost = false
    need.note([gap(13)], LEEDS, NOON)
    await Promise.all([need.flush(), need.flush()])
    await need.flush()
    assert.deepEqual(await sums(), [['E08000035', 13, 'session', 3, 3]])
    assert.deepEqual(await searched(), [['district', 'E08000035', 3]])
  })

  it('are the same however many nodes counted them, and whenever each wrote', async () => {
    const anyGap = fc.record({
      id: fc.nat({ max: 3 }),
      typeId: fc.constantFrom(13, 14),
      criterion: fc.constantFrom(...CRITERIA.slice(0, 2)),
    })
    const anySearch = fc.record({
      node: fc.nat({ max: 1 }),
      // Before midnight and after: which is counted first is chance.
      day: fc.nat({ max: 1 }),
      district: fc.constantFrom('D1', 'D2', null),
      gaps: fc.array(anyGap, { maxLength: 4 }),
      flush: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anySearch, { maxLength: 25 }), async searches => {
        await emptied()
        const nodes = [createUnmetNeed(() => query, 'a'), createUnmetNeed(() => query, 'b')]
        const times = new Map<string, number>()
        const services = new Map<string, number>()
        const more = (sum: Map<string, number>, key: string) => sum.set(key, (sum.get(key) ?? 0) + 1)
        for (const { node, day, district, gaps, flush } of searches) {
          nodes[node]?.note(gaps, { district, board: null, regionId: 'Y63' }, NOON + day * DAY)
          const keys = gaps.map(one => `${district ?? 'Y63'} ${one.typeId} ${one.criterion}`)
          for (const key of keys) more(services, key)
          for (const key of new Set(keys)) more(times, key)
          if (flush) await nodes[node]?.flush()
        }
        for (const node of nodes) await node.flush()
        const found = (await sums()).map(([area, type, criterion, ...counts]) => [
          `${area} ${type} ${criterion}`,
          ...counts,
        ])
        const expected = [...times].map(([key, count]) => [key, count, services.get(key)])
        assert.deepEqual(found.toSorted(), expected.toSorted())
        const total = (await searched()).reduce((sum, row) => sum + Number(row[2]), 0)
        assert.equal(total, searches.length)
      }),
      { numRuns: 25 },
    )
  })

  it('go on over the days', async () => {
    await emptied()
    const need = createUnmetNeed(() => query, 'a')
    for (let day = 0; day < 5; day += 1) {
      need.note([gap(13)], LEEDS, NOON + day * DAY)
      await need.flush()
    }
    const rows = await readNeeds(query, 'day', ALL, 10)
    assert.deepEqual(
      rows.map(({ day, times }) => [day, times]),
      [3, 4, 5, 6, 7].map(day => [`2026-06-0${day}`, 1]),
    )
  })

  it('narrow to regions and to a type', async () => {
    await emptied()
    const need = createUnmetNeed(() => query, 'a')
    need.note([gap(13), gap(14)], LEEDS, NOON)
    need.note([gap(13)], { district: 'D9', board: null, regionId: 'Y58' }, NOON)
    await need.flush()
    assert.equal((await sums({ ...ALL, regionIds: ['Y58'] })).length, 1)
    assert.deepEqual(await sums({ ...ALL, regionIds: [] }), [])
    assert.equal((await sums({ ...ALL, typeId: 14 })).length, 1)
  })
})
