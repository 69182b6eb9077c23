import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { endHold, holdForChange, insertHold, isHeld, readHolds } from '../../src/activity/index.ts'
import { testDatabase } from '../support/database.ts'

const deed = { who: 'archivist', actingAs: 'ig-officer', why: 'An inquiry.', at: 1000 } as const

describe('a hold', async () => {
  const database = await testDatabase()
  const { query } = database

  it('covers what overlaps it while it stands, as a plain comparison finds', async () => {
    const moment = fc.integer({ min: 0, max: 20 })
    const span = fc.tuple(moment, moment).filter(([from, until]) => from < until)
    const holds = fc.array(fc.record({ span, open: fc.boolean(), released: fc.boolean() }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(holds, span, async (drafts, [from, until]) => {
        await query('delete from activity.hold')
        for (const [place, draft] of drafts.entries()) {
          const id = `hold-${place}`
          const [start, end] = draft.span
          const whose = { account: place % 2 ? 'a' : null, organisation: null }
          const hold = { ...whose, from: start, until: draft.open ? null : end, reference: 'R1' }
          await insertHold(query, id, hold, deed)
          if (draft.released) await endHold(query, id, deed)
        }
        const covered = drafts.some(
          ({ span: [start, end], open, released }) => !released && start < until && (open || end > from),
        )
        assert.equal(await isHeld(database, from, until), covered)
      }),
      { numRuns: 60 },
    )
  })

  it('is read back as it was placed, and as it was released', async () => {
    await query('delete from activity.hold')
    const draft = { account: null, organisation: 'RR8', from: 5, until: 9, reference: 'Inquiry 12' }
    await insertHold(query, 'one', draft, deed)
    await insertHold(query, 'two', { ...draft, until: null }, deed)
    await endHold(query, 'one', { ...deed, at: 2000 })
    const placed = { placedBy: 'archivist', placedAt: 1000 }
    const one = { ...draft, ...placed, id: 'one', releasedBy: 'archivist', releasedAt: 2000 }
    const two = { ...draft, ...placed, id: 'two', until: null, releasedBy: null, releasedAt: null }
    assert.deepEqual(await holdForChange(query, 'one'), one)
    assert.deepEqual(await readHolds(query, { standing: true, after: null, limit: 9 }), [two])
    assert.deepEqual(await readHolds(query, { standing: false, after: null, limit: 9 }), [two, one])
    assert.deepEqual(await readHolds(query, { standing: false, after: 'two', limit: 9 }), [one])
  })
})
