import type { Query } from '../../database/index.ts'
import type { PermissionType } from '../../policy/index.ts'
import { type EpochMillis, unreachable } from '../../vocabulary/index.ts'
import { directPurpose } from '../direct-purpose.ts'
import type { Permission, PermissionScope, PermissionState, RegionGrant } from './permission.ts'

/** Columns as typed here are what the check constraints of migration 0013 let in. */
type Row = {
  readonly id: string
  readonly agreement_id: string
  readonly connection_id: string
  readonly type: PermissionType
  readonly state: PermissionState
  readonly reason: string
  readonly requested_by: string
  readonly requested_at: Date
  readonly out_of_time: boolean
  readonly taken_up_at: Date | null
  readonly region_ids: readonly string[] | null
  readonly checklist: readonly string[] | null
  readonly summary: string | null
  readonly pattern: string | null
  readonly fields: readonly string[] | null
  readonly purposes: readonly string[] | null
  readonly max_age_seconds: number | null
  readonly purge_on_signal: boolean | null
  readonly derogation_id: string | null
  readonly per_minute: number | null
  readonly per_day: number | null
  readonly every_minutes: number | null
  readonly conditions: readonly string[]
  readonly valid_from: Date | null
  readonly valid_until: Date | null
  readonly decided_at: Date | null
  readonly evidence_id: string | null
  readonly grants: readonly GrantRow[]
}

type GrantRow = {
  readonly id: string
  readonly regionId: string
  readonly conditions: readonly string[]
  readonly grantedBy: string
  readonly from: EpochMillis
  readonly until: EpochMillis
  readonly endedAt: EpochMillis | null
  readonly inheritedFrom: readonly string[]
  readonly reviewBy: EpochMillis | null
}

const READ = `
  select p.*, a.connection_id,
    coalesce((select jsonb_agg(jsonb_build_object(
        'id', g.id, 'regionId', g.region_id, 'conditions', g.conditions, 'grantedBy', g.granted_by,
        'from', (extract(epoch from g.valid_from) * 1000)::bigint,
        'until', (extract(epoch from g.valid_until) * 1000)::bigint,
        'endedAt', (extract(epoch from g.ended_at) * 1000)::bigint,
        'inheritedFrom', g.inherited_from,
        'reviewBy', (extract(epoch from g.review_by) * 1000)::bigint) order by g.granted_at, g.id)
      from agreements.region_grant g where g.permission_id = p.id), '[]'::jsonb) as grants
  from agreements.permission p join agreements.agreement a on a.id = p.agreement_id`

/** Permissions in any state, newest request last; of these connections or agreements, or all. */
export async function readPermissions(
  query: Query,
  of: {
    readonly ids?: readonly string[]
    readonly connectionIds?: readonly string[]
    readonly agreementIds?: readonly string[]
  } = {},
): Promise<Permission[]> {
  const rows = await query<Row>(
    `${READ}
     where ($1::text[] is null or p.id = any($1::text[]))
       and ($2::text[] is null or a.connection_id = any($2::text[]))
       and ($3::text[] is null or p.agreement_id = any($3::text[]))
     order by p.requested_at, p.id`,
    [of.ids ?? null, of.connectionIds ?? null, of.agreementIds ?? null],
  )
  return rows.map(permissionOf)
}

/** One permission; undefined when there is none of that id. */
export async function readPermission(query: Query, id: string): Promise<Permission | undefined> {
  return (await readPermissions(query, { ids: [id] }))[0]
}

/** The permission that a region's grant belongs to. */
export async function readPermissionOfGrant(query: Query, grantId: string): Promise<Permission | undefined> {
  const [grant] = await query<{ permission_id: string }>(
    'select permission_id from agreements.region_grant where id = $1',
    [grantId],
  )
  return grant && readPermission(query, grant.permission_id)
}

const permissionOf = (row: Row): Permission => ({
  id: row.id,
  agreementId: row.agreement_id,
  connectionId: row.connection_id,
  state: row.state,
  scope: scopeOf(row),
  reason: row.reason,
  requestedBy: row.requested_by,
  requestedAt: row.requested_at.getTime(),
  outOfTime: row.out_of_time,
  takenUpAt: row.taken_up_at?.getTime() ?? null,
  conditions: row.conditions,
  from: row.valid_from?.getTime() ?? null,
  until: row.valid_until?.getTime() ?? null,
  decidedAt: row.decided_at?.getTime() ?? null,
  evidenceId: row.evidence_id,
  grants: row.grants satisfies readonly RegionGrant[],
})

function scopeOf(row: Row): PermissionScope {
  const { type } = row
  switch (type) {
    case 'public-display':
      return { type, regionIds: row.region_ids ?? [], checklist: row.checklist ?? [] }
    case 'cache-exception':
      return {
        type,
        pattern: row.pattern,
        fields: row.fields ?? [],
        purposes: (row.purposes ?? []).map(directPurpose),
        maxAgeSeconds: row.max_age_seconds,
        purgeOnSignal: row.purge_on_signal ?? false,
        derogationId: row.derogation_id,
      }
    case 'unattended-service':
      return { type, summary: row.summary }
    case 'care-record-extract':
      return { type, fields: row.fields ?? [] }
    case 'synthetic-monitoring':
      return { type, everyMinutes: row.every_minutes }
    case 'raised-quota':
      return { type, perMinute: row.per_minute, perDay: row.per_day }
    case 'dataset-snapshot':
      return { type, derogationId: row.derogation_id }
    case 'publication-opt-out':
      return { type }
    default:
      return unreachable(type)
  }
}
