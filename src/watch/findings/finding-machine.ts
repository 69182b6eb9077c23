import type { Machine, Unmet } from '../../workflow/index.ts'

/** The life of a finding, from the question that raised it to what a person made of it. */
export const FINDING_STATES = [
  'open',
  'under-review',
  'dismissed',
  'upheld',
  'handed-over',
  'closed',
] as const
export type FindingState = (typeof FINDING_STATES)[number]

export const FINDING_EVENTS = ['take-up', 'dismiss', 'uphold', 'hand-over', 'lift', 'close'] as const
export type FindingEvent = (typeof FINDING_EVENTS)[number]

/** States in which somebody still has to do something about it. */
export const OPEN_FINDINGS = [
  'open',
  'under-review',
  'upheld',
  'handed-over',
] as const satisfies readonly FindingState[]

export type FindingContext = {
  readonly kind: 'crawl' | 'conduct'
  /** What the investigation found, as said now or before. */
  readonly note: string | null
  /** The case it is handed to. */
  readonly caseId: string | null
}

/** Crawl-like activity is investigated, every time: nothing of the kind ends without saying what was found (AUP25-30). */
const investigated = ({ kind, note }: FindingContext): readonly Unmet[] =>
  kind === 'crawl' && note === null
    ? [
        {
          what: 'A finding of crawl-like activity ends only with a note of what the investigation found.',
          clauses: ['AUP25-30'],
          whoCanFix: 'the compliance reviewer who ends it',
        },
      ]
    : []

const inACase = ({ caseId }: FindingContext): readonly Unmet[] =>
  caseId === null
    ? [
        {
          what: 'The case it goes to is not named.',
          clauses: ['AUP25-31'],
          whoCanFix: 'the compliance reviewer',
        },
      ]
    : []

export const FINDING: Machine<FindingState, FindingEvent, FindingContext> = {
  name: 'finding',
  states: FINDING_STATES,
  start: 'open',
  final: ['dismissed', 'closed'],
  transitions: [
    { event: 'take-up', from: ['open'], to: 'under-review', clauses: ['AUP25-30'] },
    {
      event: 'dismiss',
      from: ['under-review'],
      to: 'dismissed',
      clauses: ['AUP25-30'],
      guard: investigated,
    },
    { event: 'uphold', from: ['under-review'], to: 'upheld', clauses: ['AUP25-30', 'AUP25-31'] },
    {
      event: 'hand-over',
      from: ['under-review', 'upheld'],
      to: 'handed-over',
      clauses: ['AUP25-30', 'AUP25-31'],
      guard: inACase,
    },
    // The brake goes and the finding stays: a service that patients need is not held back while people deliberate.
    { event: 'lift', from: ['under-review', 'upheld', 'handed-over'], to: 'same', clauses: ['AUP25-28'] },
    {
      event: 'close',
      from: ['upheld', 'handed-over'],
      to: 'closed',
      clauses: ['AUP25-30'],
      guard: investigated,
    },
  ],
}
