import type { AgreementFacts } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'

/** What an agreement allows: all of it but its state. */
export type AgreementTerms = Omit<AgreementFacts, 'status' | 'policyVersion'>

/** An agreement as drafted, for one connection. */
export type AgreementDraft = AgreementTerms & { readonly connectionId: string }

export type AgreementStatus = AgreementFacts['status']

/** A policy version, and the hash of the text that was read: the pair says what was agreed to. */
export type PolicyText = { readonly version: string; readonly hash: string }

/** An agreement with all that was done to it. */
export type Agreement = {
  readonly connectionId: string
  readonly facts: AgreementFacts
  readonly issued: (PolicyText & { readonly at: EpochMillis }) | null
  readonly accepted: (PolicyText & Acceptance) | null
}

/** Who accepted, with what authority, when. */
export type Acceptance = { readonly at: EpochMillis; readonly by: string; readonly as: string }

/**
 * Which agreement of a connection speaks at `now`: the one in force by state and dates; else the one that says best
 * why there is none: the newest by its first day, the superseded ones last.
 */
export function agreementAt(all: readonly AgreementFacts[], now: EpochMillis): AgreementFacts | null {
  const [only] = all
  if (only === undefined || all.length === 1) return only ?? null
  return all.reduce((best, next) => (rank(next, now) > rank(best, now) ? next : best))
}

const FAR = 2 ** 53

function rank(agreement: AgreementFacts, now: EpochMillis): number {
  const { status, from, until } = agreement
  if (status === 'in-force' && from <= now && (until === null || now < until)) return FAR
  return status === 'superseded' ? from - FAR / 2 : from
}
