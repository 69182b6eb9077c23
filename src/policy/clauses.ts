import type { ClauseId } from '../vocabulary/index.ts'
import type { Clause, ClauseRow } from './clause.ts'
import { CLAUSES_2018 } from './clauses-2018.ts'
import { CLAUSES_2025 } from './clauses-2025.ts'
import { OBLIGATION_NAMES, obligationOf } from './obligations.ts'
import { REFUSAL_REASONS, refusalOf } from './refusals.ts'
import { WORKFLOW_NAMES, workflowOf } from './workflows.ts'

const ROWS: readonly ClauseRow[] = [...CLAUSES_2025, ...CLAUSES_2018]

/** Every refusal has its witness and is held against an oracle here. */
const REFUSALS_TESTED_IN = 'test/policy/decide.test.ts'

/**
 * The catalogue: every clause of both policies, what carries it, and the tests that prove it. Carriers name their
 * clauses, once; here that is turned round, so that catalogue and program cannot disagree.
 */
export const CLAUSES: readonly Clause[] = ROWS.map(row => {
  const carriedBy = {
    refusals: REFUSAL_REASONS.filter(reason => refusalOf(reason).clauses.includes(row.id)),
    obligations: OBLIGATION_NAMES.filter(name => obligationOf(name).clauses.includes(row.id)),
    workflows: WORKFLOW_NAMES.filter(name => workflowOf(name).clauses.includes(row.id)),
  }
  return { ...row, counterparts: counterpartsOf(row), carriedBy, tests: testsOf(carriedBy) }
})

const byId = new Map<string, Clause>(CLAUSES.map(clause => [clause.id, clause]))

/** The clause of that id, or undefined when no policy has it. */
export const clauseOf = (id: string): Clause | undefined => byId.get(id)

/** The clauses of the other policy that speak of the same, whichever of the two rows says so. */
function counterpartsOf(row: ClauseRow): readonly ClauseId[] {
  const own = [...(row.counterparts ?? []), ...(row.supersededBy ?? [])]
  const others = ROWS.filter(
    other => other.counterparts?.includes(row.id) || other.supersededBy?.includes(row.id),
  )
  return [...own, ...others.map(other => other.id)]
}

function testsOf({ refusals, obligations, workflows }: Clause['carriedBy']): readonly string[] {
  const tests = new Set<string>(refusals.length > 0 ? [REFUSALS_TESTED_IN] : [])
  for (const name of obligations) for (const test of obligationOf(name).tests) tests.add(test)
  for (const name of workflows) for (const test of workflowOf(name).tests) tests.add(test)
  return [...tests].toSorted()
}
