import type { EpochMillis } from '../vocabulary/index.ts'
import { refusedByPlace } from './check-place.ts'
import { purposeFor } from './check-purpose.ts'
import { refusedByScope } from './check-scope.ts'
import { refusedByTerms } from './check-terms.ts'
import { refusedByWho } from './check-who.ts'
import type { Allowed, Decision, Obligation } from './decision.ts'
import type { AgreementFacts, CallerFacts, Environment, QuestionFacts } from './facts.ts'
import { limitsOf } from './limits.ts'
import type { PolicyVersion } from './policy-version.ts'
import { refuse } from './refuse.ts'

/**
 * Whether a question may be answered, for which audience and within which limits. Pure and total: the same facts
 * always give the same decision, and nothing is thrown, so that a recorded question can be decided again.
 *
 * Checked in this order, and the first thing wrong is the refusal:
 * who (account, organisation, product, connection) → terms (agreement, acceptance, dates) → purpose → place
 * (England, origin, region) → scope (look-up, audience, types, results, distance). Who and terms come first so that
 * a caller without standing learns nothing of the rest.
 *
 * Region: that of the origin decides (AUP25-06, D1), and services over a regional border stay in the answer. A
 * person who lives at a border needs the nearest service, whichever region it belongs to; leaving it out would make
 * the answer wrong, and wrong answers can hurt. Web service accounts are national unless narrowed.
 *
 * A restricted account is answered: restriction narrows the facts handed in here, it is not a refusal (AUP25-41).
 *
 * @param now milliseconds since the epoch; the agreement must hold at that instant
 * @param here which environment this server is: a connection made for the other one is refused
 */
export function decide(
  caller: CallerFacts,
  question: QuestionFacts,
  policy: PolicyVersion,
  now: EpochMillis,
  here: Environment = 'production',
): Decision {
  const byWho = refusedByWho(caller, policy, here)
  if (byWho !== null) return byWho
  const { agreement } = caller
  if (agreement === null) {
    return refuse(policy, 'no-agreement', `The connection ${caller.connection.id} has no agreement.`)
  }
  const byTerms = refusedByTerms(agreement, policy, now)
  if (byTerms !== null) return byTerms
  const purpose = purposeFor(question, agreement, policy)
  if (typeof purpose === 'object' && purpose !== null) return purpose
  const scoped = { account: caller.account, agreement, referralRoleIds: caller.referralRoleIds }
  return (
    refusedByPlace(question, scoped, policy) ??
    refusedByScope(question, agreement, policy) ?? {
      outcome: 'allow',
      audience: audienceOf(question, agreement),
      purpose,
      limits: limitsOf(question, scoped, policy),
      obligations: obligationsOf(agreement, policy),
      clauses: policy.citations.answers[question.action],
      policyVersion: policy.id,
    }
  )
}

/** The audience asked for where it is the narrower, else that of the agreement; wider ones have been refused. */
const audienceOf = (question: QuestionFacts, agreement: AgreementFacts): Allowed['audience'] =>
  'audience' in question && question.audience === 'public' ? 'public' : agreement.audience

const USUAL: readonly Obligation[] = Object.freeze(['no-store', 'as-of', 'terms-link'] as const)
const AND_ACCEPT: readonly Obligation[] = Object.freeze([...USUAL, 'accept-newer-policy'] as const)

/** Ids of policy versions are days and sort as such, so an older acceptance is a lesser id (AUP18-05). */
const obligationsOf = (agreement: AgreementFacts, policy: PolicyVersion): readonly Obligation[] =>
  agreement.policyVersion !== null && agreement.policyVersion < policy.id ? AND_ACCEPT : USUAL
