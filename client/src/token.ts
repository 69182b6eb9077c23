import { type CryptoKey, importJWK, importPKCS8, type JWK, SignJWT } from 'jose'
import { NotAuthenticated, Unreachable } from './errors.ts'

/** How a program shows who it is: private_key_jwt (RFC 7523). */
export type Credential = {
  readonly clientId: string
  /** The id under which the public key is registered. */
  readonly keyId: string
  /** PEM (PKCS #8), a JWK, or a key that the platform keeps and does not give out. */
  readonly privateKey: string | JWK | CryptoKey
  /** RS512 for RSA, ES256 for P-256, EdDSA for Ed25519; found out from the key unless told. */
  readonly algorithm?: Algorithm
}

const ALGORITHMS = ['RS512', 'ES256', 'EdDSA'] as const
type Algorithm = (typeof ALGORITHMS)[number]

export type TokenSource = {
  readonly get: (signal: AbortSignal | undefined) => Promise<string>
  /** Forgets the token, since the directory no longer takes it. */
  readonly drop: () => void
}

type Setting = {
  readonly tokenUrl: string
  readonly credential: Credential
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly elapsed: () => number
}

/** An assertion lives for one minute: enough for one request on a slow line, and 300 s is the most that is taken. */
const ASSERTION_SECONDS = 60
/** A token is renewed so long before its end, milliseconds. */
const EARLY_MILLIS = 30_000

/** Access tokens, in memory only; many who ask at once share one request. */
export function tokenSource(setting: Setting): TokenSource {
  let held: { readonly token: string; readonly until: number } | undefined
  let coming: Promise<string> | undefined

  const fetchToken = async (): Promise<string> => {
    const asked = setting.elapsed()
    const { access_token, expires_in } = await exchange(setting)
    held = { token: access_token, until: asked + expires_in * 1000 - EARLY_MILLIS }
    return access_token
  }
  return {
    get: async signal => {
      signal?.throwIfAborted()
      if (held && setting.elapsed() < held.until) return held.token
      coming ??= fetchToken().finally(() => {
        coming = undefined
      })
      return coming
    },
    drop: () => {
      held = undefined
    },
  }
}

async function exchange({ tokenUrl, credential, fetch, now }: Setting) {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await assertion(credential, tokenUrl, now()),
  })
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body,
    // A token is for nobody else, and in no cache.
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  }).catch((cause: unknown) => {
    throw new Unreachable('The token endpoint cannot be reached.', { cause })
  })
  const said: unknown = await response.json().catch(() => undefined)
  if (response.ok && isToken(said)) return said
  if (response.status >= 500 || response.status === 429)
    throw new Unreachable(`The token endpoint answered ${response.status}.`, {
      retryAfter: response.headers.get('retry-after'),
    })
  const { error = 'invalid_response', error_description = `HTTP ${response.status}` } = isError(said)
    ? said
    : {}
  throw new NotAuthenticated(error, error_description)
}

async function assertion(credential: Credential, tokenUrl: string, now: number): Promise<string> {
  const { clientId, keyId } = credential
  const seconds = Math.floor(now / 1000)
  const { key, algorithm } = await keyOf(credential)
  return new SignJWT({ jti: crypto.randomUUID() })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: keyId })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenUrl)
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + ASSERTION_SECONDS)
    .sign(key)
}

/** The key, ready to sign. Web Crypto takes a key only together with its algorithm, so each is tried. */
async function keyOf({ privateKey, algorithm }: Credential) {
  const tried = algorithm === undefined ? ALGORITHMS : [algorithm]
  for (const one of tried) {
    const key = await imported(privateKey, one).catch(() => undefined)
    if (key) return { key, algorithm: one }
  }
  throw new TypeError(`The private key is not one for ${tried.join(', ')}.`)
}

async function imported(key: Credential['privateKey'], algorithm: Algorithm) {
  if (typeof key === 'string') return importPKCS8(key, algorithm)
  if (isJwk(key)) return importJWK(key, algorithm)
  return NAMES[algorithm] === key.algorithm.name ? key : undefined
}

/** What Web Crypto calls them. */
const NAMES = { RS512: 'RSASSA-PKCS1-v1_5', ES256: 'ECDSA', EdDSA: 'Ed25519' } as const

const isJwk = (key: JWK | CryptoKey): key is JWK => 'kty' in key

type Token = { readonly access_token: string; readonly expires_in: number }

const isToken = (said: unknown): said is Token =>
  typeof said === 'object' &&
  said !== null &&
  'access_token' in said &&
  typeof said.access_token === 'string' &&
  'expires_in' in said &&
  typeof said.expires_in === 'number'

const isError = (said: unknown): said is { readonly error: string; readonly error_description?: string } =>
  typeof said === 'object' && said !== null && 'error' in said && typeof said.error === 'string'
