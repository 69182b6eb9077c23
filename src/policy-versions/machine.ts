import type { ClauseId } from '../vocabulary/index.ts'
import type { Machine, Unmet } from '../workflow/index.ts'

export const POLICY_STATES = ['draft', 'reviewed', 'approved', 'published', 'withdrawn'] as const
export type PolicyState = (typeof POLICY_STATES)[number]
export type PolicyEvent = 'edit' | 'review' | 'approve' | 'publish' | 'withdraw'

/** What the guards look at. */
export type PolicyContext = {
  readonly who: string
  readonly approvedBy: string | null
  readonly draftedBy: string
  /** Why the content may not stand as it is: clauses that nothing carries, and the like; empty when all is well. */
  readonly faults: readonly string[]
  /** Ids and first instants of versions published already. */
  readonly published: readonly { readonly id: string; readonly effectiveFrom: number }[]
  readonly id: string
  readonly effectiveFrom: number
  readonly now: number
}

const CLAUSES: readonly ClauseId[] = ['AUP18-04']

/**
 * The life of a policy version (sources, use 4.7). Published is the end of it here: that a later one takes over follows
 * from their dates, and one that was published by mistake is replaced, never taken back (sources, use 3.1).
 */
export const POLICY_MACHINE: Machine<PolicyState, PolicyEvent, PolicyContext> = {
  name: 'policy version',
  states: POLICY_STATES,
  start: 'draft',
  final: ['published', 'withdrawn'],
  transitions: [
    { event: 'edit', from: ['draft', 'reviewed'], to: 'draft', clauses: CLAUSES },
    {
      event: 'review',
      from: ['draft'],
      to: 'reviewed',
      clauses: CLAUSES,
      guard: context => [
        ...unless(
          context.who !== context.draftedBy,
          'Somebody else than its author reviews it.',
          'another compliance reviewer',
        ),
        ...context.faults.map(fault => unmet(fault, 'its author')),
      ],
    },
    {
      event: 'approve',
      from: ['reviewed'],
      to: 'approved',
      clauses: CLAUSES,
      guard: context => [
        ...unless(
          context.approvedBy !== null && context.approvedBy !== context.who,
          'Two people approve it.',
          'a decision owner',
        ),
        ...unless(
          context.who !== context.draftedBy && context.approvedBy !== context.draftedBy,
          'Its author is neither of the two who approve it.',
          'an access manager and a decision owner who did not write it',
        ),
      ],
    },
    {
      event: 'publish',
      from: ['approved'],
      to: 'published',
      clauses: CLAUSES,
      guard: context => [
        ...unless(
          context.effectiveFrom >= context.now,
          'It takes force when it is published, or later; never for the past.',
          'its author, with another first day',
        ),
        ...unless(
          context.published.every(one => one.id < context.id && one.effectiveFrom < context.effectiveFrom),
          'Its id and its first instant come after those of every version published before.',
          'its author',
        ),
        ...context.faults.map(fault => unmet(fault, 'its author')),
      ],
    },
    { event: 'withdraw', from: ['draft', 'reviewed', 'approved'], to: 'withdrawn', clauses: CLAUSES },
  ],
}

const unmet = (what: string, whoCanFix: string): Unmet => ({ what, clauses: CLAUSES, whoCanFix })
const unless = (so: boolean, what: string, whoCanFix: string): readonly Unmet[] =>
  so ? [] : [unmet(what, whoCanFix)]
