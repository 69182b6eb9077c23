import type { Query } from '../database/index.ts'
import type { AgreementFacts, FootprintFacts, PolicyParameters } from '../policy/index.ts'
import type { ClauseId, EpochMillis } from '../vocabulary/index.ts'
import type { Agreement } from './agreement.ts'
import { directPurpose } from './direct-purpose.ts'
import { deepFrozen, type GrantedRow, permissionFacts } from './permissions/permission-facts.ts'

/** Columns as typed here are what the check constraints of migrations 0005, 0012 and 0013 let in. */
type Row = {
  readonly id: string
  readonly connection_id: string
  readonly status: AgreementFacts['status']
  readonly use_case: string
  readonly purposes: readonly string[]
  readonly audience: AgreementFacts['audience']
  readonly regions: readonly string[] | null
  readonly type_ids: readonly number[] | null
  readonly results_max: number
  readonly distance_metres_max: number
  readonly per_minute: number
  readonly per_day: number
  readonly look_ups: AgreementFacts['lookUps']
  readonly origins: AgreementFacts['origins']
  readonly service_ids: AgreementFacts['serviceIds'] | null
  readonly list_members: readonly string[] | null
  readonly user_roles?: readonly string[] | null
  readonly valid_from: Date
  readonly valid_until: Date | null
  readonly issued_version: string | null
  readonly issued_hash: string | null
  readonly issued_at: Date | null
  readonly accepted_version: string | null
  readonly accepted_hash: string | null
  readonly accepted_at: Date | null
  readonly accepted_by: string | null
  readonly accepted_as: string | null
  readonly footprint: FootprintFacts | null
  readonly granted: readonly GrantedRow[]
  readonly tailored: TailoredRow | null
}

type TailoredRow = {
  readonly id: string
  readonly policyVersion: string
  /** Only what the policy lets be tailored comes in (tailored-terms.ts), and `decide` heeds nothing else. */
  readonly parameters: Partial<PolicyParameters>
  readonly waives: readonly ClauseId[]
  readonly from: EpochMillis
  readonly until: EpochMillis
}

/** One statement, so that no agreement is seen with half of a change. */
const READ = `
  select a.*,
    coalesce((select jsonb_agg(jsonb_build_object(
        'id', p.id, 'type', p.type,
        'from', (extract(epoch from p.valid_from) * 1000)::bigint,
        'until', (extract(epoch from p.valid_until) * 1000)::bigint,
        'fields', p.fields, 'purposes', p.purposes, 'maxAgeSeconds', p.max_age_seconds,
        'derogation', p.derogation_id, 'perMinute', p.per_minute, 'perDay', p.per_day,
        'productVersion', e.product_version,
        'safetyCaseUntil', (extract(epoch from e.expires_at) * 1000)::bigint,
        'grants', coalesce((select jsonb_agg(jsonb_build_object(
            'region', g.region_id,
            'from', (extract(epoch from g.valid_from) * 1000)::bigint,
            'until', (extract(epoch from g.valid_until) * 1000)::bigint) order by g.region_id)
          from agreements.region_grant g where g.permission_id = p.id and g.ended_at is null), '[]'::jsonb)
      ) order by p.id)
      from agreements.permission p left join agreements.evidence e on e.id = p.evidence_id
      where p.agreement_id = a.id and p.state = 'granted'), '[]'::jsonb) as granted,
    (select jsonb_build_object(
        'id', t.id, 'policyVersion', t.policy_version, 'parameters', t.parameters, 'waives', t.waives,
        'from', (extract(epoch from t.valid_from) * 1000)::bigint,
        'until', (extract(epoch from t.valid_until) * 1000)::bigint)
      from agreements.tailored_terms t where t.agreement_id = a.id and t.state = 'in-force') as tailored
  from agreements.agreement a
  where ($1::text[] is null or a.connection_id = any($1::text[])) and ($2::text is null or a.id = $2)
  order by a.connection_id, a.valid_from, a.id`

/** The agreements of these connections, or of all of them, with their permissions and tailored terms. */
export async function readAgreements(
  query: Query,
  connectionIds: readonly string[] | null,
): Promise<Agreement[]> {
  return (await query<Row>(READ, [connectionIds, null])).map(agreementOf)
}

/** One agreement, in any state; undefined when there is none of that id. */
export async function readAgreement(query: Query, id: string): Promise<Agreement | undefined> {
  return (await query<Row>(READ, [null, id])).map(agreementOf)[0]
}

function agreementOf(row: Row): Agreement {
  const { issued_version: issued, issued_hash, issued_at } = row
  const { accepted_version: accepted, accepted_hash, accepted_at, accepted_by, accepted_as } = row
  return {
    connectionId: row.connection_id,
    facts: factsOf(row),
    issued:
      issued === null || issued_hash === null || issued_at === null
        ? null
        : { version: issued, hash: issued_hash, at: issued_at.getTime() },
    accepted:
      accepted === null || accepted_hash === null || accepted_at === null
        ? null
        : {
            version: accepted,
            hash: accepted_hash,
            at: accepted_at.getTime(),
            by: accepted_by ?? '',
            as: accepted_as ?? '',
          },
  }
}

/** Frozen through and through. What an agreement has none of (permissions, tailored terms, roles) is not there. */
const factsOf = (row: Row): AgreementFacts =>
  deepFrozen({
    id: row.id,
    status: row.status,
    policyVersion: row.accepted_version,
    useCase: row.use_case,
    purposes: row.purposes.map(directPurpose),
    audience: row.audience,
    regions: row.regions === null ? ('national' as const) : [...row.regions],
    typeIds: row.type_ids === null ? null : [...row.type_ids],
    resultsMax: row.results_max,
    distanceMetresMax: row.distance_metres_max,
    volume: { perMinute: row.per_minute, perDay: row.per_day },
    lookUps: row.look_ups,
    origins: row.origins,
    ...(row.service_ids ? { serviceIds: row.service_ids } : {}),
    ...(row.list_members ? { listMembers: [...row.list_members] } : {}),
    ...(row.user_roles ? { userRoles: [...row.user_roles] } : {}),
    from: row.valid_from.getTime(),
    until: row.valid_until?.getTime() ?? null,
    ...(row.tailored === null ? {} : { tailored: row.tailored }),
    ...(row.footprint === null ? {} : { footprint: row.footprint }),
    ...(row.granted.length === 0 ? {} : { permissions: row.granted.map(permissionFacts) }),
  })
