import type { ClauseId } from '../vocabulary/index.ts'
import type { Clause } from './clause.ts'
import { clauseOf } from './clauses.ts'
import type { PolicyContent } from './policy-version.ts'
import { workflowOf } from './workflows.ts'

type Clauses = Pick<PolicyContent, 'clauses' | 'supplements' | 'text'>

/**
 * What a version lacks before it may be published (sources, use 4.7), in sentences; empty: nothing. Every clause is said
 * in a paragraph, and is carried by something: a refusal, an obligation, a workflow, a notice, or, where no program can
 * hold it, the mark that a promise is all there is.
 */
export function gateOf(content: Clauses): readonly string[] {
  const held = heldBy(content)
  const said = new Set(content.text.flatMap(section => section.paragraphs.flatMap(each => each.clauses)))
  return held.flatMap(id => {
    const clause = clauseOf(id)
    if (!clause) return [`${id} is not in the catalogue of clauses.`]
    return [
      ...(said.has(id) ? [] : [`${id} (${clause.title}) is in no paragraph of the text.`]),
      ...(isMarked(clause) || isCarried(clause, () => true)
        ? []
        : [`${id} (${clause.title}) is carried by no refusal, obligation or workflow.`]),
    ]
  })
}

/** Its clauses whose carriers are still to be built: no hindrance to publishing, and to be known before. */
export const plannedIn = (content: Pick<PolicyContent, 'clauses' | 'supplements'>): readonly ClauseId[] =>
  heldBy(content).filter(id => {
    const clause = clauseOf(id)
    return clause !== undefined && !isMarked(clause) && !isCarried(clause, isWorking)
  })

const heldBy = ({ clauses, supplements }: Pick<PolicyContent, 'clauses' | 'supplements'>) => [
  ...clauses,
  ...supplements,
]

const isMarked = ({ state }: Clause): boolean => state === 'attested-only'

const isCarried = (
  { carriedBy: { refusals, obligations, workflows } }: Clause,
  counts: (workflow: Clause['carriedBy']['workflows'][number]) => boolean,
): boolean => refusals.length > 0 || obligations.length > 0 || workflows.some(counts)

const isWorking = (workflow: Clause['carriedBy']['workflows'][number]): boolean =>
  workflowOf(workflow).state === 'working'
