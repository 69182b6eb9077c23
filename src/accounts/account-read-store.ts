import type { Query } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { FINAL_STATUSES } from './records.ts'
import { readAccountsOf, type StoredAccount } from './step-store.ts'

/** How far somebody sees into the register of accounts. */
export type Sight = {
  /** The operator's own people see all of it. */
  readonly all: boolean
  /** Everybody sees their own accounts. */
  readonly personId: string
  /** Organisations whose accounts they see. */
  readonly odsCodes: readonly string[]
  /** Suppliers: the accounts of their products, but nobody's personal one. */
  readonly supplierIds: readonly string[]
  /** Regions of a DoS Lead with those merged into them: people who ask there, or are authorised there. */
  readonly regionIds: readonly string[]
}

const SEEN = `
  from accounts.account a
  left join accounts.connection c on c.id = a.connection_id
  join accounts.product p on p.id = coalesce(c.product_id, a.product_id)
  where ($1 or a.person_id = $2 or c.ods_code = any($3::text[])
    or (p.supplier_id = any($4::text[]) and a.kind <> 'individual')
    or (a.kind = 'individual' and (a.review_region_id = any($5::text[]) or exists (
      select 1 from accounts.region_authorisation g
      where g.account_id = a.id and g.ended_at is null and g.region_id = any($5::text[])))))`

const sightOf = ({ all, personId, odsCodes, supplierIds, regionIds }: Sight) =>
  [all, personId, odsCodes, supplierIds, regionIds] as const

/** An account, if it is one they may see. */
export async function readSeenAccount(
  query: Query,
  sight: Sight,
  accountId: string,
): Promise<StoredAccount | undefined> {
  const rows = await query<{ id: string }>(`select a.id ${SEEN} and a.id = $6`, [
    ...sightOf(sight),
    accountId,
  ])
  const [account] = await readAccountsOf(
    query,
    rows.map(({ id }) => id),
  )
  return account
}

/** Null: of any. */
export type AccountFilter = {
  readonly odsCode: string | null
  readonly connectionId: string | null
  readonly personId: string | null
  readonly status: AccountStatus | null
  /** Only those after the account of that id. */
  readonly after: string | null
  readonly limit: number
}

/** The accounts they may see, by id, a page at a time. */
export async function readSeenAccounts(
  query: Query,
  sight: Sight,
  { odsCode, connectionId, personId, status, after, limit }: AccountFilter,
): Promise<StoredAccount[]> {
  const rows = await query<{ id: string }>(
    `select a.id ${SEEN}
       and ($6::text is null or c.ods_code = $6) and ($7::text is null or a.connection_id = $7)
       and ($8::text is null or a.person_id = $8) and ($9::text is null or a.status = $9)
       and ($10::text is null or a.id > $10)
     order by a.id limit $11`,
    [...sightOf(sight), odsCode, connectionId, personId, status, after, limit],
  )
  return readAccountsOf(
    query,
    rows.map(({ id }) => id),
  )
}

/** First applications, and accounts that ask for another region. Before that the address is not confirmed yet. */
const WAITING = ['regional-review', 'approved', 'active', 'restricted', 'suspended']

/** What waits for the DoS Lead of these regions: applications, and what came with merged regions, each oldest first. */
export async function readQueue(
  query: Query,
  regionIds: readonly string[],
  limit: number,
): Promise<{ readonly waiting: readonly StoredAccount[]; readonly reviews: readonly Review[] }> {
  const waiting = await query<{ id: string }>(
    `select id from accounts.account where review_region_id = any($1::text[]) and status = any($3::text[])
     order by email_sent_at, id limit $2`,
    [regionIds, limit, WAITING],
  )
  const reviews = await query<{ account_id: string; region_id: string; granted_by: string; review_by: Date }>(
    `select g.account_id, g.region_id, g.granted_by, g.review_by from accounts.region_authorisation g
     join accounts.account a on a.id = g.account_id
     where g.ended_at is null and g.review_by is not null and g.region_id = any($1::text[])
       and a.status <> all($2::text[])
     order by g.review_by, g.account_id limit $3`,
    [regionIds, FINAL_STATUSES, limit],
  )
  const ids = waiting.map(({ id }) => id)
  const accounts = await readAccountsOf(query, ids)
  return {
    waiting: accounts.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
    reviews: reviews.map(row => ({
      accountId: row.account_id,
      regionId: row.region_id,
      grantedBy: row.granted_by,
      reviewBy: row.review_by.getTime(),
    })),
  }
}

/** An authorisation that came with a merged region. */
export type Review = {
  readonly accountId: string
  readonly regionId: string
  readonly grantedBy: string
  readonly reviewBy: EpochMillis
}
