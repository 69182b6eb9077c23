import type { Query } from '../database/index.ts'

/** The number of the last journal entry of a node that has been put into the database, 0 when none has. */
export async function shippedUpTo(query: Query, node: string): Promise<number> {
  const [row] = await query<{ sequence: number }>('select sequence from activity.shipped where node = $1', [
    node,
  ])
  return row?.sequence ?? 0
}

/** Moves the position forward, never back. */
export async function recordShipped(query: Query, node: string, sequence: number, at: Date): Promise<void> {
  await query(
    `insert into activity.shipped as old (node, sequence, at) values ($1, $2, $3)
     on conflict (node) do update set sequence = excluded.sequence, at = excluded.at
     where old.sequence < excluded.sequence`,
    [node, sequence, at],
  )
}

/** How many entries of a node there are with numbers from `first` to `last`, both included. */
export async function countBetween(query: Query, node: string, first: number, last: number): Promise<number> {
  const [row] = await query<{ number: number }>(
    'select count(*) as number from activity.entry where node = $1 and sequence between $2 and $3',
    [node, first, last],
  )
  return row?.number ?? 0
}

/** How many of these ids stand under the numbers from `first` on, in this order. */
export async function countSame(
  query: Query,
  node: string,
  first: number,
  ids: readonly string[],
): Promise<number> {
  const [row] = await query<{ number: number }>(
    `select count(*) as number
     from unnest($3::uuid[]) with ordinality as given (id, position)
     join activity.entry as entry
       on entry.node = $1 and entry.sequence = $2::bigint + position - 1 and entry.id = given.id`,
    [node, first, ids],
  )
  return row?.number ?? 0
}
