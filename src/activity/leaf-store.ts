import type { Query } from '../database/index.ts'
import { millisOf } from '../vocabulary/index.ts'
import { INSTANT } from './read-store.ts'

/** An entry as a leaf of the ledger. */
export type LeafRow = {
  readonly leaf: number
  readonly id: string
  readonly node: string
  readonly sequence: number
  readonly at: Date
} & (
  | { readonly salt: Uint8Array; readonly text: string; readonly commitment: null }
  /** Erased: what was asked is gone, what the leaf commits to is kept. */
  | { readonly salt: null; readonly text: null; readonly commitment: Uint8Array }
)

const COLUMNS = 'leaf, id::text as id, node, sequence, at, salt, entry::text as text, commitment'

/** The leaf of a decision; undefined when there is none, or its month is over by retention. The id must be a UUID. */
export async function leafOfDecision(query: Query, id: string): Promise<LeafRow | undefined> {
  const [row] = await query<LeafRow>(
    `select ${COLUMNS} from activity.entry where id = $1::uuid and at = ${INSTANT} limit 1`,
    [id, millisOf(id)],
  )
  return row
}

/** Leaves from the one at `from` on, in order, at most `limit`; those of months that retention dropped are passed over. */
export const leavesFrom = (query: Query, from: number, limit: number): Promise<LeafRow[]> =>
  query<LeafRow>(`select ${COLUMNS} from activity.entry where leaf >= $1 order by leaf limit $2`, [
    from,
    limit,
  ])
