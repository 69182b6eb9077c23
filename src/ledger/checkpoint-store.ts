import type { Query } from '../database/index.ts'
import type { Log, SealedCheckpoint } from './tree-store.ts'

/** Checkpoints of a log over more than `after` leaves, smallest first, at most `limit`. */
export const checkpointsAfter = (
  query: Query,
  log: Log,
  after: number,
  limit: number,
): Promise<SealedCheckpoint[]> =>
  query<SealedCheckpoint>(
    `select size, root, note, at from ledger.checkpoint where log = $1 and size > $2 order by size limit $3`,
    [log, after, limit],
  )

/** The note of a checkpoint with other signatures. */
export const replaceNote = (query: Query, log: Log, size: number, note: string): Promise<unknown> =>
  query('update ledger.checkpoint set note = $3 where log = $1 and size = $2', [log, size, note])
