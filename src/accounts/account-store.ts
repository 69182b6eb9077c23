import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { type Account, isFinal } from './records.ts'

export type Opened =
  | 'created'
  | 'unknown-connection'
  | 'unknown-product'
  | 'connection-has-account'
  | 'id-taken'

/**
 * Opens an account: on a connection, or as the client of a product. A connection has one web service account at a time
 * (AUP25-04), a product one client in each environment, a person one account on a connection (AUP25-05).
 * The organisation and product are locked against change meanwhile: else a change of theirs, committed in between,
 * could leave this account out of those it tells the feed about.
 */
export async function createAccount(database: Database, account: Account, deed: Deed): Promise<Opened> {
  return database.transaction(async query => {
    const opened = await insertAccount(query, account, deed)
    if (opened === 'created') await appendChanges(query, 'account', [account.id])
    return opened
  })
}

/** As `createAccount`, inside a transaction whose last step is to tell the feed. */
export async function insertAccount(query: Query, account: Account, deed: Deed): Promise<Opened> {
  const [base] =
    account.connectionId === null
      ? await query('select id from accounts.product where id = $1 for share', [account.productId ?? null])
      : await query(
          `select c.id from accounts.connection c
           join accounts.organisation o on o.ods_code = c.ods_code
           join accounts.product p on p.id = c.product_id
           where c.id = $1 and c.status <> 'withdrawn' for share of o, p`,
          [account.connectionId],
        )
  if (!base) return account.connectionId === null ? 'unknown-product' : 'unknown-connection'
  const predecessorId = account.predecessorId ?? (await endedBefore(query, account))
  const made = await query(
    `insert into accounts.account (id, kind, connection_id, product_id, environment, name, status, referral_role_ids,
       region_ids, person_id, predecessor_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning id`,
    [
      account.id,
      account.kind,
      account.connectionId,
      account.productId ?? null,
      account.environment ?? null,
      account.name,
      account.status,
      account.referralRoleIds,
      account.regionIds,
      account.personId ?? null,
      predecessorId,
    ],
  )
  if (made.length === 0) {
    const taken = await query('select 1 from accounts.account where id = $1', [account.id])
    return taken.length > 0 ? 'id-taken' : 'connection-has-account'
  }
  const after = predecessorId === null ? account : { ...account, predecessorId }
  await recordAct(query, 'account', account.id, 'create', deed, null, after)
  return 'created'
}

/**
 * The web service account that was ended on the connection before this one is opened, the last if there were several:
 * who comes back is known to come back (AUP25-38). The connection is held, so that one about to end counts.
 */
async function endedBefore(query: Query, { kind, connectionId }: Account): Promise<string | null> {
  if (kind !== 'web-service') return null
  await query('select 1 from accounts.connection where id = $1 for share', [connectionId])
  const [row] = await query<{ id: string }>(
    `select id from accounts.account
     where connection_id = $1 and kind = 'web-service' and status = 'terminated' and ended_at is not null
     order by ended_at desc, id desc limit 1`,
    [connectionId],
  )
  return row?.id ?? null
}

export type StatusChange =
  | { readonly outcome: 'changed'; readonly from: AccountStatus }
  | { readonly outcome: 'unchanged' | 'unknown-account' }
  /** There is no way out of the state it is in. */
  | { readonly outcome: 'final'; readonly from: AccountStatus }

/**
 * Puts an account into a state, for the making of a demonstration and of tests: past the machine and its guards, and
 * so never offered to people, who go through `takeStep`. Only the one rule that everything rests on is held even here:
 * no way leads out of a final state.
 */
export async function setAccountStatus(
  database: Database,
  accountId: string,
  to: AccountStatus,
  deed: Deed,
): Promise<StatusChange> {
  return database.transaction(async query => {
    const before = await lockAccount(query, accountId)
    if (!before) return { outcome: 'unknown-account' }
    const from = before.status
    if (from === to) return { outcome: 'unchanged' }
    if (isFinal(from)) return { outcome: 'final', from }
    await query('update accounts.account set status = $2 where id = $1', [accountId, to])
    await recordAct(query, 'account', accountId, to, deed, { status: from }, { status: to })
    await appendChanges(query, 'account', [accountId])
    return { outcome: 'changed', from }
  })
}

/** Sets the search roles of an account; null: not narrowed. */
export async function setSearchRoles(
  database: Database,
  accountId: string,
  referralRoleIds: readonly number[] | null,
  deed: Deed,
): Promise<'changed' | 'unknown-account'> {
  return database.transaction(async query => {
    const before = await lockAccount(query, accountId)
    if (!before) return 'unknown-account'
    await writeSearchRoles(query, accountId, before.referral_role_ids, referralRoleIds, deed)
    await appendChanges(query, 'account', [accountId])
    return 'changed'
  })
}

/** As `setSearchRoles`, of an account whose row is held. */
export async function writeSearchRoles(
  query: Query,
  accountId: string,
  before: readonly number[] | null,
  referralRoleIds: readonly number[] | null,
  deed: Deed,
): Promise<void> {
  await query('update accounts.account set referral_role_ids = $2 where id = $1', [
    accountId,
    referralRoleIds,
  ])
  await recordAct(
    query,
    'account',
    accountId,
    'set-search-roles',
    deed,
    { referralRoleIds: before },
    { referralRoleIds },
  )
}

type LockedAccount = {
  readonly status: AccountStatus
  readonly referral_role_ids: readonly number[] | null
}

/** Holds an account's row until the transaction ends. */
export async function lockAccount(query: Query, accountId: string): Promise<LockedAccount | undefined> {
  const [row] = await query<LockedAccount>(
    'select status, referral_role_ids from accounts.account where id = $1 for update',
    [accountId],
  )
  return row
}
