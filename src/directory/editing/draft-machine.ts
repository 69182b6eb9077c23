import type { Machine } from '../../workflow/index.ts'
import type { ProfileFault } from './profile.ts'

/**
 * The life of a change that waits for a second pair of eyes (sources, DoS 5.2: the table of changes with its
 * `approvestatus`). Approved is live: there is nothing in between.
 */
export const DRAFT_STATES = ['draft', 'submitted', 'approved', 'rejected', 'withdrawn'] as const
export type DraftState = (typeof DRAFT_STATES)[number]

export const DRAFT_EVENTS = ['save', 'submit', 'approve', 'reject', 'reopen', 'withdraw'] as const
export type DraftEvent = (typeof DRAFT_EVENTS)[number]

/** States in which somebody still has to do something about it. */
export const OPEN_STATES = ['draft', 'submitted', 'rejected'] as const satisfies readonly DraftState[]

/** What the guards look at. */
export type DraftContext = {
  /** What would be wrong with the service as it is to be. */
  readonly faults: readonly ProfileFault[]
}

export const DRAFT: Machine<DraftState, DraftEvent, DraftContext> = {
  name: 'service draft',
  states: DRAFT_STATES,
  start: 'draft',
  final: ['approved', 'withdrawn'],
  transitions: [
    { event: 'save', from: ['draft'], to: 'same', clauses: ['AUP25-58'], guard: faultless },
    { event: 'submit', from: ['draft'], to: 'submitted', clauses: ['AUP25-58'], guard: faultless },
    { event: 'approve', from: ['submitted'], to: 'approved', clauses: ['AUP25-58'], guard: faultless },
    { event: 'reject', from: ['submitted'], to: 'rejected', clauses: [] },
    { event: 'reopen', from: ['rejected'], to: 'draft', clauses: [] },
    { event: 'withdraw', from: OPEN_STATES, to: 'withdrawn', clauses: [] },
  ],
}

function faultless({ faults }: DraftContext) {
  return faults.map(({ at, problem }) => ({
    what: `${at === '' ? 'The service' : at} ${problem}.`,
    clauses: ['AUP25-58'] as const,
    whoCanFix: 'whoever writes the draft',
  }))
}
