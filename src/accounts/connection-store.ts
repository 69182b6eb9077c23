import type { Database, Query } from '../database/index.ts'
import type { AccountStatus, Environment } from '../policy/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { recordAct, type Step, step } from '../workflow/index.ts'
import { lockOrganisation } from './organisation-store.ts'
import { lockProduct } from './product-store.ts'
import { type Connection, FINAL_STATUSES } from './records.ts'
import { CONNECTION, type ConnectionEvent, type ConnectionStatus } from './register-machines.ts'

/**
 * Connects an organisation and a product in an environment. There is one connection for each such three, until that
 * is withdrawn. With a closed organisation it begins on hold.
 */
export const createConnection = (
  database: Database,
  connection: Connection,
  deed: Deed,
): Promise<'created' | 'unknown-organisation' | 'unknown-product' | 'already-connected' | 'id-taken'> =>
  database.transaction(async query => {
    const organisation = await lockOrganisation(query, connection.odsCode)
    if (!organisation) return 'unknown-organisation'
    if (!(await lockProduct(query, connection.productId))) return 'unknown-product'
    const { id, odsCode, productId, environment } = connection
    const status = organisation.status === 'closed' ? 'suspended' : 'open'
    const made = await query(
      `insert into accounts.connection (id, ods_code, product_id, environment, status) values ($1, $2, $3, $4, $5)
       on conflict do nothing returning id`,
      [id, odsCode, productId, environment, status],
    )
    if (made.length === 0) {
      const taken = await query('select 1 from accounts.connection where id = $1', [id])
      return taken.length > 0 ? 'id-taken' : 'already-connected'
    }
    await recordAct(query, 'connection', id, 'create', deed, null, { ...connection, status })
    return 'created'
  })

export type ConnectionStep = Step<ConnectionStatus, ConnectionEvent> | { readonly outcome: 'unknown' }

/** Withdraws a connection on which no account is left: nothing is ever asked through it again. */
export const withdrawConnection = (
  database: Database,
  connectionId: string,
  deed: Deed,
): Promise<ConnectionStep> =>
  database.transaction(async query => {
    const [found] = await query<{ ods_code: string }>(
      'select ods_code from accounts.connection where id = $1',
      [connectionId],
    )
    const organisation = found && (await lockOrganisation(query, found.ods_code))
    const [row] = await query<{ status: ConnectionStatus }>(
      'select status from accounts.connection where id = $1 for update',
      [connectionId],
    )
    if (!organisation || !row) return { outcome: 'unknown' }
    const accounts = await query<{ id: string }>(
      `select id from accounts.account where connection_id = $1 and status <> all($2::text[]) order by id limit 50`,
      [connectionId, FINAL_STATUSES],
    )
    const context = { accounts: accounts.map(({ id }) => id), organisation: organisation.status }
    const taken = step(CONNECTION, row.status, 'withdraw', context)
    if (taken.outcome !== 'moved') return taken
    await query('update accounts.connection set status = $2, status_reason = $3 where id = $1', [
      connectionId,
      taken.to,
      deed.why,
    ])
    const clauses = [...new Set([...(deed.clauses ?? []), ...taken.clauses])]
    const was = { status: row.status }
    await recordAct(query, 'connection', connectionId, 'withdraw', { ...deed, clauses }, was, {
      status: taken.to,
    })
    return taken
  })

/** A connection with the names of what it connects, and its web service account. */
export type ConnectionRecord = {
  readonly id: string
  readonly odsCode: string
  readonly organisationName: string
  readonly productId: string
  readonly productName: string
  readonly supplierId: string
  readonly environment: Environment
  readonly status: ConnectionStatus
  readonly statusReason: string | null
  /** The one that has not ended; null while there is none. */
  readonly accountId: string | null
  readonly accountStatus: AccountStatus | null
}

const READ = `
  select c.id, c.ods_code as "odsCode", o.name as "organisationName", c.product_id as "productId",
         p.name as "productName", p.supplier_id as "supplierId", c.environment, c.status,
         c.status_reason as "statusReason", a.id as "accountId", a.status as "accountStatus"
  from accounts.connection c
  join accounts.organisation o on o.ods_code = c.ods_code
  join accounts.product p on p.id = c.product_id
  left join accounts.account a on a.connection_id = c.id and a.kind = 'web-service'
    and a.status not in ('terminated', 'rejected', 'expired-unvalidated', 'withdrawn')`

export async function readConnection(query: Query, id: string): Promise<ConnectionRecord | undefined> {
  const [row] = await query<ConnectionRecord>(`${READ} where c.id = $1`, [id])
  return row
}

/** Connections by id, past `after`: of these organisations or products of these suppliers; both null: all. */
export const readConnections = (
  query: Query,
  wanted: {
    readonly odsCodes: readonly string[] | null
    readonly supplierIds: readonly string[] | null
    readonly after: string
    readonly limit: number
  },
): Promise<ConnectionRecord[]> =>
  query<ConnectionRecord>(
    `${READ} where (($1::text[] is null and $2::text[] is null) or c.ods_code = any($1::text[])
       or p.supplier_id = any($2::text[])) and c.id > $3 order by c.id limit $4`,
    [wanted.odsCodes, wanted.supplierIds, wanted.after, wanted.limit],
  )
