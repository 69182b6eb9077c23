import { isDeepStrictEqual } from 'node:util'
import { appendChanges, type Database, type Query } from '../database/index.ts'
import { faultsOf, type RecordFault } from './record-faults.ts'
import type { Service, Written } from './service.ts'
import type { StoredRow } from './store.ts'

/** What came of a write. Only `written` has written anything, but see writeServices on more than 500 at once. */
export type WriteAnswer =
  | {
      readonly outcome: 'written'
      /** Ids that had no version before, and those that have one more. */
      readonly added: readonly number[]
      readonly changed: readonly number[]
      /** How many were there already, word for word, and were left alone. */
      readonly unchanged: number
      /** The last change number this took; null when nothing changed. */
      readonly change: number | null
    }
  | { readonly outcome: 'invalid'; readonly faults: readonly RecordFault[] }
  /** Somebody wrote it in between. `version` is the present one, 0 when there is none. */
  | {
      readonly outcome: 'conflict'
      readonly id: number
      readonly expectedVersion: number
      readonly version: number
    }
  /** Another service has that uid, or that key of that source. */
  | { readonly outcome: 'taken'; readonly id: number; readonly what: 'uid' | 'source'; readonly by: number }

export type WriteOptions = {
  /** By id: the version the writer saw, 0 for one that must be new. With these, at most 500 services at a time. */
  readonly expectedVersions?: ReadonlyMap<number, number>
}

type Draft = { readonly service: Service; readonly text: string }
type Written500 = Extract<WriteAnswer, { outcome: 'written' }>

/** A statement of 500 records of 2 KB takes some 30 ms on a server, 60 ms embedded: nobody waits long. */
const BATCH = 500

/**
 * Writes services: a version of each that is new or differs from the one stored, the old version to the history, and
 * a change number, so that every node hears of it. Nothing is written while any of them is invalid. More than 500
 * go in transactions of 500: on `taken` the batches before stand, and the same call again passes over them.
 */
export async function writeServices(
  database: Database,
  services: readonly Service[],
  written: Written,
  options: WriteOptions = {},
): Promise<WriteAnswer> {
  const { expectedVersions = new Map<number, number>() } = options
  if (expectedVersions.size > 0 && services.length > BATCH) {
    throw new RangeError(`With expected versions, write at most ${BATCH} services at once.`)
  }
  const drafts = services.map(service => ({ service, text: JSON.stringify(service) }))
  const faults = faultsOf(drafts)
  if (faults.length > 0) return { outcome: 'invalid', faults }
  // Rows are locked in the order of their ids, so that two writers never wait for each other.
  drafts.sort((a, b) => a.service.id - b.service.id)
  let total: Written500 = { outcome: 'written', added: [], changed: [], unchanged: 0, change: null }
  for (let from = 0; from < drafts.length; from += BATCH) {
    const batch = drafts.slice(from, from + BATCH)
    const answer = await untilAlone(() =>
      database.transaction(query => writeBatch(query, batch, written, expectedVersions)),
    )
    if (answer.outcome !== 'written') return answer
    total = {
      outcome: 'written',
      added: [...total.added, ...answer.added],
      changed: [...total.changed, ...answer.changed],
      unchanged: total.unchanged + answer.unchanged,
      change: answer.change ?? total.change,
    }
  }
  return total
}

/** A new service has no row to lock, so two writers can bring it at once; the later finds it there, undoes all and looks again. */
class Overtaken extends Error {
  override readonly message = 'Other writers kept bringing the same new services first. Try again.'
}
const ATTEMPTS = 5

async function untilAlone<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Overtaken) || attempt === ATTEMPTS) throw error
    }
  }
}

async function writeBatch(
  query: Query,
  drafts: readonly Draft[],
  written: Written,
  expectedVersions: ReadonlyMap<number, number>,
): Promise<WriteAnswer> {
  const rows = await query<Pick<StoredRow, 'id' | 'version' | 'record'>>(
    'select id, version, record from directory.service where id = any($1::bigint[]) order by id for update',
    [drafts.map(({ service }) => service.id)],
  )
  const present = new Map(rows.map(row => [row.id, row]))
  const versionOf = ({ service }: Draft): number => present.get(service.id)?.version ?? 0
  for (const draft of drafts) {
    const { id } = draft.service
    const expectedVersion = expectedVersions.get(id)
    if (expectedVersion !== undefined && expectedVersion !== versionOf(draft)) {
      return { outcome: 'conflict', id, expectedVersion, version: versionOf(draft) }
    }
  }
  const differing = drafts.filter(({ service, text }) => {
    const row = present.get(service.id)
    return !row || !isDeepStrictEqual(row.record, JSON.parse(text))
  })
  const unchanged = drafts.length - differing.length
  if (differing.length === 0) return { outcome: 'written', added: [], changed: [], unchanged, change: null }
  const taken = await findTaken(query, differing)
  if (taken) return taken
  const change = await store(query, differing, versionOf, written)
  const idsOf = (wanted: (version: number) => boolean): number[] =>
    differing.filter(draft => wanted(versionOf(draft))).map(({ service }) => service.id)
  return {
    outcome: 'written',
    added: idsOf(version => version === 0),
    changed: idsOf(version => version > 0),
    unchanged,
    change,
  }
}

