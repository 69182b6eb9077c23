import { type EpochMillis, unreachable } from '../vocabulary/index.ts'
import type { Refused } from './decision.ts'
import type { AgreementFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import { refuse } from './refuse.ts'

/**
 * Whether the agreement is in force at `now` and its terms are accepted (AUP18-08); null when so. It holds from
 * its first instant up to, but not including, its last. An older policy version having been accepted is no
 * hindrance: going on to use the directory is agreeing to the newest (AUP18-05), and the answer asks for it.
 */
export function refusedByTerms(
  agreement: AgreementFacts,
  policy: PolicyVersion,
  now: EpochMillis,
): Refused | null {
  switch (agreement.status) {
    case 'drafted':
      return refuse(policy, 'agreement-not-yet-in-force', `Agreement ${agreement.id} is still a draft.`)
    case 'issued':
      return notAccepted(agreement, policy)
    case 'superseded':
      return refuse(policy, 'agreement-superseded', `Agreement ${agreement.id} has been superseded.`)
    case 'ended':
      return refuse(policy, 'agreement-ended', `Agreement ${agreement.id} has ended.`)
    case 'accepted':
      return agreement.policyVersion === null
        ? notAccepted(agreement, policy)
        : refuse(policy, 'agreement-not-yet-in-force', `Agreement ${agreement.id} is accepted, not in force.`)
    case 'in-force':
      return agreement.policyVersion === null
        ? notAccepted(agreement, policy)
        : refusedByDates(agreement, policy, now)
    default:
      return unreachable(agreement.status)
  }
}

const notAccepted = (agreement: AgreementFacts, policy: PolicyVersion): Refused =>
  refuse(policy, 'terms-not-accepted', `Nobody has accepted the policy for agreement ${agreement.id}.`)

/** Written so that a date that is no number refuses. */
function refusedByDates(agreement: AgreementFacts, policy: PolicyVersion, now: EpochMillis): Refused | null {
  if (!(agreement.from <= now)) {
    return refuse(
      policy,
      'agreement-not-yet-in-force',
      `Agreement ${agreement.id} holds from ${iso(agreement.from)}.`,
    )
  }
  if (agreement.until !== null && !(now < agreement.until)) {
    return refuse(policy, 'agreement-ended', `Agreement ${agreement.id} ended at ${iso(agreement.until)}.`)
  }
  return null
}

/** ISO 8601 in UTC; a time beyond what a Date holds is shown as its number, because `decide` never throws. */
const iso = (millis: EpochMillis): string =>
  Math.abs(millis) <= 8.64e15 ? new Date(millis).toISOString() : String(millis)
