import { type Cipheriv, createCipheriv, createDecipheriv, type Decipheriv, hkdfSync } from 'node:crypto'

/** What a service is called by to one connection and to no other, in place of its id in the directory. */
export type ServiceHandles = {
  /** One for each id, in order; the same each time, so that a caller knows a service again. Ids are 1 to 2^53 − 1. */
  readonly issue: (connectionId: string, ids: readonly number[]) => readonly string[]
  /** The id it stands for; null for every text that was not issued to this connection. */
  readonly read: (connectionId: string, handle: string) => number | null
}

/** 16 bytes in base64url; what is left over of the last character is zero, so that each handle has one spelling. */
export const HANDLE_PATTERN = '[A-Za-z0-9_-]{21}[AQgw]'
const HANDLE = new RegExp(`^${HANDLE_PATTERN}$`)

export const SECRET_BYTES = 32
const KEY_BYTES = 32
const BLOCK = 16
const ALGORITHM = 'aes-256-ecb'

/** The first half of each block before it is encrypted: a text made up, or of another key, has it once in 2^64. */
const CHECK = Buffer.from('service:', 'latin1')
const ID_AT = CHECK.length

/**
 * A handle is one AES block of a check and an id, under a key of the connection's own (HKDF, RFC 5869). One block under
 * one key is a permutation, and no two blocks are alike, which is all the mode ECB is asked for here; it lets one call
 * encrypt the ids of a whole answer, and the cipher be kept, for no block depends on another.
 */
export function createServiceHandles(secret: Uint8Array): ServiceHandles {
  if (secret.length !== SECRET_BYTES) throw new Error(`The secret of handles has ${SECRET_BYTES} bytes.`)
  const known = new Map<string, { readonly cipher: Cipheriv; readonly decipher: Decipheriv }>()

  const keyed = (connectionId: string) => {
    const there = known.get(connectionId)
    if (there) return there
    const info = `signpost service handles 1 ${connectionId}`
    const key = Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES))
    const pair = {
      cipher: createCipheriv(ALGORITHM, key, null).setAutoPadding(false),
      decipher: createDecipheriv(ALGORITHM, key, null).setAutoPadding(false),
    }
    if (known.size >= KEPT_MAX) known.clear()
    known.set(connectionId, pair)
    return pair
  }

  return {
    issue: (connectionId, ids) => {
      const blocks = Buffer.allocUnsafe(ids.length * BLOCK)
      ids.forEach((id, index) => {
        const at = index * BLOCK
        blocks.set(CHECK, at)
        writeId(blocks, id, at + ID_AT)
      })
      const sealed = keyed(connectionId).cipher.update(blocks)
      return ids.map((_, index) => sealed.toString('base64url', index * BLOCK, (index + 1) * BLOCK))
    },
    read: (connectionId, handle) => {
      if (!HANDLE.test(handle)) return null
      const block = keyed(connectionId).decipher.update(Buffer.from(handle, 'base64url'))
      if (CHECK.compare(block, 0, ID_AT) !== 0) return null
      const id = block.readUInt32BE(ID_AT) * 2 ** 32 + block.readUInt32BE(ID_AT + 4)
      return Number.isSafeInteger(id) && id > 0 ? id : null
    },
  }
}

/** Ciphers kept ready, some 2 KB each; beyond so many all are made anew as they are wanted. */
const KEPT_MAX = 10_000

/** 64 bits, big-endian. */
function writeId(block: Buffer, id: number, at: number): void {
  if (!Number.isSafeInteger(id) || id <= 0) throw new Error(`${id} is no id of a service.`)
  block.writeUInt32BE(Math.floor(id / 2 ** 32), at)
  block.writeUInt32BE(id % 2 ** 32, at + 4)
}
