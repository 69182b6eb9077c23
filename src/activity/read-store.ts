import type { Query } from '../database/index.ts'

/** What to leave in; each null lets everything through. `from` is included, `to` is not. */
export type EntryFilter = {
  readonly account?: string
  readonly decision?: 'allow' | 'refuse'
  readonly action?: string
  readonly from?: Date
  readonly to?: Date
}

export type EntryRow = {
  readonly node: string
  readonly sequence: number
  readonly text: string
}

const MATCHES = `
  ($1::text is null or entry.account = $1) and
  ($2::text is null or entry.decision = $2) and
  ($3::text is null or entry.action = $3) and
  ($4::timestamptz is null or entry.at >= $4) and
  ($5::timestamptz is null or entry.at < $5)`

const filterValues = (filter: EntryFilter) => [
  filter.account ?? null,
  filter.decision ?? null,
  filter.action ?? null,
  filter.from ?? null,
  filter.to ?? null,
]

/** The newest `limit` that match, newest first. */
export const newestEntries = (query: Query, filter: EntryFilter, limit: number): Promise<EntryRow[]> =>
  query<EntryRow>(
    `select entry.node, entry.sequence, entry.entry::text as text from activity.entry
     where ${MATCHES}
     order by entry.at desc, entry.node desc, entry.sequence desc limit $6`,
    [...filterValues(filter), limit],
  )

/** The entry of that decision, at most one. */
export const entryOf = (query: Query, id: string): Promise<EntryRow[]> =>
  query<EntryRow>('select node, sequence, entry::text as text from activity.entry where id = $1::uuid', [id])

/** The newest number of every node. Hops from node to node along the primary key instead of reading every row. */
export const newestOfEachNode = (query: Query): Promise<{ node: string; sequence: number }[]> =>
  query<{ node: string; sequence: number }>(
    `with recursive node (name) as (
       (select node from activity.entry order by node limit 1)
       union all
       select (select node from activity.entry where node > name order by node limit 1) from node where name is not null
     )
     select name as node, (select max(sequence) from activity.entry where node = name) as sequence
     from node where name is not null`,
  )

/** Entries of one node numbered above `after` that match, oldest first, at most `limit`. */
export const entriesAfter = (
  query: Query,
  filter: EntryFilter,
  node: string,
  after: number,
  limit: number,
): Promise<EntryRow[]> =>
  query<EntryRow>(
    `select entry.node, entry.sequence, entry.entry::text as text from activity.entry
     where ${MATCHES} and entry.node = $6 and entry.sequence > $7
     order by entry.sequence limit $8`,
    [...filterValues(filter), node, after, limit],
  )

export type PlacedRow = EntryRow & { readonly at: Date }

/** Where a page ended. */
export type Place = Pick<PlacedRow, 'at' | 'node' | 'sequence'>

/** Entries that match, by time, from behind a place on, at most `limit`. */
export const entriesInTime = (
  query: Query,
  filter: EntryFilter,
  after: Place | undefined,
  limit: number,
): Promise<PlacedRow[]> =>
  query<PlacedRow>(
    `select entry.node, entry.sequence, entry.at, entry.entry::text as text from activity.entry
     where ${MATCHES}
       and ($6::timestamptz is null or (entry.at, entry.node, entry.sequence) > ($6, $7, $8::bigint))
     order by entry.at, entry.node, entry.sequence limit $9`,
    [...filterValues(filter), after?.at ?? null, after?.node ?? '', after?.sequence ?? 0, limit],
  )

/** How many match. */
export async function countEntries(query: Query, filter: EntryFilter): Promise<number> {
  const [row] = await query<{ number: number }>(
    `select count(*) as number from activity.entry where ${MATCHES}`,
    filterValues(filter),
  )
  return row?.number ?? 0
}
