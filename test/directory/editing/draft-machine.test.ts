import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  DRAFT,
  DRAFT_EVENTS,
  DRAFT_STATES,
  type DraftState,
} from '../../../src/directory/editing/draft-machine.ts'
import { legalEvents, step } from '../../../src/workflow/index.ts'

/** For each state, what leads where, written down a second time by hand (sources, DoS 5.2). */
const EDGES: Record<DraftState, Record<string, DraftState>> = {
  draft: { save: 'draft', submit: 'submitted', withdraw: 'withdrawn' },
  submitted: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  rejected: { reopen: 'draft', withdraw: 'withdrawn' },
  approved: {},
  withdrawn: {},
}

describe('the machine of drafts', () => {
  it('takes every edge of the table, and refuses every other by name', () => {
    for (const from of DRAFT_STATES) {
      for (const event of DRAFT_EVENTS) {
        const taken = step(DRAFT, from, event, { faults: [] })
        const to = EDGES[from][event]
        assert.equal(taken.outcome, to === undefined ? 'not-legal' : 'moved', `${from} ${event}`)
        if (taken.outcome === 'moved') assert.equal(taken.to, to)
        if (taken.outcome === 'not-legal') {
          assert.deepEqual([...taken.legal].sort(), Object.keys(EDGES[from]).sort())
        }
      }
      assert.equal(legalEvents(DRAFT, from).length === 0, DRAFT.final.includes(from), from)
    }
  })

  it('lets nothing faulty be kept, handed in or approved, and everything faulty be rejected or withdrawn', () => {
    const faults = [
      { at: '/name', problem: 'is missing' },
      { at: '', problem: 'is wrong' },
    ]
    for (const from of DRAFT_STATES) {
      for (const event of Object.keys(EDGES[from])) {
        const known = DRAFT_EVENTS.find(one => one === event)
        const taken = known && step(DRAFT, from, known, { faults })
        const guarded = ['save', 'submit', 'approve'].includes(event)
        assert.equal(taken?.outcome, guarded ? 'unmet' : 'moved', `${from} ${event}`)
        if (taken?.outcome === 'unmet') assert.equal(taken.unmet.length, 2)
      }
    }
  })
})
