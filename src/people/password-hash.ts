import { type Argon2Parameters, argon2, timingSafeEqual } from 'node:crypto'
import type { Random } from '../vocabulary/index.ts'

/** What OWASP's password storage cheat sheet asks of argon2id at the least: 19 MiB, two passes. Some 25 ms here. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const
const TAG_BYTES = 32
const SALT_BYTES = 16
/** At most so many at once: each takes 19 MiB, and a thread of the pool that also writes the journal. */
const AT_ONCE = 2

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{43,86})$/

/** A hash that belongs to no password: weighing a stranger's takes as long as weighing anybody's. */
export const DECOY_HASH = phc(Buffer.alloc(SALT_BYTES), Buffer.alloc(TAG_BYTES))

/** A password as a PHC string, such as `$argon2id$v=19$m=19456,t=2,p=1$…$…`. */
export async function hashPassword(password: string, random: Random): Promise<string> {
  const nonce = random(SALT_BYTES)
  return phc(
    nonce,
    await derive({ ...COST, nonce, tagLength: TAG_BYTES, message: password.normalize('NFKC') }),
  )
}

/**
 * Whether a password is the one that was hashed.
 * @throws when `hash` is no PHC string of argon2id
 */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt, tag] = PHC.exec(hash) ?? []
  if (salt === undefined || tag === undefined) throw new Error('A stored password hash cannot be read.')
  const expected = Buffer.from(tag, 'base64')
  const actual = await derive({
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt, 'base64'),
    tagLength: expected.length,
    message: password.normalize('NFKC'),
  })
  return timingSafeEqual(actual, expected)
}

function phc(salt: Uint8Array, tag: Uint8Array): string {
  const { memory, passes, parallelism } = COST
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(tag)}`
}

function unpadded(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '')
}

let running = 0
const waiting: (() => void)[] = []

async function derive(parameters: Argon2Parameters): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>(resolve => waiting.push(resolve))
  else running += 1
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      argon2('argon2id', parameters, (error, tag) => (error ? reject(error) : resolve(tag)))
    })
  } finally {
    // Whoever waits takes over the place; else it becomes free.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
