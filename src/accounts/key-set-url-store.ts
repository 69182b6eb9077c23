import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { countKeys, inOrder, insertKey, lockHolder } from './credential-store.ts'
import { KEYS_MAX, type PublicKey } from './public-key.ts'
import { FINAL_STATUSES, isFinal } from './records.ts'

/** What reading a key set anew has changed; lists of kids. */
export type KeySetChange = {
  readonly added: readonly string[]
  /** No longer there, hence no longer accepted. */
  readonly ended: readonly string[]
  /** There again. */
  readonly resumed: readonly string[]
  /** There, and not accepted: revoked here, somebody else's, another key's name, or one too many. */
  readonly passedOver: readonly string[]
}

export type KeySetUrlOutcome =
  | { readonly outcome: 'kept'; readonly change: KeySetChange }
  | { readonly outcome: 'unknown-account' | 'account-ended' | 'no-key-usable' }

/** Registers the address of an account's key set, in place of any other, with the keys read there just now. */
export const registerKeySetUrl = (
  database: Database,
  accountId: string,
  { url, keys }: { readonly url: string; readonly keys: readonly PublicKey[] },
  deed: Deed,
): Promise<KeySetUrlOutcome> =>
  database
    .transaction<KeySetUrlOutcome>(async query => {
      const status = await lockHolder(query, accountId)
      if (status === undefined) return { outcome: 'unknown-account' }
      if (isFinal(status)) return { outcome: 'account-ended' }
      const before = await readKeySetUrl(query, accountId)
      await query(
        `insert into accounts.key_set_url (account_id, url, tried_at, read_at) values ($1, $2, $3, $3)
         on conflict (account_id) do update
           set url = excluded.url, tried_at = excluded.tried_at, read_at = excluded.read_at, problem = null`,
        [accountId, url, new Date(deed.at)],
      )
      const change = await follow(query, accountId, keys, deed.at)
      if (change.passedOver.length === keys.length) throw new NoKeyUsable()
      const was = before ? { url: before.url } : null
      await recordAct(query, 'credential', accountId, 'register-url', deed, was, { url, ...change })
      await appendChanges(query, 'account', [accountId])
      return { outcome: 'kept', change }
    })
    .catch((error: unknown) => {
      if (error instanceof NoKeyUsable) return { outcome: 'no-key-usable' }
      throw error
    })

/** Rolls back, so that an address none of whose keys can be used is not registered. */
class NoKeyUsable extends Error {}

/** Forgets the address; the keys that came from it are not accepted any more. */
export const removeKeySetUrl = (
  database: Database,
  accountId: string,
  deed: Deed,
): Promise<'removed' | 'no-url'> =>
  database.transaction(async query => {
    await lockHolder(query, accountId)
    const [gone] = await query<{ url: string }>(
      'delete from accounts.key_set_url where account_id = $1 returning url',
      [accountId],
    )
    if (!gone) return 'no-url'
    const { ended } = await follow(query, accountId, [], deed.at)
    await recordAct(query, 'credential', accountId, 'remove-url', deed, gone, { ended })
    await appendChanges(query, 'account', [accountId])
    return 'removed'
  })

/**
 * Keeps what was read at an account's address just now. Only a change is recorded.
 * @returns null when another address, or none, has taken its place meanwhile, or the account has ended
 */
export const keepKeySet = (
  database: Database,
  accountId: string,
  { url, keys }: { readonly url: string; readonly keys: readonly PublicKey[] },
  deed: Deed,
): Promise<KeySetChange | null> =>
  database.transaction(async query => {
    const status = await lockHolder(query, accountId)
    const held = await readKeySetUrl(query, accountId)
    if (status === undefined || isFinal(status) || held?.url !== url) return null
    const change = await follow(query, accountId, keys, deed.at)
    const { passedOver } = change
    const problem = passedOver.length === 0 ? null : `Not accepted: ${passedOver.join(', ')}`.slice(0, 500)
    await query('update accounts.key_set_url set read_at = $2, problem = $3 where account_id = $1', [
      accountId,
      new Date(deed.at),
      problem,
    ])
    if (change.added.length + change.ended.length + change.resumed.length === 0) return change
    await recordAct(query, 'credential', accountId, 'follow-url', deed, null, { url, ...change })
    await appendChanges(query, 'account', [accountId])
    return change
  })

/** Notes that an address could not be read; the keys read there last stay as they are. */
export const noteKeySetProblem = (query: Query, accountId: string, url: string, problem: string) =>
  query('update accounts.key_set_url set problem = $3 where account_id = $1 and url = $2', [
    accountId,
    url,
    problem.slice(0, 500),
  ])

