import type { Query } from '../database/index.ts'

/** Whether a search of the account since then returned the service, on whichever node it was asked. */
export async function returnedSince(
  query: Query,
  account: string,
  service: number,
  since: Date,
): Promise<boolean> {
  const rows = await query(
    `select 1 from activity.entry
     where account = $1 and at >= $2 and action = 'search' and (entry->'results')::jsonb @> to_jsonb($3::bigint) limit 1`,
    [account, since, service],
  )
  return rows.length > 0
}
