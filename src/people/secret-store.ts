import type { Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { PersonStatus } from './person-store.ts'

/** What somebody who signs in here proves themselves with. */
export type StoredSecret = {
  readonly personId: string
  readonly userName: string
  readonly status: PersonStatus
  readonly passwordHash: string | null
  readonly passwordSetAt: EpochMillis | null
  readonly totpSecret: string | null
  readonly totpSince: EpochMillis | null
  readonly totpStep: number | null
  readonly totpPending: string | null
  readonly recoveryHash: string | null
  readonly recoveryUntil: EpochMillis | null
}

const SELECT = `select secret.*, person.status from people.secret join people.person on person.id = secret.person_id`

/** By user name, as `normalUserName` gives it; held for the length of the transaction when `hold` is set. */
export async function secretByName(
  query: Query,
  userName: string,
  hold = false,
): Promise<StoredSecret | undefined> {
  const [row] = await query<SecretRow>(
    `${SELECT} where user_name = $1 ${hold ? 'for update of secret' : ''}`,
    [userName],
  )
  return row && secretOf(row)
}

/** By whose it is. */
export async function secretOfPerson(
  query: Query,
  personId: string,
  hold = false,
): Promise<StoredSecret | undefined> {
  const [row] = await query<SecretRow>(
    `${SELECT} where person_id = $1 ${hold ? 'for update of secret' : ''}`,
    [personId],
  )
  return row && secretOf(row)
}

/** Gives somebody a user name; false when another has it, or they have one already. */
export async function addUserName(query: Query, personId: string, userName: string): Promise<boolean> {
  const made = await query(
    `insert into people.secret (person_id, user_name) values ($1, $2) on conflict do nothing returning person_id`,
    [personId, userName],
  )
  return made.length > 0
}

/** Sets a password; recovery codes still open end. */
export async function writePassword(
  query: Query,
  personId: string,
  hash: string,
  at: EpochMillis,
): Promise<void> {
  await query(
    `update people.secret set password_hash = $2, password_set_at = $3, recovery_hash = null, recovery_until = null
     where person_id = $1`,
    [personId, hash, new Date(at)],
  )
}

/** Keeps a second factor that has been shown, until a code confirms it. */
export async function writePendingTotp(query: Query, personId: string, secret: string): Promise<void> {
  await query('update people.secret set totp_pending = $2 where person_id = $1', [personId, secret])
}

/** The second factor that was shown holds from now on, from the step after the one that confirmed it. */
export async function confirmPendingTotp(
  query: Query,
  personId: string,
  step: number,
  at: EpochMillis,
): Promise<void> {
  await query(
    `update people.secret set totp_secret = totp_pending, totp_since = $3, totp_step = $2, totp_pending = null
     where person_id = $1 and totp_pending is not null`,
    [personId, step, new Date(at)],
  )
}

/** Uses up a step; false when it, or a later one, has been used, or the second factor is another by now. */
export async function useTotpStep(
  query: Query,
  personId: string,
  secret: string,
  step: number,
): Promise<boolean> {
  const used = await query(
    `update people.secret set totp_step = $3
     where person_id = $1 and totp_secret = $2 and (totp_step is null or totp_step < $3) returning person_id`,
    [personId, secret, step],
  )
  return used.length > 0
}

/** Takes away password and second factor, and lets a recovery code lead to new ones. */
export async function writeRecovery(
  query: Query,
  personId: string,
  hash: string,
  until: EpochMillis,
): Promise<void> {
  await query(
    `update people.secret set password_hash = null, password_set_at = null, totp_secret = null, totp_since = null,
       totp_step = null, totp_pending = null, recovery_hash = $2, recovery_until = $3 where person_id = $1`,
    [personId, hash, new Date(until)],
  )
}

/** Nothing leads in any more, and the user name is free again. */
export async function dropSecret(query: Query, personId: string): Promise<void> {
  await query('delete from people.secret where person_id = $1', [personId])
}

type SecretRow = {
  readonly person_id: string
  readonly user_name: string
  readonly status: PersonStatus
  readonly password_hash: string | null
  readonly password_set_at: Date | null
  readonly totp_secret: string | null
  readonly totp_since: Date | null
  readonly totp_step: number | null
  readonly totp_pending: string | null
  readonly recovery_hash: string | null
  readonly recovery_until: Date | null
}

const secretOf = (row: SecretRow): StoredSecret => ({
  personId: row.person_id,
  userName: row.user_name,
  status: row.status,
  passwordHash: row.password_hash,
  passwordSetAt: row.password_set_at?.getTime() ?? null,
  totpSecret: row.totp_secret,
  totpSince: row.totp_since?.getTime() ?? null,
  totpStep: row.totp_step,
  totpPending: row.totp_pending,
  recoveryHash: row.recovery_hash,
  recoveryUntil: row.recovery_until?.getTime() ?? null,
})
