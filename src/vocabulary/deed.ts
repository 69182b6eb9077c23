import type { ClauseId } from './clause-id.ts'
import type { EpochMillis } from './clock.ts'

/** Who does a thing, in which role, why and when: every write to a register carries one into the record of acts. */
export type Deed = {
  /** A person's or a program's id; never a name. */
  readonly who: string
  /** The role used, such as `access-manager` or `system`. */
  readonly actingAs: string
  readonly why: string
  readonly at: EpochMillis
  readonly clauses?: readonly ClauseId[]
  /** Whoever it is done for, when not for oneself: an ODS code, a person's id. */
  readonly onBehalfOf?: string
  /** The second of two people, where two are needed (★ in sources, use 3 and 4). */
  readonly approvedBy?: string
  /** What it rests on: hashes or references of documents, ids of cases. */
  readonly evidence?: readonly string[]
  readonly requestId?: string
}
