import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { AccountStatus } from '../policy/index.ts'
import type { Deed, EpochMillis, Random } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { type AccountKind, isFinal } from './records.ts'
import { hashOfSecret, newSecret } from './secret-hash.ts'
import type { SecretHolder, SecretInterface } from './secrets.ts'

/** So many of a kind at a time: the one in use, and the one that takes over from it. */
export const LIVE_SECRETS_MAX = 2

/** What a user name may look like: no colon, which ends it in RFC 7617; case counts, and yet no two differ by it only. */
export const USERNAME_PATTERN = '^[A-Za-z0-9][A-Za-z0-9._@-]{2,63}$'

export type NewSecret = {
  readonly id: string
  readonly accountId: string
  readonly kind: SecretHolder['kind']
  /** Null: the one the account has. */
  readonly username: string | null
  readonly interfaces: readonly SecretInterface[]
  readonly purpose: string | null
  readonly from: EpochMillis
  readonly until: EpochMillis
}

export type Issued =
  /** `secret` is in no other place from now on. */
  | { readonly outcome: 'issued'; readonly id: string; readonly username: string; readonly secret: string }
  /** `unknown-account` is said, too, of a product's client and of a person's account: neither has secrets. */
  | {
      readonly outcome:
        | 'unknown-account'
        | 'account-ended'
        | 'username-needed'
        | 'username-taken'
        | 'too-many'
    }
  /** The account is known by another user name already. */
  | { readonly outcome: 'other-username'; readonly username: string }
  /** A password is given for exactly one search role (sources, DoS 1.3). */
  | { readonly outcome: 'not-one-search-role' }

/**
 * Makes a password or a key for a web service account, and answers it this one time. The account's row is held meanwhile,
 * so that of two who issue at once the second counts what the first made.
 */
export const issueSecret = (
  database: Database,
  wanted: NewSecret,
  deed: Deed,
  random: Random,
): Promise<Issued> =>
  database.transaction(async query => {
    const { id, accountId, kind } = wanted
    const account = await lockAccount(query, accountId)
    if (account?.kind !== 'web-service') return { outcome: 'unknown-account' }
    if (isFinal(account.status)) return { outcome: 'account-ended' }
    if (kind === 'password' && account.roles?.length !== 1) return { outcome: 'not-one-search-role' }
    if ((await countLive(query, accountId, kind, deed.at)) >= LIVE_SECRETS_MAX) return { outcome: 'too-many' }
    const named = await nameAccount(query, accountId, wanted.username)
    if (named.outcome !== 'named') return named
    const { username } = named
    const own = newSecret(random)
    await insert(query, wanted, hashOfSecret(own, random))
    const { interfaces, purpose, from, until } = wanted
    const after = { id, kind, username, interfaces, purpose, from, until }
    await recordAct(query, 'credential', accountId, 'issue-secret', deed, null, after)
    await appendChanges(query, 'account', [accountId])
    // A key says itself which it is: it comes without a user name.
    return { outcome: 'issued', id, username, secret: kind === 'api-key' ? `${id}.${own}` : own }
  })

/** Revokes a secret at once, on every node as soon as it hears of this. */
export const revokeSecret = (
  database: Database,
  accountId: string,
  secretId: string,
  deed: Deed,
): Promise<'revoked' | 'unknown-secret'> =>
  database.transaction(async query => {
    if (!(await lockAccount(query, accountId))) return 'unknown-secret'
    const revoked = await query(
      `update accounts.secret set revoked_at = $3
       where account_id = $1 and id = $2 and revoked_at is null returning id`,
      [accountId, secretId, new Date(deed.at)],
    )
    if (revoked.length === 0) return 'unknown-secret'
    const after = { id: secretId, revokedAt: deed.at }
    await recordAct(query, 'credential', accountId, 'revoke-secret', deed, { id: secretId }, after)
    await appendChanges(query, 'account', [accountId])
    return 'revoked'
  })

type Holder = {
  readonly kind: AccountKind
  readonly status: AccountStatus
  readonly roles: readonly number[] | null
}

async function lockAccount(query: Query, accountId: string): Promise<Holder | undefined> {
  const [row] = await query<Holder>(
    'select kind, status, referral_role_ids as roles from accounts.account where id = $1 for update',
    [accountId],
  )
  return row
}

async function countLive(
  query: Query,
  accountId: string,
  kind: NewSecret['kind'],
  now: EpochMillis,
): Promise<number> {
  const [row] = await query<{ live: number }>(
    `select count(*)::int as live from accounts.secret
     where account_id = $1 and kind = $2 and revoked_at is null and valid_until > $3`,
    [accountId, kind, new Date(now)],
  )
  return row?.live ?? 0
}

type Named =
  | { readonly outcome: 'named'; readonly username: string }
  | { readonly outcome: 'username-needed' | 'username-taken' }
  | { readonly outcome: 'other-username'; readonly username: string }

/** The user name of an account whose row is held: the one it has, or from now on the one wanted. */
async function nameAccount(query: Query, accountId: string, wanted: string | null): Promise<Named> {
  const [known] = await query<{ username: string }>(
    'select username from accounts.username where account_id = $1',
    [accountId],
  )
  if (known) {
    const { username } = known
    return wanted === null || wanted === username
      ? { outcome: 'named', username }
      : { outcome: 'other-username', username }
  }
  if (wanted === null) return { outcome: 'username-needed' }
  const made = await query(
    `insert into accounts.username (account_id, username) values ($1, $2) on conflict do nothing
     returning username`,
    [accountId, wanted],
  )
  return made.length > 0 ? { outcome: 'named', username: wanted } : { outcome: 'username-taken' }
}

const insert = (
  query: Query,
  { id, accountId, kind, interfaces, purpose, from, until }: NewSecret,
  { salt, hash }: ReturnType<typeof hashOfSecret>,
) =>
  query(
    `insert into accounts.secret (id, account_id, kind, interfaces, purpose, salt, hash, valid_from, valid_until)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, accountId, kind, interfaces, purpose, salt, hash, new Date(from), new Date(until)],
  )
