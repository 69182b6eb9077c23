import { createHash } from 'node:crypto'
import { appendChanges, type Database, type Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { schedule, unschedule } from '../workflow/index.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import { insertAccount, type Opened } from './account-store.ts'
import { daysLater } from './calendar.ts'
import { isFinal } from './records.ts'
import { readRegionMap } from './region-store.ts'
import {
  type AccountMove,
  type AccountStep,
  readAccount,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'

export type IndividualApplication = {
  readonly id: string
  readonly personId: string
  readonly connectionId: string
  readonly accessReason: string
  /** The region whose DoS Lead is asked. */
  readonly regionId: string
  /** The ended account this one follows; null: that of theirs on the connection which ended last, if any. */
  readonly predecessorId: string | null
}

/** How an address is proved: by a code only whoever reads the mail box has. */
export type EmailProof = {
  /** Kept as a hash only; sent to the address, and nowhere else. */
  readonly token: string
  /** How long there is (AUP25-05; sources, use 4.1). */
  readonly days: number
  /** Where people sign in. */
  readonly address: string
}

export type Registered =
  | Exclude<AccountStep, { outcome: 'moved' }>
  | { readonly outcome: 'registered'; readonly until: EpochMillis }
  | {
      readonly outcome:
        | 'unknown-region'
        | 'region-merged'
        | 'not-their-predecessor'
        | 'no-connection'
        | 'id-taken'
    }
  /** The person has an account on that connection which has not ended. */
  | { readonly outcome: 'has-account' }

/**
 * Registers somebody for an account of their own on a connection of their organisation (AUP25-05), and sends the code
 * that proves their address. All of it happens or nothing.
 * @param belongs whether the person is one of that organisation's (AUP25-03)
 */
export async function registerIndividual(
  database: Database,
  application: IndividualApplication,
  { belongs, proof, holdersOf }: Surroundings,
  deed: Deed,
): Promise<Registered> {
  return database
    .transaction(async (query): Promise<Registered> => {
      const regions = await readRegionMap(query)
      const state = regions.stateOf(application.regionId, deed.at)
      if (state !== 'current') return { outcome: state === 'merged' ? 'region-merged' : 'unknown-region' }
      const predecessorId = application.predecessorId ?? (await endedLast(query, application))
      const before = predecessorId === null ? undefined : await readAccount(query, predecessorId)
      if (predecessorId !== null && before?.personId !== application.personId) {
        return { outcome: 'not-their-predecessor' }
      }
      const opened = await insertAccount(query, blank(application, predecessorId), deed)
      if (opened !== 'created') return { outcome: notOpened(opened) }
      const until = daysLater(deed.at, proof.days)
      await query(
        'update accounts.account set access_reason = $2, review_region_id = $3, email_token_until = $4 where id = $1',
        [application.id, application.accessReason, application.regionId, new Date(until)],
      )
      const account = await readAccount(query, application.id)
      if (!account) throw new Error('An account that was just made is not there.')
      const predecessor = await predecessorState(query, account)
      const facts = { organisation: account.organisationStatus, belongs, predecessor }
      const step = await takeStep(query, account, 'submit', facts, deed)
      if (step.outcome !== 'moved') throw new NotRegistered(step)
      await schedule(query, 'account', account.id, 'expire', until)
      await tell(query, holdersOf, account, 'account-submitted', '', deed.at)
      await sendProof(query, account, proof, until, deed.at)
      await appendChanges(query, 'account', [account.id])
      return { outcome: 'registered', until }
    })
    .catch((error: unknown) => {
      if (error instanceof NotRegistered) return error.step
      throw error
    })
}

type Surroundings = {
  readonly belongs: boolean
  readonly proof: EmailProof
  readonly holdersOf: HoldersOf
}

/** Rolls the transaction back, so that no half-made account stays. */
class NotRegistered extends Error {
  readonly step: Exclude<AccountStep, { outcome: 'moved' }>
  constructor(step: Exclude<AccountStep, { outcome: 'moved' }>) {
    super('An individual was not registered.')
    this.step = step
  }
}

/** An account is known by its id alone: no name of a person is in the register of accounts. */
const blank = ({ id, connectionId, personId }: IndividualApplication, predecessorId: string | null) => ({
  id,
  kind: 'individual' as const,
  connectionId,
  name: id,
  status: 'draft' as const,
  referralRoleIds: null,
  regionIds: null,
  personId,
  predecessorId,
})

function notOpened(opened: Exclude<Opened, 'created'>): 'no-connection' | 'has-account' | 'id-taken' {
  if (opened === 'id-taken') return 'id-taken'
  return opened === 'connection-has-account' ? 'has-account' : 'no-connection'
}

async function endedLast(
  query: Query,
  { personId, connectionId }: IndividualApplication,
): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    `select id from accounts.account where person_id = $1 and connection_id = $2 and ended_at is not null
     order by ended_at desc, id desc limit 1`,
    [personId, connectionId],
  )
  return row?.id ?? null
}

