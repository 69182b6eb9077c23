import { randomBytes } from 'node:crypto'
import type { Database } from '../database/index.ts'
import type { Deed, EpochMillis, Random } from '../vocabulary/index.ts'
import { inside, recordAct } from '../workflow/index.ts'
import { checkPassword } from './check-password.ts'
import { normalUserName, passwordFaults, USER_NAME } from './password.ts'
import { hashPassword } from './password-hash.ts'
import { readPerson } from './person-store.ts'
import {
  addUserName,
  confirmPendingTotp,
  type StoredSecret,
  secretOfPerson,
  writePassword,
  writePendingTotp,
} from './secret-store.ts'
import { endSessionsOf } from './session-store.ts'
import { newTotpSecret, totpStep, totpUri } from './totp.ts'

/** What is told of somebody's own secret; never the secret. */
export type SecretState = {
  readonly userName: string
  readonly passwordSetAt: EpochMillis | null
  readonly secondFactorSince: EpochMillis | null
}

/** Undefined: they do not sign in here. */
export async function readSecretState(
  query: Database['query'],
  personId: string,
): Promise<SecretState | undefined> {
  const secret = await secretOfPerson(query, personId)
  return (
    secret && {
      userName: secret.userName,
      passwordSetAt: secret.passwordSetAt,
      secondFactorSince: secret.totpSince,
    }
  )
}

export type PasswordSet =
  | { readonly outcome: 'set' }
  | { readonly outcome: 'password-faulty'; readonly faults: readonly string[] }
  | { readonly outcome: 'unknown-person' | 'user-name-faulty' | 'user-name-taken' | 'signs-in-elsewhere' }

/**
 * Sets somebody's user name and password without asking for an old one: for the first people of a house and for
 * demonstrations. All their sessions end.
 */
export async function setPassword(
  database: Database,
  given: { readonly personId: string; readonly userName: string; readonly password: string },
  deed: Deed,
  random: Random = randomBytes,
): Promise<PasswordSet> {
  const userName = normalUserName(given.userName)
  if (!USER_NAME.test(userName)) return { outcome: 'user-name-faulty' }
  const faults = passwordFaults(given.password, userName)
  if (faults.length > 0) return { outcome: 'password-faulty', faults }
  const hash = await hashPassword(given.password, random)
  return database.transaction(async query => {
    const person = await readPerson(query, given.personId, true)
    if (!person || person.status === 'left') return { outcome: 'unknown-person' }
    if (person.identity !== null) return { outcome: 'signs-in-elsewhere' }
    const there = await secretOfPerson(query, person.id)
    if (there ? there.userName !== userName : !(await addUserName(query, person.id, userName))) {
      return { outcome: 'user-name-taken' }
    }
    await writePassword(query, person.id, hash, deed.at)
    await endSessionsOf(inside(database, query), person.id, deed)
    await recordAct(query, 'person', person.id, 'set-password', deed, null, null)
    return { outcome: 'set' }
  })
}

/** What shows that it is the holder who asks, and not whoever found their screen unlocked. */
export type Proof = {
  readonly personId: string
  readonly password: string
  /** Where a second factor is enrolled. */
  readonly code: string | null
}

type ProofRefused = { readonly outcome: 'refused' | 'code-needed' | 'signs-in-elsewhere' }

/** Proves as a sign-in does, under the same limits; a person's own attempts count as one network. */
async function prove(
  database: Database,
  { personId, password, code }: Proof,
  now: EpochMillis,
): Promise<StoredSecret | ProofRefused> {
  const secret = await secretOfPerson(database.query, personId)
  if (!secret) return { outcome: 'signs-in-elsewhere' }
  const attempt = { userName: secret.userName, password, code, network: `person ${personId}` }
  const answer = await checkPassword(database, attempt, now)
  return answer.outcome === 'known' ? secret : answer
}

const isRefused = (proved: StoredSecret | ProofRefused): proved is ProofRefused => 'outcome' in proved

/**
 * Changes one's own password. Every other session ends: whoever knew the old one is out.
 * @param keepSessionId the session that asks; null: none is kept
 */
export async function changePassword(
  database: Database,
  given: Proof & { readonly next: string; readonly keepSessionId: string | null },
  deed: Deed,
  random: Random = randomBytes,
): Promise<
  | { readonly outcome: 'set' }
  | { readonly outcome: 'password-faulty'; readonly faults: readonly string[] }
  | ProofRefused
> {
  const proved = await prove(database, given, deed.at)
  if (isRefused(proved)) return proved
  const faults = passwordFaults(given.next, proved.userName)
  if (faults.length > 0) return { outcome: 'password-faulty', faults }
  const hash = await hashPassword(given.next, random)
  return database.transaction(async query => {
    const current = await secretOfPerson(query, given.personId, true)
    // Of two changes at once the first holds: the second proved itself with what is no longer the password.
    if (current?.passwordHash !== proved.passwordHash) return { outcome: 'refused' }
    await writePassword(query, given.personId, hash, deed.at)
    const keep = given.keepSessionId ?? undefined
    await endSessionsOf(inside(database, query), given.personId, deed, keep)
    await recordAct(query, 'person', given.personId, 'change-password', deed, null, null)
    return { outcome: 'set' }
  })
}

/**
 * Shows a new second factor, which holds once a code has confirmed it; until then an old one stays.
 * @param issuer what the authenticator lists it under
 */
export async function beginTotp(
  database: Database,
  proof: Proof,
  issuer: string,
  deed: Deed,
  random: Random = randomBytes,
): Promise<{ readonly outcome: 'begun'; readonly uri: string } | ProofRefused> {
  const proved = await prove(database, proof, deed.at)
  if (isRefused(proved)) return proved
  const totp = newTotpSecret(random)
  await database.transaction(async query => {
    await secretOfPerson(query, proof.personId, true)
    await writePendingTotp(query, proof.personId, totp)
    await recordAct(query, 'person', proof.personId, 'begin-second-factor', deed, null, null)
  })
  return { outcome: 'begun', uri: totpUri(totp, proved.userName, issuer) }
}

/** Makes the second factor that was shown the one that holds. */
export async function confirmTotp(
  database: Database,
  given: { readonly personId: string; readonly code: string },
  deed: Deed,
): Promise<'enrolled' | 'wrong-code' | 'nothing-begun'> {
  return database.transaction(async query => {
    const secret = await secretOfPerson(query, given.personId, true)
    if (!secret?.totpPending) return 'nothing-begun'
    const used = totpStep(given.code, secret.totpPending, null, deed.at)
    if (used === undefined) return 'wrong-code'
    await confirmPendingTotp(query, given.personId, used, deed.at)
    await recordAct(query, 'person', given.personId, 'enrol-second-factor', deed, null, null)
    return 'enrolled'
  })
}
