import type { Query } from '../database/index.ts'
import { millisOf } from '../vocabulary/index.ts'

/** What to leave in; each null lets everything through. `from` is included, `to` is not. */
export type EntryFilter = {
  readonly account?: string
  /** ODS codes: entries of any of these. */
  readonly organisations?: readonly string[]
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

/** Entries that were erased are left out: of them the log knows no more than that there was one. */
const MATCHES = `
  entry.entry is not null and
  ($1::text is null or entry.account = $1) and
  ($2::text is null or entry.decision = $2) and
  ($3::text is null or entry.action = $3) and
  ($4::timestamptz is null or entry.at >= $4) and
  ($5::timestamptz is null or entry.at < $5) and
  ($6::text[] is null or entry.organisation = any($6))`

const filterValues = (filter: EntryFilter) => [
  filter.account ?? null,
  filter.decision ?? null,
  filter.action ?? null,
  filter.from ?? null,
  filter.to ?? null,
  filter.organisations ?? null,
]

/** The newest `limit` that match, newest first. */
export const newestEntries = (query: Query, filter: EntryFilter, limit: number): Promise<EntryRow[]> =>
  query<EntryRow>(
    `select entry.node, entry.sequence, entry.entry::text as text from activity.entry
     where ${MATCHES}
     order by entry.at desc, entry.node desc, entry.sequence desc limit $7`,
    [...filterValues(filter), limit],
  )

/** Milliseconds as an instant; those in an id that is none of ours may lie beyond what text can say. */
export const INSTANT = `timestamptz 'epoch' + $2::bigint * interval '1 millisecond'`

/** The entry of that decision, at most one: a decision id bears the millisecond of its entry. */
export const entryOf = (query: Query, id: string): Promise<EntryRow[]> =>
  query<EntryRow>(
    `select node, sequence, entry::text as text from activity.entry
     where id = $1::uuid and at = ${INSTANT} and entry is not null limit 1`,
    [id, millisOf(id)],
  )

/** The newest number of every node. */
export const newestOfEachNode = (query: Query): Promise<{ node: string; sequence: number }[]> =>
  query<{ node: string; sequence: number }>('select name as node, sequence from activity.node order by name')

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
     where ${MATCHES} and entry.node = $7 and entry.sequence > $8
     order by entry.sequence limit $9`,
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
       and ($7::timestamptz is null or (entry.at, entry.node, entry.sequence) > ($7, $8, $9::bigint))
     order by entry.at, entry.node, entry.sequence limit $10`,
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
