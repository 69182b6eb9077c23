import { createPrivateKey, type JsonWebKey, type KeyObject, randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import type { Clock } from '../vocabulary/index.ts'
import type { AssertionAlgorithm } from './public-key.ts'

/** The longest an assertion may be good for, seconds (sources, use 2.7). */
export const ASSERTION_SECONDS_MAX = 300
/** How long ours are good for: enough for one request on a slow line. */
const ASSERTION_SECONDS = 60

export type AssertionRequest = {
  readonly clientId: string
  /** The address of the token endpoint, to the letter. */
  readonly audience: string
  /** The kid under which the public key is registered. */
  readonly keyId: string
  readonly clock: Clock
  /** 1 to 300. */
  readonly seconds?: number
  /** A text never used before; a random UUID when left out. */
  readonly jti?: string
} & ({ readonly privateKeyPem: string } | { readonly privateJwk: JsonWebKey })

/**
 * Signs a client assertion (RFC 7523 section 3) the way the token endpoint wants it. The algorithm follows from the
 * key: RS512 for RSA, ES256 for P-256, EdDSA for Ed25519.
 * @throws when the key is none of these
 */
export async function signClientAssertion(request: AssertionRequest): Promise<string> {
  const { clientId, audience, keyId, clock, seconds = ASSERTION_SECONDS, jti = randomUUID() } = request
  const key =
    'privateJwk' in request
      ? createPrivateKey({ key: request.privateJwk, format: 'jwk' })
      : createPrivateKey(request.privateKeyPem)
  const now = Math.floor(clock.now() / 1000)
  return new SignJWT({ jti })
    .setProtectedHeader({ alg: algorithmOf(key), typ: 'JWT', kid: keyId })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + seconds)
    .sign(key)
}

function algorithmOf(key: KeyObject): AssertionAlgorithm {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return 'RS512'
    case 'ed25519':
      return 'EdDSA'
    case 'ec':
      if (key.asymmetricKeyDetails?.namedCurve === 'prime256v1') return 'ES256'
  }
  throw new Error(
    'A client assertion is signed with an RSA, an EC P-256 or an Ed25519 key; this is another kind.',
  )
}
