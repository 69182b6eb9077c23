import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { KEYS_MAX, type PublicKey } from './public-key.ts'
import { isFinal } from './records.ts'

/** From its first instant up to, but not including, its last. */
type Validity = { readonly from: EpochMillis; readonly until: EpochMillis | null }

export type KeyRefusal =
  | { readonly outcome: 'unknown-account' | 'account-ended' }
  /** The account would hold more than ten keys that are not yet over. */
  | { readonly outcome: 'too-many-keys' }
  /** The account has, or had, another key of that kid. */
  | { readonly outcome: 'kid-taken'; readonly kid: string }
  /** The key is registered already, here or with another account, or has been once: make a new pair. */
  | { readonly outcome: 'key-used-before'; readonly kid: string }

export type Registration = { readonly outcome: 'registered' } | KeyRefusal

/**
 * Adds public keys to an account, beside those it has: several hold at once so that a key is replaced without a gap.
 * All are added or none. A key serves one account only, once: whoever shared one would lend their name (AUP18-07).
 */
export const registerKeys = (
  database: Database,
  accountId: string,
  keys: readonly PublicKey[],
  validity: Validity,
  deed: Deed,
): Promise<Registration> =>
  allOrNothing(database, async query => {
    await addKeys(query, accountId, keys, validity, deed)
    await appendChanges(query, 'account', [accountId])
    return { outcome: 'registered' } as const
  })

export type Rotation =
  | { readonly outcome: 'rotated' }
  | KeyRefusal
  | { readonly outcome: 'unknown-key' | KeyNotOurs }
  /** It has an end already: somebody else was quicker, perhaps. */
  | { readonly outcome: 'ending-already'; readonly until: EpochMillis }

/** It is read from an address, and follows what is there. */
type KeyNotOurs = 'read-from-url'

/**
 * Replaces a key: the new one holds from now on, the old one until `until`, so that no request fails between. Of
 * several who replace the same key at once one does; the others hear that it is ending.
 */
export const rotateKey = (
  database: Database,
  accountId: string,
  kid: string,
  next: { readonly key: PublicKey; readonly until: EpochMillis },
  deed: Deed,
): Promise<Rotation> =>
  allOrNothing(database, async query => {
    await lockHolder(query, accountId)
    const old = await lockKey(query, accountId, kid)
    if (!old || old.revoked_at !== null) return { outcome: 'unknown-key' } as const
    if (old.source === 'url') return { outcome: 'read-from-url' } as const
    if (old.valid_until !== null) {
      return { outcome: 'ending-already', until: old.valid_until.getTime() } as const
    }
    await addKeys(query, accountId, [next.key], { from: deed.at, until: null }, deed)
    await setEnd(query, accountId, kid, next.until)
    const after = { kid, until: next.until, replacedBy: next.key.kid }
    await recordAct(query, 'credential', accountId, 'rotate-key', deed, { kid }, after)
    await appendChanges(query, 'account', [accountId])
    return { outcome: 'rotated' } as const
  })

/** Sets the last instant of a key, the planned end of a rotation. Tokens fetched with it live out their ten minutes. */
export const endKey = (
  database: Database,
  accountId: string,
  kid: string,
  until: EpochMillis,
  deed: Deed,
): Promise<'ended' | 'unknown-key' | KeyNotOurs> =>
  database.transaction(async query => {
    await lockHolder(query, accountId)
    const key = await lockKey(query, accountId, kid)
    if (!key || (key.valid_until !== null && key.valid_until.getTime() <= until)) return 'unknown-key'
    if (key.source === 'url') return 'read-from-url'
    await setEnd(query, accountId, kid, until)
    const before = { kid, until: key.valid_until?.getTime() ?? null }
    await recordAct(query, 'credential', accountId, 'end-key', deed, before, { kid, until })
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
    await lockHolder(query, accountId)
    const key = await lockKey(query, accountId, kid)
    if (!key || key.revoked_at !== null) return 'unknown-key'
    await query('update accounts.credential set revoked_at = $3 where account_id = $1 and kid = $2', [
      accountId,
      kid,
      new Date(deed.at),
    ])
    await recordAct(query, 'credential', accountId, 'revoke-key', deed, { kid }, { kid, revokedAt: deed.at })
    await appendChanges(query, 'account', [accountId])
    return 'revoked'
  })

