import type { Query } from '../database/index.ts'

/** A leaf of the governance log: its data is what anybody may read of an act. */
export type GovernanceLeafRow = { readonly leaf: number; readonly data: string }

/** Leaves from `from` up to and without `to`, in order. */
export const governanceLeaves = (query: Query, from: number, to: number): Promise<GovernanceLeafRow[]> =>
  query<GovernanceLeafRow>('select leaf, data from ledger.act where leaf >= $1 and leaf < $2 order by leaf', [
    from,
    to,
  ])

/** Leaves before `before`, newest first, of one kind of thing or of all, at most `limit`. */
export const newestGovernanceLeaves = (
  query: Query,
  before: number | null,
  entity: string | null,
  limit: number,
): Promise<GovernanceLeafRow[]> =>
  query<GovernanceLeafRow>(
    `select leaf, data from ledger.act
     where ($1::bigint is null or leaf < $1) and ($2::text is null or split_part(data, E'\\n', 2) = $2)
     order by leaf desc limit $3`,
    [before, entity, limit],
  )

/** A leaf with what it commits to, from the act as it stands in the register of acts now. */
export type GovernanceRow = GovernanceLeafRow & {
  readonly salt: Uint8Array
  /** The leaf's data as the act that is there now would make it; null: there is no such act. */
  readonly remade: string | null
  readonly act: number
  readonly text: string | null
}

/** Leaves from `from` up to and without `to`, in order, made again from the acts. */
export const governanceRows = (query: Query, from: number, to: number): Promise<GovernanceRow[]> =>
  query<GovernanceRow>(
    `select leaf.leaf, leaf.data, leaf.salt, leaf.act,
            case when done.id is not null then ledger.act_data(done, leaf.salt) end as remade,
            case when done.id is not null then ledger.act_text(done) end as text
     from ledger.act as leaf left join workflow.act as done on done.id = leaf.act
     where leaf.leaf >= $1 and leaf.leaf < $2 order by leaf.leaf`,
    [from, to],
  )

/** How many acts there are that no leaf was made of. */
export async function actsWithoutLeaf(query: Query): Promise<number> {
  const [row] = await query<{ number: number }>(
    `select count(*) as number from workflow.act as act
     where not exists (select from ledger.act as leaf where leaf.act = act.id)`,
  )
  return row?.number ?? 0
}
