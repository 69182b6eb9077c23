import type { Query } from '../database/index.ts'
import type { Hash } from './tree-hash.ts'

/** The logs there are. Each is a tree of its own. */
export type Log = 'activity' | 'governance'

/** Hashes of leaves side by side, of which the first stands at `first`. */
export type LeafRun = { readonly first: number; readonly hashes: Uint8Array }

/** A checkpoint as it was sealed. */
export type SealedCheckpoint = {
  readonly size: number
  readonly root: Hash
  /** The signed note. */
  readonly note: string
  readonly at: Date
}

/**
 * Appends leaves, their hashes side by side, and answers the index of the first. The log's row stays held until the
 * transaction ends, so that indexes come in commit order and a rollback takes none: call it last. The activity log does
 * the same within the statement that inserts its entries (src/activity/store.ts), to spare a round trip.
 */
export async function appendLeaves(query: Query, log: Log, hashes: Uint8Array): Promise<number> {
  const [row] = await query<{ first: number }>(
    `with taken as (
       update ledger.tree set size = size + length($2::bytea) / 32
       where log = $1::text returning size - length($2::bytea) / 32 as first
     ), appended as (
       insert into ledger.append (log, first, hashes) select $1::text, first, $2::bytea from taken
     )
     select first from taken`,
    [log, hashes],
  )
  if (!row) throw new Error(`The ledger has lost the row of the log "${log}".`)
  return row.first
}

/** How many leaves a log has. */
export async function treeSize(query: Query, log: Log): Promise<number> {
  const [row] = await query<{ size: number }>('select size from ledger.tree where log = $1', [log])
  if (!row) throw new Error(`The ledger has lost the row of the log "${log}".`)
  return row.size
}

/** How many leaves a log has, and how many of them the newest checkpoint is over; null: there is none yet. */
export async function treeState(
  query: Query,
  log: Log,
): Promise<{ readonly size: number; readonly sealed: number | null }> {
  const [row] = await query<{ size: number; sealed: number | null }>(
    `select size, (select max(size) from ledger.checkpoint where log = tree.log) as sealed
     from ledger.tree where log = $1`,
    [log],
  )
  if (!row) throw new Error(`The ledger has lost the row of the log "${log}".`)
  return row
}

/** Lets nobody else seal this log before the transaction ends. Appending goes on meanwhile. */
export async function holdSealing(query: Query, log: Log): Promise<void> {
  await query('select pg_advisory_xact_lock(7426025, hashtext($1))', [log])
}

/** Appends that hold leaves from `from` on, in order, at most `limit` rows; the first may begin before it. */
export const appendsFrom = (query: Query, log: Log, from: number, limit: number): Promise<LeafRun[]> =>
  query<LeafRun>(
    `select first, hashes from ledger.append
     where log = $1 and first + length(hashes) / 32 > $2
       and first >= coalesce((select max(first) from ledger.append where log = $1 and first <= $2), 0)
     order by first limit $3`,
    [log, from, limit],
  )

/** Forgets appends whose leaves all stand in full tiles, of which the tree's first `below` do. */
export async function dropAppends(query: Query, log: Log, below: number): Promise<void> {
  await query(
    'delete from ledger.append where log = $1 and first < $2 and first + length(hashes) / 32 <= $2',
    [log, below],
  )
}

/** The checkpoint over exactly `size` leaves, or the newest. */
export async function readCheckpointRow(
  query: Query,
  log: Log,
  size?: number,
): Promise<SealedCheckpoint | undefined> {
  const [row] = await query<SealedCheckpoint>(
    `select size, root, note, at from ledger.checkpoint
     where log = $1 and ($2::bigint is null or size = $2) order by size desc limit 1`,
    [log, size ?? null],
  )
  return row
}

export async function insertCheckpoint(query: Query, log: Log, checkpoint: SealedCheckpoint): Promise<void> {
  await query('insert into ledger.checkpoint (log, size, root, note, at) values ($1, $2, $3, $4, $5)', [
    log,
    checkpoint.size,
    checkpoint.root,
    checkpoint.note,
    checkpoint.at,
  ])
}

/**
 * Of checkpoints older than `before` keeps the last of each hour: one a second would grow to a tenth of the log. Whoever
 * holds one that is gone can still be shown, from the tiles, that the tree goes on from it.
 */
export async function thinCheckpoints(query: Query, log: Log, before: Date): Promise<number> {
  const rows = await query(
    `delete from ledger.checkpoint as old using (
       select size, lead(size) over (partition by date_trunc('hour', at, 'UTC') order by size) as later
       from ledger.checkpoint where log = $1 and at < $2
     ) as known
     where old.log = $1 and old.size = known.size and known.later is not null returning 1`,
    [log, before],
  )
  return rows.length
}
