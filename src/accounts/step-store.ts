import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { AccountStatus, Environment } from '../policy/index.ts'
import type { ClauseId, Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, type Step, step, unschedule } from '../workflow/index.ts'
import type { AccountEvent, AccountEvents } from './account-events.ts'
import { ACCOUNT_MACHINES } from './account-machine.ts'
import { type AccountKind, isFinal, type Organisation } from './records.ts'

/** An account as it lives: what guards and those who decide about it look at. */
export type StoredAccount = {
  readonly id: string
  readonly kind: AccountKind
  readonly status: AccountStatus
  readonly connectionId: string | null
  /** Null for a product's account. */
  readonly odsCode: string | null
  readonly organisationStatus: Organisation['status'] | null
  readonly productId: string
  readonly supplierId: string
  readonly environment: Environment
  readonly personId: string | null
  readonly predecessorId: string | null
  readonly referralRoleIds: readonly number[] | null
  /** Of a web service account: what it was narrowed to (D1). */
  readonly regionIds: readonly string[] | null
  readonly accessReason: string | null
  readonly reviewRegionId: string | null
  readonly emailTokenHash: string | null
  readonly emailTokenUntil: EpochMillis | null
  readonly emailSentAt: EpochMillis | null
  readonly activatedAt: EpochMillis | null
  readonly endedAs: 'ceased' | 'inactive' | 'revoked' | null
  readonly endedAt: EpochMillis | null
}

export type AccountStep = Step<AccountStatus, AccountEvent>
/** What comes of wanting a step. */
export type AccountMove = AccountStep | { readonly outcome: 'unknown-account' }

const READ = `
  select a.id, a.kind, a.status, a.connection_id, a.person_id, a.predecessor_id, a.referral_role_ids, a.region_ids,
         a.access_reason, a.review_region_id, a.email_token_hash, a.email_token_until, a.email_sent_at, a.activated_at,
         a.ended_as, a.ended_at,
         c.ods_code, o.status as organisation_status, coalesce(c.environment, a.environment) as environment,
         p.id as product_id, p.supplier_id
  from accounts.account a
  left join accounts.connection c on c.id = a.connection_id
  left join accounts.organisation o on o.ods_code = c.ods_code
  join accounts.product p on p.id = coalesce(c.product_id, a.product_id)`

type Row = {
  readonly id: string
  readonly kind: AccountKind
  readonly status: AccountStatus
  readonly connection_id: string | null
  readonly ods_code: string | null
  readonly organisation_status: Organisation['status'] | null
  readonly product_id: string
  readonly supplier_id: string
  readonly environment: Environment
  readonly person_id: string | null
  readonly predecessor_id: string | null
  readonly referral_role_ids: readonly number[] | null
  readonly region_ids: readonly string[] | null
  readonly access_reason: string | null
  readonly review_region_id: string | null
  readonly email_token_hash: string | null
  readonly email_token_until: Date | null
  readonly email_sent_at: Date | null
  readonly activated_at: Date | null
  readonly ended_as: StoredAccount['endedAs']
  readonly ended_at: Date | null
}

const accountOf = (row: Row): StoredAccount => ({
  id: row.id,
  kind: row.kind,
  status: row.status,
  connectionId: row.connection_id,
  odsCode: row.ods_code,
  organisationStatus: row.organisation_status,
  productId: row.product_id,
  supplierId: row.supplier_id,
  environment: row.environment,
  personId: row.person_id,
  predecessorId: row.predecessor_id,
  referralRoleIds: row.referral_role_ids,
  regionIds: row.region_ids,
  accessReason: row.access_reason,
  reviewRegionId: row.review_region_id,
  emailTokenHash: row.email_token_hash,
  emailTokenUntil: row.email_token_until?.getTime() ?? null,
  emailSentAt: row.email_sent_at?.getTime() ?? null,
  activatedAt: row.activated_at?.getTime() ?? null,
  endedAs: row.ended_as,
  endedAt: row.ended_at?.getTime() ?? null,
})

/** An account as it is now. */
export async function readAccount(query: Query, accountId: string): Promise<StoredAccount | undefined> {
  const [row] = await query<Row>(`${READ} where a.id = $1`, [accountId])
  return row && accountOf(row)
}

/** Those of a list of ids that there are, in the order of the list's ids. */
export async function readAccountsOf(query: Query, ids: readonly string[]): Promise<StoredAccount[]> {
  const rows = await query<Row>(`${READ} where a.id = any($1::text[]) order by a.id`, [ids])
  return rows.map(accountOf)
}

/**
 * Holds an account's row, does the work, and tells the feed when something came of it.
 * @param work answers `moved` when it wrote, and writes nothing when it answers anything else
 */
export async function withAccount<R extends { readonly outcome: string }>(
  database: Database,
  accountId: string,
  work: (query: Query, account: StoredAccount) => Promise<R>,
): Promise<R | { readonly outcome: 'unknown-account' }> {
  return database.transaction(async query => {
    const [row] = await query<Row>(`${READ} where a.id = $1 for update of a`, [accountId])
    if (!row) return { outcome: 'unknown-account' }
    const done = await work(query, accountOf(row))
    if (done.outcome === 'moved') await appendChanges(query, 'account', [accountId])
    return done
  })
}

/** What goes on record beside the states; never a secret, never more about a person than an id. */
type Noted = Readonly<Record<string, unknown>>

/**
 * Takes one step of an account whose row is held: by the machine of its kind, or not at all. The new state and the
 * record of it are written; whatever else the step changes is its caller's to write.
 */
export async function takeStep<E extends AccountEvent>(
  query: Query,
  account: Pick<StoredAccount, 'id' | 'kind' | 'status'>,
  event: E,
  facts: AccountEvents[E],
  deed: Deed,
  noted: { readonly before?: Noted; readonly after?: Noted } = {},
): Promise<AccountStep> {
  const taken = step(ACCOUNT_MACHINES[account.kind], account.status, event, { [event]: facts })
  if (taken.outcome !== 'moved') return taken
  if (taken.to !== taken.from) {
    await query('update accounts.account set status = $2 where id = $1', [account.id, taken.to])
  }
  if (isFinal(taken.to)) {
    await query('update accounts.account set ended_at = $2 where id = $1', [account.id, new Date(deed.at)])
    // Nothing of an account that has ended is due any more.
    await unschedule(query, 'account', account.id)
  }
  await recordAct(
    query,
    'account',
    account.id,
    event,
    { ...deed, clauses: both(taken.clauses, deed.clauses ?? []) },
    { status: taken.from, ...noted.before },
    { status: taken.to, ...noted.after },
  )
  return taken
}

const both = (a: readonly ClauseId[], b: readonly ClauseId[]): readonly ClauseId[] => [
  ...new Set([...a, ...b]),
]
