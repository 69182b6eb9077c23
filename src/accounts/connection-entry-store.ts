import type { Query } from '../database/index.ts'
import type { AccountStatus, CallerFacts, Environment } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { Organisation } from './records.ts'
import type { ConnectionStatus } from './register-machines.ts'

/** Of a connection all that other rooms may know of it; names of organisations and products, never of people. */
export type ConnectionEntry = {
  readonly connectionId: string
  readonly environment: Environment
  readonly status: ConnectionStatus
  readonly organisation: Pick<Organisation, 'odsCode' | 'name' | 'status'>
  readonly product: {
    readonly id: string
    readonly name: string
    readonly version: string | null
    readonly status: CallerFacts['product']['status']
  }
  readonly supplier: { readonly id: string; readonly name: string }
  /** Every account there ever was on it, by id. */
  readonly accounts: readonly {
    readonly id: string
    readonly kind: 'web-service' | 'individual'
    readonly status: AccountStatus
    readonly activatedAt: EpochMillis | null
    readonly endedAt: EpochMillis | null
  }[]
}

/** One statement, so that no connection is seen half changed. */
const READ = `
  select c.id as "connectionId", c.environment, c.status,
    jsonb_build_object('odsCode', o.ods_code, 'name', o.name, 'status', o.status) as organisation,
    jsonb_build_object('id', p.id, 'name', p.name, 'version', p.version, 'status', p.status) as product,
    jsonb_build_object('id', s.id, 'name', s.name) as supplier,
    coalesce((select jsonb_agg(jsonb_build_object(
        'id', a.id, 'kind', a.kind, 'status', a.status,
        'activatedAt', (extract(epoch from a.activated_at) * 1000)::bigint,
        'endedAt', (extract(epoch from a.ended_at) * 1000)::bigint) order by a.id)
      from accounts.account a where a.connection_id = c.id), '[]'::jsonb) as accounts
  from accounts.connection c
  join accounts.organisation o on o.ods_code = c.ods_code
  join accounts.product p on p.id = c.product_id
  join accounts.supplier s on s.id = p.supplier_id
  where $1::text[] is null or c.id = any($1::text[])
  order by c.id`

/** These connections, or all of them, by id. */
export const readConnectionEntries = (
  query: Query,
  connectionIds: readonly string[] | null,
): Promise<ConnectionEntry[]> => query<ConnectionEntry>(READ, [connectionIds])
