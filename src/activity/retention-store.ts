import type { Database, Query } from '../database/index.ts'
import { readCheckpointRow } from '../ledger/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { isHeld } from './hold-store.ts'
import { monthAfter, partitionOf } from './month-store.ts'

/** A month of the log, all of whose entries are gone; its leaves, checkpoints and the proofs of all others stay. */
export type DroppedMonth = {
  /** `2026-11`. */
  readonly month: string
  readonly entries: number
  /** First and last of its places in the tree; null for a month without entries. Late arrivals of others may lie between. */
  readonly leaves: { readonly first: number; readonly last: number } | null
}

/** The months there are partitions for, oldest first. */
export async function monthsKept(query: Query): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select relname::text as name from pg_inherits join pg_class on pg_class.oid = inhrelid
     where inhparent = 'activity.entry'::regclass order by relname`,
  )
  return rows.map(row => row.name.replace(/^entry_/, '').replace('_', '-'))
}

/**
 * Drops the months of which nothing is younger than `before`. One at a time, so that a failure leaves whole months. What a
 * legal hold reaches is not dropped, nor what is not sealed yet.
 * @param told is called within the transaction that drops a month, to record it
 */
export async function dropMonths(
  database: Database,
  before: EpochMillis,
  told: (query: Query, dropped: DroppedMonth) => Promise<void>,
): Promise<DroppedMonth[]> {
  const dropped: DroppedMonth[] = []
  for (const month of await monthsKept(database.query)) {
    if (Date.parse(monthAfter(month)) > before) break
    const gone = await database.transaction(query => dropMonth(query, month, told))
    if (gone) dropped.push(gone)
  }
  return dropped
}

/** Whether a legal hold reaches into a month. */
export const isHeldMonth = (query: Query, month: string): Promise<boolean> =>
  isHeld({ query }, Date.parse(`${month}-01T00:00:00Z`), Date.parse(monthAfter(month)))

async function dropMonth(
  query: Query,
  month: string,
  told: (query: Query, dropped: DroppedMonth) => Promise<void>,
): Promise<DroppedMonth | undefined> {
  const name = partitionOf(month)
  // Dropping waits for whoever reads, and everybody else for it: not longer than this, the next round tries again.
  await query(`set local lock_timeout = '2s'`)
  // No hold is placed while we look, and nothing comes in late. Writers of other months go on.
  await query(`lock table activity.hold, activity.${name} in share mode`)
  if (await isHeldMonth(query, month)) return undefined
  const [range] = await query<{ number: number; first: number | null; last: number | null }>(
    `select count(*) as number, min(leaf) as first, max(leaf) as last from activity.${name}`,
  )
  const { number: entries = 0, first = null, last = null } = range ?? {}
  const sealed = (await readCheckpointRow(query, 'activity'))?.size ?? 0
  if (last !== null && last >= sealed) return undefined
  await query(
    `update activity.node set dropped = greatest(dropped, gone.last)
     from (select node, max(sequence) as last from activity.${name} group by node) as gone where name = gone.node`,
  )
  await query(`drop table activity.${name}`)
  const leaves = first === null || last === null ? null : { first, last }
  const dropped = { month, entries, leaves }
  await told(query, dropped)
  return dropped
}
