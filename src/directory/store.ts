import type { Query } from '../database/index.ts'
import type { ServiceChange } from './memory.ts'
import type { Service, StoredService } from './service.ts'

export type StoredRow = {
  readonly id: number
  readonly record: Service
  readonly version: number
  readonly change: number
  readonly written_by: string
  readonly written_at: Date
  readonly written_why: string
}

const COLUMNS = 'id, record, version, change, written_by, written_at, written_why'
const PAGE = 500

export const storedOf = (row: StoredRow): StoredService => ({
  service: row.record,
  version: row.version,
  change: row.change,
  written: { who: row.written_by, at: row.written_at, why: row.written_why },
})

/** The present version of a service, or undefined when there never was one of that id. */
export async function readService(query: Query, id: number): Promise<StoredService | undefined> {
  const [stored] = await readServices(query, [id])
  return stored
}

/** The present versions of those services that there are, in the order of their ids. */
export async function readServices(query: Query, ids: readonly number[]): Promise<StoredService[]> {
  const rows = await query<StoredRow>(
    `select ${COLUMNS} from directory.service where id = any($1::bigint[]) order by id`,
    [ids],
  )
  return rows.map(storedOf)
}

/** What the memory needs to hear of those services: how each now is, or that it is not. At most a thousand ids. */
export async function readChanged(query: Query, ids: readonly number[]): Promise<ServiceChange[]> {
  const found = new Map((await readServices(query, ids)).map(stored => [stored.service.id, stored]))
  return ids.map(id => ({ id, stored: found.get(id) ?? null }))
}

/** Every version of a service, the oldest first, the present one last. */
export async function history(query: Query, id: number): Promise<StoredService[]> {
  const rows = await query<StoredRow>(
    `select ${COLUMNS} from directory.service_history where id = $1
     union all select ${COLUMNS} from directory.service where id = $1
     order by version`,
    [id],
  )
  return rows.map(storedOf)
}

/**
 * All services in the order of their ids, a page at a time and not at one instant: read the newest change number
 * first, and whatever is written meanwhile comes again with the changes after it.
 */
export async function* readAll(query: Query, pageSize: number = PAGE): AsyncGenerator<StoredService> {
  let after = 0
  for (;;) {
    const rows = await query<StoredRow>(
      `select ${COLUMNS} from directory.service where id > $1 order by id limit $2`,
      [after, pageSize],
    )
    for (const row of rows) yield storedOf(row)
    const last = rows.at(-1)
    if (!last || rows.length < pageSize) return
    after = last.id
  }
}

/** How many services there are, of any status. */
export async function countServices(query: Query): Promise<number> {
  const [row] = await query<{ count: number }>('select count(*) as count from directory.service')
  return row?.count ?? 0
}

/** Whether there is any service that did not come from that source. */
export async function holdsOthersThan(query: Query, sourceName: string): Promise<boolean> {
  const rows = await query('select 1 from directory.service where source_name <> $1 limit 1', [sourceName])
  return rows.length > 0
}

/** Some of the active services of a source, at most `limit`. */
export async function activeOfSource(
  query: Query,
  sourceName: string,
  limit: number,
): Promise<StoredService[]> {
  const rows = await query<StoredRow>(
    `select ${COLUMNS} from directory.service where source_name = $1 and status = 'active' order by id limit $2`,
    [sourceName, limit],
  )
  return rows.map(storedOf)
}

/** Which id each of these rows of a source was given when it came first. An import that asks keeps its ids. */
export async function sourceIds(
  query: Query,
  sourceName: string,
  keys: readonly string[],
): Promise<Map<string, number>> {
  const rows = await query<{ source_key: string; id: number }>(
    'select source_key, id from directory.service where source_name = $1 and source_key = any($2::text[])',
    [sourceName, keys],
  )
  return new Map(rows.map(row => [row.source_key, row.id]))
}

/** So many ids that no service has, never given out twice. Ids that came with services from elsewhere are left out. */
export async function nextServiceIds(query: Query, count: number): Promise<number[]> {
  const ids: number[] = []
  while (ids.length < count) {
    const rows = await query<{ id: number }>(
      `with next as materialized (select nextval('directory.service_id') as id from generate_series(1, $1::int))
       select id from next where not exists (select from directory.service where service.id = next.id) order by id`,
      [count - ids.length],
    )
    ids.push(...rows.map(row => row.id))
  }
  return ids
}
