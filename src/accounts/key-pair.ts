import { generateKeyPair, type JsonWebKey, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { calculateJwkThumbprint } from 'jose'
import type { AssertionAlgorithm } from './public-key.ts'

const generate = promisify(generateKeyPair)

export type KeyPair = {
  /** The thumbprint of the key (RFC 7638), unless another name was given. */
  readonly kid: string
  /** PKCS #8, PEM. */
  readonly privateKeyPem: string
  readonly privateJwk: JsonWebKey
  /** What to register: a key set holds it as it is. */
  readonly publicJwk: JsonWebKey & { readonly kid: string; readonly use: 'sig' }
}

/**
 * Makes a key pair for signing.
 * @param kid a name for it, to put in the header of what it signs
 * @param rsaBits the length of an RSA key. 4096 as NHS platforms ask takes about a second to find; 2048 a tenth of it.
 */
export async function createKeyPair(
  algorithm: Exclude<AssertionAlgorithm, 'Ed25519'>,
  kid?: string,
  rsaBits: 2048 | 4096 = 4096,
): Promise<KeyPair> {
  const { privateKey, publicKey } = await pairFor(algorithm, rsaBits)
  const plain = publicKey.export({ format: 'jwk' })
  const name = kid ?? (await calculateJwkThumbprint({ ...plain }))
  return {
    kid: name,
    privateKeyPem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    privateJwk: privateKey.export({ format: 'jwk' }),
    publicJwk: { ...plain, kid: name, use: 'sig' },
  }
}

function pairFor(
  algorithm: Exclude<AssertionAlgorithm, 'Ed25519'>,
  rsaBits: number,
): Promise<{ privateKey: KeyObject; publicKey: KeyObject }> {
  switch (algorithm) {
    case 'RS512':
      return generate('rsa', { modulusLength: rsaBits })
    case 'ES256':
      return generate('ec', { namedCurve: 'P-256' })
    case 'EdDSA':
      return generate('ed25519')
  }
}
