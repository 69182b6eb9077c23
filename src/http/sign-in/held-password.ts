import { createCipheriv, createDecipheriv } from 'node:crypto'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import type { Random } from '../../vocabulary/index.ts'

/** What was typed on the first page, kept until the code of the second page is there to be weighed with it. */
export type Credentials = { readonly userName: string; readonly password: string }

const CIPHER = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16
const check = Compile(Type.Object({ userName: Type.String(), password: Type.String() }))

/**
 * Seals a password for the minute between two pages. The browser holds the sealed text and the database the key:
 * neither has the password.
 */
export function sealCredentials(
  credentials: Credentials,
  random: Random,
): { readonly sealed: string; readonly key: string } {
  const key = Buffer.from(random(32))
  const iv = Buffer.from(random(IV_BYTES))
  const cipher = createCipheriv(CIPHER, key, iv)
  const text = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()])
  return {
    sealed: Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url'),
    key: key.toString('base64url'),
  }
}

/** Undefined when the text was not sealed with that key, or is altered. */
export function openCredentials(sealed: string, key: string): Credentials | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  if (bytes.length <= IV_BYTES + TAG_BYTES) return undefined
  try {
    const opener = createDecipheriv(CIPHER, Buffer.from(key, 'base64url'), bytes.subarray(0, IV_BYTES))
    opener.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES))
    const text = Buffer.concat([opener.update(bytes.subarray(IV_BYTES + TAG_BYTES)), opener.final()])
    const value: unknown = JSON.parse(text.toString('utf8'))
    return check.Check(value) ? value : undefined
  } catch {
    // Not sealed with this key: a cookie of another sign-in, or somebody's own making.
    return undefined
  }
}