/**
 * Sets out to read the key set of one account, unless somebody has since `notSince`: of any number at once, on any
 * number of nodes, one gets the address.
 */
export async function claimKeySet(
  query: Query,
  accountId: string,
  now: EpochMillis,
  notSince: EpochMillis,
): Promise<string | undefined> {
  const [row] = await query<{ url: string }>(
    `update accounts.key_set_url set tried_at = $2 where account_id = $1 and tried_at <= $3
     and (select status <> all($4::text[]) from accounts.account where id = $1) returning url`,
    [accountId, new Date(now), new Date(notSince), FINAL_STATUSES],
  )
  return row?.url
}

/** As `claimKeySet`, for whichever account has waited longest. */
export async function claimOldestKeySet(
  query: Query,
  now: EpochMillis,
  notSince: EpochMillis,
): Promise<{ readonly accountId: string; readonly url: string } | undefined> {
  const [row] = await query<{ accountId: string; url: string }>(
    `update accounts.key_set_url set tried_at = $1 where account_id = (
       select u.account_id from accounts.key_set_url u join accounts.account a on a.id = u.account_id
       where u.tried_at <= $2 and a.status <> all($3::text[])
       order by u.tried_at, u.account_id limit 1 for update of u skip locked
     ) returning account_id as "accountId", url`,
    [new Date(now), new Date(notSince), FINAL_STATUSES],
  )
  return row
}

export type KeySetUrl = {
  readonly url: string
  readonly triedAt: EpochMillis
  /** When it was last read well. */
  readonly readAt: EpochMillis | null
  readonly problem: string | null
}

export async function readKeySetUrl(query: Query, accountId: string): Promise<KeySetUrl | undefined> {
  const [row] = await query<{ url: string; tried_at: Date; read_at: Date | null; problem: string | null }>(
    'select url, tried_at, read_at, problem from accounts.key_set_url where account_id = $1',
    [accountId],
  )
  if (!row) return undefined
  const { url, tried_at, read_at, problem } = row
  return { url, triedAt: tried_at.getTime(), readAt: read_at?.getTime() ?? null, problem }
}

type HeldKey = {
  readonly kid: string
  readonly thumbprint: string
  readonly source: 'upload' | 'url'
  readonly valid_until: Date | null
  readonly revoked_at: Date | null
}

/** Brings the keys of an account whose row is held into line with what is published. */
async function follow(
  query: Query,
  accountId: string,
  keys: readonly PublicKey[],
  now: EpochMillis,
): Promise<KeySetChange> {
  const held = await query<HeldKey>(
    `select kid, thumbprint, source, valid_until, revoked_at from accounts.credential
     where account_id = $1 order by kid for update`,
    [accountId],
  )
  const isOver = (key: HeldKey): boolean => key.valid_until !== null && key.valid_until.getTime() <= now
  const published = new Set(keys.map(key => key.thumbprint))
  const ended = held.filter(
    key => key.source === 'url' && key.revoked_at === null && !isOver(key) && !published.has(key.thumbprint),
  )
  for (const { kid } of ended) await setEnd(query, accountId, kid, now)
  const change: Record<'added' | 'resumed' | 'passedOver', string[]> = {
    added: [],
    resumed: [],
    passedOver: [],
  }
  let room = KEYS_MAX - (await countKeys(query, accountId, now))
  for (const key of inOrder(keys)) {
    const known = held.find(one => one.thumbprint === key.thumbprint)
    if (known && known.kid === key.kid && known.revoked_at === null && !isOver(known)) continue
    const list = await takeUp(query, accountId, key, known, now, room)
    if (list !== 'passedOver') room -= 1
    change[list].push(key.kid)
  }
  return { ...change, ended: ended.map(key => key.kid) }
}

/** One published key that does not hold at this moment. */
async function takeUp(
  query: Query,
  accountId: string,
  key: PublicKey,
  known: HeldKey | undefined,
  now: EpochMillis,
  room: number,
): Promise<'added' | 'resumed' | 'passedOver'> {
  if (room <= 0) return 'passedOver'
  if (!known) {
    const refused = await insertKey(query, accountId, key, { from: now, until: null }, 'url')
    return refused ? 'passedOver' : 'added'
  }
  // A key that was uploaded and ended here, or revoked, does not come back by being published.
  if (known.kid !== key.kid || known.revoked_at !== null || known.source !== 'url') return 'passedOver'
  await setEnd(query, accountId, key.kid, null)
  return 'resumed'
}

const setEnd = (query: Query, accountId: string, kid: string, until: EpochMillis | null) =>
  query('update accounts.credential set valid_until = $3 where account_id = $1 and kid = $2', [
    accountId,
    kid,
    until === null ? null : new Date(until),
  ])
