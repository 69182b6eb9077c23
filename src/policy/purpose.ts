import { type DirectPurposeCode, purposeOf } from '../vocabulary/index.ts'
import { type Case, refuseCase } from './case.ts'
import type { Refused } from './decision.ts'
import type { AgreementFacts } from './facts.ts'
import type { RefusalReason } from './refusals.ts'
import { quoted } from './refuse.ts'

export const PURPOSE_REASONS: readonly RefusalReason[] = [
  'purpose-missing',
  'purpose-unknown',
  'purpose-indirect',
  'purpose-not-agreed',
]

/**
 * The purpose a question serves, or the refusal (AUP25-10 to 12). A purpose that is named must always be known,
 * of direct care, and agreed. One that is not named is the agreement's only one; where several are agreed, a
 * question for service data must say which, and one for places or reference lists need not. Keeping an entry right and
 * reporting an error serve no person, and have none unless they name one.
 */
export function purposeFor(facts: Case): DirectPurposeCode | null | Refused {
  const { question, agreement, terms } = facts
  if (question.purpose !== null) return namedPurpose(question.purpose, facts)
  if (question.action === 'maintain' || question.action === 'feedback') return null
  const [only] = agreement.purposes
  if (only !== undefined && agreement.purposes.length === 1) return only
  const servesData = question.action === 'search' || question.action === 'look-up'
  if (!servesData || !terms.parameters.directCareOnly) return null
  return refuseCase(facts, 'purpose-missing', `Agreed: ${listed(agreement)}.`)
}

function namedPurpose(code: string, facts: Case): DirectPurposeCode | Refused {
  const { agreement } = facts
  const purpose = purposeOf(code)
  if (purpose === undefined)
    return refuseCase(facts, 'purpose-unknown', `${quoted(code)} is not a purpose of use.`)
  if (purpose.kind === 'indirect') {
    return refuseCase(facts, 'purpose-indirect', `${purpose.code} (${purpose.title}) is not direct care.`)
  }
  if (!agreement.purposes.includes(purpose.code)) {
    return refuseCase(
      facts,
      'purpose-not-agreed',
      `${purpose.code} is not among those agreed: ${listed(agreement)}.`,
    )
  }
  return purpose.code
}

const listed = (agreement: AgreementFacts): string => agreement.purposes.join(', ') || 'none'
