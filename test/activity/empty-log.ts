import type { Database } from '../../src/database/index.ts'

/** Takes the log, and the tree of it, back to nothing. */
export async function emptyLog({ query }: Pick<Database, 'query'>): Promise<void> {
  await query('delete from activity.entry')
  await query('delete from activity.shipped')
  await query('delete from activity.node')
  await query(`update ledger.tree set size = 0 where log = 'activity'`)
  await query(`delete from ledger.append where log = 'activity'`)
  await query(`delete from ledger.tile where log = 'activity'`)
  await query(`delete from ledger.checkpoint where log = 'activity'`)
}
