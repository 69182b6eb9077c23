import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { EpochMillis } from '../vocabulary/index.ts'

/** How sure the place of sign-in is of who it was (NIST SP 800-63B; CIS2 says AAL2 and AAL3). `aal1`: a password alone. */
export type Assurance = 'aal1' | 'aal2' | 'aal3'

/** What a sign-in opened, in one browser or program. */
export type Session = {
  readonly id: string
  readonly personId: string
  /** Where they signed in, and what that place calls the session; null when it gave no name. */
  readonly issuer: string
  readonly sid: string | null
  readonly assurance: Assurance
  /** The role chosen at sign-in, as the provider names it (AUP25-17). */
  readonly role: string | null
  readonly network: string
  readonly userAgent: string
  readonly openedAt: EpochMillis
  /** When it was last used, to the minute. */
  readonly seenAt: EpochMillis
}

/** A session left alone for so long is over: a machine on a ward is anybody's soon (OWASP ASVS 3.3). */
export const SESSION_IDLE_MILLIS = 30 * 60_000
/** However busy, somebody signs in again for the next shift. */
export const SESSION_MILLIS_MAX = 12 * 60 * 60_000
/** Using a session is noted at most so often; a write for each request would cost more than the request. */
export const SEEN_EVERY_MILLIS = 60_000

/** The first instant at which a session is over, should nobody use it before. */
export const sessionOverAt = ({ openedAt, seenAt }: Pick<Session, 'openedAt' | 'seenAt'>): EpochMillis =>
  Math.min(seenAt + SESSION_IDLE_MILLIS, openedAt + SESSION_MILLIS_MAX)

/** What of a session's secret is stored. It is 256 random bits, so one fast hash keeps it. */
export const hashOfSecret = (secret: string): string =>
  createHash('sha256').update(secret).digest('base64url')

/** What a form must carry to show that a page of ours made it: derived from the secret, which pages never see. */
export const csrfOf = (secret: string): string =>
  createHmac('sha256', secret).update('csrf').digest('base64url')

/** Whether a form's token belongs to the session. */
export function checkCsrf(secret: string, given: string): boolean {
  const expected = Buffer.from(csrfOf(secret))
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}
