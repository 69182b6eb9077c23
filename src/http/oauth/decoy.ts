import { createPublicKey, type JsonWebKey } from 'node:crypto'
import { compactVerify } from 'jose'
import { createKeyPair } from '../../accounts/index.ts'
import type { Random } from '../../vocabulary/index.ts'

/** Checks an assertion against a key nobody has; always in vain. */
export type Decoy = (assertion: string, alg: string) => Promise<void>

/** 4096 bits, the length NHS platforms ask of RSA keys. */
const RSA_BYTES = 512

/**
 * Where the register has no key for an assertion there is nothing to verify, and the answer would come sooner than
 * for a wrong signature: the time taken would tell a stranger which client ids and kids exist. So the same work is
 * done against a decoy key. For RSA any odd number of the right length serves as a modulus: verifying never asks
 * whether it is a product of primes, and nothing rests on the outcome.
 */
export async function openDecoy(random: Random): Promise<Decoy> {
  const modulus = Buffer.from(random(RSA_BYTES))
  modulus[0] = 0x80 | (modulus[0] ?? 0)
  modulus[RSA_BYTES - 1] = 1 | (modulus[RSA_BYTES - 1] ?? 0)
  const [ec, okp] = await Promise.all([createKeyPair('ES256'), createKeyPair('EdDSA')])
  // Imported once, as the provider does with the keys it knows: importing costs more than verifying.
  const keys = {
    RS512: imported({ kty: 'RSA', n: modulus.toString('base64url'), e: 'AQAB' }),
    ES256: imported(ec.publicJwk),
    EdDSA: imported(okp.publicJwk),
  }
  return async (assertion, alg) => {
    const key = alg === 'RS512' || alg === 'ES256' ? keys[alg] : keys.EdDSA
    await compactVerify(assertion, key).catch(() => {})
  }
}

const imported = (key: JsonWebKey) => createPublicKey({ key, format: 'jwk' })
