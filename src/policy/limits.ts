import type { Allowed } from './decision.ts'
import type { AgreementFacts, CallerFacts, QuestionFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import { regionsOf, type Scoped } from './regions.ts'

/** The most results one answer may hold: the lesser of what is agreed and what the policy lets anybody have. */
export const resultsMax = (agreement: AgreementFacts, policy: PolicyVersion): number =>
  Math.min(agreement.resultsMax, policy.parameters.resultsMax)

/** The furthest a search may reach, metres: likewise. */
export const distanceMetresMax = (agreement: AgreementFacts, policy: PolicyVersion): number =>
  Math.min(agreement.distanceMetresMax, policy.parameters.distanceMetresMax)

/** The limits of an answer to a question that no check refused: what was asked for, else the default. */
export function limitsOf(
  question: QuestionFacts,
  caller: Scoped & Pick<CallerFacts, 'referralRoleIds'>,
  policy: PolicyVersion,
): Allowed['limits'] {
  const { resultsDefault, distanceMetresDefault } = policy.parameters
  const most = resultsMax(caller.agreement, policy)
  const furthest = distanceMetresMax(caller.agreement, policy)
  const search = question.action === 'search' ? question : null
  return {
    results: search?.limit ?? Math.min(resultsDefault, most),
    resultsMax: most,
    distanceMetres: search?.withinMetres ?? Math.min(distanceMetresDefault, furthest),
    distanceMetresMax: furthest,
    referralRoleIds: caller.referralRoleIds,
    typeIds: caller.agreement.typeIds,
    regions: question.action === 'look-up' && !question.recentlyReturned ? regionsOf(caller) : 'national',
  }
}
