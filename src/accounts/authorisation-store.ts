import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import type { Judge, Opening, Standing } from './account-events.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import { writeSearchRoles } from './account-store.ts'
import { activateIfReady } from './activation-store.ts'
import { readRegionMap } from './region-store.ts'
import {
  type AccountMove,
  type AccountStep,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'
import { noRegionLeft, regionFound } from './suspension-store.ts'

/** A region opened to an individual by a DoS Lead (AUP25-06), with where it comes from. */
export type Authorisation = {
  readonly regionId: string
  readonly grantedBy: string
  readonly reason: string
  readonly from: EpochMillis
  /** Set since the region was merged into another: by when the lead of that one is to look at it again. */
  readonly reviewBy: EpochMillis | null
}

type Row = {
  readonly account_id: string
  readonly region_id: string
  readonly granted_by: string
  readonly reason: string
  readonly held_from: Date
  readonly review_by: Date | null
}

/** The authorisations that hold, of each of these accounts, by region. */
export async function readAuthorisations(
  query: Query,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Authorisation[]>> {
  const rows = await query<Row>(
    `select account_id, region_id, granted_by, reason, held_from, review_by from accounts.region_authorisation
     where account_id = any($1::text[]) and ended_at is null order by region_id`,
    [accountIds],
  )
  const found = new Map<string, Authorisation[]>()
  for (const row of rows) {
    const of = found.get(row.account_id) ?? []
    found.set(row.account_id, of)
    of.push({
      regionId: row.region_id,
      grantedBy: row.granted_by,
      reason: row.reason,
      from: row.held_from.getTime(),
      reviewBy: row.review_by?.getTime() ?? null,
    })
  }
  return found
}

async function opening(
  query: Query,
  account: StoredAccount,
  regionIds: readonly string[],
  judge: Judge,
  now: EpochMillis,
): Promise<Opening> {
  const regions = await readRegionMap(query)
  return {
    kind: account.kind,
    regions: regionIds.map(id => ({ id, state: regions.stateOf(id, now) })),
    judge,
    applicant: { personId: account.personId, odsCode: account.odsCode },
  }
}

/**
 * Approves an application: of an individual by a DoS Lead, for regions of theirs (AUP25-06), of others by the operator.
 * An individual whose connection has everything it takes is active from then on; for others, and where something is
 * missing, activation is a step of its own.
 * @param terms.regionIds for a web service account none, or those it is narrowed to (D1)
 * @param terms.referralRoleIds search roles; null leaves them as they are
 */
export const approveAccount = (
  database: Database,
  accountId: string,
  terms: { readonly regionIds: readonly string[]; readonly referralRoleIds: readonly number[] | null },
  judge: Judge,
  standing: Standing | null,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const { regionIds, referralRoleIds } = terms
    const facts = await opening(query, account, regionIds, judge, deed.at)
    const step = await takeStep(query, account, 'approve', facts, deed, { after: { regionIds } })
    if (step.outcome !== 'moved') return step
    await openRegions(query, account, regionIds, deed)
    await query('update accounts.account set review_region_id = null where id = $1', [accountId])
    if (referralRoleIds !== null) {
      await writeSearchRoles(query, accountId, account.referralRoleIds, referralRoleIds, deed)
    }
    await tell(query, holdersOf, account, 'account-approved', `Regions: ${named(regionIds)}`, deed.at)
    if (account.kind !== 'individual') return step
    const active = await activateIfReady(query, { ...account, status: step.to }, standing, holdersOf, deed)
    return active ? { ...step, to: 'active' } : step
  })

const named = (regionIds: readonly string[]): string =>
  regionIds.length === 0 ? 'all of England' : regionIds.join(', ')

/** Writes the regions down: of an individual each with its provenance, of a web service as its scope. */
async function openRegions(
  query: Query,
  account: StoredAccount,
  regionIds: readonly string[],
  deed: Deed,
): Promise<void> {
  if (account.kind !== 'individual') {
    if (regionIds.length === 0) return
    const all = [...new Set([...(account.regionIds ?? []), ...regionIds])].sort()
    await query('update accounts.account set region_ids = $2 where id = $1', [account.id, all])
    return
  }
  for (const regionId of new Set(regionIds)) {
    await query(
      `insert into accounts.region_authorisation (account_id, region_id, granted_by, reason, held_from)
       values ($1, $2, $3, $4, $5)
       on conflict (account_id, region_id) where ended_at is null do nothing`,
      [account.id, regionId, deed.who, deed.why, new Date(deed.at)],
    )
  }
}

export type RegionChange = AccountMove | { readonly outcome: 'there-already' | 'not-narrowed' }

/**
 * Opens another region to an account. For an individual whose region was merged into this one it is also the review of
 * that: the old authorisation ends, and this one stands in its place. One that was suspended because no region was left
 * is answered again.
 */
export const authoriseRegion = (
  database: Database,
  accountId: string,
  regionId: string,
  judge: Judge,
  standing: Standing | null,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<RegionChange> =>
  withAccount(database, accountId, async (query, account): Promise<RegionChange> => {
    const held = await heldRegions(query, account)
    if (held === null) return { outcome: 'not-narrowed' }
    if (held.includes(regionId)) return { outcome: 'there-already' }
    const facts = await opening(query, account, [regionId], judge, deed.at)
    const merged = (await readRegionMap(query)).reach([regionId], deed.at)
    const replaced = account.kind === 'individual' ? held.filter(id => merged.has(id)) : []
    const after = { regionIds: [...held.filter(id => !replaced.includes(id)), regionId].sort() }
    const noted = { before: { regionIds: held }, after }
    const step = await takeStep(query, account, 'authorise-region', facts, deed, noted)
    if (step.outcome !== 'moved') return step
    await endAuthorisations(query, account.id, replaced, deed)
    await openRegions(query, account, [regionId], deed)
    // What was asked for has been decided.
    if (merged.has(account.reviewRegionId ?? '')) {
      await query('update accounts.account set review_region_id = null where id = $1', [accountId])
    }
    await tell(query, holdersOf, account, 'region-authorised', `Region: ${regionId}`, deed.at)
    if (account.status !== 'suspended') return step
    return (await regionFound(query, account, standing, holdersOf, deed)) ?? step
  })

/**
 * Withdraws a region from an account, and with it those that have been merged into it. An individual left without any
 * is suspended (AUP25-06: none is active without), with all else as it was, until a lead authorises it anew.
 */
export const withdrawRegion = (
  database: Database,
  accountId: string,
  regionId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<RegionChange> =>
  withAccount(database, accountId, async (query, account): Promise<RegionChange> => {
    const held = await heldRegions(query, account)
    if (held === null) return { outcome: 'not-narrowed' }
    const reach = (await readRegionMap(query)).reach([regionId], deed.at)
    const gone = held.filter(id => reach.has(id))
    const left = held.filter(id => !reach.has(id))
    const facts = { kind: account.kind, left: left.length, held: gone.length > 0 }
    const noted = { before: { regionIds: held }, after: { regionIds: left } }
    const step = await takeStep(query, account, 'withdraw-region', facts, deed, noted)
    if (step.outcome !== 'moved') return step
    if (account.kind === 'individual') await endAuthorisations(query, accountId, gone, deed)
    else await query('update accounts.account set region_ids = $2 where id = $1', [accountId, left])
    await tell(
      query,
      holdersOf,
      account,
      'region-withdrawn',
      `Region: ${regionId}\nReason: ${deed.why}`,
      deed.at,
    )
    if (account.kind !== 'individual' || left.length > 0) return step
    return (await noRegionLeft(query, account, holdersOf, deed)) ?? step
  })

async function endAuthorisations(
  query: Query,
  accountId: string,
  regionIds: readonly string[],
  deed: Deed,
): Promise<void> {
  await query(
    `update accounts.region_authorisation set ended_at = $3, ended_by = $4
     where account_id = $1 and region_id = any($2::text[]) and ended_at is null`,
    [accountId, regionIds, new Date(deed.at), deed.who],
  )
}

/** Where an account is authorised; null: it is not narrowed by region. */
async function heldRegions(query: Query, account: StoredAccount): Promise<readonly string[] | null> {
  if (account.kind !== 'individual') return account.regionIds
  const found = await readAuthorisations(query, [account.id])
  return (found.get(account.id) ?? []).map(({ regionId }) => regionId)
}
