import type { ClauseId } from '../vocabulary/index.ts'

/** Something that must be so before a step can be taken, and is not. */
export type Unmet = {
  /** In one sentence, for whoever wants the step. */
  readonly what: string
  readonly clauses: readonly ClauseId[]
  /** Who can put it right, such as `the signatory of your organisation`. */
  readonly whoCanFix: string
}

/** One edge, or several alike. */
export type Transition<S extends string, E extends string, C> = {
  readonly event: E
  readonly from: readonly S[]
  /** `same`: the state stays, and the event is recorded. */
  readonly to: S | 'same'
  readonly clauses: readonly ClauseId[]
  /** Everything still missing, not only the first thing; empty when the step may be taken. Pure. */
  readonly guard?: (context: C) => readonly Unmet[]
}

/** A state machine as data: what is not listed cannot happen. */
export type Machine<S extends string, E extends string, C> = {
  readonly name: string
  readonly states: readonly S[]
  readonly start: S
  /** States without a way out. */
  readonly final: readonly S[]
  readonly transitions: readonly Transition<S, E, C>[]
}

export type Step<S extends string, E extends string> =
  | { readonly outcome: 'moved'; readonly from: S; readonly to: S; readonly clauses: readonly ClauseId[] }
  /** No such edge; `legal` are the events that lead on from there. */
  | { readonly outcome: 'not-legal'; readonly from: S; readonly event: E; readonly legal: readonly E[] }
  /** The edge is there, but its guard says what is missing. */
  | { readonly outcome: 'unmet'; readonly from: S; readonly event: E; readonly unmet: readonly Unmet[] }

/** Takes one step, on paper. Pure and total. */
export function step<S extends string, E extends string, C>(
  machine: Machine<S, E, C>,
  from: S,
  event: E,
  context: C,
): Step<S, E> {
  const edge = machine.transitions.find(one => one.event === event && one.from.includes(from))
  if (!edge) return { outcome: 'not-legal', from, event, legal: legalEvents(machine, from) }
  const unmet = edge.guard?.(context) ?? []
  if (unmet.length > 0) return { outcome: 'unmet', from, event, unmet }
  return { outcome: 'moved', from, to: edge.to === 'same' ? from : edge.to, clauses: edge.clauses }
}

/** The events for which an edge leads on from a state, in the order of the table. */
export const legalEvents = <S extends string, E extends string, C>(
  machine: Machine<S, E, C>,
  from: S,
): readonly E[] => [
  ...new Set(machine.transitions.flatMap(one => (one.from.includes(from) ? [one.event] : []))),
]
