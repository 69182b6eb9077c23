import type { ClauseId } from './clause-id.ts'
import type { EpochMillis } from './clock.ts'

/** Who does a thing, in which role, why and when: every write to a register carries one into the audit trail. */
export type Deed = {
  /** A person's or a program's id; never a name. */
  readonly who: string
  /** The role used, such as `access-manager` or `system`. */
  readonly actingAs: string
  readonly why: string
  readonly at: EpochMillis
  readonly clauses?: readonly ClauseId[]
}
