import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  accountDueHandlers,
  approveAccount,
  authoriseRegion,
  createRegion,
  mergeRegion,
  openAccounts,
  type Region,
  readAccount,
  readAuthorisations,
  readQueue,
  readRegionMap,
  readRegions,
  regionMap,
  withdrawRegion,
} from '../../src/accounts/index.ts'
import { MERGER_REVIEW_DAYS } from '../../src/accounts/merger-store.ts'
import { newestChange, readChanges } from '../../src/database/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs, readDue, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { deedAt, openAccount } from './some-accounts.ts'
import {
  by,
  holdersOf,
  inReview,
  leadOf,
  noticesOf,
  openRegionsY,
  STANDING,
  statusOf,
} from './some-people.ts'

const START = Date.UTC(2026, 2, 20, 12)
const DAY = 86_400_000

/** Mergers as pairs, in effect one after the other; and each region goes into at most one, never round in a circle. */
const histories = fc
  .array(fc.record({ from: fc.nat(11), to: fc.nat(11), at: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 11,
  })
  .map(drawn => {
    const regions = Array.from(
      { length: 12 },
      (_, index): Region => ({
        id: `R${index}`,
        name: '',
        from: 0,
        until: null,
        successorId: null,
      }),
    )
    for (const { from, to, at } of drawn) {
      const region = regions[from]
      const cut = regions.map(one =>
        one.id === `R${from}` ? { ...one, until: at, successorId: `R${to}` } : one,
      )
      const endless = (id: string, steps: number): boolean => {
        const next = cut.find(one => one.id === id)?.successorId
        return steps > 12 || (next != null && endless(next, steps + 1))
      }
      if (region && region.until === null && from !== to && !endless(`R${from}`, 0)) {
        regions[from] = { ...region, until: at, successorId: `R${to}` }
      }
    }
    return regions
  })

/** Union-find by hand: which regions are one by `now`. */
function oneBy(regions: readonly Region[], now: number): (a: string, b: string) => boolean {
  const parent = new Map(regions.map(({ id }) => [id, id]))
  const find = (id: string): string => {
    const up = parent.get(id) ?? id
    return up === id ? id : find(up)
  }
  for (const { id, until, successorId } of regions) {
    if (until !== null && successorId !== null && until <= now) parent.set(find(id), find(successorId))
  }
  return (a, b) => find(a) === find(b)
}

describe('regions on paper', () => {
  const ids = fc.array(fc.constantFrom<string[]>('R0', 'R1', 'R2', 'R3', 'R5', 'R8', 'R11', 'ELSE'), {
    maxLength: 4,
  })
  const times = fc.integer({ min: 0, max: 21 })

  it('cover all that they have become and all that went into that, as a union-find has it', () => {
    let merged = 0
    fc.assert(
      fc.property(histories, ids, times, (regions, asked, now) => {
        const one = oneBy(regions, now)
        const wanted = [...regions.map(({ id }) => id), 'ELSE'].filter(id => asked.some(of => one(of, id)))
        const covered = regionMap(regions).covering(asked, now)
        if (covered.length > new Set(asked).size) merged += 1
        assert.deepEqual([...covered].sort(), wanted.sort())
      }),
      { numRuns: 2000 },
    )
    assert.ok(merged > 200, `only ${merged} cases had a merger in them`)
  })

  it('reach what was merged into them, and never what they were merged into', () => {
    fc.assert(
      fc.property(histories, ids, times, (regions, asked, now) => {
        const wanted = new Set(asked)
        for (let before = -1; before < wanted.size; ) {
          before = wanted.size
          for (const { id, until, successorId } of regions) {
            if (until !== null && until <= now && wanted.has(successorId ?? '')) wanted.add(id)
          }
        }
        const map = regionMap(regions)
        assert.deepEqual([...map.reach(asked, now)].sort(), [...wanted].sort())
        const covering = map.covering(asked, now)
        assert.ok([...wanted].every(id => covering.includes(id)))
        // Whoever led one that was merged leads it no more, nor what went into it.
        const current = asked.filter(id => map.stateOf(id, now) !== 'merged')
        assert.deepEqual(map.ledBy(asked, now), map.reach(current, now))
      }),
      { numRuns: 1000 },
    )
  })

  it('count the mergers in effect, and say what has become of each', () => {
    fc.assert(
      fc.property(histories, times, (regions, now) => {
        const map = regionMap(regions)
        const inEffect = regions.filter(({ until }) => until !== null && until <= now)
        assert.equal(map.mergersInEffect(now), inEffect.length)
        for (const { id } of regions) {
          const gone = inEffect.some(region => region.id === id)
          assert.equal(map.stateOf(id, now), gone ? 'merged' : 'current')
          assert.equal(map.stateOf(map.presentOf(id, now), now), 'current')
          assert.equal(oneBy(regions, now)(id, map.presentOf(id, now)), true)
        }
        assert.equal(map.stateOf('ELSE', now), 'unknown')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('the register of regions', async () => {
  const database = await testDatabase()
  const clock = simulatedClock(START)
  const { connectionId } = await openAccount(database, 'trust', START)
  await openRegionsY(database, START, 'YA', 'YB', 'YC', 'YD')
  const accounts = await openAccounts({ database, clock, baseUrl: () => 'https://directory.test' })
  const handlers = accountDueHandlers(holdersOf)
  const failed = (_: unknown, error: unknown) => assert.fail(String(error))
  const merge = (id: string, successorId: string, from: number, at = START) =>
    mergeRegion(database, { id, successorId, from }, deedAt(at, 'boards merge'))
  const soon = START + DAY

  it('takes each code once', async () => {
    assert.equal(await createRegion(database, { id: 'YA', name: 'Again' }, deedAt(START)), 'id-taken')
    const later = { id: 'YE', name: 'To come', from: START + 5 * DAY }
    assert.equal(await createRegion(database, later, deedAt(START)), 'created')
    const map = await readRegionMap(database.query)
    assert.equal(map.stateOf('YE', START), 'unknown')
    assert.equal(map.stateOf('YE', START + 5 * DAY), 'current')
  })

  it('refuses mergers that make no sense', async () => {
    const refused = [
      await merge('YX', 'YB', soon),
      await merge('YA', 'YX', soon),
      await merge('YA', 'YE', soon),
      await merge('YA', 'YA', soon),
      await merge('YA', 'YB', START - 1),
    ]
    assert.deepEqual(
      refused.map(({ outcome }) => outcome),
      ['unknown-region', 'unknown-successor', 'unknown-successor', 'itself', 'in-the-past'],
    )
    assert.ok((await readRegions(database.query)).every(({ until }) => until === null))
  })

  it('tells every node of a merger, which speaks from its date on', async () => {
    await inReview(database, 'ann', connectionId, START, { regionId: 'YA' })
    await inReview(database, 'bob', connectionId, START, { regionId: 'YA' })
    const lead = leadOf('YA')
    await approveAccount(
      database,
      'ann',
      { regionIds: ['YA'], referralRoleIds: null },
      lead,
      STANDING,
      holdersOf,
      by(lead.personId, START, 'works there'),
    )
    const change = await newestChange(database.query)
    assert.equal((await merge('YA', 'YB', soon)).outcome, 'merged')
    const told = await readChanges(database.query, change, 10)
    assert.deepEqual(
      told.map(({ topic, key }) => [topic, key]),
      [['account', ':regions']],
    )
    await accounts.reload(told.map(({ key }) => key))
    const { regions } = accounts
    assert.deepEqual(regions.covering(['YA'], soon - 1), ['YA'])
    assert.deepEqual(regions.covering(['YA'], soon), ['YA', 'YB'])
    assert.deepEqual([regions.mergersInEffect(soon - 1), regions.mergersInEffect(soon)], [0, 1])
  })

  it('refuses a second merger of the same region, a successor that will be gone, and a circle', async () => {
    const again = await merge('YA', 'YC', soon)
    assert.deepEqual(again, { outcome: 'merged-already', into: 'YB', from: soon })
    assert.equal((await merge('YB', 'YA', soon + DAY)).outcome, 'successor-ends')
    assert.equal((await merge('YB', 'YA', soon - 1)).outcome, 'circle')
    assert.equal((await merge('YC', 'YA', soon - 1)).outcome, 'merged')
    assert.equal((await merge('YD', 'YA', soon)).outcome, 'successor-ends')
    assert.deepEqual((await readRegionMap(database.query)).covering(['YC'], soon), ['YA', 'YB', 'YC'])
  })

  it('lets grants follow with their provenance, marked for the lead of the successor', async () => {
    await workThroughDue(database, soon, handlers, failed)
    const [kept] = (await readAuthorisations(database.query, ['ann'])).get('ann') ?? []
    const reviewBy = soon + MERGER_REVIEW_DAYS * DAY - 3_600_000
    assert.deepEqual(kept, {
      regionId: 'YA',
      grantedBy: 'dos-lead-YA',
      reason: 'works there',
      from: START,
      reviewBy,
    })
    assert.equal(await statusOf(database, 'ann'), 'active')
    const acts = await readActs(database.query, 'account', 'ann')
    assert.equal(acts.at(-1)?.event, 'region-merged')
    assert.ok((await noticesOf(database, 'dos-lead-YB')).includes('region-merged'))
    assert.deepEqual(
      (await readDue(database.query, 'region', 'YA')).map(({ event }) => event),
      ['review-merged'],
    )
  })

  it('puts what waited for the old lead before the new one', async () => {
    assert.equal((await readAccount(database.query, 'bob'))?.reviewRegionId, 'YB')
    const queueOf = async (region: string) => {
      const reach = (await readRegionMap(database.query)).reach([region], soon)
      const { waiting, reviews } = await readQueue(database.query, [...reach], 10)
      return [waiting.map(({ id }) => id), reviews.map(({ accountId }) => accountId)]
    }
    assert.deepEqual(await queueOf('YB'), [['bob'], ['ann']])
    // The patch of the old lead has not grown: what is theirs is what was.
    assert.deepEqual(await queueOf('YA'), [[], ['ann']])
    assert.deepEqual(await queueOf('YD'), [[], []])
  })

  it('lets nothing new be said of a region that is gone', async () => {
    const approve = (regionId: string) =>
      approveAccount(
        database,
        'bob',
        { regionIds: [regionId], referralRoleIds: null },
        leadOf(regionId, 'YA'),
        STANDING,
        holdersOf,
        by(`dos-lead-${regionId}`, soon),
      )
    assert.equal((await approve('YA')).outcome, 'unmet')
    assert.equal((await approve('YB')).outcome, 'moved')
  })

  it('puts what nobody has looked at in time before the access team, and decides nothing itself', async () => {
    const [due] = await readDue(database.query, 'region', 'YA')
    assert.ok(due)
    await workThroughDue(database, due.dueAt, handlers, failed)
    assert.deepEqual(await noticesOf(database, 'manager'), ['merger-review-overdue'])
    assert.equal(await statusOf(database, 'ann'), 'active')
  })

  it('takes the successor’s own authorisation in place of the one that came with the merger', async () => {
    const deed = by('dos-lead-YB', soon + 2 * DAY, 'still works there')
    const done = await authoriseRegion(database, 'ann', 'YB', leadOf('YB', 'YA'), STANDING, holdersOf, deed)
    assert.equal(done.outcome, 'moved')
    const held = (await readAuthorisations(database.query, ['ann'])).get('ann')
    assert.deepEqual(
      held?.map(({ regionId, reviewBy, grantedBy }) => [regionId, reviewBy, grantedBy]),
      [['YB', null, 'dos-lead-YB']],
    )
  })

  it('withdraws with a region what was merged into it', async () => {
    await database.query(
      `insert into accounts.region_authorisation (account_id, region_id, granted_by, reason, held_from)
       values ('bob', 'YA', 'dos-lead-YA', 'of old', $1)`,
      [new Date(START)],
    )
    const gone = await withdrawRegion(database, 'bob', 'YB', holdersOf, by('dos-lead-YB', soon + 3 * DAY))
    assert.ok(gone.outcome === 'moved' && gone.to === 'suspended')
    assert.deepEqual((await readAuthorisations(database.query, ['bob'])).get('bob'), undefined)
  })

  it('merges a region once when twenty ask at once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => merge('YD', 'YB', soon + DAY)))
    assert.equal(all.filter(({ outcome }) => outcome === 'merged').length, 1)
    assert.equal(all.filter(({ outcome }) => outcome === 'merged-already').length, 19)
  })
})
