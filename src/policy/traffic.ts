import type { Allowed } from './decision.ts'
import type { QuestionFacts, TrafficKind } from './facts.ts'

/** What the question says it is for; places and reference lists hold no service data and are always live. */
export const kindOf = (question: QuestionFacts): TrafficKind =>
  (question.action === 'search' || question.action === 'look-up' ? question.kind : undefined) ?? 'live'

export const isMonitoring = ({ question }: { readonly question: QuestionFacts }): boolean =>
  kindOf(question) === 'monitoring'

const FLAGS: Readonly<Record<TrafficKind, Allowed['flags']>> = Object.freeze({
  live: Object.freeze([]),
  test: Object.freeze(['test'] as const),
  monitoring: Object.freeze(['monitoring'] as const),
})

export const flagsOf = (question: QuestionFacts): Allowed['flags'] => FLAGS[kindOf(question)]
