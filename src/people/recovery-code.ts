import { createHash } from 'node:crypto'
import type { Random } from '../vocabulary/index.ts'

/** Letters and digits that are not taken for one another (Crockford's Base32). */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LENGTH = 25

/** A one-time code of 125 random bits, in five groups of five, to be read out or written down. */
export function newRecoveryCode(random: Random): string {
  const letters = Array.from(random(LENGTH), byte => LETTERS[byte % LETTERS.length] ?? '').join('')
  return letters.replace(/.{5}(?=.)/g, '$&-')
}

/** What of a code is stored. Case, spaces and dashes do not count, and neither do O for 0, or I and L for 1. */
export const hashOfRecoveryCode = (code: string): string =>
  createHash('sha256')
    .update(
      code
        .toUpperCase()
        .replaceAll(/[^0-9A-Z]/g, '')
        .replaceAll('O', '0')
        .replaceAll(/[IL]/g, '1'),
    )
    .digest('base64url')
