import { randomUUID } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { createKeyPair, type PublicJwk } from '../../accounts/index.ts'
import type { Random } from '../../vocabulary/index.ts'

/** A client that nobody is. */
export type Decoy = {
  readonly clientId: string
  readonly keys: readonly PublicJwk[]
  /** The form of a token request, with its assertion made out to be the decoy's. Its signature fits no key. */
  readonly disguise: (form: string, assertion: string, alg: string) => string
}

/** 4096 bits, the length NHS platforms ask of RSA keys. */
const RSA_BYTES = 512

/**
 * Where the register has no key for an assertion there is nothing to verify, and the answer would come sooner than
 * for a wrong signature: the time taken would tell a stranger which client ids and kids exist. So the provider is
 * asked all the same, about a client that is there, with keys that are there, and finds the signature wrong. Only
 * verifying in vain beside a provider that knows no such client left it 0.15 ms quicker than with one it knows.
 * For RSA any odd number of the right length serves as a modulus: verifying never asks whether it is a product of
 * primes, and nothing rests on the outcome. The private halves of the other two are thrown away.
 */
export async function openDecoy(random: Random): Promise<Decoy> {
  const modulus = Buffer.from(random(RSA_BYTES))
  modulus[0] = 0x80 | (modulus[0] ?? 0)
  modulus[RSA_BYTES - 1] = 1 | (modulus[RSA_BYTES - 1] ?? 0)
  const [ec, okp] = await Promise.all([createKeyPair('ES256'), createKeyPair('EdDSA')])
  const { x: ecX = '', y = '' } = ec.publicJwk
  const { x: okpX = '' } = okp.publicJwk
  const n = modulus.toString('base64url')
  const clientId = randomUUID()
  return {
    clientId,
    keys: [
      { kty: 'RSA', kid: 'RSA', use: 'sig', alg: 'RS512', n, e: 'AQAB' },
      { kty: 'EC', kid: 'EC', use: 'sig', alg: 'ES256', crv: 'P-256', x: ecX, y },
      { kty: 'OKP', kid: 'OKP', use: 'sig', crv: 'Ed25519', x: okpX },
    ],
    disguise: (form, assertion, alg) => {
      const header = { ...decodeProtectedHeader(assertion), kid: KIDS[alg] ?? 'OKP' }
      const claims = { ...decodeJwt(assertion), iss: clientId, sub: clientId }
      const signature = assertion.slice(assertion.lastIndexOf('.') + 1)
      const disguised = new URLSearchParams(form)
      disguised.set('client_assertion', `${encoded(header)}.${encoded(claims)}.${signature}`)
      if (disguised.has('client_id')) disguised.set('client_id', clientId)
      return disguised.toString()
    },
  }
}

const KIDS: Readonly<Record<string, string>> = { RS512: 'RSA', ES256: 'EC' }

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url')
