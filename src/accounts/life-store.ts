import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { inside } from '../workflow/index.ts'
import type { AccountEvents, InactivityFinding, Judge } from './account-events.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import { predecessorState } from './individual-store.ts'
import { FINAL_STATUSES } from './records.ts'
import {
  type AccountMove,
  type AccountStep,
  readAccount,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'

/** Hands in a draft: of a web service or product account; individuals are registered. */
export const submitAccount = (
  database: Database,
  accountId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  database.transaction(async query => {
    // The organisation is held before its account, as everywhere, so that it cannot close in between.
    const seen = await readAccount(query, accountId)
    await query('select 1 from accounts.organisation where ods_code = $1 for share', [seen?.odsCode ?? null])
    return withAccount(inside(database, query), accountId, async (inner, account): Promise<AccountStep> => {
      const facts = {
        organisation: account.organisationStatus,
        // Whether a person is one of the organisation's is looked at where they are registered.
        belongs: account.kind === 'individual' ? false : null,
        predecessor: await predecessorState(inner, account),
      }
      const step = await takeStep(inner, account, 'submit', facts, deed)
      if (step.outcome === 'moved') await tell(inner, holdersOf, account, 'account-submitted', '', deed.at)
      return step
    })
  })

/** Does not accept an application. */
export const rejectAccount = (
  database: Database,
  accountId: string,
  judge: Judge,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const applicant = { personId: account.personId, odsCode: account.odsCode }
    const step = await takeStep(query, account, 'reject', { judge, applicant }, deed)
    if (step.outcome !== 'moved') return step
    await tell(query, holdersOf, account, 'account-rejected', `Reason: ${deed.why}`, deed.at)
    return step
  })

/** Takes an application back. */
export const withdrawApplication = (
  database: Database,
  accountId: string,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, (query, account) => takeStep(query, account, 'withdraw', null, deed))

/** Ends an application whose address was not confirmed in time. */
export const expireApplication = (
  database: Database,
  accountId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const facts = { now: deed.at, until: account.emailTokenUntil }
    const step = await takeStep(query, account, 'expire', facts, deed)
    if (step.outcome === 'moved') await tell(query, holdersOf, account, 'account-expired', '', deed.at)
    return step
  })

/**
 * What else ends with the last account on a connection, inside the same transaction: the room of agreements ends what
 * was agreed (AUP25-38; sources, use 4.2).
 */
export type WhenLastEnded = (inside: Database, connectionId: string, deed: Deed) => Promise<void>

/** Stops using the directory, at once and without having to say why (AUP25-32). */
export const ceaseUse = (
  database: Database,
  accountId: string,
  holdersOf: HoldersOf,
  whenLast: WhenLastEnded,
  deed: Deed,
): Promise<AccountMove> => end(database, accountId, 'cease', null, 'ceased', { holdersOf, whenLast }, deed)

/** Ends an account for good; two people decide it (AUP25-31). */
export const revokeAccount = (
  database: Database,
  accountId: string,
  holdersOf: HoldersOf,
  whenLast: WhenLastEnded,
  deed: Deed,
): Promise<AccountMove> => {
  const facts = { proposedBy: deed.who, approvedBy: deed.approvedBy ?? null }
  return end(database, accountId, 'revoke', facts, 'revoked', { holdersOf, whenLast }, deed)
}

/** Ends an account that has not been used for six months or longer (AUP25-33). */
export const terminateInactive = (
  database: Database,
  accountId: string,
  finding: InactivityFinding | null,
  holdersOf: HoldersOf,
  whenLast: WhenLastEnded,
  deed: Deed,
): Promise<AccountMove> =>
  end(database, accountId, 'terminate-inactive', { finding }, 'inactive', { holdersOf, whenLast }, deed)

type Others = { readonly holdersOf: HoldersOf; readonly whenLast: WhenLastEnded }

const end = <E extends 'cease' | 'revoke' | 'terminate-inactive'>(
  database: Database,
  accountId: string,
  event: E,
  facts: AccountEvents[E],
  endedAs: NonNullable<StoredAccount['endedAs']>,
  { holdersOf, whenLast }: Others,
  deed: Deed,
): Promise<AccountMove> =>
  database.transaction(async outer => {
    await holdConnections(outer, [accountId])
    return withAccount(inside(database, outer), accountId, async (query, account): Promise<AccountStep> => {
      const step = await takeStep(query, account, event, facts, deed, { after: { endedAs } })
      if (step.outcome !== 'moved') return step
      await query('update accounts.account set ended_as = $2 where id = $1', [accountId, endedAs])
      await tell(query, holdersOf, account, 'account-ended', `How: ${endedAs}\nReason: ${deed.why}`, deed.at)
      const { connectionId } = account
      if (connectionId !== null && (await isDeserted(query, connectionId))) {
        await whenLast(inside(database, query), connectionId, deed)
      }
      return step
    })
  })

