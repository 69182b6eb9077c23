import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint } from 'jose'

/**
 * How a client may sign its assertion: RS512 as NHS platforms ask (sources, use 2.7), ES256 and EdDSA for
 * shorter keys. `Ed25519` is the newer name of the same signature (RFC 9864).
 */
export const ASSERTION_ALGORITHMS = ['RS512', 'ES256', 'EdDSA', 'Ed25519'] as const
export type AssertionAlgorithm = (typeof ASSERTION_ALGORITHMS)[number]

/** The public part of a client's key, reduced to the members that mean something. */
export type PublicJwk = {
  readonly kty: 'RSA' | 'EC' | 'OKP'
  readonly kid: string
  readonly use: 'sig'
  readonly alg?: 'RS512' | 'ES256'
  readonly crv?: string
  readonly n?: string
  readonly e?: string
  readonly x?: string
  readonly y?: string
}

export type PublicKey = {
  readonly kid: string
  readonly jwk: PublicJwk
  /** RFC 7638, base64url. */
  readonly thumbprint: string
}

export type KeySetRead =
  | { readonly outcome: 'read'; readonly keys: readonly PublicKey[] }
  /** One sentence for each thing that is wrong, naming the key. */
  | { readonly outcome: 'wrong'; readonly problems: readonly string[] }

/** In one set, and held by one account at a time. */
export const KEYS_MAX = 10
/** In a set that is read from an address, where keys for other purposes may lie beside those for us. */
const PUBLISHED_KEYS_MAX = 50
const KID_LENGTH_MAX = 200
const RSA_BITS_MIN = 2048
/** Above this, verifying one assertion costs so much that keys become a way to slow everybody down. */
const RSA_BITS_MAX = 8192
/** With an exponent of 1 anybody can sign; with one that is very large, verifying takes for ever. */
const RSA_EXPONENTS = { min: 65_537n, max: 2n ** 32n }
const PUBLIC_MEMBERS = ['kty', 'crv', 'n', 'e', 'x', 'y']
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv']

/**
 * Reads an uploaded JSON Web Key Set (RFC 7517 section 5). Everything that is wrong with it is said at once.
 * @param value parsed JSON
 */
export async function readKeySet(value: unknown): Promise<KeySetRead> {
  const keys = isObject(value) ? value['keys'] : undefined
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > KEYS_MAX) {
    return wrong(`A key set is a JSON object with a list "keys" of 1 to ${KEYS_MAX} keys (RFC 7517).`)
  }
  const read: PublicKey[] = []
  const problems: string[] = []
  for (const [index, item] of keys.entries()) {
    const key = await readKey(item)
    if (typeof key === 'string') problems.push(`Key ${index + 1}: ${key}`)
    else if (read.some(other => other.kid === key.kid || other.thumbprint === key.thumbprint)) {
      problems.push(`Key ${index + 1}: it has the same kid, or is the same key, as another in this set.`)
    } else read.push(key)
  }
  return problems.length > 0 ? { outcome: 'wrong', problems } : { outcome: 'read', keys: read }
}

/**
 * Reads a key set that somebody publishes at an address. What is not for signing, or of a kind not taken here, is
 * passed over, as RFC 7517 section 5 says; a private part, or one name for two keys, condemns the whole set.
 * @param value parsed JSON
 */
export async function readPublishedKeySet(value: unknown): Promise<KeySetRead> {
  const keys = isObject(value) ? value['keys'] : undefined
  if (!Array.isArray(keys) || keys.length === 0 || keys.length > PUBLISHED_KEYS_MAX) {
    return wrong(`It is not a JSON object with a list "keys" of 1 to ${PUBLISHED_KEYS_MAX} keys (RFC 7517).`)
  }
  if (keys.some(holdsPrivatePart)) {
    return wrong('It holds a private or secret part of a key. Treat that key as known to others.')
  }
  const kids = keys.map(item => (isObject(item) ? item['kid'] : undefined))
  const twice = kids.find((kid, index) => kid !== undefined && kids.indexOf(kid) !== index)
  if (twice !== undefined) return wrong('Two of its keys have the same "kid".')
  const results = await Promise.all(keys.map(readKey))
  const fit = results.filter(result => typeof result !== 'string')
  if (fit.length === 0) {
    return {
      outcome: 'wrong',
      problems: results.slice(0, KEYS_MAX).map((why, index) => `Key ${index + 1}: ${why}`),
    }
  }
  if (new Set(fit.map(key => key.thumbprint)).size < fit.length) return wrong('It holds the same key twice.')
  if (fit.length > KEYS_MAX)
    return wrong(`It holds ${fit.length} keys to sign with; ${KEYS_MAX} are the most.`)
  return { outcome: 'read', keys: fit }
}