/** What stands to be said of the account that one names as the one before it. */
export async function predecessorState(
  query: Query,
  account: StoredAccount,
): Promise<'none' | 'ended' | 'not-ended' | 'somebody-elses'> {
  if (account.predecessorId === null) return 'none'
  const before = await readAccount(query, account.predecessorId)
  const theirs =
    before?.kind === account.kind &&
    (account.kind === 'individual'
      ? before.personId === account.personId
      : before.odsCode === account.odsCode && before.productId === account.productId)
  if (!before || !theirs) return 'somebody-elses'
  return isFinal(before.status) ? 'ended' : 'not-ended'
}

async function sendProof(
  query: Query,
  account: StoredAccount,
  proof: EmailProof,
  until: EpochMillis,
  now: EpochMillis,
): Promise<void> {
  if (account.personId === null) throw new Error('An individual account without its person.')
  await query('update accounts.account set email_token_hash = $2, email_sent_at = $3 where id = $1', [
    account.id,
    hashOf(proof.token),
    new Date(now),
  ])
  await notify(
    query,
    {
      to: { person: account.personId },
      kind: 'confirm-address',
      subject: 'Please confirm your address',
      text: [
        'Somebody, you or the administrator of your organisation, asks for an account in your name.',
        `To confirm that this is your address, sign in at ${proof.address} and give this code:`,
        `  account: ${account.id}`,
        `  code: ${proof.token}`,
        `It holds until ${new Date(until).toISOString()}. If you do not want an account, do nothing.`,
      ].join('\n'),
      about: { entity: 'account', id: account.id },
      mailOnly: true,
    },
    now,
  )
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

/** Sends a new code, which replaces the one before; the date by which it must be used stays. */
export const resendEmail = (
  database: Database,
  accountId: string,
  proof: Omit<EmailProof, 'days'>,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const facts = { now: deed.at, sentAt: account.emailSentAt }
    const step = await takeStep(query, account, 'resend-email', facts, deed)
    if (step.outcome !== 'moved') return step
    await sendProof(query, account, { ...proof, days: 0 }, account.emailTokenUntil ?? deed.at, deed.at)
    return step
  })

/** Proves the address, and puts the application before the lead of its region, or of what that has been merged into. */
export const validateEmail = (
  database: Database,
  accountId: string,
  token: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, async (query, account): Promise<AccountStep> => {
    const right = account.emailTokenHash !== null && account.emailTokenHash === hashOf(token)
    const validated = await takeStep(
      query,
      account,
      'validate-email',
      { token: right ? 'right' : 'wrong', now: deed.at, until: account.emailTokenUntil },
      deed,
    )
    if (validated.outcome !== 'moved') return validated
    await query(
      'update accounts.account set email_token_hash = null, email_token_until = null where id = $1',
      [accountId],
    )
    await unschedule(query, 'account', accountId, 'expire')
    const regions = await readRegionMap(query)
    const regionId = regions.presentOf(account.reviewRegionId ?? '', deed.at)
    const routed = await routeTo(query, { ...account, status: validated.to }, regionId, holdersOf, deed)
    if (routed.outcome !== 'moved') throw new Error(`The account ${accountId} names no region there is.`)
    return { ...routed, from: validated.from }
  })

/** Puts an application before the lead of a region. Its row is held. */
export async function routeTo(
  query: Query,
  account: StoredAccount,
  regionId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep> {
  const regions = await readRegionMap(query)
  const asked = [{ id: regionId, state: regions.stateOf(regionId, deed.at) }]
  const before = { regionId: account.reviewRegionId }
  const noted = { before, after: { regionId } }
  const step = await takeStep(query, account, 'route', { regions: asked }, deed, noted)
  if (step.outcome !== 'moved') return step
  await query('update accounts.account set review_region_id = $2 where id = $1', [account.id, regionId])
  await tell(query, holdersOf, { ...account, reviewRegionId: regionId }, 'account-waiting', '', deed.at)
  return step
}

/** Corrects the region of an application without rejecting it (sources, use 2.4). */
export const rerouteIndividual = (
  database: Database,
  accountId: string,
  regionId: string,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, (query, account) => routeTo(query, account, regionId, holdersOf, deed))
