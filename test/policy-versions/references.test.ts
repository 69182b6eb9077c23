import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { noteReference, readReferences, referenceDueHandlers } from '../../src/policy-versions/index.ts'
import type { Deed } from '../../src/vocabulary/index.ts'
import { readActs, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'

const START = Date.UTC(2026, 2, 1)
const DAY = 86_400_000
const deed: Deed = { who: 'reader', actingAs: 'ig-officer', why: 'read', at: START }
const document = (version: string, reviewBy: number) => ({
  id: 'ndg-direct-care',
  version,
  title: 'What direct care is',
  issuer: 'National Data Guardian',
  url: null,
  effectiveFrom: START - DAY,
  note: 'Nothing changes.',
  reviewBy,
})

describe('a document the policy leans on', async () => {
  const database = await testDatabase()
  const failed = (_due: unknown, error: unknown): void => assert.fail(String(error))

  it('is kept by version, and comes up when it is to be read again, each week until somebody does', async () => {
    await noteReference(database, document('2013', START + 180 * DAY), deed)
    const reminded: number[] = []
    const handlers = referenceDueHandlers(async (_inside, _id, now) => void reminded.push(now))
    const at = (day: number) => workThroughDue(database, START + day * DAY, handlers, failed)
    await at(179)
    assert.deepEqual(reminded, [])
    await at(180)
    await at(183)
    await at(187)
    assert.deepEqual(reminded, [START + 180 * DAY, START + 187 * DAY])
    await noteReference(database, document('2026', START + 400 * DAY), { ...deed, at: START + 188 * DAY })
    await at(399)
    assert.equal(reminded.length, 2)
    assert.deepEqual(
      (await readReferences(database.query)).map(one => one.version),
      ['2026', '2013'],
    )
    const acts = await readActs(database.query, 'reference-document', 'ndg-direct-care')
    assert.deepEqual(
      acts.map(act => act.event),
      ['review', 'review-due', 'review-due', 'review'],
    )
  })
})
