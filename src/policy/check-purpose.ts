import { type DirectPurposeCode, purposeOf } from '../vocabulary/index.ts'
import type { Refused } from './decision.ts'
import type { AgreementFacts, QuestionFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import { quoted, refuse } from './refuse.ts'

/**
 * The purpose a question serves, or the refusal (AUP25-10 to 12). A purpose that is named must always be known,
 * of direct care, and agreed. One that is not named is the agreement's only one; where several are agreed, a
 * question for service data must say which, and one for places or reference lists need not.
 */
export function purposeFor(
  question: QuestionFacts,
  agreement: AgreementFacts,
  policy: PolicyVersion,
): DirectPurposeCode | null | Refused {
  if (question.purpose !== null) return namedPurpose(question.purpose, agreement, policy)
  const [only] = agreement.purposes
  if (only !== undefined && agreement.purposes.length === 1) return only
  const servesData = question.action === 'search' || question.action === 'look-up'
  if (!servesData || !policy.parameters.directCareOnly) return null
  return refuse(policy, 'purpose-missing', `Agreed: ${listed(agreement)}.`)
}

function namedPurpose(
  code: string,
  agreement: AgreementFacts,
  policy: PolicyVersion,
): DirectPurposeCode | Refused {
  const purpose = purposeOf(code)
  if (purpose === undefined)
    return refuse(policy, 'purpose-unknown', `${quoted(code)} is not a purpose of use.`)
  if (purpose.kind === 'indirect') {
    return refuse(policy, 'purpose-indirect', `${purpose.code} (${purpose.title}) is not direct care.`)
  }
  if (!agreement.purposes.includes(purpose.code)) {
    return refuse(
      policy,
      'purpose-not-agreed',
      `${purpose.code} is not among those agreed: ${listed(agreement)}.`,
    )
  }
  return purpose.code
}

const listed = (agreement: AgreementFacts): string => agreement.purposes.join(', ') || 'none'
