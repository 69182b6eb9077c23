import Type, { type Static } from 'typebox'
import {
  type CredentialRecord,
  KEYS_MAX,
  type KeySetUrl,
  type PublicKey,
  readKeySet,
} from '../../accounts/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { ParameterError } from '../problem.ts'
import { choice, closed, Id, Instant, iso, isoOrNull, ListOf, Nullable, Prose, Text } from './words.ts'

/** Words that acts on credentials share. */

export const AccountPath = Type.Object({ id: Id('The account.') }, closed)
export const Kid = Text(200, 'The name of the key, as in the header of what it signs.')
export const KeyPath = Type.Object({ id: Id('The account.'), kid: Kid }, closed)

const part = (description: string) => Type.Optional(Prose(6000, description))
const NEVER = 'Never send this. It is listed so that a key sent with it is refused in words.'

/**
 * A public key as libraries write it (RFC 7517). Members that mean nothing here may come along; the private ones are
 * named so that whoever sends one hears that the key is spoilt, and not merely that a member is unknown.
 */
export const Jwk = Type.Object(
  {
    kty: Text(10, 'RSA, EC or OKP.'),
    kid: Kid,
    use: part('sig.'),
    alg: part('RS512, ES256 or EdDSA.'),
    n: part('Of an RSA key: the modulus.'),
    e: part('Of an RSA key: the exponent.'),
    crv: part('P-256 or Ed25519.'),
    x: part('Of an EC or OKP key.'),
    y: part('Of an EC key.'),
    key_ops: Type.Optional(ListOf(Text(20, 'An operation.'), 10, 'Not looked at.')),
    x5u: part('Not looked at.'),
    x5c: Type.Optional(ListOf(Text(10_000, 'A certificate.'), 10, 'Not looked at.')),
    x5t: part('Not looked at.'),
    'x5t#S256': part('Not looked at.'),
    d: part(NEVER),
    p: part(NEVER),
    q: part(NEVER),
    dp: part(NEVER),
    dq: part(NEVER),
    qi: part(NEVER),
    k: part(NEVER),
    priv: part(NEVER),
  },
  closed,
)
export const JwkList = Type.Array(Jwk, {
  minItems: 1,
  maxItems: KEYS_MAX,
  description: 'The "keys" of a JSON Web Key Set: public halves only.',
})

export const CredentialView = Type.Object(
  {
    kid: Kid,
    kty: choice(['RSA', 'EC', 'OKP'], 'Its kind.'),
    thumbprint: Text(100, 'RFC 7638.'),
    source: choice(['upload', 'url'], 'Whether it was uploaded, or read from an address.'),
    from: Instant('From when it holds.'),
    until: Nullable(Instant('From when it holds no more.')),
    revokedAt: Nullable(Instant('When it was revoked.')),
    state: choice(['to-come', 'holds', 'over', 'revoked'], 'How it stands now.'),
  },
  closed,
)

export const credentialView = (
  record: CredentialRecord,
  now: EpochMillis,
): Static<typeof CredentialView> => ({
  ...record,
  from: iso(record.from),
  until: isoOrNull(record.until),
  revokedAt: isoOrNull(record.revokedAt),
  state: stateOf(record, now),
})

function stateOf({ from, until, revokedAt }: CredentialRecord, now: EpochMillis) {
  if (revokedAt !== null) return 'revoked'
  if (until !== null && until <= now) return 'over'
  return from > now ? 'to-come' : 'holds'
}

export const KeySetUrlView = Type.Object(
  {
    url: Text(2000, 'Where the key set is read.'),
    triedAt: Instant('When it was last tried.'),
    readAt: Nullable(Instant('When it was last read well.')),
    problem: Nullable(Prose(500, 'What was wrong the last time.')),
  },
  closed,
)

export const keySetUrlView = (address: KeySetUrl): Static<typeof KeySetUrlView> => ({
  url: address.url,
  triedAt: iso(address.triedAt),
  readAt: isoOrNull(address.readAt),
  problem: address.problem,
})

export type KeysGiven =
  | { readonly outcome: 'keys'; readonly keys: readonly PublicKey[] }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

/** Reads uploaded keys; what is wrong is said of the member they came in, and never with a value. */
export async function keysGiven(parameter: 'keys' | 'key', given: readonly unknown[]): Promise<KeysGiven> {
  const read = await readKeySet({ keys: given })
  if (read.outcome === 'read') return { outcome: 'keys', keys: read.keys }
  return { outcome: 'wrong', errors: read.problems.map(message => bodyError(parameter, message)) }
}

export const bodyError = (parameter: string, message: string): ParameterError => ({
  parameter,
  in: 'body',
  message,
})
