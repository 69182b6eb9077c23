import { hash, timingSafeEqual } from 'node:crypto'
import type { Random } from '../vocabulary/index.ts'

/** 192 random bits: beyond guessing by any number of tries, so that it needs no slow hash. */
const SECRET_BYTES = 24
const SALT_BYTES = 16

/** Of a secret, what is kept. Both in base64url. */
export type SecretHash = { readonly salt: string; readonly hash: string }

/** What only we can make, since a person would choose something that can be guessed: 32 letters of base64url. */
export const newSecret = (random: Random): string => Buffer.from(random(SECRET_BYTES)).toString('base64url')

/**
 * SHA-256 with a salt, and not Argon2 as for the passwords of people (people/password-hash.ts): a slow hash makes up for
 * a secret that can be guessed, which these cannot, and it would cost some 20 ms and 19 MiB on every request, for they
 * come with each (RFC 7617). The salt keeps equal secrets from being told by equal hashes.
 */
export function hashOfSecret(secret: string, random: Random): SecretHash {
  const salt = Buffer.from(random(SALT_BYTES)).toString('base64url')
  return { salt, hash: digest(salt, secret).toString('base64url') }
}

/** In a time that does not tell how much of it was right. */
export const isSecret = (given: string, { salt, hash: kept }: SecretHash): boolean =>
  timingSafeEqual(digest(salt, given), Buffer.from(kept, 'base64url'))

/** Salts are of one length, so that no other salt and secret make the same text. */
const digest = (salt: string, secret: string): Buffer => hash('sha256', salt + secret, 'buffer')
