import type { Query } from '../database/index.ts'

/** When the first version of each of these services was written. At most a thousand ids. */
export async function firstWritten(query: Query, ids: readonly number[]): Promise<Map<number, Date>> {
  const rows = await query<{ id: number; written_at: Date }>(
    `select id, written_at from directory.service_history where id = any($1::bigint[]) and version = 1
     union all select id, written_at from directory.service where id = any($1::bigint[]) and version = 1`,
    [ids],
  )
  return new Map(rows.map(row => [row.id, row.written_at]))
}
