import type { Refused } from './decision.ts'
import type { PolicyVersion } from './policy-version.ts'
import type { RefusalReason } from './refusals.ts'

/**
 * A refusal under that policy, citing the clauses the policy has for it.
 * @param tailoredTerms id of the terms laid over the policy, where any were
 */
export function refuse(
  policy: PolicyVersion,
  reason: RefusalReason,
  detail: string,
  tailoredTerms: string | null = null,
): Refused {
  return {
    outcome: 'refuse',
    reason,
    detail,
    clauses: policy.citations.refusals.get(reason) ?? [],
    policyVersion: policy.id,
    tailoredTerms,
  }
}

const QUOTED_CHARACTERS_MAX = 60

/** A text of the caller's as it may be shown back: short, on one line, with what is not printable escaped. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > QUOTED_CHARACTERS_MAX ? `${text.slice(0, QUOTED_CHARACTERS_MAX)}…` : text)
