import { randomBytes } from 'node:crypto'
import type { Database } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { Deed, EpochMillis, Random } from '../vocabulary/index.ts'
import { inside, recordAct } from '../workflow/index.ts'
import { raiseAlert } from './alert-store.ts'
import { type Attempt, countAttempt, settleHalfway, settleRight, settleWrong } from './guard-store.ts'
import { normalUserName, passwordFaults, USER_NAME } from './password.ts'
import { hashPassword } from './password-hash.ts'
import { readPerson } from './person-store.ts'
import { hashOfRecoveryCode, newRecoveryCode } from './recovery-code.ts'
import {
  addUserName,
  confirmPendingTotp,
  type StoredSecret,
  secretByName,
  secretOfPerson,
  writePassword,
  writePendingTotp,
  writeRecovery,
} from './secret-store.ts'
import { endSessionsOf } from './session-store.ts'
import { newTotpSecret, totpStep, totpUri } from './totp.ts'

const DAY = 86_400_000
export const RECOVERY_MILLIS = DAY
/** A newcomer may be on leave when the invitation comes. */
export const INVITATION_MILLIS = 7 * DAY

export type CodeIssued =
  | { readonly outcome: 'issued'; readonly code: string; readonly until: EpochMillis }
  | { readonly outcome: 'unknown-person' | 'not-active' | 'signs-in-elsewhere' | 'no-sign-in' }
  | { readonly outcome: 'user-name-faulty' | 'user-name-taken' }

/**
 * Lets somebody begin to sign in here: gives them a user name, and a one-time code that leads to a password and a
 * second factor of their own choosing. The code is shown once and kept as a hash.
 */
export async function invite(
  database: Database,
  given: { readonly personId: string; readonly userName: string },
  deed: Deed,
  random: Random = randomBytes,
): Promise<CodeIssued> {
  const userName = normalUserName(given.userName)
  if (!USER_NAME.test(userName)) return { outcome: 'user-name-faulty' }
  return database.transaction(async query => {
    const person = await readPerson(query, given.personId, true)
    if (!person) return { outcome: 'unknown-person' }
    if (person.status !== 'active') return { outcome: 'not-active' }
    if (person.identity !== null) return { outcome: 'signs-in-elsewhere' }
    if (!(await addUserName(query, person.id, userName))) return { outcome: 'user-name-taken' }
    const until = deed.at + INVITATION_MILLIS
    const code = newRecoveryCode(random)
    await writeRecovery(query, person.id, hashOfRecoveryCode(code), until)
    await recordAct(query, 'person', person.id, 'invite', deed, null, null)
    return { outcome: 'issued', code, until }
  })
}

/**
 * Has somebody begin again who lost their password or second factor. What they had leads in no more, all their
 * sessions end, and they are told, for a recovery nobody asked for is an attack.
 */
export async function recover(
  database: Database,
  personId: string,
  deed: Deed,
  random: Random = randomBytes,
): Promise<CodeIssued> {
  return database.transaction(async query => {
    const person = await readPerson(query, personId, true)
    if (!person) return { outcome: 'unknown-person' }
    if (person.status !== 'active') return { outcome: 'not-active' }
    if (person.identity !== null) return { outcome: 'signs-in-elsewhere' }
    const secret = await secretOfPerson(query, personId, true)
    if (!secret) return { outcome: 'no-sign-in' }
    const until = deed.at + RECOVERY_MILLIS
    const code = newRecoveryCode(random)
    await writeRecovery(query, personId, hashOfRecoveryCode(code), until)
    await endSessionsOf(inside(database, query), personId, deed)
    await raiseAlert(query, {
      personId,
      kind: 'recovery',
      at: deed.at,
      sessionId: null,
      otherSessionId: null,
    })
    await recordAct(query, 'person', personId, 'recover', deed, null, null)
    await notify(
      query,
      {
        to: { person: personId },
        kind: 'recovery-begun',
        subject: 'Your sign-in was reset',
        text: 'An administrator has reset your sign-in. Your old password and second factor no longer work, and you were signed out everywhere. If you did not ask for this, tell us at once.',
        about: { entity: 'person', id: personId },
      },
      deed.at,
    )
    return { outcome: 'issued', code, until }
  })
}

