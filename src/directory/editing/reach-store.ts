import type { Query, SqlValue } from '../../database/index.ts'
import type { StoredService } from '../service.ts'
import { type StoredRow, storedOf } from '../store.ts'

/**
 * How far somebody reaches among entries: all of them, those of some regions, and some entries with everything below
 * them by `parentId` (sources, DoS 3: rights given on a node cover what is below it).
 */
export type EditReach = {
  readonly all: boolean
  readonly regionIds: readonly string[]
  readonly rootIds: readonly number[]
}

/** A reach as the first three values of a query that begins with `BELOW`. */
export const reachValues = ({ all, regionIds, rootIds }: EditReach): [boolean, SqlValue, SqlValue] => [
  all,
  regionIds,
  rootIds,
]

/**
 * The entries of a reach's roots and all below them. `union` leaves out what it has, so that a circle in the hierarchy,
 * which an import may bring, ends where it began.
 */
export const BELOW = `with recursive below as (
    select id from directory.service where id = any($3::bigint[])
    union
    select service.id from directory.service join below on service.parent_id = below.id)`

const COLUMNS = 'id, record, version, change, written_by, written_at, written_why'
const REACHED = '($1 or region_id = any($2::text[]) or id in (select id from below))'

/** The entry and all above it, nearest first; none when there is no such entry. Ends where a circle closes. */
export async function lineOf(query: Query, id: number): Promise<readonly number[]> {
  const rows = await query<{ id: number }>(
    `with recursive line as (
       select id, parent_id, 0 as step from directory.service where id = $1
       union all
       select service.id, service.parent_id, step + 1 from directory.service join line on service.id = line.parent_id)
     cycle id set closed using path
     select id from line where not closed order by step`,
    [id],
  )
  return rows.map(row => row.id)
}

/** Keeps others from moving entries until this transaction ends: two moves at once could close a circle unseen. */
export async function holdHierarchy(query: Query): Promise<void> {
  await query(`select pg_advisory_xact_lock(hashtext('directory hierarchy'))`)
}

/** Entries by an id, a uid or an ODS code in any case, of any status, within a reach; in the order of their ids. */
export async function findEntries(
  query: Query,
  reach: EditReach,
  { code, after, limit }: { readonly code: string; readonly after: number; readonly limit: number },
): Promise<StoredService[]> {
  const id = /^[1-9]\d{0,14}$/.test(code) ? Number(code) : null
  const rows = await query<StoredRow>(
    `${BELOW} select ${COLUMNS} from directory.service
     where (uid = $4 or upper(ods_code) = upper($4) or id = $5::bigint) and id > $6 and ${REACHED}
     order by id limit $7`,
    [...reachValues(reach), code, id, after, limit],
  )
  return rows.map(storedOf)
}

export type OverdueFilter = {
  readonly reach: EditReach
  /** Only of these regions; null: of whichever. */
  readonly ofRegions: readonly string[] | null
  /** Only of these types: what is there to give the hierarchy its shape is verified by nobody. */
  readonly typeIds: readonly number[]
  /** A date in London; what is due on it is not overdue yet. */
  readonly today: string
  /** The last of the page before: its date, empty for none, and id. */
  readonly after: { readonly due: string; readonly id: number } | null
  readonly limit: number
}

/** Active entries whose verification is past due or was never planned: those first that have waited longest. */
export async function overdueEntries(query: Query, filter: OverdueFilter): Promise<StoredService[]> {
  const due = `coalesce(record -> 'verification' ->> 'nextDueOn', '')`
  const rows = await query<StoredRow>(
    `${BELOW} select ${COLUMNS} from directory.service
     where status = 'active' and ${due} < $4 and type_id = any($5::int[]) and ($6::text[] is null or region_id = any($6))
       and ($7::text is null or (${due}, id) > ($7, $8::bigint)) and ${REACHED}
     order by ${due}, id limit $9`,
    [
      ...reachValues(filter.reach),
      filter.today,
      filter.typeIds,
      filter.ofRegions,
      filter.after?.due ?? null,
      filter.after?.id ?? 0,
      filter.limit,
    ],
  )
  return rows.map(storedOf)
}

/** One version of a service, present or earlier. */
export async function readVersion(
  query: Query,
  id: number,
  version: number,
): Promise<StoredService | undefined> {
  const [stored] = await readVersions(query, id, { before: version + 1, limit: 1 })
  return stored?.version === version ? stored : undefined
}

/** Versions of a service, the newest first. */
export async function readVersions(
  query: Query,
  id: number,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<StoredService[]> {
  const rows = await query<StoredRow>(
    `select ${COLUMNS} from (
       select ${COLUMNS} from directory.service_history where id = $1
       union all select ${COLUMNS} from directory.service where id = $1) as versions
     where $2::int is null or version < $2 order by version desc limit $3`,
    [id, before, limit],
  )
  return rows.map(storedOf)
}
