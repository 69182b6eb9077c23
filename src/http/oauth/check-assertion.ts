import { decodeJwt, decodeProtectedHeader } from 'jose'
import { ASSERTION_ALGORITHMS, ASSERTION_SECONDS_MAX } from '../../accounts/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { type Problem, shown } from './oauth-error.ts'

export type AssertionChecked =
  | { readonly outcome: 'fit'; readonly clientId: string; readonly kid: string; readonly alg: string }
  | { readonly outcome: 'unfit'; readonly problems: readonly Problem[] }

export type AssertionSetting = {
  readonly tokenEndpoint: string
  readonly now: EpochMillis
  /** The form parameter of that name, when sent. */
  readonly clientId: string | undefined
}

/** How far a client's clock may run ahead of ours before its `nbf` is refused, seconds. */
export const CLOCK_LEEWAY_SECONDS = 30
const TEXT_LENGTH_MAX = 200
/**
 * Twice what an assertion with an 8192-bit key needs. Within it no claim can be nested so deep that it could be read
 * but not written back (JSON.stringify runs out of stack at some 5,000 lists within lists), nor so large that the
 * time it takes to read says more than whether it was read.
 */
const ASSERTION_LENGTH_MAX = 4096
/** `client-authentication+jwt` is the newer, explicit type; many libraries send none at all. */
const TYPES = ['jwt', 'client-authentication+jwt']

type Parts = { readonly header: Claims; readonly claims: Claims; readonly signature: string }
type Claims = Readonly<Record<string, unknown>>
type Check = (parts: Parts, setting: AssertionSetting) => Problem | undefined

/**
 * Says everything that is wrong with an assertion as far as the assertion itself and our public documentation tell.
 * Nothing here looks at the register or at a signature: a stranger learns only what they knew before.
 */
export function checkAssertion(assertion: string, setting: AssertionSetting): AssertionChecked {
  const parts = decode(assertion)
  if ('name' in parts) return { outcome: 'unfit', problems: [parts] }
  const problems = CHECKS.flatMap(check => check(parts, setting) ?? [])
  if (problems.length > 0) return { outcome: 'unfit', problems }
  const { header, claims } = parts
  return {
    outcome: 'fit',
    clientId: String(claims['sub']),
    kid: String(header['kid']),
    alg: String(header['alg']),
  }
}

function decode(assertion: string): Parts | Problem {
  const pieces = assertion.split('.')
  const name = 'client_assertion'
  const expected = 'a signed JWT: three base64url parts with dots between'
  if (assertion.length > ASSERTION_LENGTH_MAX) {
    const most = `a JWT of at most ${ASSERTION_LENGTH_MAX} characters`
    return { name, found: `${assertion.length} characters`, expected: most }
  }
  if (pieces.length !== 3) {
    const hint =
      pieces.length === 5 ? 'Five parts are an encrypted JWT; sign it, do not encrypt it.' : undefined
    return { name, found: `${pieces.length} part(s)`, expected, ...(hint === undefined ? {} : { hint }) }
  }
  if (!pieces.every(piece => /^[\w-]*$/.test(piece))) {
    const hint = 'Line breaks, padding (=), + and / do not belong into base64url.'
    return { name, found: 'other characters', expected, hint }
  }
  const header = attempt(() => decodeProtectedHeader(assertion))
  if (!header) return { name, found: 'a first part that is not base64url of a JSON object', expected }
  const claims = attempt(() => decodeJwt(assertion))
  if (!claims) return { name, found: 'a second part that is not base64url of a JSON object', expected }
  return { header: { ...header }, claims, signature: pieces[2] ?? '' }
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    // Not what it should be; the caller is told which part.
    return undefined
  }
}