/** Holds what accounts are on, so that of two that end at once one is the last. */
const holdConnections = (query: Query, accountIds: readonly string[]): Promise<unknown> =>
  query(
    `select 1 from accounts.connection
     where id in (select connection_id from accounts.account where id = any($1::text[]))
     order by id for no key update`,
    [accountIds],
  )

async function isDeserted(query: Query, connectionId: string): Promise<boolean> {
  const left = await query(
    'select 1 from accounts.account where connection_id = $1 and status <> all($2::text[]) limit 1',
    [connectionId, FINAL_STATUSES],
  )
  return left.length === 0
}

/**
 * Ends every account of somebody, and takes back what they have applied for: when an organisation sees off one of its
 * people (AUP25-18), or they leave altogether.
 * @param odsCode only those with that organisation; null: all
 * @returns the ids of the accounts that ended
 */
export async function endAccountsOf(
  database: Database,
  personId: string,
  odsCode: string | null,
  holdersOf: HoldersOf,
  whenLast: WhenLastEnded,
  deed: Deed,
): Promise<readonly string[]> {
  const rows = await database.query<{ id: string; status: string }>(
    `select a.id, a.status from accounts.account a join accounts.connection c on c.id = a.connection_id
     where a.person_id = $1 and ($2::text is null or c.ods_code = $2) and a.status <> all($3::text[]) order by a.id`,
    [personId, odsCode, FINAL_STATUSES],
  )
  await holdConnections(
    database.query,
    rows.map(({ id }) => id),
  )
  const ended: string[] = []
  for (const { id, status } of rows) {
    const used = status === 'active' || status === 'restricted' || status === 'suspended'
    const move = used
      ? await ceaseUse(database, id, holdersOf, whenLast, deed)
      : await withdrawApplication(database, id, deed)
    if (move.outcome === 'moved') ended.push(id)
  }
  return ended
}

/** That the holder of an individual account has accepted a policy version themselves, by the hash of what they read. */
export type PolicyAcceptance = {
  readonly version: string
  readonly hash: string
  readonly at: EpochMillis
}

/**
 * Records that its holder accepts the policy (AUP25-18); once for each version, later ones of the same change nothing.
 * @param inForce the version in force now: no other can be accepted
 */
export const acceptPolicy = (
  database: Database,
  accountId: string,
  offered: { readonly version: string; readonly hash: string },
  inForce: { readonly version: string; readonly hash: string },
  deed: Deed,
): Promise<AccountMove | { readonly outcome: 'other-text' | 'accepted-before' }> =>
  withAccount(database, accountId, async (query, account) => {
    if (offered.version === inForce.version && offered.hash !== inForce.hash) {
      return { outcome: 'other-text' } as const
    }
    const before = (await readAcceptances(query, accountId)).some(
      ({ version }) => version === offered.version,
    )
    if (before) return { outcome: 'accepted-before' } as const
    const facts = { offered: offered.version, inForce: inForce.version }
    const step = await takeStep(query, account, 'accept-policy', facts, deed, { after: { ...offered } })
    if (step.outcome !== 'moved') return step
    await query(
      'insert into accounts.policy_acceptance (account_id, version, hash, accepted_at) values ($1, $2, $3, $4)',
      [accountId, offered.version, offered.hash, new Date(deed.at)],
    )
    return step
  })

type AcceptanceRow = { readonly version: string; readonly hash: string; readonly accepted_at: Date }

/** The policy versions the holder of an account has accepted, by version. */
export async function readAcceptances(query: Query, accountId: string): Promise<PolicyAcceptance[]> {
  const rows = await query<AcceptanceRow>(
    'select version, hash, accepted_at from accounts.policy_acceptance where account_id = $1 order by version',
    [accountId],
  )
  return rows.map(row => ({ version: row.version, hash: row.hash, at: row.accepted_at.getTime() }))
}
