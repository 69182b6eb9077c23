import type { Query } from '../database/index.ts'
import type { AccountStatus, CallerFacts } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { PublicJwk } from './public-key.ts'
import type { Organisation } from './records.ts'

/** Columns as typed here are what the check constraints of migration 0004 let in. */
export type RegistryRow = {
  readonly id: string
  readonly kind: CallerFacts['account']['kind']
  readonly name: string
  readonly status: AccountStatus
  readonly referral_role_ids: readonly number[] | null
  readonly region_ids: readonly string[] | null
  readonly connection_id: string
  readonly environment: CallerFacts['connection']['environment']
  readonly ods_code: string
  readonly organisation_name: string
  readonly organisation_status: Organisation['status']
  readonly product_id: string
  readonly product_name: string
  readonly product_status: CallerFacts['product']['status']
  /** Oldest first. */
  readonly credentials: readonly {
    readonly jwk: PublicJwk
    readonly from: EpochMillis
    readonly until: EpochMillis | null
    /** Void whatever a clock says: the instant in the database is that of the node that did it. */
    readonly revoked: boolean
  }[]
}

const READ = `
  select a.id, a.kind, a.name, a.status, a.referral_role_ids, a.region_ids,
         c.id as connection_id, c.environment,
         o.ods_code, o.name as organisation_name, o.status as organisation_status,
         p.id as product_id, p.name as product_name, p.status as product_status,
         coalesce((select jsonb_agg(jsonb_build_object(
             'jwk', k.jwk,
             'from', (extract(epoch from k.valid_from) * 1000)::bigint,
             'until', (extract(epoch from k.valid_until) * 1000)::bigint,
             'revoked', k.revoked_at is not null
           ) order by k.valid_from, k.kid)
           from accounts.credential k where k.account_id = a.id), '[]'::jsonb) as credentials
  from accounts.account a
  join accounts.connection c on c.id = a.connection_id
  join accounts.organisation o on o.ods_code = c.ods_code
  join accounts.product p on p.id = c.product_id
  where $1::text[] is null or a.id = any($1::text[])`

/** All that is known of these accounts, or of all of them; one statement, so that no account is seen half changed. */
export const readRegistry = (query: Query, ids: readonly string[] | null): Promise<RegistryRow[]> =>
  query<RegistryRow>(READ, [ids])
