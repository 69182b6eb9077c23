import type { Audience, ClauseId } from '../vocabulary/index.ts'

/** What was done, and through which door. */
export type Action = 'search' | 'look-up' | 'place' | 'reference'
export type Interface = 'native'

/**
 * One governed question, allowed or refused (decision 12). Written before the answer leaves.
 * Never here: a response body, a full postcode or a coordinate finer than 1 km, an age, a sex, a symptom.
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
  readonly policyVersion: string
  readonly interface: Interface
  readonly action: Action
  readonly purpose: string | null
  readonly decision: 'allow' | 'refuse'
  readonly refusal: string | null
  readonly clauses: readonly ClauseId[]
  readonly audience: Audience | null
  readonly question: {
    /** Postcode sector or 1 km grid square, no finer. */
    readonly cell: string | null
    readonly typeIds: readonly number[] | null
    readonly withinMetres: number | null
    readonly limit: number | null
    /** Names of the other filters used, never their values. */
    readonly filters: readonly string[]
    /** Of a look-up: the service id asked for, or the ODS code. */
    readonly target: string | null
  }
  /** Ids of the services in the answer, in order. */
  readonly results: readonly number[]
  /** The change number the answer reflects. */
  readonly change: number
  readonly durationMicros: number
  readonly flags: readonly ('test' | 'monitoring')[]
  /** The caller's X-Request-ID, or ours. */
  readonly requestId: string
}
