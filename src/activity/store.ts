import type { Query } from '../database/index.ts'

/** What the table's own columns repeat from an entry. */
export type EntryColumns = {
  readonly id: string
  readonly at: string
  readonly account: string
  readonly organisation: string
  readonly decision: 'allow' | 'refuse'
  readonly refusal: string | null
  readonly action: string
  /** Whether it is evidence of use; absent in entries from before that was recorded. */
  readonly counts?: boolean
}

/** An entry on its way: its columns, and the JSON text it was serialised to, once. */
export type WrittenEntry = {
  readonly columns: EntryColumns
  readonly text: string
}

/**
 * The texts travel as one string cut at line ends, which JSON text never holds, rather than as an array: it spares
 * escaping every quotation mark twice. Measured at 500 entries of 0.7 KB: 40 µs an entry so, 63 as text[], 52 by
 * json_to_record on the server, 63 into a jsonb column.
 */
const INSERT = `
  insert into activity.entry
    (node, sequence, id, at, account, organisation, decision, refusal, action, counts, entry)
  select $1, $2::bigint + position - 1, id, at, account, organisation, decision, refusal, action, counts, entry::json
  from unnest($3::uuid[], $4::timestamptz[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
              $10::boolean[], string_to_array($11, E'\\n')) with ordinality
    as given (id, at, account, organisation, decision, refusal, action, counts, entry, position)`

const INSERT_MISSING = `
  with added as (${INSERT} on conflict (node, sequence) do nothing returning 1)
  select count(*) as number from added`

const valuesOf = (node: string, first: number, batch: readonly WrittenEntry[]) => [
  node,
  first,
  batch.map(entry => entry.columns.id),
  batch.map(entry => entry.columns.at),
  batch.map(entry => entry.columns.account),
  batch.map(entry => entry.columns.organisation),
  batch.map(entry => entry.columns.decision),
  batch.map(entry => entry.columns.refusal),
  batch.map(entry => entry.columns.action),
  batch.map(entry => entry.columns.counts ?? countedBefore(entry.columns)),
  batch.map(entry => entry.text).join('\n'),
]

/** Before it was recorded nobody could say that a question was a trial or a probe. */
const countedBefore = ({ decision, action }: EntryColumns): boolean =>
  decision === 'allow' && (action === 'search' || action === 'look-up')

/**
 * Writes a batch under the sequence numbers from `first` on, in its order.
 * @throws when a number is taken: another process writes as the same node
 */
export async function insertBatch(
  query: Query,
  node: string,
  first: number,
  batch: readonly WrittenEntry[],
): Promise<void> {
  await query(INSERT, valuesOf(node, first, batch))
}

/** As `insertBatch`, but leaves numbers alone that are there already. Answers how many it added. */
export async function insertMissing(
  query: Query,
  node: string,
  first: number,
  batch: readonly WrittenEntry[],
): Promise<number> {
  const [row] = await query<{ number: number }>(INSERT_MISSING, valuesOf(node, first, batch))
  return row?.number ?? 0
}

/** The highest sequence number of a node, 0 when it has written nothing. */
export async function lastSequence(query: Query, node: string): Promise<number> {
  const [row] = await query<{ last: number }>(
    'select coalesce(max(sequence), 0)::bigint as last from activity.entry where node = $1',
    [node],
  )
  return row?.last ?? 0
}

/** Takes a transaction id, which a server that cannot write (a read-only standby) refuses. */
export async function tryWriting(query: Query): Promise<void> {
  await query('select pg_current_xact_id()::text')
}
