import type { Database, Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { type Attempt, countAttempt, settleHalfway, settleRight, settleWrong } from './guard-store.ts'
import { normalUserName, PASSWORD_MAX } from './password.ts'
import { DECOY_HASH, isPassword } from './password-hash.ts'
import { type StoredSecret, secretByName, secretOfPerson, useTotpStep } from './secret-store.ts'
import { totpStep } from './totp.ts'

export type PasswordAttempt = {
  readonly userName: string
  readonly password: string
  /** Of the second factor; null when none was given. */
  readonly code: string | null
  /** Where it comes from: `networkOf` an address. */
  readonly network: string
}

export type PasswordAnswer =
  | { readonly outcome: 'known'; readonly personId: string; readonly secondFactor: boolean }
  /** The password was right, and a code of the second factor is to come with it. */
  | { readonly outcome: 'code-needed' }
  /** Wrong, locked, unknown, or too often: nobody outside learns which. */
  | { readonly outcome: 'refused' }

const REFUSED = { outcome: 'refused' } as const

/**
 * Weighs a user name, password and code. An unknown name takes the same hash, the same statements and gets the same
 * answer as a known one; so does a name that is locked, which is locked whether anybody has it or not.
 */
export async function checkPassword(
  database: Database,
  given: PasswordAttempt,
  now: EpochMillis,
): Promise<PasswordAnswer> {
  const userName = normalUserName(given.userName)
  const attempt = await countAttempt(database, userName, given.network, now)
  // Alike for every name, and the hash is what a flood from one place would be after.
  if (attempt.verdict === 'network-spent') return REFUSED
  const secret = await secretByName(database.query, userName)
  const right = await weighPassword(secret, given.password)
  const owner = attempt.verdict === 'weigh' && right && secret?.status === 'active' ? secret : undefined
  return database.transaction(query => settle(query, owner, secret, attempt, given.code, now))
}

/** One hash is worked out in every case, of a decoy where there is none. */
async function weighPassword(secret: StoredSecret | undefined, password: string): Promise<boolean> {
  // A text that no password can be is cut, not hashed at any length; the cut one is wrong all the same.
  const text = password.slice(0, PASSWORD_MAX * 4)
  const right = await isPassword(text, secret?.passwordHash ?? DECOY_HASH)
  return right && typeof secret?.passwordHash === 'string'
}

async function settle(
  query: Query,
  owner: StoredSecret | undefined,
  named: StoredSecret | undefined,
  attempt: Attempt,
  code: string | null,
  now: EpochMillis,
): Promise<PasswordAnswer> {
  const wrong = async (): Promise<PasswordAnswer> => {
    await settleWrong(query, attempt, named?.personId ?? null, now)
    return REFUSED
  }
  if (!owner) return wrong()
  // Read again and held: the password may have been changed while the old one was weighed.
  const current = await secretOfPerson(query, owner.personId, true)
  if (!current || current.passwordHash !== owner.passwordHash) return wrong()
  const { totpSecret } = current
  if (totpSecret !== null && code === null) {
    await settleHalfway(query, attempt, now)
    return { outcome: 'code-needed' }
  }
  if (totpSecret !== null && !(await isCode(query, current, totpSecret, code ?? '', now))) return wrong()
  await settleRight(query, attempt, now)
  return { outcome: 'known', personId: owner.personId, secondFactor: totpSecret !== null }
}

async function isCode(
  query: Query,
  { personId, totpStep: lastStep }: StoredSecret,
  totpSecret: string,
  code: string,
  now: EpochMillis,
): Promise<boolean> {
  const step = totpStep(code, totpSecret, lastStep, now)
  return step !== undefined && (await useTotpStep(query, personId, totpSecret, step))
}

/** What counts as one network: an IPv4 address, and of an IPv6 address the /64 a household or a site is given. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.toLowerCase().split('::')
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'))
  const before = groups(head)
  const after = groups(tail ?? '')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length)
  const all = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${all
    .slice(0, 4)
    .map(group => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
