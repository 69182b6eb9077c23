import type { OriginFacts, QuestionFacts, TrafficKind } from '../policy/index.ts'
import type { Audience, ClauseId } from '../vocabulary/index.ts'

/** What was done, and through which door. */
export const ACTIONS = ['search', 'look-up', 'place', 'reference', 'maintain', 'feedback'] as const
export type Action = (typeof ACTIONS)[number]
/** The ways in, each with a shape of its own. */
export const INTERFACES = [
  'native',
  'fhir',
  'dos-search',
  'dos-ingest',
  'dos-rest',
  'dos-soap',
  'capacity',
] as const
export type Interface = (typeof INTERFACES)[number]

/**
 * One governed question, allowed or refused (decision 12). Written before the answer leaves.
 * Never here: a response body, a full postcode or a coordinate finer than 1 km, an age, a sex, a symptom.
 * A member marked optional is absent in entries from before it was recorded, and then says nothing, as null does.
 */
export type ActivityEntry = {
  /** The decision id, UUID version 7; the caller gets it with the answer. */
  readonly id: string
  /** ISO 8601, UTC, milliseconds. */
  readonly at: string
  readonly account: string
  readonly organisation: string
  readonly product: string
  readonly connection: string
  /** Pseudonymous key of the person, when one asks. */
  readonly individual: string | null
  readonly agreement: string | null
  /** Hash of the caller facts it was decided on (facts.ts). */
  readonly facts?: string | null
  readonly policyVersion: string
  /** Id of the tailored terms that were laid over the policy version; null: none. */
  readonly tailoredTerms?: string | null
  readonly interface: Interface
  readonly action: Action
  readonly purpose: string | null
  readonly decision: 'allow' | 'refuse'
  readonly refusal: string | null
  readonly clauses: readonly ClauseId[]
  readonly audience: Audience | null
  readonly question: RecordedQuestion
  /** Ids of the services in the answer, in order. */
  readonly results: readonly number[]
  /** The change number the answer reflects. */
  readonly change: number
  readonly durationMicros: number
  readonly flags: readonly ('test' | 'monitoring')[]
  /**
   * Whether it is evidence of use (D5): service data that was asked for in earnest and given. Absent: as one would judge
   * from decision and action, for there were no trials then.
   */
  readonly counts?: boolean
  /** The caller's X-Request-ID, or ours. */
  readonly requestId: string
  /** What the detectors were told of it beside the rest of the entry, and what came of that. Absent: they were not. */
  readonly watched?: WatchedEntry
}

/**
 * With it the log alone can tell the detectors again what they were told in the request (AUP25-29); never finer than
 * the rest of the entry.
 */
export type WatchedEntry = {
  /** The 1 km square of the National Grid that the middle of the cell lies in; null: a question without a place. */
  readonly square: string | null
  /** From there to the nearest service of the answer, rounded up into a few steps; null: no place, or nothing found. */
  readonly nearestMetres: number | null
  /** What was found before a brake took some of it away, where it is not `results`. */
  readonly found?: readonly number[]
  /** The brake the answer was given under. */
  readonly brake?: 'smaller-k' | 'footprint-only' | 'throttle'
  /** Ids of the findings that this question raised. */
  readonly findings?: readonly string[]
}

/** As much of a question as the log may hold; enough for `decide` to come to the same decision again (question.ts). */
export type RecordedQuestion = {
  /** Postcode sector or 1 km grid square, no finer. */
  readonly cell: string | null
  readonly typeIds: readonly number[] | null
  readonly withinMetres: number | null
  readonly limit: number | null
  /** Names of the other filters used, never their values. */
  readonly filters: readonly string[]
  /** Of a look-up, of maintaining and of feedback: the service id, or the ODS code. */
  readonly target: string | null
  /** The purpose as asked for, or as the token was bound to; one that is none of ours is `unknown`. */
  readonly purpose?: string | null
  /** As asked for. */
  readonly audience?: Audience | null
  /** Of a search. */
  readonly origin?: RecordedOrigin
  /** Of a look-up. */
  readonly by?: Extract<QuestionFacts, { action: 'look-up' }>['by']
  readonly recentlyReturned?: boolean
  /** Of maintaining an entry. */
  readonly maintain?: Omit<Extract<QuestionFacts, { action: 'maintain' }>, 'action' | 'purpose'>
  /** The members asked for, `unknown` for one that is none of a service's. */
  readonly fields?: readonly string[] | null
  readonly kind?: TrafficKind
}

/** What policy was told of an origin, without the words that name the place. */
export type RecordedOrigin =
  | Extract<OriginFacts, { outcome: 'not-given' | 'located' }>
  | Omit<Extract<OriginFacts, { outcome: 'outside-england' }>, 'label' | 'askInstead'>
  | Omit<Extract<OriginFacts, { outcome: 'unusable' }>, 'detail'>
