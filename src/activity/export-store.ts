import type { Query } from '../database/index.ts'
import type { LeafRow } from './leaf-store.ts'

/** What an inquiry asks for: whose entries, and of which time. */
export type ExportFilter = {
  readonly account: string | null
  /** ODS code. */
  readonly organisation: string | null
  readonly from: Date
  /** Not included. */
  readonly to: Date
}

const MATCHES = `
  ($1::text is null or account = $1) and ($2::text is null or organisation = $2) and at >= $3 and at < $4`

const valuesOf = ({ account, organisation, from, to }: ExportFilter) => [account, organisation, from, to]

/** Entries with their place in the ledger, by that place, from behind `after` on; erased ones among them. */
export const exportRows = (
  query: Query,
  filter: ExportFilter,
  after: number,
  limit: number,
): Promise<LeafRow[]> =>
  query<LeafRow>(
    `select leaf, id::text as id, node, sequence, at, salt, entry::text as text, commitment from activity.entry
     where ${MATCHES} and leaf > $5 order by leaf limit $6`,
    [...valuesOf(filter), after, limit],
  )

/** How many there are, and between which leaves they lie; null where there are none. */
export async function exportBounds(
  query: Query,
  filter: ExportFilter,
): Promise<{ readonly count: number; readonly first: number; readonly last: number } | null> {
  const [row] = await query<{ count: number; first: number | null; last: number | null }>(
    `select count(*) as count, min(leaf) as first, max(leaf) as last from activity.entry where ${MATCHES}`,
    valuesOf(filter),
  )
  return row?.first == null || row.last === null ? null : { ...row, first: row.first, last: row.last }
}