async function findTaken(
  query: Query,
  drafts: readonly Draft[],
): Promise<Extract<WriteAnswer, { outcome: 'taken' }> | undefined> {
  const keyed = drafts.filter(({ service }) => service.source.key !== undefined)
  const rows = await query<{ id: number; by: number; what: 'uid' | 'source' }>(
    `select given.id, service.id as by, 'uid' as what
       from unnest($1::bigint[], $2::text[]) as given(id, uid)
       join directory.service on service.uid = given.uid and service.id <> given.id
     union all
     select given.id, service.id, 'source'
       from unnest($3::bigint[], $4::text[], $5::text[]) as given(id, name, key)
       join directory.service on service.source_name = given.name and service.source_key = given.key
        and service.id <> given.id
     limit 1`,
    [
      drafts.map(({ service }) => service.id),
      drafts.map(({ service }) => service.uid),
      keyed.map(({ service }) => service.id),
      keyed.map(({ service }) => service.source.name),
      keyed.map(({ service }) => service.source.key ?? null),
    ],
  )
  const [row] = rows
  return row && { outcome: 'taken', id: row.id, what: row.what, by: row.by }
}

/** The columns beside the record follow from it, once it is parsed. */
const GIVEN = `with given as materialized (
    select id, text::jsonb as record, version, change
    from unnest($1::bigint[], $2::text[], $3::int[], $4::bigint[]) as given(id, text, version, change)),
  new as (
    select id, record->>'uid' as uid, record->>'status' as status, (record->>'typeId')::int as type_id,
      record->>'odsCode' as ods_code, (record->'place'->>'easting')::int as easting,
      (record->'place'->>'northing')::int as northing, (record->>'parentId')::bigint as parent_id,
      record->>'regionId' as region_id, record->'source'->>'name' as source_name,
      record->'source'->>'key' as source_key, record, version, change, $5::text as written_by,
      $6::timestamptz as written_at, $7::text as written_why
    from given)`
const COLUMNS = `uid, status, type_id, ods_code, easting, northing, parent_id, region_id, source_name, source_key,
  record, version, change, written_by, written_at, written_why`
const NEW_COLUMNS = COLUMNS.replaceAll(/\w+/g, 'new.$&')

/** Waits for no row of another writer's: this one holds the feed's counter, for which that writer may be waiting. */
const INSERT = `${GIVEN}
  insert into directory.service (id, ${COLUMNS}) select id, ${COLUMNS} from new on conflict do nothing returning id`
const UPDATE = `${GIVEN}
  update directory.service set (${COLUMNS}) = row(${NEW_COLUMNS})
  from new where service.id = new.id returning service.id`

/**
 * The change numbers come before the last statements and not after them, for the rows carry them; so the feed's
 * counter is locked while at most 500 rows are written. Setting the numbers afterwards would write every row twice.
 */
async function store(
  query: Query,
  drafts: readonly Draft[],
  versionOf: (draft: Draft) => number,
  written: Written,
): Promise<number> {
  const ids = drafts.map(({ service }) => service.id)
  await query(
    `insert into directory.service_history (id, version, record, change, written_by, written_at, written_why)
     select id, version, record, change, written_by, written_at, written_why
     from directory.service where id = any($1::bigint[])`,
    [drafts.filter(draft => versionOf(draft) > 0).map(({ service }) => service.id)],
  )
  const last = await appendChanges(query, 'service', ids.map(String))
  const rows = drafts.map((draft, index) => ({
    id: draft.service.id,
    text: draft.text,
    version: versionOf(draft) + 1,
    change: last - ids.length + 1 + index,
  }))
  for (const [statement, part] of [
    [INSERT, rows.filter(({ version }) => version === 1)],
    [UPDATE, rows.filter(({ version }) => version > 1)],
  ] as const) {
    if (part.length === 0) continue
    const columns = [part.map(row => row.id), part.map(row => row.text)]
    const numbers = [part.map(row => row.version), part.map(row => row.change)]
    const stored = await query(statement, [...columns, ...numbers, written.who, written.at, written.why])
    if (stored.length !== part.length) throw new Overtaken()
  }
  return last
}
