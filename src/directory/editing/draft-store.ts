import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { type DraftState, OPEN_STATES } from './draft-machine.ts'
import type { Profile } from './profile.ts'
import { BELOW, type EditReach, reachValues } from './reach-store.ts'

/** A change of a service, or a new service, on its way to being approved. */
export type Draft = {
  readonly id: string
  /** Null: of a new service, until it is approved. */
  readonly serviceId: number | null
  /** The version it was written against; 0 for a new service. */
  readonly baseVersion: number
  /** Whose DoS Lead it waits for; null: of no region. */
  readonly regionId: string | null
  readonly state: DraftState
  readonly profile: Profile
  readonly revision: number
  readonly createdAt: EpochMillis
  readonly createdBy: string
  /** Everybody who wrote something of it. */
  readonly authors: readonly string[]
  readonly submitted: {
    readonly at: EpochMillis
    readonly by: string
    readonly as: string
    readonly why: string
  } | null
  readonly decided: { readonly at: EpochMillis; readonly by: string; readonly why: string } | null
  /** The version it became by being approved. */
  readonly becameVersion: number | null
}

type Row = {
  readonly id: string
  readonly service_id: number | null
  readonly base_version: number
  readonly region_id: string | null
  readonly state: DraftState
  readonly profile: Profile
  readonly revision: number
  readonly created_at: Date
  readonly created_by: string
  readonly authors: readonly string[]
  readonly submitted_at: Date | null
  readonly submitted_by: string | null
  readonly submitted_as: string | null
  readonly submitted_why: string | null
  readonly decided_at: Date | null
  readonly decided_by: string | null
  readonly decided_why: string | null
  readonly became_version: number | null
}

const COLUMNS = `id, service_id, base_version, region_id, state, profile, revision, created_at, created_by, authors,
  submitted_at, submitted_by, submitted_as, submitted_why, decided_at, decided_by, decided_why, became_version`

/** One draft, held for the length of the transaction when `hold` is set. */
export async function readDraft(query: Query, id: string, hold = false): Promise<Draft | undefined> {
  const [row] = await query<Row>(
    `select ${COLUMNS} from directory.service_draft where id = $1 ${hold ? 'for update' : ''}`,
    [id],
  )
  return row && draftOf(row)
}

export type DraftFilter = {
  readonly reach: EditReach
  readonly states: readonly DraftState[]
  /** Only those that wait for one of these regions' leads; null: whichever. */
  readonly ofRegions: readonly string[] | null
  readonly serviceId: number | null
  /** The last draft of the page before. */
  readonly after: string | null
  readonly limit: number
}

/**
 * Drafts within somebody's reach, those first that have waited longest. Ids made by the program sort by time, so what
 * was begun first comes first among those that wait for nobody.
 */
export async function listDrafts(query: Query, filter: DraftFilter): Promise<Draft[]> {
  const rows = await query<Row>(
    `${BELOW}, last as (select submitted_at, id from directory.service_draft where id = $7)
     select ${COLUMNS} from directory.service_draft draft
     where state = any($4::text[]) and ($5::text[] is null or region_id = any($5)) and ($6::bigint is null or service_id = $6)
       and ($1 or region_id = any($2::text[]) or service_id in (select id from below)
         or (service_id is null and (profile ->> 'parentId')::bigint in (select id from below)))
       and ($7::text is null or (coalesce(draft.submitted_at, 'infinity'), draft.id) >
         (select coalesce(last.submitted_at, 'infinity'), last.id from last))
     order by coalesce(submitted_at, 'infinity'), id limit $8`,
    [
      ...reachValues(filter.reach),
      filter.states,
      filter.ofRegions,
      filter.serviceId,
      filter.after,
      filter.limit,
    ],
  )
  return rows.map(draftOf)
}

/** How many drafts are open of one service, or of new ones that somebody began. */
export async function countOpenDrafts(
  query: Query,
  of: { readonly serviceId: number } | { readonly newBy: string },
): Promise<number> {
  const [row] = await query<{ count: number }>(
    `select count(*)::int as count from directory.service_draft where state = any($1::text[])
     and case when $2::bigint is null then service_id is null and created_by = $3 else service_id = $2 end`,
    [OPEN_STATES, 'serviceId' in of ? of.serviceId : null, 'newBy' in of ? of.newBy : null],
  )
  return row?.count ?? 0
}

/** Writes a draft as it now is: a new one, or one that this transaction holds. */
export async function putDraft(query: Query, draft: Draft): Promise<void> {
  const { submitted, decided } = draft
  await query(
    `insert into directory.service_draft (${COLUMNS})
     values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
     on conflict (id) do update set service_id = excluded.service_id, base_version = excluded.base_version,
       region_id = excluded.region_id, state = excluded.state, profile = excluded.profile,
       revision = excluded.revision, authors = excluded.authors, submitted_at = excluded.submitted_at,
       submitted_by = excluded.submitted_by, submitted_as = excluded.submitted_as,
       submitted_why = excluded.submitted_why, decided_at = excluded.decided_at, decided_by = excluded.decided_by,
       decided_why = excluded.decided_why, became_version = excluded.became_version`,
    [
      draft.id,
      draft.serviceId,
      draft.baseVersion,
      draft.regionId,
      draft.state,
      JSON.stringify(draft.profile),
      draft.revision,
      new Date(draft.createdAt),
      draft.createdBy,
      draft.authors,
      submitted === null ? null : new Date(submitted.at),
      submitted?.by ?? null,
      submitted?.as ?? null,
      submitted?.why ?? null,
      decided === null ? null : new Date(decided.at),
      decided?.by ?? null,
      decided?.why ?? null,
      draft.becameVersion,
    ],
  )
}

const draftOf = (row: Row): Draft => ({
  id: row.id,
  serviceId: row.service_id,
  baseVersion: row.base_version,
  regionId: row.region_id,
  state: row.state,
  profile: row.profile,
  revision: row.revision,
  createdAt: row.created_at.getTime(),
  createdBy: row.created_by,
  authors: row.authors,
  submitted:
    row.submitted_at === null
      ? null
      : {
          at: row.submitted_at.getTime(),
          by: row.submitted_by ?? '',
          as: row.submitted_as ?? '',
          why: row.submitted_why ?? '',
        },
  decided:
    row.decided_at === null
      ? null
      : { at: row.decided_at.getTime(), by: row.decided_by ?? '', why: row.decided_why ?? '' },
  becameVersion: row.became_version,
})
