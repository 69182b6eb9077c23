import type { ClauseId } from '../vocabulary/index.ts'
import type { Obligation } from './obligations.ts'
import type { RefusalReason } from './refusals.ts'
import type { Workflow } from './workflows.ts'

/** Whom a clause binds, or whose right it is. */
export type Bound = 'operator' | 'organisation' | 'individual' | 'supplier' | 'everyone'

/**
 * What software can do about a clause (sources, use 1.5): refuse what breaks it; watch for signs; run a
 * process with states and dates; collect a promise it cannot check; say something in so many words.
 */
export type ClauseKind = 'enforced' | 'monitored' | 'process' | 'attested' | 'notice'

/**
 * How far we are. `enforced`: what one question could break of it is refused, or done, today. `planned`: what is to
 * carry it is not built. `attested-only`: a promise is all there can be. `notice`: said where it must be said.
 */
export type ClauseState = 'enforced' | 'planned' | 'attested-only' | 'notice'

/** A clause as people write it down. What carries it is said by the carriers, and gathered in clauses.ts. */
export type ClauseRow = {
  readonly id: ClauseId
  readonly title: string
  readonly asks: string
  readonly binds: readonly [Bound, ...Bound[]]
  readonly kinds: readonly [ClauseKind, ...ClauseKind[]]
  readonly state: ClauseState
  /** Clauses of the newer policy that say the same or nearly so. */
  readonly counterparts?: readonly ClauseId[]
  /** Clauses of the newer policy that take its place. Without any, it stands beside the newer policy (sources, use 1.3). */
  readonly supersededBy?: readonly ClauseId[]
}

export type Clause = ClauseRow & {
  readonly counterparts: readonly ClauseId[]
  readonly carriedBy: {
    readonly refusals: readonly RefusalReason[]
    readonly obligations: readonly Obligation[]
    /** Working and planned ones; see WORKFLOWS. */
    readonly workflows: readonly Workflow[]
  }
  /** Test files that prove what carries it, as paths from the root. */
  readonly tests: readonly string[]
}
