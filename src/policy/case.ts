import type { ClauseId, EpochMillis } from '../vocabulary/index.ts'
import type { Refused } from './decision.ts'
import { type Display, displayOf } from './display.ts'
import type { AgreementFacts, CallerFacts, Environment, QuestionFacts, RestrictionFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import type { RefusalReason } from './refusals.ts'
import { refuse } from './refuse.ts'
import { restrictionsAt } from './restrictions.ts'
import { type Terms, termsOf } from './terms.ts'

/** A question as it comes in. */
export type Asking = {
  readonly caller: CallerFacts
  readonly question: QuestionFacts
  readonly policy: PolicyVersion
  readonly now: EpochMillis
  readonly here: Environment
}

/** The same with an agreement: what binds this consumer now, worked out once for every check. */
export type Case = Asking & {
  readonly agreement: AgreementFacts
  readonly terms: Terms
  /** In force now. */
  readonly restrictions: readonly RestrictionFacts[]
  readonly display: Display
}

/** One thing looked at before a question is answered. */
export type Check<Facts> = {
  readonly name: string
  /** Every reason it can refuse with. */
  readonly reasons: readonly RefusalReason[]
  /** The refusal, or null when all is well. Never throws. */
  readonly refuse: (facts: Facts) => Refused | null
  /** With which values it passed, in a sentence. Asked only when it did. */
  readonly because: (facts: Facts) => string
}

/** Lays the agreement open. */
export function openCase(asking: Asking, agreement: AgreementFacts): Case {
  const { caller, question, policy, now, here } = asking
  const terms = termsOf(agreement, policy, now)
  return {
    caller,
    question,
    policy,
    now,
    here,
    agreement,
    terms,
    restrictions: restrictionsAt(caller.account.restrictions, now),
    display: displayOf({ product: caller.product, agreement }, terms, now),
  }
}

/** A refusal of a case, naming the terms that were laid over the policy. */
export const refuseCase = (
  { policy, terms }: Pick<Case, 'policy' | 'terms'>,
  reason: RefusalReason,
  detail: string,
): Refused => refuse(policy, reason, detail, terms.tailoredTerms)

/** Whether the consumer's own terms free it of that clause. */
export const isWaived = ({ terms }: Case, clause: ClauseId): boolean => terms.waived.has(clause)
