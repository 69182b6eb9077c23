import type { Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import type { DueHandler } from '../workflow/index.ts'
import type { HoldersOf } from './account-notices.ts'
import { expireApplication } from './life-store.ts'
import { mergeTakesEffect, reviewOverdue } from './merger-store.ts'
import { isFinal } from './records.ts'
import { liftRestriction, readRestriction } from './restriction-store.ts'
import { readAccount } from './step-store.ts'

const byCalendar = (why: string, at: EpochMillis): Deed => ({ who: 'signpost', actingAs: 'system', why, at })

/** What falls due in the lives of accounts and regions, by `entity:event`. */
export const accountDueHandlers = (holdersOf: HoldersOf): Readonly<Record<string, DueHandler>> => ({
  'account:expire': async (inside, { entityId }, now) => {
    // An address that has been confirmed meanwhile leaves nothing to end.
    await expireApplication(
      inside,
      entityId,
      holdersOf,
      byCalendar('The address was not confirmed in time.', now),
    )
  },
  'restriction:end': async (inside, { entityId }, now) => {
    const restriction = await readRestriction(inside.query, entityId)
    if (!restriction) return
    await liftRestriction(inside, restriction, 'end', holdersOf, byCalendar('Its time is over.', now))
  },
  'restriction:review': (inside, { entityId }, now) =>
    reviewRestriction(inside.query, entityId, holdersOf, now),
  'region:merge': async (inside, { entityId }, now) =>
    mergeTakesEffect(inside.query, entityId, holdersOf, byCalendar('The merger takes effect.', now)),
  'region:review-merged': async (inside, { entityId }, now) =>
    reviewOverdue(inside.query, entityId, holdersOf, now),
})

/** Puts a restriction before whoever can lift it: the access team, or the administrators of the employer. */
async function reviewRestriction(
  query: Query,
  restrictionId: string,
  holdersOf: HoldersOf,
  now: EpochMillis,
): Promise<void> {
  const restriction = await readRestriction(query, restrictionId)
  const account = restriction && (await readAccount(query, restriction.accountId))
  if (!restriction || !account || isFinal(account.status)) return
  const people =
    restriction.imposedAs === 'employer' && account.odsCode !== null
      ? await holdersOf(query, 'euo-admin', account.odsCode, now)
      : await holdersOf(query, 'access-manager', null, now)
  const notice = {
    kind: 'restriction-review',
    subject: 'A restriction is to be looked at again',
    text: `The restriction ${restrictionId} of the account ${account.id} has reached the date of its review. It stands until it is lifted (AUP25-41).`,
    about: { entity: 'restriction', id: restrictionId } as const,
  }
  for (const person of people) await notify(query, { to: { person }, ...notice }, now)
}
