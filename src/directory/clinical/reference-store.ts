import { appendChanges, type Database, type Query } from '../../database/index.ts'
import { type GoneWith, goneWith, type ListCount, type ListDifference, listDifference } from './difference.ts'
import { LIST_NAMES, type ListName, type ListRow, type Lists, NO_LISTS } from './lists.ts'

/** Under which key of the topic `reference` the change feed tells of these lists. */
export const CLINICAL_KEY = 'clinical'

/**
 * Every list, of one moment: in one statement, so that a change that comes meanwhile is in all of them or in none.
 * Each row is an object with the members of ListRow.
 */
const READ = `
select 'symptom-groups' as list, coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'zCode', z_code) order by id), '[]') as rows
  from clinical.symptom_group
union all
select 'discriminators', coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'synonyms', synonyms) order by id), '[]')
  from clinical.discriminator
union all
select 'pairs', coalesce(jsonb_agg(jsonb_build_object('group', symptom_group, 'discriminator', discriminator) order by symptom_group, discriminator), '[]')
  from clinical.pair
union all
select 'dispositions', coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name, 'minutes', minutes) order by code), '[]')
  from clinical.disposition
union all
select 'disposition-groups', coalesce(jsonb_agg(jsonb_build_object('uid', uid, 'name', name, 'minutes', minutes) order by uid), '[]')
  from clinical.disposition_group
union all
select 'disposition-group-members', coalesce(jsonb_agg(jsonb_build_object('uid', uid, 'code', code) order by uid, code), '[]')
  from clinical.disposition_group_member
union all
select 'search-distances', coalesce(jsonb_agg(jsonb_build_object('code', code, 'metres', metres) order by code), '[]')
  from clinical.search_distance
union all
select 'areas', coalesce(jsonb_agg(jsonb_build_object('code', code, 'district', district, 'board', board) order by code), '[]')
  from clinical.area
union all
select 'ranks', coalesce(jsonb_agg(jsonb_build_object('area', area, 'typeId', type_id, 'rank', rank) order by area, type_id), '[]')
  from clinical.type_rank`

/** The lists as they are stored. */
export async function readLists(query: Query): Promise<Lists> {
  type Read = { [N in ListName]: { readonly list: N; readonly rows: Lists[N] } }[ListName]
  const lists = await query<Read>(READ)
  return { ...NO_LISTS, ...Object.fromEntries(lists.map(({ list, rows }) => [list, rows])) }
}

/** Puts rows in, in place of those of the same key; takes rows away. `$1`: rows as a JSON array. */
const WRITE: { readonly [N in ListName]: { readonly put: string; readonly drop: string } } = {
  'symptom-groups': {
    put: `insert into clinical.symptom_group (id, name, z_code)
      select id, name, "zCode" from jsonb_to_recordset($1::jsonb) as given (id int, name text, "zCode" boolean)
      on conflict (id) do update set name = excluded.name, z_code = excluded.z_code`,
    drop: `delete from clinical.symptom_group
      where id in (select id from jsonb_to_recordset($1::jsonb) as given (id int))`,
  },
  discriminators: {
    put: `insert into clinical.discriminator (id, name, synonyms)
      select id, name, synonyms from jsonb_to_recordset($1::jsonb) as given (id int, name text, synonyms jsonb)
      on conflict (id) do update set name = excluded.name, synonyms = excluded.synonyms`,
    drop: `delete from clinical.discriminator
      where id in (select id from jsonb_to_recordset($1::jsonb) as given (id int))`,
  },
  pairs: {
    put: `insert into clinical.pair (symptom_group, discriminator)
      select "group", discriminator from jsonb_to_recordset($1::jsonb) as given ("group" int, discriminator int)
      on conflict do nothing`,
    drop: `delete from clinical.pair
      where (symptom_group, discriminator) in
        (select "group", discriminator from jsonb_to_recordset($1::jsonb) as given ("group" int, discriminator int))`,
  },
  dispositions: {
    put: `insert into clinical.disposition (code, name, minutes)
      select code, name, minutes from jsonb_to_recordset($1::jsonb) as given (code text, name text, minutes int)
      on conflict (code) do update set name = excluded.name, minutes = excluded.minutes`,
    drop: `delete from clinical.disposition
      where code in (select code from jsonb_to_recordset($1::jsonb) as given (code text))`,
  },
  'disposition-groups': {
    put: `insert into clinical.disposition_group (uid, name, minutes)
      select uid, name, minutes from jsonb_to_recordset($1::jsonb) as given (uid int, name text, minutes int)
      on conflict (uid) do update set name = excluded.name, minutes = excluded.minutes`,
    drop: `delete from clinical.disposition_group
      where uid in (select uid from jsonb_to_recordset($1::jsonb) as given (uid int))`,
  },
  'disposition-group-members': {
    put: `insert into clinical.disposition_group_member (uid, code)
      select uid, code from jsonb_to_recordset($1::jsonb) as given (uid int, code text)
      on conflict do nothing`,
    drop: `delete from clinical.disposition_group_member
      where (uid, code) in (select uid, code from jsonb_to_recordset($1::jsonb) as given (uid int, code text))`,
  },
  'search-distances': {
    put: `insert into clinical.search_distance (code, metres)
      select code, metres from jsonb_to_recordset($1::jsonb) as given (code text, metres int)
      on conflict (code) do update set metres = excluded.metres`,
    drop: `delete from clinical.search_distance
      where code in (select code from jsonb_to_recordset($1::jsonb) as given (code text))`,
  },
  areas: {
    put: `insert into clinical.area (code, district, board)
      select code, district, board from jsonb_to_recordset($1::jsonb) as given (code text, district text, board text)
      on conflict (code) do update set district = excluded.district, board = excluded.board`,
    drop: `delete from clinical.area
      where code in (select code from jsonb_to_recordset($1::jsonb) as given (code text))`,
  },
  ranks: {
    put: `insert into clinical.type_rank (area, type_id, rank)
      select area, "typeId", rank from jsonb_to_recordset($1::jsonb) as given (area text, "typeId" int, rank int)
      on conflict (area, type_id) do update set rank = excluded.rank`,
    drop: `delete from clinical.type_rank
      where (area, type_id) in
        (select area, "typeId" from jsonb_to_recordset($1::jsonb) as given (area text, "typeId" int))`,
  },
}

