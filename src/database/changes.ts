import type { Database, Query } from './database.ts'

/**
 * What changed. One sequence for every kind of change, so that "current up to number n" speaks for the directory,
 * the accounts and the agreements at once (decision 3: all of them travel the same way).
 */
export const CHANGE_TOPICS = [
  'service',
  'reference',
  'places',
  'account',
  'agreement',
  'policy',
  'watch',
] as const
export type ChangeTopic = (typeof CHANGE_TOPICS)[number]

/** One change. `key` says of what: an id of the topic's own, or `*` for "read it all again". */
export type Change = { readonly number: number; readonly topic: ChangeTopic; readonly key: string }

const CHANNEL = 'signpost_change'

/**
 * Takes change numbers for what this transaction writes and wakes every node at commit. Answers the last number.
 * The counter's row stays locked until the transaction ends, so numbers appear in commit order and a reader that
 * has seen n can never meet a smaller one later. Call it last in the transaction: the lock is then short.
 */
export async function appendChanges(
  query: Query,
  topic: ChangeTopic,
  keys: readonly string[],
): Promise<number> {
  const [row] = await query<{ number: number }>(
    'update feed.counter set number = number + $1 returning number',
    [keys.length],
  )
  if (!row) throw new Error('feed.counter has lost its row')
  await query(
    `insert into feed.change (number, topic, key)
     select $1::bigint + position, $2, key from unnest($3::text[]) with ordinality as given(key, position)`,
    [row.number - keys.length, topic, keys],
  )
  await query(`select pg_notify('${CHANNEL}', '')`)
  return row.number
}

/** The newest committed change number. */
export async function newestChange(query: Query): Promise<number> {
  const [row] = await query<{ number: number }>('select number from feed.counter')
  if (!row) throw new Error('feed.counter has lost its row')
  return row.number
}

/** The changes after `after`, oldest first, at most `limit`. */
export function readChanges(query: Query, after: number, limit: number): Promise<Change[]> {
  return query<Change>(
    'select number, topic, key from feed.change where number > $1 order by number limit $2',
    [after, limit],
  )
}

/** Hears that something has changed. A hint only. */
export const listenForChanges = (database: Database, heard: () => void): Promise<() => Promise<void>> =>
  database.listen(CHANNEL, heard)