/** Holds the row of the account whose keys are to change, before any of theirs, until the transaction ends. */
export async function lockHolder(query: Query, accountId: string): Promise<AccountStatus | undefined> {
  const [row] = await query<{ status: AccountStatus }>(
    'select status from accounts.account where id = $1 for update',
    [accountId],
  )
  return row?.status
}

/** Rolls the transaction back, so that no key of a refused set stays. */
class NotRegistered extends Error {
  readonly refusal: KeyRefusal
  constructor(refusal: KeyRefusal) {
    super('A key cannot be registered.')
    this.refusal = refusal
  }
}

const allOrNothing = <T>(database: Database, work: (query: Query) => Promise<T>): Promise<T | KeyRefusal> =>
  database.transaction<T | KeyRefusal>(work).catch((error: unknown) => {
    if (error instanceof NotRegistered) return error.refusal
    throw error
  })

/** @throws NotRegistered, out of the transaction */
async function addKeys(
  query: Query,
  accountId: string,
  keys: readonly PublicKey[],
  validity: Validity,
  deed: Deed,
): Promise<void> {
  const status = await lockHolder(query, accountId)
  if (status === undefined) throw new NotRegistered({ outcome: 'unknown-account' })
  if (isFinal(status)) throw new NotRegistered({ outcome: 'account-ended' })
  for (const key of inOrder(keys)) {
    const refused = await insertKey(query, accountId, key, validity, 'upload')
    if (refused) throw new NotRegistered(refused)
    const after = { ...validity, jwk: key.jwk }
    await recordAct(query, 'credential', accountId, 'register-key', deed, null, after)
  }
  if ((await countKeys(query, accountId, deed.at)) > KEYS_MAX)
    throw new NotRegistered({ outcome: 'too-many-keys' })
}

/** Keys are written in an order of their own, so that two who register the same ones never wait for each other. */
export const inOrder = (keys: readonly PublicKey[]): PublicKey[] =>
  keys.toSorted((one, other) => (one.thumbprint < other.thumbprint ? -1 : 1))

/** Writes one key of an account whose row is held; answers why not, when not. */
export async function insertKey(
  query: Query,
  accountId: string,
  key: PublicKey,
  validity: Validity,
  source: 'upload' | 'url',
): Promise<
  Exclude<KeyRefusal, { outcome: 'unknown-account' | 'account-ended' | 'too-many-keys' }> | undefined
> {
  const made = await query(
    `insert into accounts.credential (account_id, kid, jwk, thumbprint, valid_from, valid_until, source)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7) on conflict do nothing returning kid`,
    [
      accountId,
      key.kid,
      JSON.stringify(key.jwk),
      key.thumbprint,
      new Date(validity.from),
      validity.until === null ? null : new Date(validity.until),
      source,
    ],
  )
  if (made.length > 0) return undefined
  const same = await query('select 1 from accounts.credential where thumbprint = $1', [key.thumbprint])
  return { outcome: same.length > 0 ? 'key-used-before' : 'kid-taken', kid: key.kid }
}

/** How many keys of an account hold at `now`, or will. */
export async function countKeys(query: Query, accountId: string, now: EpochMillis): Promise<number> {
  const [row] = await query<{ held: number }>(
    `select count(*)::int as held from accounts.credential
     where account_id = $1 and revoked_at is null and (valid_until is null or valid_until > $2)`,
    [accountId, new Date(now)],
  )
  return row?.held ?? 0
}

const setEnd = (query: Query, accountId: string, kid: string, until: EpochMillis) =>
  query('update accounts.credential set valid_until = $3 where account_id = $1 and kid = $2', [
    accountId,
    kid,
    new Date(until),
  ])

type KeyRow = {
  readonly valid_until: Date | null
  readonly revoked_at: Date | null
  readonly source: 'upload' | 'url'
}

async function lockKey(query: Query, accountId: string, kid: string): Promise<KeyRow | undefined> {
  const [row] = await query<KeyRow>(
    `select valid_until, revoked_at, source from accounts.credential where account_id = $1 and kid = $2 for update`,
    [accountId, kid],
  )
  return row
}
