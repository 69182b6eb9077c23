import type { ClauseId, EpochMillis } from '../vocabulary/index.ts'
import { type Asking, type Check, openCase } from './case.ts'
import { CHECKS_OF_WHO } from './check-who.ts'
import { allow, CHECKS_OF_CASE, withoutAgreement } from './decide.ts'
import type { Decision, Refused } from './decision.ts'
import type { CallerFacts, Environment, QuestionFacts } from './facts.ts'
import type { PolicyVersion } from './policy-version.ts'
import type { RefusalReason } from './refusals.ts'

/** One thing that was looked at, in its turn. */
export type ExplainedCheck = {
  readonly check: string
  readonly outcome: 'passed' | 'refused' | 'not-reached'
  /** With which values, in a sentence; of a check that was not reached, that it was not. */
  readonly because: string
  /** The clauses it stands for, of those the policy version knows. */
  readonly clauses: readonly ClauseId[]
}

export type Explanation = { readonly decision: Decision; readonly checks: readonly ExplainedCheck[] }

/**
 * A decision with everything that was looked at for it. It walks the very checks of `decide`, so the two cannot
 * disagree. Like a refusal's detail, it holds what the caller gave: for the caller and the operator, never for the log.
 */
export function explain(
  caller: CallerFacts,
  question: QuestionFacts,
  policy: PolicyVersion,
  now: EpochMillis,
  here: Environment = 'production',
): Explanation {
  const asking: Asking = { caller, question, policy, now, here }
  const walk = walkOf(policy)
  walk.through(CHECKS_OF_WHO, asking)
  walk.through([AGREEMENT], asking)
  const { agreement } = caller
  const facts = agreement && openCase(asking, agreement)
  walk.through(CHECKS_OF_CASE, facts)
  const refused = walk.refused()
  if (refused) return { decision: refused, checks: walk.checks }
  if (!facts) throw new Error('A question without an agreement went unrefused.')
  return { decision: allow(facts), checks: walk.checks }
}

const AGREEMENT: Check<Asking> = {
  name: 'agreement',
  reasons: ['no-agreement'],
  refuse: asking => (asking.caller.agreement === null ? withoutAgreement(asking) : null),
  because: ({ caller }) => `The connection ${caller.connection.id} has agreement ${caller.agreement?.id}.`,
}

function walkOf(policy: PolicyVersion) {
  const checks: ExplainedCheck[] = []
  let refused: Refused | null = null
  const look = <Facts>(check: Check<Facts>, facts: Facts | null): ExplainedCheck => {
    const clauses = clausesOf(check.reasons, policy)
    if (refused || facts === null)
      return {
        check: check.name,
        outcome: 'not-reached',
        because: 'Something before it was refused.',
        clauses,
      }
    refused = check.refuse(facts)
    return refused
      ? { check: check.name, outcome: 'refused', because: refused.detail, clauses: refused.clauses }
      : { check: check.name, outcome: 'passed', because: check.because(facts), clauses }
  }
  return {
    checks,
    refused: () => refused,
    through<Facts>(list: readonly Check<Facts>[], facts: Facts | null): void {
      for (const check of list) checks.push(look(check, facts))
    },
  }
}

const clausesOf = (reasons: readonly RefusalReason[], policy: PolicyVersion): readonly ClauseId[] => [
  ...new Set(reasons.flatMap(reason => policy.citations.refusals.get(reason) ?? [])),
]
