import type { Database, Query } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import type { Judge } from './account-events.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import { readAuthorisations } from './authorisation-store.ts'
import { readRegionMap } from './region-store.ts'
import {
  type AccountMove,
  type AccountStep,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'

/** Asks for another region for an account that lives; its DoS Lead finds it in the queue. One is asked for at a time. */
export const requestRegion = (
  database: Database,
  accountId: string,
  regionId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, (query, account) => requestOf(query, account, regionId, holdersOf, deed))

/** As `requestRegion`, for an account whose row is held. */
export async function requestOf(
  query: Query,
  account: StoredAccount,
  regionId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep> {
  const map = await readRegionMap(query)
  const held = (await readAuthorisations(query, [account.id])).get(account.id) ?? []
  const facts = {
    regions: [{ id: regionId, state: map.stateOf(regionId, deed.at) }],
    held: held.some(one => one.regionId === regionId),
  }
  const noted = { before: { regionId: account.reviewRegionId }, after: { regionId } }
  const step = await takeStep(query, account, 'request-region', facts, deed, noted)
  if (step.outcome !== 'moved') return step
  await query('update accounts.account set review_region_id = $2 where id = $1', [account.id, regionId])
  await tell(query, holdersOf, { ...account, reviewRegionId: regionId }, 'account-waiting', '', deed.at)
  return step
}

/** Does not open the region that an account asked for, with a reason; all else of it stays. */
export const declineRegion = (
  database: Database,
  accountId: string,
  judge: Judge,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const facts = {
      judge,
      applicant: { personId: account.personId, odsCode: account.odsCode },
      requested: account.reviewRegionId !== null,
    }
    const noted = { before: { regionId: account.reviewRegionId }, after: { regionId: null } }
    const step = await takeStep(query, account, 'decline-region', facts, deed, noted)
    if (step.outcome !== 'moved') return step
    await query('update accounts.account set review_region_id = null where id = $1', [accountId])
    const detail = `Region: ${account.reviewRegionId}\nReason: ${deed.why}`
    await tell(query, holdersOf, account, 'region-declined', detail, deed.at)
    return step
  })