const CHECKS: readonly Check[] = [
  ({ header: { alg } }) =>
    ASSERTION_ALGORITHMS.some(known => known === alg)
      ? undefined
      : {
          name: 'alg',
          found: shown(alg),
          expected: ASSERTION_ALGORITHMS.join(', '),
          hint: 'It stands in the header of the JWT. Choose the one that fits your key: RSA, P-256 or Ed25519.',
        },
  ({ header: { typ } }) =>
    typ === undefined ||
    (typeof typ === 'string' && TYPES.includes(typ.toLowerCase().replace(/^application\//, '')))
      ? undefined
      : { name: 'typ', found: shown(typ), expected: `'JWT'` },
  ({ header: { kid } }) =>
    isText(kid)
      ? undefined
      : {
          name: 'kid',
          found: shown(kid),
          expected: `a text of 1 to ${TEXT_LENGTH_MAX} characters`,
          hint: 'It stands in the header of the JWT and names which of your registered keys has signed it.',
        },
  ({ header: { crit } }) =>
    crit === undefined ? undefined : { name: 'crit', found: shown(crit), expected: 'it left out' },
  ({ signature }) =>
    signature === ''
      ? { name: 'client_assertion', found: 'an empty third part', expected: 'a signature' }
      : undefined,
  ({ claims: { iss } }) =>
    isText(iss) ? undefined : { name: 'iss', found: shown(iss), expected: 'your client id' },
  ({ claims: { sub } }) =>
    isText(sub) ? undefined : { name: 'sub', found: shown(sub), expected: 'your client id' },
  ({ claims: { iss, sub } }) =>
    isText(iss) && isText(sub) && iss !== sub
      ? {
          name: 'sub',
          found: shown(sub),
          expected: `the same as iss, ${shown(iss)}: both are your client id`,
        }
      : undefined,
  ({ claims: { sub } }, { clientId }) =>
    clientId === undefined || !isText(sub) || clientId === sub
      ? undefined
      : {
          name: 'client_id',
          found: shown(clientId),
          expected: `it left out, or the same as sub, ${shown(sub)}`,
        },
  ({ claims: { aud } }, { tokenEndpoint }) => checkAudience(aud, tokenEndpoint),
  ({ claims: { exp, iat } }, { now }) => checkExpiry(exp, iat, now),
  ({ claims: { nbf } }, { now }) => {
    if (nbf === undefined) return undefined
    const ahead = typeof nbf === 'number' ? nbf - now / 1000 : Number.NaN
    if (ahead <= CLOCK_LEEWAY_SECONDS) return undefined
    const found = Number.isNaN(ahead) ? shown(nbf) : `a time ${seconds(ahead)} from now`
    return { name: 'nbf', found, expected: 'no time yet to come, or no nbf at all', hint: clockHint(now) }
  },
  ({ claims: { iat } }) =>
    iat === undefined || typeof iat === 'number'
      ? undefined
      : { name: 'iat', found: shown(iat), expected: 'a number of seconds since 1970' },
  ({ claims: { jti } }) =>
    isText(jti)
      ? undefined
      : {
          name: 'jti',
          found: shown(jti),
          expected: `a text of 1 to ${TEXT_LENGTH_MAX} characters, never used before`,
          hint: 'A fresh random UUID for each assertion will do; a number will not, unless it is sent as text.',
        },
]

/**
 * The audience is the token endpoint to the letter, as NHS platforms ask (sources, use 2.7), and nothing
 * beside it: an assertion that also names another server could be played back there. A list of that one is the same
 * thing (RFC 7519 section 4.1.3); some libraries cannot write it otherwise.
 */
function checkAudience(aud: unknown, tokenEndpoint: string): Problem | undefined {
  const only = Array.isArray(aud) && aud.length === 1 ? aud[0] : aud
  if (only === tokenEndpoint) return undefined
  const hint =
    'Every letter counts: http or https, host, port, path, no slash at the end, this environment and no other.'
  return { name: 'aud', found: shown(aud), expected: `exactly '${tokenEndpoint}'`, hint }
}

function checkExpiry(exp: unknown, iat: unknown, now: EpochMillis): Problem | undefined {
  const name = 'exp'
  const expected = `a whole number of seconds since 1970, later than now and at most ${ASSERTION_SECONDS_MAX} seconds ahead`
  if (typeof exp !== 'number' || !Number.isSafeInteger(exp)) return { name, found: shown(exp), expected }
  const ahead = exp - now / 1000
  if (ahead > 0 && ahead <= ASSERTION_SECONDS_MAX) return undefined
  if (exp > 100_000_000_000) return { name, found: `${exp}`, expected, hint: 'That looks like milliseconds.' }
  const found = ahead > 0 ? `${exp}, ${seconds(ahead)} ahead` : `${exp}, ${seconds(-ahead)} ago`
  const skew = typeof iat === 'number' ? Math.round(iat - now / 1000) : 0
  const clock =
    Math.abs(skew) > CLOCK_LEEWAY_SECONDS
      ? ` Your iat is ${seconds(Math.abs(skew))} ${skew > 0 ? 'ahead of' : 'behind'} it.`
      : ''
  return { name, found, expected, hint: `${clockHint(now)}${clock}` }
}

const clockHint = (now: EpochMillis): string =>
  `The clock here says ${Math.floor(now / 1000)} (${new Date(now).toISOString()}).`

/** Rounded up, so that one second too far does not read as none. */
const seconds = (count: number): string => `${Math.ceil(count)} second(s)`

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value.length <= TEXT_LENGTH_MAX
