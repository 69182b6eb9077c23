import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { lockAccount } from './account-store.ts'
import type { PublicKey } from './public-key.ts'
import { isFinal } from './records.ts'

export type Registration =
  | { readonly outcome: 'registered' }
  | { readonly outcome: 'unknown-account' | 'account-ended' }
  /** The account has, or had, another key of that kid. */
  | { readonly outcome: 'kid-taken'; readonly kid: string }
  /** The key is registered already, here or with another account, or has been once: make a new pair. */
  | { readonly outcome: 'key-used-before'; readonly kid: string }

/**
 * Adds public keys to an account, beside those it has: several hold at once so that a key is replaced without a gap.
 * All are added or none. A key serves one account only, once.
 */
export async function registerKeys(
  database: Database,
  accountId: string,
  keys: readonly PublicKey[],
  validity: { readonly from: EpochMillis; readonly until: EpochMillis | null },
  deed: Deed,
): Promise<Registration> {
  return database
    .transaction(async query => {
      const account = await lockAccount(query, accountId)
      if (!account) return { outcome: 'unknown-account' } as const
      if (isFinal(account.status)) return { outcome: 'account-ended' } as const
      for (const key of keys) {
        const refused = await insertKey(query, accountId, key, validity)
        if (refused) throw new NotRegistered(refused)
        await recordAct(query, 'credential', accountId, 'register-key', deed, null, {
          ...validity,
          jwk: key.jwk,
        })
      }
      await appendChanges(query, 'account', [accountId])
      return { outcome: 'registered' } as const
    })
    .catch((error: unknown) => {
      if (error instanceof NotRegistered) return error.registration
      throw error
    })
}

/** Rolls the transaction back, so that no key of a refused set stays. */
class NotRegistered extends Error {
  readonly registration: Registration
  constructor(registration: Registration) {
    super('A key of the set cannot be registered.')
    this.registration = registration
  }
}

async function insertKey(
  query: Query,
  accountId: string,
  key: PublicKey,
  validity: { readonly from: EpochMillis; readonly until: EpochMillis | null },
): Promise<Registration | undefined> {
  const made = await query(
    `insert into accounts.credential (account_id, kid, jwk, thumbprint, valid_from, valid_until)
     values ($1, $2, $3::jsonb, $4, $5, $6) on conflict do nothing returning kid`,
    [
      accountId,
      key.kid,
      JSON.stringify(key.jwk),
      key.thumbprint,
      new Date(validity.from),
      validity.until === null ? null : new Date(validity.until),
    ],
  )
  if (made.length > 0) return undefined
  const same = await query('select 1 from accounts.credential where thumbprint = $1', [key.thumbprint])
  return { outcome: same.length > 0 ? 'key-used-before' : 'kid-taken', kid: key.kid }
}

/** Sets the last instant of a key, the planned end of a rotation. Tokens fetched with it live out their ten minutes. */
export const endKey = (
  database: Database,
  accountId: string,
  kid: string,
  until: EpochMillis,
  deed: Deed,
): Promise<'ended' | 'unknown-key'> =>
  database.transaction(async query => {
    const found = await query(
      `update accounts.credential set valid_until = $3 where account_id = $1 and kid = $2
       and (valid_until is null or valid_until > $3) returning kid`,
      [accountId, kid, new Date(until)],
    )
    if (found.length === 0) return 'unknown-key'
    await recordAct(query, 'credential', accountId, 'end-key', deed, { kid }, { kid, until })
    await appendChanges(query, 'account', [accountId])
    return 'ended'
  })

/**
 * Revokes a key at once, in an emergency: neither it nor any access token fetched with it is accepted again, also of
 * those that a node fetched for before it heard of this. Tokens fetched with other keys of the account go on.
 */
export const revokeKey = (
  database: Database,
  accountId: string,
  kid: string,
  deed: Deed,
): Promise<'revoked' | 'unknown-key'> =>
  database.transaction(async query => {
    const found = await query(
      `update accounts.credential set revoked_at = $3
       where account_id = $1 and kid = $2 and revoked_at is null returning kid`,
      [accountId, kid, new Date(deed.at)],
    )
    if (found.length === 0) return 'unknown-key'
    await recordAct(query, 'credential', accountId, 'revoke-key', deed, { kid }, { kid, revokedAt: deed.at })
    await appendChanges(query, 'account', [accountId])
    return 'revoked'
  })
