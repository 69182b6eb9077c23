import { type EpochMillis, narrower } from '../vocabulary/index.ts'
import { type Asking, type Case, type Check, openCase } from './case.ts'
import { CHECK_OF_DISPLAY, servesData } from './check-display.ts'
import { CHECKS_OF_PLACE } from './check-place.ts'
import { CHECKS_OF_SCOPE } from './check-scope.ts'
import { awaitsAcceptance, CHECKS_OF_TERMS } from './check-terms.ts'
import { CHECKS_OF_USE } from './check-use.ts'
import { CHECKS_OF_WHO } from './check-who.ts'
import type { Allowed, Decision, Obligation, Refused } from './decision.ts'
import type { CallerFacts, Environment, QuestionFacts } from './facts.ts'
import { limitsOf } from './limits.ts'
import { keptInCareRecord, maxAgeSeconds } from './permissions.ts'
import type { PolicyVersion } from './policy-version.ts'
import { purposeFor } from './purpose.ts'
import { refuse } from './refuse.ts'
import { flagsOf } from './traffic.ts'

/** Everything looked at once there is an agreement, in this order. */
export const CHECKS_OF_CASE: readonly Check<Case>[] = [
  ...CHECKS_OF_TERMS,
  ...CHECKS_OF_USE,
  CHECK_OF_DISPLAY,
  ...CHECKS_OF_PLACE,
  ...CHECKS_OF_SCOPE,
]

/**
 * Whether a question may be answered, for which audience and within which limits. Pure and total: the same facts
 * always give the same decision, and nothing is thrown, so that a recorded question can be decided again.
 *
 * Checked in this order, and the first thing wrong is the refusal:
 * who (organisation, account, product, connection) → terms (agreement, acceptance, dates) → use (role, hours,
 * monitoring, purpose) → public display → place (England, origin, region) → scope (look-up, audience, types, results,
 * distance). Who and terms come first so that a caller without standing learns nothing of the rest.
 *
 * What binds is the policy version, with the terms of this consumer laid over it while they speak (terms.ts), less what
 * restrictions in force take away (AUP25-41). A question outside a restriction is refused by name; one that leaves
 * something open is answered with what is left.
 *
 * Region: that of the origin decides (AUP25-06, D1), and services over a regional border stay in the answer, but for
 * what is shown to the public (regions.ts). Web service accounts are national unless narrowed.
 *
 * @param now milliseconds since the epoch; agreement, terms, permissions and restrictions count if they hold at it
 * @param here which environment this server is: a connection made for the other one is refused
 */
export function decide(
  caller: CallerFacts,
  question: QuestionFacts,
  policy: PolicyVersion,
  now: EpochMillis,
  here: Environment = 'production',
): Decision {
  const asking: Asking = { caller, question, policy, now, here }
  const byWho = firstRefusal(CHECKS_OF_WHO, asking)
  if (byWho !== null) return byWho
  const { agreement } = caller
  if (agreement === null) return withoutAgreement(asking)
  const facts = openCase(asking, agreement)
  return firstRefusal(CHECKS_OF_CASE, facts) ?? allow(facts)
}

export const withoutAgreement = ({ caller, policy }: Asking): Refused =>
  refuse(policy, 'no-agreement', `The connection ${caller.connection.id} has no agreement.`)

function firstRefusal<Facts>(checks: readonly Check<Facts>[], facts: Facts): Refused | null {
  for (const check of checks) {
    const refused = check.refuse(facts)
    if (refused !== null) return refused
  }
  return null
}

/** The answer to a case that no check refuses. */
export function allow(facts: Case): Allowed {
  const { question, agreement, terms, policy, now } = facts
  const named = purposeFor(facts)
  const purpose = typeof named === 'string' ? named : null
  const data = servesData(facts)
  const fields = 'fields' in question ? question.fields : null
  const maxAge = data ? maxAgeSeconds(fields, purpose, agreement, terms, now) : null
  const mayKeep = data ? keptInCareRecord(agreement, now) : null
  return {
    outcome: 'allow',
    audience: audienceOf(facts),
    purpose,
    limits: limitsOf(facts, maxAge),
    obligations: obligationsOf(maxAge !== null, awaitsAcceptance(facts), mayKeep !== null),
    caching: maxAge === null ? null : { maxAgeSeconds: maxAge },
    mayKeep,
    flags: flagsOf(question),
    clauses: policy.citations.answers[question.action],
    policyVersion: policy.id,
    tailoredTerms: terms.tailoredTerms,
  }
}

/** The narrowest of what was agreed, what was asked for, and what restrictions in force leave; wider ones are refused. */
function audienceOf({ question, agreement, restrictions }: Case): Allowed['audience'] {
  const asked = 'audience' in question && question.audience === 'public' ? 'public' : agreement.audience
  const left = restrictions.some(({ audience }) => audience !== null) ? 'public' : asked
  return narrower(asked, left) === 'public' ? 'public' : 'professional'
}

/** Every set of obligations there is, so that none is put together for each answer. */
const SETS = new Map<number, readonly Obligation[]>()

function obligationsOf(cached: boolean, accept: boolean, record: boolean): readonly Obligation[] {
  const key = (cached ? 1 : 0) + (accept ? 2 : 0) + (record ? 4 : 0)
  let set = SETS.get(key)
  if (!set) {
    const names: Obligation[] = cached ? ['as-of', 'terms-link'] : ['no-store', 'as-of', 'terms-link']
    if (accept) names.push('accept-newer-policy')
    if (record) names.push('care-record-only')
    set = Object.freeze(names)
    SETS.set(key, set)
  }
  return set
}