export type RecoveryAttempt = {
  readonly userName: string
  /** The one-time code, however it was typed. */
  readonly code: string
  readonly network: string
}

const REFUSED = { outcome: 'refused' } as const

/** Weighs a one-time code, under the limits of a sign-in, with one answer for whatever is the matter. */
async function weigh<T>(
  database: Database,
  given: RecoveryAttempt,
  now: EpochMillis,
  work: (query: Database['query'], secret: StoredSecret, attempt: Attempt) => Promise<T>,
): Promise<T | typeof REFUSED> {
  const userName = normalUserName(given.userName)
  const attempt = await countAttempt(database, userName, given.network, now)
  if (attempt.verdict === 'network-spent') return REFUSED
  return database.transaction(async query => {
    const secret = await secretByName(query, userName, true)
    const right =
      attempt.verdict === 'weigh' &&
      secret?.status === 'active' &&
      secret.recoveryHash === hashOfRecoveryCode(given.code) &&
      secret.recoveryUntil !== null &&
      now < secret.recoveryUntil
    if (right) return work(query, secret, attempt)
    await settleWrong(query, attempt, secret?.personId ?? null, now)
    return REFUSED
  })
}

/**
 * The first half of beginning: the code is right, and a second factor is shown. Asked again, it shows the same one.
 * @param issuer what the authenticator lists it under
 */
export const beginRecovery = (
  database: Database,
  given: RecoveryAttempt,
  issuer: string,
  now: EpochMillis,
  random: Random = randomBytes,
): Promise<{ readonly outcome: 'begun'; readonly uri: string } | typeof REFUSED> =>
  weigh(database, given, now, async (query, secret, attempt) => {
    const totp = secret.totpPending ?? newTotpSecret(random)
    if (secret.totpPending === null) await writePendingTotp(query, secret.personId, totp)
    await settleHalfway(query, attempt, now)
    return { outcome: 'begun', uri: totpUri(totp, secret.userName, issuer) }
  })

/**
 * The second half: a new password, and a code of the second factor that was shown. Only both together use the one-time
 * code up, so nobody comes out of it with less than two factors.
 */
export async function completeRecovery(
  database: Database,
  given: RecoveryAttempt & { readonly password: string; readonly secondFactorCode: string },
  now: EpochMillis,
  random: Random = randomBytes,
): Promise<
  | { readonly outcome: 'recovered'; readonly personId: string }
  | { readonly outcome: 'password-faulty'; readonly faults: readonly string[] }
  /** Not the code of the second factor that was shown, or none was. */
  | { readonly outcome: 'wrong-code' }
  | typeof REFUSED
> {
  const faults = passwordFaults(given.password, given.userName)
  if (faults.length > 0) return { outcome: 'password-faulty', faults }
  // The code first: strangers are not to keep this process busy with hashes of their making.
  const known = await weigh(database, given, now, async (query, _, attempt) => {
    await settleHalfway(query, attempt, now)
    return { outcome: 'right' as const }
  })
  if (known.outcome === 'refused') return known
  const hash = await hashPassword(given.password, random)
  return weigh(database, given, now, async (query, { personId, totpPending }, attempt) => {
    const used = totpPending === null ? undefined : totpStep(given.secondFactorCode, totpPending, null, now)
    if (used === undefined) {
      await settleHalfway(query, attempt, now)
      return { outcome: 'wrong-code' }
    }
    await writePassword(query, personId, hash, now)
    await confirmPendingTotp(query, personId, used, now)
    await settleRight(query, attempt, now)
    const deed: Deed = { who: personId, actingAs: 'holder', why: 'a one-time code was used', at: now }
    await recordAct(query, 'person', personId, 'begin-sign-in', deed, null, null)
    return { outcome: 'recovered', personId }
  })
}
