import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import type { Database } from '../database/index.ts'
import type { Clock, Deed, EpochMillis } from '../vocabulary/index.ts'
import { createKeyPair } from './key-pair.ts'
import { addSigningKey, endSigningKey, readSigningKeys } from './signing-key-store.ts'

/** ES256: short tokens, quick to sign, and every JWT library can check it. */
export const TOKEN_ALGORITHM = 'ES256'
/** As NHS platforms give (sources, use 2.7): ten minutes, less the second they are counted from. */
export const TOKEN_SECONDS = 599
/** Time for the change feed to carry a new key to every node before the first token is signed with it. */
const NOTICE_MILLIS = 60_000

export type SigningKey = {
  readonly kid: string
  readonly privateJwk: JsonWebKey
  readonly publicKey: KeyObject
  readonly signsFrom: EpochMillis
  readonly verifiesUntil: EpochMillis | null
}

export type SigningKeys = {
  /** Newest first. The same object until a key is added or ended: what is built from it can be kept by it. */
  readonly current: () => readonly SigningKey[]
  /** The key to sign with at `now`. @throws when there is none: openSigningKeys makes one, so a hand removed it */
  readonly signer: (now: EpochMillis) => SigningKey
  /** The key of that kid, while tokens signed with it are accepted. */
  readonly verifier: (kid: string, now: EpochMillis) => SigningKey | undefined
  readonly reload: () => Promise<void>
}

/** The keys this directory signs access tokens with, from the database; makes one when there is none that goes on. */
export async function openSigningKeys(database: Database, clock: Clock): Promise<SigningKeys> {
  let keys: readonly SigningKey[] = []
  const reload = async (): Promise<void> => {
    const rows = await readSigningKeys(database.query, clock.now())
    keys = Object.freeze(
      rows.map(row => ({
        kid: row.kid,
        privateJwk: row.private_jwk,
        publicKey: createPublicKey({ key: row.private_jwk, format: 'jwk' }),
        signsFrom: row.signs_from.getTime(),
        verifiesUntil: row.verifies_until?.getTime() ?? null,
      })),
    )
  }
  await reload()
  // One that still verifies but is running out signs nothing for long: a revocation may have been cut short.
  if (keys.every(key => key.verifiesUntil !== null)) {
    const at = clock.now()
    const first = {
      who: 'signpost',
      actingAs: 'system',
      why: 'There was no signing key that goes on: the first start, or a revocation cut short.',
      at,
    }
    await addSigningKey(
      database,
      await freshKey(),
      { signsFrom: at, othersUntil: at, onlyFirst: true },
      first,
    )
    await reload()
  }
  return {
    current: () => keys,
    signer: now => {
      const key =
        keys.find(one => one.signsFrom <= now && holds(one, now)) ?? keys.find(one => holds(one, now))
      if (!key)
        throw new Error(
          'There is no key to sign access tokens with. Start this node again: it then makes one.',
        )
      return key
    },
    verifier: (kid, now) => keys.find(key => key.kid === kid && holds(key, now)),
    reload,
  }
}

const holds = (key: SigningKey, now: EpochMillis): boolean =>
  key.verifiesUntil === null || now < key.verifiesUntil

/**
 * Replaces the signing key without a gap: the new one signs after a minute, the old ones are accepted until the last
 * token signed with them has run out.
 */
export async function rotateSigningKey(database: Database, deed: Deed): Promise<void> {
  const signsFrom = deed.at + NOTICE_MILLIS
  const othersUntil = signsFrom + TOKEN_SECONDS * 1000 + NOTICE_MILLIS
  await addSigningKey(database, await freshKey(), { signsFrom, othersUntil, onlyFirst: false }, deed)
}

/** In an emergency: ends this key now, with every token signed with it, and begins a new one at once. */
export async function revokeSigningKey(
  database: Database,
  kid: string,
  deed: Deed,
): Promise<'ended' | 'unknown-key'> {
  const ended = await endSigningKey(database, kid, deed)
  if (ended === 'ended') {
    const times = { signsFrom: deed.at, othersUntil: deed.at, onlyFirst: true }
    await addSigningKey(database, await freshKey(), times, deed)
  }
  return ended
}

async function freshKey() {
  const pair = await createKeyPair(TOKEN_ALGORITHM)
  return { kid: pair.kid, alg: TOKEN_ALGORITHM, privateJwk: pair.privateJwk }
}
