import { Secret, TOTP } from 'otpauth'
import type { EpochMillis, Random } from '../vocabulary/index.ts'

/** As authenticators everywhere do it (RFC 6238): SHA-1, six digits, 30 seconds, one step either way for slow clocks. */
const SCHEME = { algorithm: 'SHA1', digits: 6, period: 30 } as const
const STEPS_EITHER_WAY = 1
/** RFC 4226 section 4 asks for 160 bits. */
const SECRET_BYTES = 20

/** A new shared secret, in Base32. */
export const newTotpSecret = (random: Random): string =>
  new Secret({ buffer: Uint8Array.from(random(SECRET_BYTES)).buffer }).base32

/** The address an authenticator takes a secret in by, as a link or in a QR code. */
export const totpUri = (secret: string, userName: string, issuer: string): string =>
  new TOTP({ ...SCHEME, secret, label: userName, issuer }).toString()

/**
 * The step a code is right for; undefined when it is wrong, or for no step after `lastStep`: each step is good once
 * (RFC 6238 section 5.2).
 */
export function totpStep(
  code: string,
  secret: string,
  lastStep: number | null,
  now: EpochMillis,
): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined
  const delta = TOTP.validate({
    ...SCHEME,
    token: code,
    secret: Secret.fromBase32(secret),
    timestamp: now,
    window: STEPS_EITHER_WAY,
  })
  if (delta === null) return undefined
  const step = TOTP.counter({ period: SCHEME.period, timestamp: now }) + delta
  return lastStep === null || step > lastStep ? step : undefined
}

/** The code of that instant; for tests and demonstrations. */
export const totpCode = (secret: string, now: EpochMillis): string =>
  TOTP.generate({ ...SCHEME, secret: Secret.fromBase32(secret), timestamp: now })
