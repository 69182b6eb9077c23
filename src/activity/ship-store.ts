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

/** How far a node has come in the database, and up to which number its entries may be gone by retention. */
export type NodePlace = { readonly sequence: number; readonly dropped: number }

/** Answers how far a node has come and lets nobody else write as it before the transaction ends. */
export async function holdNode(query: Query, node: string): Promise<NodePlace> {
  const [row] = await query<NodePlace>(
    'select sequence, dropped from activity.node where name = $1 for update',
    [node],
  )
  return row ?? { sequence: 0, dropped: 0 }
}

/** Up to which number a node's entries may be gone by retention. */
export async function droppedUpTo(query: Query, node: string): Promise<number> {
  const [row] = await query<{ dropped: number }>('select dropped from activity.node where name = $1', [node])
  return row?.dropped ?? 0
}

/** The ids of a node's entries numbered from `first` to `last` that lie between two instants, by number. */
export async function idsBetween(
  query: Query,
  node: string,
  numbers: { readonly first: number; readonly last: number },
  from: Date,
  to: Date,
): Promise<ReadonlyMap<number, string>> {
  const rows = await query<{ sequence: number; id: string }>(
    `select sequence, id::text as id from activity.entry
     where node = $1 and sequence between $2 and $3 and at between $4 and $5`,
    [node, numbers.first, numbers.last, from, to],
  )
  return new Map(rows.map(row => [row.sequence, row.id]))
}

/** The places in the tree of a node's entries next before `first` and next after `last`. */
export async function leavesAround(
  query: Query,
  node: string,
  first: number,
  last: number,
): Promise<{ readonly below: number | null; readonly above: number | null }> {
  const [row] = await query<{ below: number | null; above: number | null }>(
    `select
       (select leaf from activity.entry where node = $1 and sequence < $2 order by sequence desc limit 1) as below,
       (select leaf from activity.entry where node = $1 and sequence > $3 order by sequence limit 1) as above`,
    [node, first, last],
  )
  return row ?? { below: null, above: null }
}
