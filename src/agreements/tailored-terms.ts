import type { PolicyParameters, TailoredTerms } from '../policy/index.ts'
import type { ClauseId, EpochMillis } from '../vocabulary/index.ts'
import type { Machine } from '../workflow/index.ts'

/** States of terms tailored to one consumer: there from the moment two people agreed, then over in one of three ways. */
export const TAILORED_STATES = ['in-force', 'superseded', 'expired', 'ended'] as const
export type TailoredState = (typeof TAILORED_STATES)[number]

export const TAILORED_EVENTS = ['supersede', 'expire', 'end'] as const
export type TailoredEvent = (typeof TAILORED_EVENTS)[number]

/** Terms laid over a policy version for one agreement, as the register has them (AUP18-10). */
export type TailoredRecord = TailoredTerms & {
  readonly agreementId: string
  readonly connectionId: string
  readonly state: TailoredState
  readonly reason: string
  /** In plain words, for the published list. */
  readonly summary: string
  readonly proposedBy: string
  readonly approvedBy: string
  readonly approvedAt: EpochMillis
  readonly endedAt: EpochMillis | null
}

export type TailoredDraft = {
  readonly id: string
  readonly agreementId: string
  readonly policyVersion: string
  readonly parameters: Partial<PolicyParameters>
  readonly waives: readonly ClauseId[]
  readonly reason: string
  readonly summary: string
  readonly from: EpochMillis
  readonly until: EpochMillis
}

type Moment = { readonly now: EpochMillis; readonly until: EpochMillis }

export const TAILORED_MACHINE: Machine<TailoredState, TailoredEvent, Moment> = {
  name: 'tailored-terms',
  states: TAILORED_STATES,
  start: 'in-force',
  final: ['superseded', 'expired', 'ended'],
  transitions: [
    { event: 'supersede', from: ['in-force'], to: 'superseded', clauses: ['AUP18-10'] },
    {
      event: 'expire',
      from: ['in-force'],
      to: 'expired',
      clauses: ['AUP18-09', 'AUP18-10'],
      guard: ({ now, until }) =>
        now < until
          ? [{ what: 'Their last day has not come.', clauses: ['AUP18-10'], whoCanFix: 'the access manager' }]
          : [],
    },
    { event: 'end', from: ['in-force'], to: 'ended', clauses: ['AUP18-09', 'AUP18-10'] },
  ],
}

/** The last instant a document of an exception may name: exceptions are looked at again within a year. */
export const TAILORED_MONTHS_MAX = 12
