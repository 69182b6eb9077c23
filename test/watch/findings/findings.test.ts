import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Deed } from '../../../src/vocabulary/index.ts'
import {
  declareEvent,
  FINDING,
  FINDING_EVENTS,
  judgeFinding,
  keepRaising,
  type Raising,
  readEvents,
  readFinding,
} from '../../../src/watch/index.ts'
import { readActs, step } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'

const NOW = Date.UTC(2026, 5, 3, 11)
const deed = (at: number, why = 'A reason.'): Deed => ({
  who: 'reviewer-1',
  actingAs: 'compliance-reviewer',
  why,
  at,
})
const raising = (id: string, over: Partial<Raising> = {}): Raising => ({
  id,
  kind: 'crawl',
  scope: 'account',
  subject: 'a1',
  account: 'a1',
  organisation: 'A1',
  product: 'p1',
  detector: 'crawl-cover',
  brake: 'smaller-k',
  evidence: { records: { taken: 60 } },
  decision: `decision-${id}`,
  node: 'n1',
  at: NOW,
  ...over,
})

describe('a finding', async () => {
  const database = await testDatabase()
  const { query } = database

  it('is one however often it is raised, keeps the strongest brake, and is known by each of its ids', async () => {
    assert.deepEqual(await keepRaising(query, raising('f1')), { findingId: 'f1', isNew: true })
    assert.deepEqual(await keepRaising(query, raising('f2', { brake: 'footprint-only', at: NOW + 5 })), {
      findingId: 'f1',
      isNew: false,
    })
    assert.deepEqual(await keepRaising(query, raising('f3', { brake: 'smaller-k', at: NOW + 9 })), {
      findingId: 'f1',
      isNew: false,
    })
    // The log tells again after a restart what it told before.
    for (const id of ['f1', 'f2', 'f3']) await keepRaising(query, raising(id))
    const found = await readFinding(query, 'f2')
    assert.deepEqual(
      [found?.id, found?.times, found?.brake, found?.lastRaisedAt],
      ['f1', 3, 'footprint-only', NOW + 9],
    )
  })

  it('of crawling ends with a note of the investigation and never without; other conduct may', async () => {
    await keepRaising(query, raising('g1', { subject: 'a2' }))
    await keepRaising(
      query,
      raising('g2', { subject: 'a2', detector: 'too-few', kind: 'conduct', brake: 'none' }),
    )
    for (const id of ['g1', 'g2']) {
      assert.equal((await judgeFinding(database, id, 'dismiss', deed(NOW))).outcome, 'not-legal')
      assert.equal((await judgeFinding(database, id, 'take-up', deed(NOW))).outcome, 'changed')
    }
    const without = await judgeFinding(database, 'g1', 'dismiss', deed(NOW))
    assert.equal(without.outcome, 'unmet')
    assert.equal((await judgeFinding(database, 'g2', 'dismiss', deed(NOW))).outcome, 'changed')
    const done = await judgeFinding(database, 'g1', 'dismiss', deed(NOW + 7), { note: 'A locum.' })
    assert.ok(done.outcome === 'changed')
    assert.deepEqual(
      [done.finding.state, done.finding.releasedAt, done.finding.note],
      ['dismissed', NOW + 7, 'A locum.'],
    )
    const acts = (await readActs(query, 'finding', 'g1')).map(({ event }) => event)
    assert.deepEqual(acts, ['take-up', 'dismiss'])
    // The same again is a new one.
    assert.deepEqual(await keepRaising(query, raising('g3', { subject: 'a2' })), {
      findingId: 'g3',
      isNew: true,
    })
  })

  it('leaves its brake where it is lifted, and takes it up again when it is raised again', async () => {
    await keepRaising(query, raising('h1', { subject: 'a3' }))
    await judgeFinding(database, 'h1', 'take-up', deed(NOW))
    const lifted = await judgeFinding(database, 'h1', 'lift', deed(NOW + 1))
    assert.ok(lifted.outcome === 'changed' && lifted.finding.releasedAt === NOW + 1)
    assert.equal(lifted.finding.state, 'under-review')
    await keepRaising(query, raising('h2', { subject: 'a3', at: NOW + 9 }))
    assert.equal((await readFinding(query, 'h1'))?.releasedAt, null)
  })

  it('in any order of events never ends without a note where it is of crawling (the table alone)', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...FINDING_EVENTS), { maxLength: 12 }),
        fc.option(fc.constant('A note.')),
        (events, note) => {
          let state = FINDING.start
          for (const event of events) {
            const taken = step(FINDING, state, event, { kind: 'crawl', note, caseId: 'case-1' })
            if (taken.outcome === 'moved') state = taken.to
          }
          assert.ok(note !== null || !FINDING.final.includes(state))
        },
      ),
    )
  })

  it('has an event declared beside it, with who agreed, and no longer once that is over', async () => {
    const event = {
      id: 'e1',
      kind: 'load-test',
      title: 'Load test of the call centre',
      effect: 'suppress',
      from: NOW,
      until: NOW + 3_600_000,
      accounts: ['a1'],
      organisations: null,
      regions: null,
      types: [13],
    } as const
    await declareEvent(database, event, { ...deed(NOW - 10), approvedBy: 'owner-1' })
    const [read, ...more] = await readEvents(query, NOW)
    assert.deepEqual(more, [])
    assert.deepEqual(read, { ...event, declaredAt: NOW - 10, declaredBy: 'reviewer-1', agreedBy: 'owner-1' })
    assert.deepEqual(await readEvents(query, NOW + 3_600_000), [])
  })
})