async function readKey(item: unknown): Promise<PublicKey | string> {
  if (!isObject(item)) return 'it is not a JSON object.'
  if (holdsPrivatePart(item)) {
    return 'it holds a private or secret part. Treat that key as known to others: make a new pair, and send only the public half.'
  }
  const { kid, use, alg } = item
  if (typeof kid !== 'string' || kid === '' || kid.length > KID_LENGTH_MAX) {
    return `it needs a "kid", a text of 1 to ${KID_LENGTH_MAX} characters.`
  }
  if (use !== undefined && use !== 'sig') return 'its "use" must be "sig".'
  const key = importPublic(item)
  if (!key) return 'it is not a usable public key of kty RSA, EC (P-256) or OKP (Ed25519).'
  const bits = key.asymmetricKeyDetails?.modulusLength
  if (bits !== undefined && (bits < RSA_BITS_MIN || bits > RSA_BITS_MAX)) {
    return `an RSA key must have ${RSA_BITS_MIN} to ${RSA_BITS_MAX} bits; this one has ${bits}.`
  }
  const exponent = key.asymmetricKeyDetails?.publicExponent
  if (exponent !== undefined && (exponent < RSA_EXPONENTS.min || exponent > RSA_EXPONENTS.max)) {
    return 'an RSA key must have the public exponent 65537 ("e": "AQAB").'
  }
  const plain = key.export({ format: 'jwk' })
  const algorithms = algorithmsFor(plain)
  const [first] = algorithms
  if (first === undefined) return 'use an RSA, an EC P-256 or an Ed25519 key.'
  if (alg !== undefined && !algorithms.some(fit => fit === alg)) {
    return `its "alg" must be ${algorithms.join(' or ')}, or be left out.`
  }
  const thumbprint = await calculateJwkThumbprint({ ...plain })
  return { kid, thumbprint, jwk: publicJwk(kid, plain, first) }
}

const holdsPrivatePart = (item: unknown): boolean =>
  isObject(item) && PRIVATE_MEMBERS.some(member => member in item)

function importPublic(item: Readonly<Record<string, unknown>>): KeyObject | undefined {
  try {
    const members = PUBLIC_MEMBERS.flatMap(name => {
      const value = item[name]
      return typeof value === 'string' ? [[name, value] as const] : []
    })
    return createPublicKey({ key: Object.fromEntries(members), format: 'jwk' })
  } catch {
    // Whatever it was, it is not a public key; the caller is told so.
    return undefined
  }
}

function algorithmsFor({ kty, crv }: JsonWebKey): readonly AssertionAlgorithm[] {
  if (kty === 'RSA') return ['RS512']
  if (kty === 'EC' && crv === 'P-256') return ['ES256']
  if (kty === 'OKP' && crv === 'Ed25519') return ['EdDSA', 'Ed25519']
  return []
}

/** An Ed25519 key carries no `alg`, so that both names of its one algorithm find it. */
function publicJwk(kid: string, key: JsonWebKey, alg: AssertionAlgorithm): PublicJwk {
  const { n = '', e = '', crv = '', x = '', y = '' } = key
  switch (alg) {
    case 'RS512':
      return { kty: 'RSA', kid, use: 'sig', alg, n, e }
    case 'ES256':
      return { kty: 'EC', kid, use: 'sig', alg, crv, x, y }
    default:
      return { kty: 'OKP', kid, use: 'sig', crv, x }
  }
}

/** Whether a key of this kind can have made a signature of that algorithm. */
export const fitsAlgorithm = (jwk: PublicJwk, algorithm: string): boolean =>
  algorithmsFor({ ...jwk }).some(fit => fit === algorithm)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (problem: string): KeySetRead => ({ outcome: 'wrong', problems: [problem] })
