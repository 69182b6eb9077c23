import type { Query } from '../database/index.ts'

/** A leaf of the log as it lies in the table. */
export type HeldRow = {
  readonly leaf: number
  readonly node: string
  readonly sequence: number
  readonly at: Date
  readonly salt: Uint8Array | null
  readonly text: string | null
  readonly commitment: Uint8Array | null
  /** Whether the columns that repeat what the entry says still do; of one that was erased there is nothing to repeat. */
  readonly agrees: boolean
}

/** Leaves from `from` up to and without `to`, in order. */
export const heldRows = (query: Query, from: number, to: number): Promise<HeldRow[]> =>
  query<HeldRow>(
    `select leaf, node, sequence, at, salt, entry::text as text, commitment,
            entry is null or (
              entry->>'id' = id::text and entry->>'account' = account and entry->>'organisation' = organisation
              and entry->>'at' = to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
              and entry->>'decision' = decision and entry->>'refusal' is not distinct from refusal
              and entry->>'action' = action
              and coalesce(entry->>'counts', counts::text) = counts::text
            ) as agrees
     from activity.entry where leaf >= $1 and leaf < $2 order by leaf, at`,
    [from, to],
  )

/** How far each node has come; up to `dropped` its entries may be gone, by retention. */
export const heldNodes = (
  query: Query,
): Promise<{ readonly name: string; readonly sequence: number; readonly dropped: number }[]> =>
  query('select name, sequence, dropped from activity.node order by name')
