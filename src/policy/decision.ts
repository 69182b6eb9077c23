import type { Audience, ClauseId, DirectPurposeCode } from '../vocabulary/index.ts'
import type { TrafficKind, Volume } from './facts.ts'
import type { Obligation } from './obligations.ts'
import type { RefusalReason } from './refusals.ts'

export type { Obligation }

export type Allowed = {
  readonly outcome: 'allow'
  readonly audience: Exclude<Audience, 'operator'>
  /** Null only where none is needed: places, reference lists, and policies that do not ask for one. */
  readonly purpose: DirectPurposeCode | null
  readonly limits: {
    /** How many results this answer gives: as asked, or the default. Never above `resultsMax`. */
    readonly results: number
    /** The most that could have been asked for: the lesser of agreement and policy. */
    readonly resultsMax: number
    /** How far this search reaches, metres: as asked, or the default. Never above `distanceMetresMax`. */
    readonly distanceMetres: number
    readonly distanceMetresMax: number
    readonly referralRoleIds: readonly number[] | null
    /** Types that services in the answer must have; null: any. Of weight where the question names no type. */
    readonly typeIds: readonly number[] | null
    /**
     * Regions that services in the answer must belong to, for searches and look-ups alike. Searches of professionals
     * have `national`: the origin's region decides, and results over a border stay. What is shown to the public comes
     * from the regions whose DoS Leads have granted it (AUP18-16); look-ups under a use case of their own keep to the
     * caller's regions.
     */
    readonly regions: readonly string[] | 'national'
    /** What to reserve from before this is answered: agreed, raised by a permission, lowered by a restriction. */
    readonly volume: Volume
    /** Which count this question goes to. Monitoring has one of its own, so that it never eats up a person's. */
    readonly counts: 'usual' | 'monitoring'
    /** The connection whose handles stand for the ids of services in this answer; null: ids are shown. */
    readonly handlesFor: string | null
    /** Members of a service that a list of them may hold beside LISTED_ALWAYS; null: not narrowed. */
    readonly listMembers: readonly string[] | null
    /** How long after it was given the answer may be acted on, seconds. */
    readonly answerValidSeconds: number
  }
  readonly obligations: readonly Obligation[]
  /** For how long the answer may be kept, seconds; null, almost always: not at all, and `no-store` is an obligation. */
  readonly caching: { readonly maxAgeSeconds: number } | null
  /** Members of each service that may be kept as a record of care, with the obligation `care-record-only` (D9); null: none. */
  readonly mayKeep: readonly string[] | null
  /** Marks for the activity log; what bears one is no evidence of use (D5). */
  readonly flags: readonly Exclude<TrafficKind, 'live'>[]
  readonly clauses: readonly ClauseId[]
  readonly policyVersion: string
  /** The tailored terms that were laid over the version; null: none. */
  readonly tailoredTerms: string | null
}

export type Refused = {
  readonly outcome: 'refuse'
  readonly reason: RefusalReason
  /**
   * What, in this case, is the matter: values the caller gave or may know, nothing about anybody else.
   * It can hold a postcode just given, so it goes to the caller only, never into the activity log.
   */
  readonly detail: string
  readonly clauses: readonly ClauseId[]
  readonly policyVersion: string
  /** The tailored terms that were laid over the version; null: none, or it never came to them. */
  readonly tailoredTerms: string | null
}

export type Decision = Allowed | Refused
