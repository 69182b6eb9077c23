import type { JsonWebKey } from 'node:crypto'
import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'

/** The change feed's key, in the topic `account`, for "the signing keys have changed". No account id has a colon. */
export const SIGNING_KEYS_CHANGED = ':signing-keys'

export type SigningKeyRow = {
  readonly kid: string
  readonly alg: string
  readonly private_jwk: JsonWebKey
  readonly signs_from: Date
  readonly verifies_until: Date | null
}

export type NewSigningKey = { readonly kid: string; readonly alg: string; readonly privateJwk: JsonWebKey }

/** The keys that hold at `now` or will, newest first. */
export const readSigningKeys = (query: Query, now: EpochMillis): Promise<SigningKeyRow[]> =>
  query<SigningKeyRow>(
    `select kid, alg, private_jwk, signs_from, verifies_until from accounts.signing_key
     where verifies_until is null or verifies_until > $1 order by signs_from desc, kid`,
    [new Date(now)],
  )

/**
 * Adds a signing key and lets those before it run out.
 * @param signsFrom when it begins to sign; later than now, so that every node knows it before the first token
 * @param othersUntil when the tokens signed with the others are no longer accepted
 * @param onlyFirst do nothing when a key is there already: nodes that start together agree on one
 */
export async function addSigningKey(
  database: Database,
  key: NewSigningKey,
  times: { readonly signsFrom: EpochMillis; readonly othersUntil: EpochMillis; readonly onlyFirst: boolean },
  deed: Deed,
): Promise<'added' | 'there-already'> {
  return database.transaction(async query => {
    // Readers go on; a second writer waits, then sees what the first has written.
    await query('lock table accounts.signing_key in exclusive mode')
    const others = await query<{ kid: string }>(
      'select kid from accounts.signing_key where verifies_until is null',
    )
    if (times.onlyFirst && others.length > 0) return 'there-already'
    await query('update accounts.signing_key set verifies_until = $1 where verifies_until is null', [
      new Date(times.othersUntil),
    ])
    await query(
      'insert into accounts.signing_key (kid, alg, private_jwk, signs_from) values ($1, $2, $3::jsonb, $4)',
      [key.kid, key.alg, JSON.stringify(key.privateJwk), new Date(times.signsFrom)],
    )
    const before = others.length > 0 ? others.map(other => other.kid) : null
    await recordAct(query, 'signing-key', key.kid, 'add-signing-key', deed, before, {
      alg: key.alg,
      ...times,
    })
    await appendChanges(query, 'account', [SIGNING_KEYS_CHANGED])
    return 'added'
  })
}

/** Ends a signing key now: no token signed with it is accepted any more. */
export const endSigningKey = (
  database: Database,
  kid: string,
  deed: Deed,
): Promise<'ended' | 'unknown-key'> =>
  database.transaction(async query => {
    const at = new Date(deed.at)
    const found = await query(
      `update accounts.signing_key set verifies_until = $2
       where kid = $1 and (verifies_until is null or verifies_until > $2) returning kid`,
      [kid, at],
    )
    if (found.length === 0) return 'unknown-key'
    await recordAct(query, 'signing-key', kid, 'end-signing-key', deed, null, { verifiesUntil: deed.at })
    await appendChanges(query, 'account', [SIGNING_KEYS_CHANGED])
    return 'ended'
  })
