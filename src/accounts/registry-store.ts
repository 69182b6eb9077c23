import type { Query } from '../database/index.ts'
import type { AccountStatus, CallerFacts, Environment } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { PublicJwk } from './public-key.ts'
import type { Organisation } from './records.ts'

/** Columns as typed here are what the check constraints of migrations 0004, 0010 and 0011 let in. */
type Common = {
  readonly id: string
  readonly name: string
  readonly status: AccountStatus
  readonly referral_role_ids: readonly number[] | null
  readonly region_ids: readonly string[] | null
  /** Where a DoS Lead has authorised it and has not ended that. */
  readonly authorised_regions: readonly string[]
  readonly environment: Environment
  readonly product_id: string
  readonly product_name: string
  readonly product_version: string | null
  readonly product_status: CallerFacts['product']['status']
  /** Those that are not lifted, oldest first. */
  readonly restrictions: readonly RestrictionRow[]
  /** Services it keeps right, by id. */
  readonly maintains: readonly number[]
  /** Whether it publishes its keys at an address of its own. */
  readonly published: boolean
  /** Oldest first. */
  readonly credentials: readonly CredentialRow[]
}

type Connected = {
  readonly connection_id: string
  readonly connection_status: 'open' | 'suspended' | 'withdrawn'
  readonly ods_code: string
  readonly organisation_name: string
  readonly organisation_status: Organisation['status']
}

export type RegistryRow = Common &
  (
    | (Connected & { readonly kind: 'web-service' })
    | (Connected & { readonly kind: 'individual'; readonly person_id: string | null })
    | { readonly kind: 'product' }
  )

export type RestrictionRow = {
  readonly id: string
  readonly regions: readonly string[] | null
  readonly typeIds: readonly number[] | null
  readonly resultsMax: number | null
  readonly perMinute: number | null
  readonly perDay: number | null
  readonly audience: 'public' | null
  readonly hours: {
    readonly days: readonly number[]
    readonly fromMinute: number
    readonly untilMinute: number
  } | null
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  readonly reviewBy: EpochMillis
}

export type CredentialRow = {
  readonly jwk: PublicJwk
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  /** Void whatever a clock says: the instant in the database is that of the node that did it. */
  readonly revoked: boolean
}

const millis = (column: string): string => `(extract(epoch from ${column}) * 1000)::bigint`

const READ = `
  select a.id, a.kind, a.name, a.status, a.referral_role_ids, a.region_ids, a.person_id,
         array(select g.region_id from accounts.region_authorisation g
               where g.account_id = a.id and g.ended_at is null order by g.region_id) as authorised_regions,
         c.id as connection_id, c.status as connection_status, coalesce(c.environment, a.environment) as environment,
         o.ods_code, o.name as organisation_name, o.status as organisation_status,
         p.id as product_id, p.name as product_name, p.version as product_version, p.status as product_status,
         coalesce((select jsonb_agg(m.service_id order by m.service_id) from accounts.maintained_service m
           where m.account_id = a.id and m.held_until is null), '[]'::jsonb) as maintains,
         exists (select 1 from accounts.key_set_url u where u.account_id = a.id) as published,
         coalesce((select jsonb_agg(jsonb_build_object(
             'id', r.id, 'regions', r.regions, 'typeIds', r.type_ids, 'resultsMax', r.results_max,
             'perMinute', r.per_minute, 'perDay', r.per_day, 'audience', r.audience, 'hours', r.hours,
             'from', ${millis('r.held_from')}, 'until', ${millis('r.held_until')}, 'reviewBy', ${millis('r.review_by')}
           ) order by r.held_from, r.id)
           from accounts.restriction r where r.account_id = a.id and r.lifted_at is null), '[]'::jsonb) as restrictions,
         coalesce((select jsonb_agg(jsonb_build_object(
             'jwk', k.jwk, 'from', ${millis('k.valid_from')}, 'until', ${millis('k.valid_until')},
             'revoked', k.revoked_at is not null
           ) order by k.valid_from, k.kid)
           from accounts.credential k where k.account_id = a.id), '[]'::jsonb) as credentials
  from accounts.account a
  left join accounts.connection c on c.id = a.connection_id
  left join accounts.organisation o on o.ods_code = c.ods_code
  join accounts.product p on p.id = coalesce(c.product_id, a.product_id)
  where $1::text[] is null or a.id = any($1::text[])
  order by a.activated_at nulls first, a.id`

/** All that is known of these accounts, or of all of them; one statement, so that no account is seen half changed. */
export const readRegistry = (query: Query, ids: readonly string[] | null): Promise<RegistryRow[]> =>
  query<RegistryRow>(READ, [ids])
