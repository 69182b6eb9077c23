import { hash } from 'node:crypto'
import { decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { Clock, EpochMillis } from '../vocabulary/index.ts'
import { type SigningKey, type SigningKeys, TOKEN_ALGORITHM } from './signing-keys.ts'

export type TokenAnswer =
  | {
      readonly outcome: 'known'
      readonly clientId: string
      readonly expiresAt: EpochMillis
      /** The one purpose the token is bound to, when it names one. */
      readonly purpose?: string
      /** The person who signed in, for a token that was given to a person and not to the client itself. */
      readonly personId?: string
      /** The sign-in it stems from: ended together with it. */
      readonly sessionId?: string
    }
  | { readonly outcome: 'missing' | 'malformed' | 'unknown-key' | 'forged' }
  | { readonly outcome: 'expired'; readonly expiredAt: EpochMillis }
  /** The key it was fetched with has been revoked. */
  | { readonly outcome: 'revoked' }
  /** It is ours, but not an access token for this directory. */
  | { readonly outcome: 'wrong-claim'; readonly claim: string }

export type TokenReader = {
  /** Reads an access token, without the word Bearer. From memory when it was seen before, hence not always a promise. */
  readonly read: (token: string) => TokenAnswer | Promise<TokenAnswer>
}

export type TokenReaderOptions = {
  readonly keys: SigningKeys
  readonly clock: Clock
  /** Who must have issued the token (`iss`), and for what (`aud`). Asked anew, for they rest on the base address. */
  readonly issuer: () => string
  readonly audience: () => string
  readonly isKeyRevoked: (clientId: string, kid: string | undefined) => boolean
  /** How many tokens to remember; the longest held is forgotten first. */
  readonly remembered?: number
}

type Known = Extract<TokenAnswer, { outcome: 'known' }>
type Held = {
  readonly answer: Known
  /** Which of its own keys the client fetched it with. */
  readonly clientKid: string | undefined
  readonly keys: readonly SigningKey[]
}

/**
 * The claim that says with which of its keys a client fetched a token. Voiding tokens by that rather than by the time
 * they were issued at needs no two nodes to agree on the time, nor to hear of a revocation at once.
 */
export const CLIENT_KID = 'client_kid'
const TOKEN_LENGTH_MAX = 4096
const REMEMBERED = 50_000

/**
 * Reads access tokens (RFC 9068) of this directory's own making: the signature is checked once, then the token is
 * remembered by its SHA-256 until it expires. Tokens themselves are never kept. Whether the account may ask is not
 * looked at here; it is on every request, so that a suspension bites at once (AUP25-42).
 */
export function openTokenReader(options: TokenReaderOptions): TokenReader {
  const { keys, clock, isKeyRevoked, remembered = REMEMBERED } = options
  const held = new Map<string, Held>()

  const judge = (digest: string, { answer, clientKid }: Held): TokenAnswer => {
    if (clock.now() >= answer.expiresAt) {
      held.delete(digest)
      return { outcome: 'expired', expiredAt: answer.expiresAt }
    }
    return isKeyRevoked(answer.clientId, clientKid) ? { outcome: 'revoked' } : answer
  }

  const check = async (token: string, digest: string): Promise<TokenAnswer> => {
    const checked = await verify(token, options)
    if (checked.outcome !== 'good') return checked
    if (held.size >= remembered) forgetOldest(held)
    held.set(digest, checked.held)
    return judge(digest, checked.held)
  }

  return {
    read: token => {
      if (token === '') return { outcome: 'missing' }
      if (token.length > TOKEN_LENGTH_MAX) return { outcome: 'malformed' }
      const digest = hash('sha256', token, 'base64url')
      const seen = held.get(digest)
      // Keys were added or ended since: what rests on the old ones is checked again.
      return seen?.keys === keys.current() ? judge(digest, seen) : check(token, digest)
    },
  }
}

function forgetOldest(held: Map<string, Held>): void {
  const oldest = held.keys().next()
  if (!oldest.done) held.delete(oldest.value)
}

type Verified = { readonly outcome: 'good'; readonly held: Held } | Exclude<TokenAnswer, Known>

async function verify(token: string, options: TokenReaderOptions): Promise<Verified> {
  const now = options.clock.now()
  const kid = kidOf(token)
  if (kid === undefined) return { outcome: 'malformed' }
  const keys = options.keys.current()
  const key = options.keys.verifier(kid, now)
  if (!key) return { outcome: 'unknown-key' }
  try {
    const { payload } = await jwtVerify(token, key.publicKey, {
      algorithms: [TOKEN_ALGORITHM],
      typ: 'at+jwt',
      issuer: options.issuer(),
      audience: options.audience(),
      requiredClaims: ['iat', 'exp', 'client_id'],
      currentDate: new Date(now),
    })
    const { client_id: clientId, exp, sub, sid, purpose, [CLIENT_KID]: fetchedWith } = payload
    if (typeof clientId !== 'string') return { outcome: 'wrong-claim', claim: 'client_id' }
    if (exp === undefined) throw new Error('jose let a token pass without exp')
    const clientKid = typeof fetchedWith === 'string' ? fetchedWith : undefined
    const bound = typeof purpose === 'string' ? { purpose } : {}
    // RFC 9068 section 2.2: a client that asks for itself is its own subject.
    const person = typeof sub === 'string' && sub !== clientId ? { personId: sub } : {}
    const session = typeof sid === 'string' ? { sessionId: sid } : {}
    const answer = Object.freeze({
      outcome: 'known',
      clientId,
      expiresAt: exp * 1000,
      ...bound,
      ...person,
      ...session,
    } as const)
    return { outcome: 'good', held: { answer, clientKid, keys } }
  } catch (error) {
    return outcomeOf(error)
  }
}

function kidOf(token: string): string | undefined {
  try {
    return decodeProtectedHeader(token).kid
  } catch {
    // Not a JWT at all; the caller of kidOf answers so.
    return undefined
  }
}

function outcomeOf(error: unknown): Exclude<TokenAnswer, Known> {
  if (error instanceof errors.JWTExpired) {
    return { outcome: 'expired', expiredAt: (error.payload.exp ?? 0) * 1000 }
  }
  if (error instanceof errors.JWTClaimValidationFailed) return { outcome: 'wrong-claim', claim: error.claim }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
    return { outcome: 'forged' }
  }
  if (error instanceof errors.JOSEError) return { outcome: 'malformed' }
  throw error
}
