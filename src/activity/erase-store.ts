import type { Database } from '../database/index.ts'
import { partitionOf } from './month-store.ts'
import { isHeldMonth, monthsKept } from './retention-store.ts'

export type ErasedEntries = {
  readonly entries: number
  /** Months under a legal hold in which this person's entries were left as they are. */
  readonly held: readonly string[]
}

/**
 * Erases what one person asked, by their pseudonymous key: of each entry stay number, time and decision id, and what its
 * leaf commits to, so that every proof of everything else holds and back-dating even these would be seen. Text, salt,
 * account and organisation go, and with the salt all means of trying out what the text may have been.
 *
 * Erasing a person (people/erase-store.ts) does not call for it: once their name is gone the key leads to nobody. It is for
 * a request for erasure that is upheld before that. What is in the journal only is not reached: settle the recorder first.
 * The journal of an embedded node keeps its lines until its segments go by retention.
 */
export async function eraseEntriesOf(database: Database, individual: string): Promise<ErasedEntries> {
  const accounts = await database.query<{ account: string }>(
    'select distinct account from activity.facts where individual = $1',
    [individual],
  )
  const names = accounts.map(row => row.account)
  const held: string[] = []
  let entries = 0
  for (const month of await monthsKept(database.query)) {
    const where = `account = any($1::text[]) and entry->>'individual' = $2`
    const partition = `activity.${partitionOf(month)}`
    if (await isHeldMonth(database.query, month)) {
      const there = await database.query(`select 1 from ${partition} where ${where} limit 1`, [
        names,
        individual,
      ])
      if (there.length > 0) held.push(month)
      continue
    }
    const erased = await database.query(
      `update ${partition} set commitment = sha256(salt || convert_to(entry::text, 'UTF8')), salt = null, entry = null,
         account = '', organisation = '', action = '', refusal = null, counts = false
       where ${where} returning 1`,
      [names, individual],
    )
    entries += erased.length
  }
  // What they were decided on tells of the person, too; entries that are held can still be judged by it.
  if (held.length === 0)
    await database.query('delete from activity.facts where individual = $1', [individual])
  return { entries, held }
}
