import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { ListingChange, ListingDifference } from './difference.ts'
import type { ListedConnection } from './listed.ts'

/** One change of the list, as it was written down. */
export type ListingEntry = {
  readonly id: number
  readonly at: EpochMillis
  readonly connectionId: string
  readonly change: ListingChange
  readonly before: ListedConnection | null
  readonly after: ListedConnection | null
}

type Row = {
  readonly id: number
  readonly at: Date
  readonly connection_id: string
  readonly change: ListingChange
  readonly before: ListedConnection | null
  readonly after: ListedConnection | null
}

/** The list as it was last published: for each connection what its newest row says, but for those that are gone. */
export async function readPublished(query: Query): Promise<Map<string, ListedConnection>> {
  const rows = await query<Row>(
    `select distinct on (connection_id) id, at, connection_id, change, before, after
     from agreements.listing order by connection_id, id desc`,
  )
  return new Map(rows.flatMap(row => (row.after === null ? [] : [[row.connection_id, row.after]])))
}

/** Lets one at a time compare list and register; held to the end of the transaction. */
export async function holdListing(query: Query): Promise<void> {
  await query('select one from agreements.listing_check for update')
}

/** Writes what changed, and that list and register were compared. */
export async function writeDifferences(
  query: Query,
  differences: readonly ListingDifference[],
  now: EpochMillis,
): Promise<void> {
  for (const { connectionId, change, before, after } of differences) {
    await query(
      `insert into agreements.listing (at, connection_id, change, before, after) values ($1, $2, $3, $4::jsonb, $5::jsonb)`,
      [
        new Date(now),
        connectionId,
        change,
        before === null ? null : JSON.stringify(before),
        after === null ? null : JSON.stringify(after),
      ],
    )
  }
  await query('update agreements.listing_check set at = $1', [new Date(now)])
}

/** Changes of the list, newest first; of one connection, or of all. */
export async function readListingHistory(
  query: Query,
  page: { readonly limit: number; readonly connectionId?: string; readonly before?: number },
): Promise<ListingEntry[]> {
  const rows = await query<Row>(
    `select id, at, connection_id, change, before, after from agreements.listing
     where ($1::text is null or connection_id = $1) and ($2::bigint is null or id < $2)
     order by id desc limit $3`,
    [page.connectionId ?? null, page.before ?? null, page.limit],
  )
  return rows.map(row => ({
    id: row.id,
    at: row.at.getTime(),
    connectionId: row.connection_id,
    change: row.change,
    before: row.before,
    after: row.after,
  }))
}

/** When list and register were last compared; null: never. */
export async function readListingCheck(query: Query): Promise<EpochMillis | null> {
  const [row] = await query<{ at: Date | null }>('select at from agreements.listing_check')
  return row?.at?.getTime() ?? null
}
