import type { Machine } from '../../workflow/index.ts'

/** The life of a report about an entry. Whoever reported it sees each state, and the answer at the end. */
export const FEEDBACK_STATES = ['received', 'taken-up', 'resolved', 'dismissed'] as const
export type FeedbackState = (typeof FEEDBACK_STATES)[number]

export const FEEDBACK_EVENTS = ['take-up', 'resolve', 'dismiss'] as const
export type FeedbackEvent = (typeof FEEDBACK_EVENTS)[number]

/** States in which somebody still has to do something about it. */
export const OPEN_FEEDBACK = ['received', 'taken-up'] as const satisfies readonly FeedbackState[]

/** Nothing is answered that nobody took up: a report is looked into before it is closed. */
export const FEEDBACK: Machine<FeedbackState, FeedbackEvent, null> = {
  name: 'feedback',
  states: FEEDBACK_STATES,
  start: 'received',
  final: ['resolved', 'dismissed'],
  transitions: [
    { event: 'take-up', from: ['received'], to: 'taken-up', clauses: [] },
    { event: 'resolve', from: ['taken-up'], to: 'resolved', clauses: [] },
    { event: 'dismiss', from: ['taken-up'], to: 'dismissed', clauses: [] },
  ],
}
