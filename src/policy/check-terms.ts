import { unreachable } from '../vocabulary/index.ts'
import { type Case, type Check, refuseCase } from './case.ts'
import type { Refused } from './decision.ts'
import { iso } from './iso.ts'

const DAY = 86_400_000

/**
 * Whether the agreement is in force at `now` and its terms are accepted (AUP18-08), and whether the newest policy has
 * been accepted as far as it must be (AUP18-05).
 */
export const CHECKS_OF_TERMS: readonly Check<Case>[] = [
  {
    name: 'agreement in force',
    reasons: ['terms-not-accepted', 'agreement-not-yet-in-force', 'agreement-superseded', 'agreement-ended'],
    refuse: refusedByAgreement,
    because: ({ agreement }) =>
      `Agreement ${agreement.id} holds from ${iso(agreement.from)} ` +
      `${agreement.until === null ? 'without an end' : `until ${iso(agreement.until)}`}; ` +
      `version ${agreement.policyVersion} is accepted.`,
  },
  {
    name: 'newest policy',
    reasons: ['reacceptance-overdue'],
    refuse: facts => {
      if (!awaitsAcceptance(facts) || !facts.terms.parameters.reacceptHardGate) return null
      const end = graceEnds(facts)
      return facts.now < end
        ? null
        : refuseCase(
            facts,
            'reacceptance-overdue',
            `Version ${facts.policy.id} was to be accepted before ${iso(end)}; accepted is ${facts.agreement.policyVersion}.`,
          )
    },
    because: facts => {
      if (!awaitsAcceptance(facts)) return `Version ${facts.policy.id} or a newer one is accepted.`
      return facts.terms.parameters.reacceptHardGate
        ? `Version ${facts.policy.id} waits to be accepted, until ${iso(graceEnds(facts))}.`
        : `Version ${facts.policy.id} waits to be accepted, and binds by use until then.`
    },
  },
]

/** Ids of policy versions are days and sort as such, so an older acceptance is a lesser id. */
export const awaitsAcceptance = ({ agreement, policy }: Pick<Case, 'agreement' | 'policy'>): boolean =>
  agreement.policyVersion !== null && agreement.policyVersion < policy.id

const graceEnds = ({ policy, terms }: Case): number =>
  policy.effectiveFrom + terms.parameters.reacceptGraceDays * DAY

function refusedByAgreement(facts: Case): Refused | null {
  const { agreement } = facts
  const { id } = agreement
  switch (agreement.status) {
    case 'drafted':
      return refuseCase(facts, 'agreement-not-yet-in-force', `Agreement ${id} is still a draft.`)
    case 'issued':
      return notAccepted(facts)
    case 'superseded':
      return refuseCase(facts, 'agreement-superseded', `Agreement ${id} has been superseded.`)
    case 'ended':
      return refuseCase(facts, 'agreement-ended', `Agreement ${id} has ended.`)
    case 'accepted':
      return agreement.policyVersion === null
        ? notAccepted(facts)
        : refuseCase(facts, 'agreement-not-yet-in-force', `Agreement ${id} is accepted, not in force.`)
    case 'in-force':
      return agreement.policyVersion === null ? notAccepted(facts) : refusedByDates(facts)
    default:
      return unreachable(agreement.status)
  }
}

const notAccepted = (facts: Case): Refused =>
  refuseCase(
    facts,
    'terms-not-accepted',
    `Nobody has accepted the policy for agreement ${facts.agreement.id}.`,
  )

/** From its first instant up to, but not including, its last; written so that a date that is no number refuses. */
function refusedByDates(facts: Case): Refused | null {
  const { id, from, until } = facts.agreement
  if (!(from <= facts.now))
    return refuseCase(facts, 'agreement-not-yet-in-force', `Agreement ${id} holds from ${iso(from)}.`)
  if (until !== null && !(facts.now < until))
    return refuseCase(facts, 'agreement-ended', `Agreement ${id} ended at ${iso(until)}.`)
  return null
}
