import type { Audience, ClauseId, DirectPurposeCode } from '../vocabulary/index.ts'
import type { RefusalReason } from './refusals.ts'

/** What the caller must be told or bound to with the answer; http turns each into headers or members. */
export type Obligation = 'no-store' | 'as-of' | 'terms-link' | 'accept-newer-policy'

export type Allowed = {
  readonly outcome: 'allow'
  readonly audience: Exclude<Audience, 'operator'>
  readonly purpose: DirectPurposeCode | null
  readonly limits: {
    readonly resultsMax: number
    readonly distanceMetresMax: number
    readonly referralRoleIds: readonly number[] | null
  }
  readonly obligations: readonly Obligation[]
  readonly clauses: readonly ClauseId[]
  readonly policyVersion: string
}

export type Refused = {
  readonly outcome: 'refuse'
  readonly reason: RefusalReason
  /** What, in this case, is the matter: values the caller gave or may know, nothing about anybody else. */
  readonly detail: string
  readonly clauses: readonly ClauseId[]
  readonly policyVersion: string
}

export type Decision = Allowed | Refused
