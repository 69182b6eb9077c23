import type { Audience, ClauseId, DirectPurposeCode } from '../vocabulary/index.ts'
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
    /** Types that services in the answer may have; null: any. Of weight for look-ups, which name no type. */
    readonly typeIds: readonly number[] | null
    /**
     * Regions that services in the answer must belong to. `national` for every search, where the origin's region
     * decides and results over a border stay; narrower only for look-ups under a use case of their own.
     */
    readonly regions: readonly string[] | 'national'
  }
  readonly obligations: readonly Obligation[]
  readonly clauses: readonly ClauseId[]
  readonly policyVersion: string
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
}

export type Decision = Allowed | Refused