/** Any constant will do: lets one replacement through at a time. */
const LOCK = 7_426_020
/** Rows of one statement; some hundred kilobytes. */
const ROWS_AT_ONCE = 5000

export type Replaced =
  | {
      readonly outcome: 'replaced'
      readonly counts: ListCounts
      /** Rows of lists that were not given, gone because a code they name is gone. */
      readonly goneWith: GoneWith
    }
  /** `unless` said no to what would have become of the lists; nothing was written. */
  | { readonly outcome: 'refused'; readonly reason: string }

export type ListCounts = { readonly [N in ListName]?: ListCount }

export type ReplaceOptions = {
  /** Why not to, judged by what each list has and would have; null to go on. */
  readonly unless?: (counts: ListCounts, stored: Lists) => string | null
  /** Counts, and writes nothing. */
  readonly dryRun?: boolean
}

/**
 * Replaces each list that is given, whole, all of them in one transaction, and tells every node. A list that is not
 * given stays, but for pairs and members that name a code which is gone. Where nothing differs nothing is written.
 */
export function replaceLists(
  database: Database,
  given: Partial<Lists>,
  { unless = () => null, dryRun = false }: ReplaceOptions = {},
): Promise<Replaced> {
  return database.transaction(async query => {
    await query('select pg_advisory_xact_lock($1)', [LOCK])
    const stored = await readLists(query)
    const differences = differencesOf(stored, given)
    const counts = Object.fromEntries(differences.map(({ list, count }) => [list, count]))
    const reason = unless(counts, stored)
    if (reason !== null) return { outcome: 'refused', reason }
    const changed = dryRun ? [] : differences.filter(({ put, drop }) => put.length + drop.length > 0)
    // What is taken away goes first, the lists that name codes before those codes.
    for (const { list, drop } of changed.toReversed()) await inParts(query, WRITE[list].drop, drop)
    for (const { list, put } of changed) await inParts(query, WRITE[list].put, put)
    if (changed.length > 0) await appendChanges(query, 'reference', [CLINICAL_KEY])
    return { outcome: 'replaced', counts, goneWith: goneWith(stored, given) }
  })
}

/** Puts lists in where there is none at all; leaves alone what anybody has brought. */
export async function seedClinicalLists(database: Database, lists: Lists): Promise<void> {
  const isEmpty = (stored: Lists): boolean => LIST_NAMES.every(list => stored[list].length === 0)
  await replaceLists(database, lists, {
    unless: (_counts, stored) => (isEmpty(stored) ? null : 'There are lists.'),
  })
}

type Difference = {
  readonly list: ListName
  readonly put: readonly ListRow[ListName][]
  readonly drop: readonly ListRow[ListName][]
  readonly count: ListCount
}

function differencesOf(stored: Lists, given: Partial<Lists>): Difference[] {
  const of = <N extends ListName>(list: N): (ListDifference<N> & { readonly list: N }) | undefined => {
    const rows: Partial<Lists>[N] = given[list]
    return rows && { list, ...listDifference(list, stored[list], rows) }
  }
  return LIST_NAMES.flatMap(list => of(list) ?? [])
}

async function inParts(query: Query, text: string, rows: readonly unknown[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE)
    await query(text, [JSON.stringify(rows.slice(from, from + ROWS_AT_ONCE))])
}
