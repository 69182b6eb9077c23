import type { Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, schedule } from '../workflow/index.ts'
import type { HoldersOf } from './account-notices.ts'
import { daysLater } from './calendar.ts'
import { routeTo } from './individual-store.ts'
import { FINAL_STATUSES } from './records.ts'
import { requestOf } from './region-request-store.ts'
import { readRegionMap } from './region-store.ts'
import { readAccountsOf } from './step-store.ts'

/** How long the lead of the successor has to look at what came with a merged region. */
export const MERGER_REVIEW_DAYS = 90

/**
 * What happens when a merger takes effect: authorisations given for the region stay as they are, with who gave them and
 * why, and are marked for review by the lead of the successor; applications that wait go before that lead.
 * Runs inside the transaction of the deadline. Doing it twice does no harm.
 */
export async function mergeTakesEffect(
  query: Query,
  regionId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<void> {
  const successorId = (await readRegionMap(query)).presentOf(regionId, deed.at)
  if (successorId === regionId) return
  const reviewBy = daysLater(deed.at, MERGER_REVIEW_DAYS)
  const marked = await markForReview(query, regionId, reviewBy)
  for (const accountId of marked) {
    const after = { regionId, successorId, reviewBy }
    await recordAct(query, 'account', accountId, 'region-merged', deed, { regionId }, after)
  }
  await rerouteWaiting(query, regionId, successorId, holdersOf, deed)
  await recordAct(query, 'region', regionId, 'merge-effect', deed, null, {
    successorId,
    review: marked.length,
  })
  if (marked.length === 0) return
  await schedule(query, 'region', regionId, 'review-merged', reviewBy)
  await tellPeople(query, await holdersOf(query, 'dos-lead', successorId, deed.at), deed.at, {
    kind: 'region-merged',
    subject: 'A region has been merged into yours',
    text: `${regionId} is part of ${successorId} now. ${marked.length} accounts came with it; please look at each by ${new Date(reviewBy).toISOString()}. See \`signpost account queue\`.`,
    regionId,
  })
}

async function markForReview(query: Query, regionId: string, reviewBy: EpochMillis): Promise<string[]> {
  // Accounts in the order of their ids, each before its authorisations, as everywhere.
  const accounts = await query<{ id: string }>(
    `select id from accounts.account
     where status <> all($2::text[]) and id in
       (select account_id from accounts.region_authorisation where region_id = $1 and ended_at is null)
     order by id for update`,
    [regionId, FINAL_STATUSES],
  )
  const ids = accounts.map(({ id }) => id)
  const marked = await query<{ account_id: string }>(
    `update accounts.region_authorisation set review_by = $3
     where region_id = $1 and ended_at is null and review_by is null and account_id = any($2::text[])
     returning account_id`,
    [regionId, ids, new Date(reviewBy)],
  )
  return marked.map(row => row.account_id).sort()
}

async function rerouteWaiting(
  query: Query,
  regionId: string,
  successorId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<void> {
  const waiting = await query<{ id: string }>(
    `select id from accounts.account
     where review_region_id = $1 and status <> all($2::text[]) and status not in ('submitted', 'email-validated')
     order by id for update`,
    [regionId, FINAL_STATUSES],
  )
  for (const account of await readAccountsOf(
    query,
    waiting.map(({ id }) => id),
  )) {
    if (account.status === 'regional-review') await routeTo(query, account, successorId, holdersOf, deed)
    else await requestOf(query, account, successorId, holdersOf, deed)
  }
}

/** What came with a merged region and has not been looked at in time is put before the access team; nothing is decided. */
export async function reviewOverdue(
  query: Query,
  regionId: string,
  holdersOf: HoldersOf,
  now: EpochMillis,
): Promise<void> {
  const [row] = await query<{ left: number }>(
    `select count(*)::int as left from accounts.region_authorisation g join accounts.account a on a.id = g.account_id
     where g.region_id = $1 and g.ended_at is null and g.review_by is not null and a.status <> all($2::text[])`,
    [regionId, FINAL_STATUSES],
  )
  const left = row?.left ?? 0
  if (left === 0) return
  await tellPeople(query, await holdersOf(query, 'access-manager', null, now), now, {
    kind: 'merger-review-overdue',
    subject: 'Accounts of a merged region have not been looked at',
    text: `${left} accounts that came with ${regionId} wait for the DoS Lead of its successor, and the time for that is over.`,
    regionId,
  })
}

async function tellPeople(
  query: Query,
  people: readonly string[],
  now: EpochMillis,
  what: { readonly kind: string; readonly subject: string; readonly text: string; readonly regionId: string },
): Promise<void> {
  const { kind, subject, text, regionId } = what
  const about = { entity: 'region', id: regionId } as const
  for (const person of people) await notify(query, { to: { person }, kind, subject, text, about }, now)
}
