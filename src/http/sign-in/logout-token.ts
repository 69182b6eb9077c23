import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { EpochMillis } from '../../vocabulary/index.ts'

export type LogoutRead =
  | { readonly outcome: 'read'; readonly jti: string; readonly sid?: string; readonly subject?: string }
  | { readonly outcome: 'refused'; readonly because: string }

export type LogoutSetting = {
  readonly issuer: string
  readonly clientId: string
  readonly now: EpochMillis
  /** The provider's public keys, as it publishes them. */
  readonly keySet: unknown
}

const EVENT = 'http://schemas.openid.net/event/backchannel-logout'
/** The newer, explicit type, or the plain one; an ID token's or an access token's is another (section 2.4). */
const TYPES: readonly (string | undefined)[] = [undefined, 'jwt', 'logout+jwt', 'application/logout+jwt']
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]
/** One that has been on its way for longer is taken for stolen; clocks may differ by half a minute. */
export const LOGOUT_SECONDS_MAX = 300
const LEEWAY_SECONDS = 30
const LENGTH_MAX = 8192

const KeySet = Compile(Type.Object({ keys: Type.Array(Type.Object({ kty: Type.String() })) }))
const isKeySet = (value: unknown): value is JSONWebKeySet => KeySet.Check(value)

/**
 * Reads a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.6): signed by the provider, for us, about a
 * logout, fresh, and nothing else that the provider signs. Whether its `jti` is new, the caller asks.
 */
export async function readLogoutToken(token: string, setting: LogoutSetting): Promise<LogoutRead> {
  if (token === '' || token.length > LENGTH_MAX) return refused('no token of a fit length')
  if (!isKeySet(setting.keySet)) return refused('the provider publishes no keys')
  try {
    const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(setting.keySet), {
      algorithms: ALGORITHMS,
      issuer: setting.issuer,
      audience: setting.clientId,
      requiredClaims: ['iat', 'exp', 'jti'],
      maxTokenAge: LOGOUT_SECONDS_MAX,
      clockTolerance: LEEWAY_SECONDS,
      currentDate: new Date(setting.now),
    })
    if (!TYPES.includes(protectedHeader.typ?.toLowerCase())) return refused('typ')
    return checkClaims(payload)
  } catch (error) {
    if (error instanceof errors.JOSEError) return refused(error.code)
    throw error
  }
}

function checkClaims(payload: JWTPayload): LogoutRead {
  const { jti, sub, sid, events } = payload
  if (typeof jti !== 'string' || jti === '') return refused('jti')
  // A nonce is what tells an ID token, which must never end a session by being played back here.
  if ('nonce' in payload) return refused('nonce')
  const all: Readonly<Record<string, unknown>> = { ...(typeof events === 'object' ? events : {}) }
  const event = all[EVENT]
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return refused('events')
  const about = {
    ...(typeof sid === 'string' && sid !== '' ? { sid } : {}),
    ...(typeof sub === 'string' && sub !== '' ? { subject: sub } : {}),
  }
  if (!('sid' in about) && !('subject' in about)) return refused('neither sub nor sid')
  return { outcome: 'read', jti, ...about }
}

const refused = (because: string): LogoutRead => ({ outcome: 'refused', because })
