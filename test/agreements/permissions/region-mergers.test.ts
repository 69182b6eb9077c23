import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, it } from 'node:test'
import {
  grantRegion,
  partsOfMerged,
  permissionDueHandlers,
  type RegionEntry,
  readPermission,
  settleMergers,
  withdrawRegion,
} from '../../../src/agreements/index.ts'
import { newestChange } from '../../../src/database/index.ts'
import { readNotices } from '../../../src/notices/index.ts'
import { readActs, readDue, workThroughDue } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import { aConnection, aRequest, by, DAY, display, START, surroundings } from './some-permissions.ts'

const MERGE = START + 30 * DAY
const region = (id: string, successorId: string | null = null, until = MERGE, from = 0): RegionEntry => ({
  id,
  from,
  until: successorId === null ? null : until,
  successorId,
})

describe('grants of regions that are merged', async () => {
  const database = await testDatabase()
  const about = surroundings()
  const holdersOf = async (_query: unknown, role: string, scopeId: string | null) => [
    `${role}-${scopeId ?? 'all'}`,
  ]
  const around = { ...about, holdersOf, newId: randomUUID }
  const asked = async (id: string, regions: readonly string[], granting: readonly string[]) => {
    const { agreementId } = await aConnection(database, id)
    await aRequest(database, id, agreementId, display(...regions))
    for (const [index, regionId] of granting.entries()) {
      const terms = { id: `${id}-${regionId}`, regionId, conditions: [`as ${regionId} says`] }
      const until = START + (100 + index) * DAY
      const done = await grantRegion(database, id, { ...terms, until }, about, by(START))
      assert.equal(done.outcome, 'changed')
    }
  }
  const live = async (id: string, at = MERGE) => {
    const permission = await readPermission(database.query, id)
    return permission?.grants.filter(one => one.endedAt === null && at < one.until) ?? []
  }

  it('are made of what was merged by then, and of the successor where it was there before', () => {
    const regions = [region('A', 'N'), region('B', 'N', MERGE + DAY), region('N', null, 0, MERGE)]
    assert.deepEqual([...partsOfMerged(regions, MERGE - 1)], [])
    assert.deepEqual([...partsOfMerged(regions, MERGE)], [['N', ['A']]])
    assert.deepEqual([...partsOfMerged([region('A', 'B'), region('B')], MERGE)], [['B', ['B', 'A']]])
  })

  it('follow into a new region when every part had granted, for the shorter time and under both conditions', async () => {
    await asked('both', ['A', 'B'], ['A', 'B'])
    const regions = [region('A', 'N'), region('B', 'N'), region('N', null, 0, MERGE)]
    assert.deepEqual(await settleMergers(database, regions, around, MERGE - 1), [])
    assert.deepEqual(await settleMergers(database, regions, around, MERGE), ['both'])
    const own = (await live('both')).find(one => one.regionId === 'N')
    assert.ok(own)
    assert.deepEqual(own.inheritedFrom, ['both-A', 'both-B'])
    assert.deepEqual(own.conditions, ['as A says', 'as B says'])
    assert.equal(own.until, START + 100 * DAY)
    assert.ok(own.reviewBy && own.reviewBy > MERGE && own.reviewBy < MERGE + 40 * DAY)
    const events = (await readActs(database.query, 'permission', 'both')).map(act => act.event)
    assert.deepEqual(events.slice(-2), ['follow-region', 'inherit-region'])
    const due = (await readDue(database.query, 'permission', own.id)).map(one => [one.event, one.dueAt])
    assert.deepEqual(due.toSorted(), [
      ['region-end', own.until],
      ['region-notice', own.until - 30 * DAY],
      ['region-review', own.reviewBy],
    ])
    const told = async () =>
      (await readNotices(database.query, 'dos-lead-N', { limit: 9, before: null, unreadOnly: false })).map(
        notice => notice.kind,
      )
    assert.deepEqual(await told(), ['region-grant-inherited'])
    await workThroughDue(database, own.reviewBy, permissionDueHandlers(around), (_due, error) => {
      throw error
    })
    assert.deepEqual(await told(), ['region-grant-review-due', 'region-grant-inherited'])
    const change = await newestChange(database.query)
    assert.deepEqual(await settleMergers(database, regions, around, MERGE + DAY), [])
    assert.equal(await newestChange(database.query), change)
    // The lead who answers for it now can end it like any other, for all it is made of, and it stays ended.
    const ended = await withdrawRegion(database, 'both', 'N', about, by(MERGE))
    assert.equal(ended.outcome, 'changed')
    assert.deepEqual(await live('both'), [])
    assert.deepEqual(await settleMergers(database, regions, around, MERGE + DAY), [])
  })

  it('do not open services of a part that had not granted, but let the new lead grant the whole', async () => {
    await asked('half', ['C', 'D'], ['C'])
    const regions = [region('C', 'M'), region('D', 'M'), region('M', null, 0, MERGE)]
    assert.deepEqual(await settleMergers(database, regions, around, MERGE), ['half'])
    assert.deepEqual(
      (await live('half')).map(one => one.regionId),
      ['C'],
    )
    const whole = await grantRegion(database, 'half', { id: 'half-M', regionId: 'M' }, about, by(MERGE))
    assert.equal(whole.outcome, 'changed')
    assert.deepEqual(await settleMergers(database, regions, around, MERGE), [])
  })

  it('end again when a part joins later that had not granted', async () => {
    await asked('later', ['E', 'F'], ['E'])
    const regions = [region('E', 'L'), region('F', 'L', MERGE + DAY), region('L', null, 0, MERGE)]
    await settleMergers(database, regions, around, MERGE)
    assert.deepEqual(
      (await live('later')).map(one => one.regionId),
      ['E', 'L'],
    )
    assert.deepEqual(await settleMergers(database, regions, around, MERGE + DAY), ['later'])
    assert.deepEqual(
      (await live('later')).map(one => one.regionId),
      ['E'],
    )
  })

  it('end with the grant they come from, and leave the other parts theirs', async () => {
    await asked('source', ['P', 'Q'], ['P', 'Q'])
    const regions = [region('P', 'O'), region('Q', 'O'), region('O', null, 0, MERGE)]
    await settleMergers(database, regions, around, MERGE)
    assert.equal((await live('source')).length, 3)
    await withdrawRegion(database, 'source', 'P', about, by(MERGE))
    assert.deepEqual(
      (await live('source')).map(one => one.regionId),
      ['Q'],
    )
    assert.deepEqual(await settleMergers(database, regions, around, MERGE), [])
  })

  it('end whole with the grant that was inherited, and are not inherited again', async () => {
    await asked('heir', ['S', 'T'], ['S', 'T'])
    const regions = [region('S', 'U'), region('T', 'U'), region('U', null, 0, MERGE)]
    await settleMergers(database, regions, around, MERGE)
    await withdrawRegion(database, 'heir', 'U', about, by(MERGE))
    assert.deepEqual(await live('heir'), [])
    assert.deepEqual(await settleMergers(database, regions, around, MERGE), [])
  })

  it('do not spread into a region that was there before and had not granted', async () => {
    await asked('old', ['G', 'H'], ['G'])
    assert.deepEqual(await settleMergers(database, [region('G', 'H'), region('H')], around, MERGE), [])
    assert.deepEqual(
      (await live('old')).map(one => one.regionId),
      ['G'],
    )
  })
})
