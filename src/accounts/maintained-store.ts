import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { type AccountKind, isFinal } from './records.ts'

/** So many nodes name any part of the hierarchy: a national register needs one for each region. */
export const MAINTAINED_MAX = 200

export type Maintained = {
  readonly serviceId: number
  readonly grantedBy: string
  readonly from: EpochMillis
  /** When it was ended; null while it holds. */
  readonly until: EpochMillis | null
}

export type Let =
  | 'let'
  | 'already'
  /** Said, too, of a product's client and of a person's account: programs keep entries right in their own name. */
  | 'unknown-account'
  | 'account-ended'
  | 'too-many'

/**
 * Lets a web service account keep the entry of a service right, and of everything below it (sources, DoS 3, 5.4:
 * `userservices`). Whether there is such a service, and whose it is to say so, the caller has judged.
 */
export const letMaintain = (
  database: Database,
  accountId: string,
  serviceId: number,
  deed: Deed,
): Promise<Let> =>
  database.transaction(async query => {
    const account = await lockAccount(query, accountId)
    if (account?.kind !== 'web-service') return 'unknown-account'
    if (isFinal(account.status)) return 'account-ended'
    const held = await heldNow(query, accountId)
    if (held.includes(serviceId)) return 'already'
    if (held.length >= MAINTAINED_MAX) return 'too-many'
    await query(
      `insert into accounts.maintained_service (account_id, service_id, granted_by, held_from)
       values ($1, $2, $3, $4)`,
      [accountId, serviceId, deed.who, new Date(deed.at)],
    )
    await recordAct(query, 'account', accountId, 'let-maintain', deed, null, { serviceId })
    await appendChanges(query, 'account', [accountId])
    return 'let'
  })

/** Ends that, at once. */
export const stopMaintaining = (
  database: Database,
  accountId: string,
  serviceId: number,
  deed: Deed,
): Promise<'stopped' | 'not-maintained'> =>
  database.transaction(async query => {
    if (!(await lockAccount(query, accountId))) return 'not-maintained'
    const ended = await query(
      `update accounts.maintained_service set held_until = $3
       where account_id = $1 and service_id = $2 and held_until is null returning id`,
      [accountId, serviceId, new Date(deed.at)],
    )
    if (ended.length === 0) return 'not-maintained'
    await recordAct(query, 'account', accountId, 'stop-maintaining', deed, { serviceId }, null)
    await appendChanges(query, 'account', [accountId])
    return 'stopped'
  })

/** What an account keeps, and kept: what holds first, then the newest. */
export async function readMaintained(query: Query, accountId: string, limit: number): Promise<Maintained[]> {
  const rows = await query<{
    service_id: number
    granted_by: string
    held_from: Date
    held_until: Date | null
  }>(
    `select service_id, granted_by, held_from, held_until from accounts.maintained_service
     where account_id = $1 order by held_until desc nulls first, id desc limit $2`,
    [accountId, limit],
  )
  return rows.map(row => ({
    serviceId: row.service_id,
    grantedBy: row.granted_by,
    from: row.held_from.getTime(),
    until: row.held_until?.getTime() ?? null,
  }))
}

async function lockAccount(query: Query, accountId: string) {
  const [row] = await query<{ readonly kind: AccountKind; readonly status: AccountStatus }>(
    'select kind, status from accounts.account where id = $1 for update',
    [accountId],
  )
  return row
}

async function heldNow(query: Query, accountId: string): Promise<readonly number[]> {
  const rows = await query<{ service_id: number }>(
    'select service_id from accounts.maintained_service where account_id = $1 and held_until is null',
    [accountId],
  )
  return rows.map(row => row.service_id)
}
