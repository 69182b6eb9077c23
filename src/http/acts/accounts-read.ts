import Type from 'typebox'
import {
  missingFor,
  readAcceptances,
  readAuthorisations,
  readQueue,
  readRegionMap,
  readRestrictions,
  readSeenAccounts,
  readSuspensions,
  restrictionIds,
  type StoredAccount,
} from '../../accounts/index.ts'
import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { type Act as RecordedAct, readActs } from '../../workflow/index.ts'
import { ledBy, seenAccount, sightOf, standingFor } from './accounts-reach.ts'
import {
  ACCOUNTS,
  AccountPath,
  AccountRow,
  AccountStatusName,
  AccountView,
  accountRow,
  accountView,
  HistoryEntry,
  historyEntry,
} from './accounts-words.ts'
import { type Act, act } from './act.ts'
import { After, Limit, Next, PAGE, paged } from './register-words.ts'
import { closed, Id, Instant, iso, ListOf, Nullable, OdsCode, Prose, RegionId } from './words.ts'

const QUEUE_MAX = 500

const Waiting = Type.Object(
  {
    ...AccountRow.properties,
    askedRegion: Nullable(RegionId),
    accessReason: Nullable(Prose(1000, 'What its holder needs it for.')),
  },
  closed,
)
const ReviewView = Type.Object(
  {
    account: Id('The account.'),
    region: RegionId,
    grantedBy: Id('Who had opened it.'),
    reviewBy: Instant('By when it is looked at.'),
  },
  closed,
)

/** Seeing accounts. */
export const accountReadActs: readonly Act[] = [
  act({
    command: 'account list',
    method: 'GET',
    path: '/accounts',
    tag: ACCOUNTS,
    summary: 'The accounts you may see',
    description:
      'Everybody sees their own; administrators and signatories those of their organisation, suppliers those of their products but nobody’s personal one, DoS Leads those of people in their regions, the operator all.',
    roles: 'anyone',
    clauses: ['AUP25-04', 'AUP25-05'],
    query: Type.Object(
      {
        organisation: Type.Optional(OdsCode),
        connection: Type.Optional(Id('Only those on it.')),
        person: Type.Optional(Id('Only those of this person.')),
        status: Type.Optional(AccountStatusName),
        after: After,
        limit: Limit,
      },
      closed,
    ),
    answer: Type.Object({ accounts: ListOf(AccountRow, PAGE, 'By id.'), next: Next }, closed),
    run: async context => {
      const { rooms, query } = context
      const limit = query.limit ?? PAGE
      const found = await readSeenAccounts(rooms.database.query, await sightOf(context), {
        odsCode: query.organisation ?? null,
        connectionId: query.connection ?? null,
        personId: query.person ?? null,
        status: query.status ?? null,
        after: query.after ?? null,
        limit: limit + 1,
      })
      const { page, next } = paged(found, limit, account => account.id)
      return { outcome: 'done', body: { accounts: page.map(accountRow), next } }
    },
  }),
  act({
    command: 'account show',
    method: 'GET',
    path: '/accounts/:id',
    tag: ACCOUNTS,
    summary: 'An account, with its regions, restrictions, suspensions, and what it lacks',
    roles: 'anyone',
    clauses: ['AUP25-04', 'AUP25-05', 'AUP25-06'],
    params: AccountPath,
    answer: AccountView,
    run: async context => {
      const account = await seenAccount(context, context.params.id)
      if (!account) return { outcome: 'no-such' }
      const { query } = context.rooms.database
      return { outcome: 'done', body: accountView(account, await partsOf(query, account, context.now)) }
    },
  }),
  act({
    command: 'account history',
    method: 'GET',
    path: '/accounts/:id/history',
    tag: ACCOUNTS,
    summary: 'All that was ever done to an account, oldest first',
    roles: 'anyone',
    clauses: ['AUP25-06', 'AUP18-03'],
    params: AccountPath,
    answer: Type.Object({ history: ListOf(HistoryEntry, 10_000, 'Oldest first.') }, closed),
    run: async context => {
      const account = await seenAccount(context, context.params.id)
      if (!account) return { outcome: 'no-such' }
      const acts = await historyOf(context.rooms.database.query, account.id)
      return { outcome: 'done', body: { history: acts.slice(0, 10_000).map(historyEntry) } }
    },
  }),
  act({
    command: 'account queue',
    method: 'GET',
    path: '/account-queue',
    tag: ACCOUNTS,
    summary: 'What waits for your decision as a DoS Lead',
    description:
      'People who ask to use the directory in your regions, and accounts that came with a merged region.',
    roles: ['dos-lead'],
    clauses: ['AUP25-06'],
    answer: Type.Object(
      {
        waiting: ListOf(Waiting, QUEUE_MAX, 'Longest waiting first; their addresses are confirmed.'),
        reviews: ListOf(ReviewView, QUEUE_MAX, 'Soonest due first.'),
      },
      closed,
    ),
    run: async ({ rooms, actor, now }) => {
      const { query } = rooms.database
      const led = ledBy(actor, await readRegionMap(query), now)
      const { waiting, reviews } = await readQueue(query, [...led], QUEUE_MAX)
      return {
        outcome: 'done',
        body: {
          waiting: waiting.map(account => ({
            ...accountRow(account),
            askedRegion: account.reviewRegionId,
            accessReason: account.accessReason,
          })),
          reviews: reviews.map(one => ({
            account: one.accountId,
            region: one.regionId,
            grantedBy: one.grantedBy,
            reviewBy: iso(one.reviewBy),
          })),
        },
      }
    },
  }),
]

async function partsOf(query: Query, account: StoredAccount, now: EpochMillis) {
  const held = await readAuthorisations(query, [account.id])
  const missing =
    account.status === 'approved'
      ? await missingFor(query, account, await standingFor(query, account, now), now)
      : []
  return {
    authorisations: held.get(account.id) ?? [],
    suspensions: await readSuspensions(query, account.id),
    restrictions: await readRestrictions(query, account.id),
    acceptances: await readAcceptances(query, account.id),
    missing,
  }
}

/** Of the account, its keys and its restrictions, in the order in which it was done. */
async function historyOf(query: Query, accountId: string): Promise<readonly RecordedAct[]> {
  const all = [
    ...(await readActs(query, 'account', accountId)),
    ...(await readActs(query, 'credential', accountId)),
  ]
  for (const id of await restrictionIds(query, accountId))
    all.push(...(await readActs(query, 'restriction', id)))
  return all.sort((a, b) => a.id - b.id)
}
