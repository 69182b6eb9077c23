import type { Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { EpochMillis, Role } from '../vocabulary/index.ts'
import type { StoredAccount } from './step-store.ts'

/** The ids of the people who hold a role for that scope at `now`; null: for the operator. */
export type HoldersOf = (
  query: Query,
  role: Role,
  scopeId: string | null,
  now: EpochMillis,
) => Promise<readonly string[]>

const RETENTION =
  'What was received from the directory is out of date from now on and must not be used in any setting (AUP25-37). ' +
  'Coming back takes a new application (AUP25-38).'

/**
 * What is told of an account, to whom: its `holder`, the `admins` of its organisation, or for a product's client those
 * of its supplier, the `leads` of the region that is asked. The reason given, or another detail, follows the text.
 */
const TELLINGS = {
  'account-submitted': {
    to: ['holder', 'admins'],
    subject: 'We have an application for an account',
    text: 'An application for an account has reached us. Next, its address is confirmed from the mail box it belongs to.',
  },
  'account-waiting': {
    to: ['leads'],
    subject: 'An account waits for your decision',
    text: 'Somebody asks to use the directory in your region; their address is confirmed. See `signpost account queue`.',
  },
  'account-approved': {
    to: ['holder', 'admins'],
    subject: 'An account has been approved',
    text: 'The account has been approved. It can be used once everything it rests on is in place.',
  },
  'account-active': {
    to: ['holder', 'admins'],
    subject: 'An account is active',
    text: 'The account can be used. One that is not used for six months or longer is ended (AUP25-33).',
  },
  'account-rejected': {
    to: ['holder', 'admins'],
    subject: 'An application for an account was not accepted',
    text: 'The application was not accepted, for the reason below. You may apply again.',
  },
  'account-expired': {
    to: ['holder', 'admins'],
    subject: 'An application for an account has run out',
    text: 'The address was not confirmed in time, so the application has ended. To have an account after all, apply again.',
  },
  'region-declined': {
    to: ['holder'],
    subject: 'A region you asked for was not opened to your account',
    text: 'The DoS Lead has not opened the region you asked for, for the reason below. All else of your account stays as it is.',
  },
  'region-authorised': {
    to: ['holder', 'admins'],
    subject: 'An account may be used in another region',
    text: 'A DoS Lead has authorised the account in a region (AUP25-06).',
  },
  'region-withdrawn': {
    to: ['holder', 'admins'],
    subject: 'An account may no longer be used in a region',
    text: 'A DoS Lead has withdrawn a region from the account (AUP25-06).',
  },
  'account-restricted': {
    to: ['holder', 'admins'],
    subject: 'An account has been restricted',
    text: 'The account may for now ask less than was agreed (AUP25-41). The restriction has a date by which it is looked at again.',
  },
  'restriction-lifted': {
    to: ['holder', 'admins'],
    subject: 'A restriction of an account has ended',
    text: 'A restriction of the account has ended.',
  },
  'account-suspended': {
    to: ['holder', 'admins'],
    subject: 'An account has been suspended',
    text: 'The account is suspended and is not answered (AUP25-42). To contest it or to put it right, write to the contact printed with every refusal.',
  },
  'account-reinstated': {
    to: ['holder', 'admins'],
    subject: 'An account has been reinstated',
    text: 'A suspension of the account has ended.',
  },
  'account-ended': {
    to: ['holder', 'admins'],
    subject: 'An account has ended',
    text: `The account has ended. ${RETENTION}`,
  },
} as const satisfies Record<string, Telling>

type Telling = {
  readonly to: readonly ('holder' | 'admins' | 'leads')[]
  readonly subject: string
  readonly text: string
}

export type Told = keyof typeof TELLINGS

/** Tells everybody whom it concerns, each once. */
export async function tell(
  query: Query,
  holdersOf: HoldersOf,
  account: StoredAccount,
  told: Told,
  detail: string,
  now: EpochMillis,
): Promise<void> {
  const { to, subject, text }: Telling = TELLINGS[told]
  const people = new Set<string>()
  for (const side of to) {
    for (const person of await sideOf(query, holdersOf, account, side, now)) people.add(person)
  }
  for (const person of [...people].sort()) {
    const about = { entity: 'account', id: account.id } as const
    const whole = `${text}\n\nAccount: ${account.id}\n${detail}`
    await notify(query, { to: { person }, kind: told, subject, text: whole, about }, now)
  }
}

async function sideOf(
  query: Query,
  holdersOf: HoldersOf,
  account: StoredAccount,
  side: Telling['to'][number],
  now: EpochMillis,
): Promise<readonly string[]> {
  if (side === 'holder') return account.personId === null ? [] : [account.personId]
  if (side === 'leads') {
    return account.reviewRegionId === null ? [] : holdersOf(query, 'dos-lead', account.reviewRegionId, now)
  }
  return account.odsCode === null
    ? holdersOf(query, 'supplier-admin', account.supplierId, now)
    : holdersOf(query, 'euo-admin', account.odsCode, now)
}
