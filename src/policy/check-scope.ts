import { maySee } from '../vocabulary/index.ts'
import type { Refused } from './decision.ts'
import type { AgreementFacts, QuestionFacts } from './facts.ts'
import { distanceMetresMax, resultsMax } from './limits.ts'
import type { PolicyVersion } from './policy-version.ts'
import { refuse } from './refuse.ts'

type Search = Extract<QuestionFacts, { action: 'search' }>
type LookUp = Extract<QuestionFacts, { action: 'look-up' }>

/**
 * Whether the question asks for no more than was agreed (AUP25-08, 20, 28, 41); null when so. What is too much is
 * refused by name and never trimmed, so that nobody takes a part for the whole.
 */
export function refusedByScope(
  question: QuestionFacts,
  agreement: AgreementFacts,
  policy: PolicyVersion,
): Refused | null {
  if (question.action === 'search') {
    return (
      refusedByAudience(question, agreement, policy) ??
      refusedByTypes(question, agreement, policy) ??
      refusedByAmount(question, agreement, policy)
    )
  }
  if (question.action === 'look-up') {
    return refusedByGeography(question, agreement, policy) ?? refusedByAudience(question, agreement, policy)
  }
  return null
}

/** Interpretation D2: look-ups follow a search that returned the service, or are a use case of their own. */
function refusedByGeography(
  question: LookUp,
  agreement: AgreementFacts,
  policy: PolicyVersion,
): Refused | null {
  if (question.recentlyReturned || agreement.lookUps === 'declared') return null
  if (!policy.parameters.geographicOnly) return null
  const minutes = policy.parameters.lookUpAfterSearchMinutes
  return refuse(
    policy,
    'look-up-without-search',
    `No search of this account returned it in the last ${minutes} minutes.`,
  )
}

function refusedByAudience(
  question: Search | LookUp,
  agreement: AgreementFacts,
  policy: PolicyVersion,
): Refused | null {
  if (question.audience === null || maySee(agreement.audience, question.audience)) return null
  return refuse(
    policy,
    'audience-wider-than-agreed',
    `Asked for: ${question.audience}; agreed: ${agreement.audience}.`,
  )
}

/** A search that names no type asks for every type, which only an agreement without a list of them covers. */
function refusedByTypes(question: Search, agreement: AgreementFacts, policy: PolicyVersion): Refused | null {
  const agreed = agreement.typeIds
  if (agreed === null) return null
  if (question.typeIds === null || question.typeIds.length === 0) {
    return refuse(policy, 'type-not-agreed', `Name the types you want; agreed: ${agreed.join(', ')}.`)
  }
  const strange = question.typeIds.find(typeId => !agreed.includes(typeId))
  if (strange === undefined) return null
  return refuse(policy, 'type-not-agreed', `Asked for: ${strange}; agreed: ${agreed.join(', ')}.`)
}

/** Written so that a number that is none refuses. */
function refusedByAmount(question: Search, agreement: AgreementFacts, policy: PolicyVersion): Refused | null {
  const most = resultsMax(agreement, policy)
  if (question.limit !== null && !(question.limit <= most)) {
    return refuse(policy, 'limit-above-agreed', `Asked for: ${question.limit} results; the most is ${most}.`)
  }
  const furthest = distanceMetresMax(agreement, policy)
  if (question.withinMetres !== null && !(question.withinMetres <= furthest)) {
    return refuse(
      policy,
      'distance-above-agreed',
      `Asked for: ${question.withinMetres} m; the furthest is ${furthest} m.`,
    )
  }
  return null
}
