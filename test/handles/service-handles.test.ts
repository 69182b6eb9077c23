import assert from 'node:assert/strict'
import { createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createServiceHandles, HANDLE_PATTERN } from '../../src/handles/index.ts'

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })
const ids = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const connections = fc.string({ minLength: 1, maxLength: 64 })

/** HKDF-SHA-256 as RFC 5869 writes it, for one block of output and no salt. */
const derived = (secret: Uint8Array, info: string): Buffer => {
  const drawn = createHmac('sha256', Buffer.alloc(32)).update(secret).digest()
  return createHmac('sha256', drawn)
    .update(info)
    .update(Buffer.from([1]))
    .digest()
}

describe('handles of services', () => {
  it('stand for their ids under the connection they were issued to, as often as asked', () => {
    fc.assert(
      fc.property(secrets, connections, fc.array(ids, { maxLength: 100 }), (secret, connection, some) => {
        const handles = createServiceHandles(secret)
        const issued = handles.issue(connection, some)
        assert.deepEqual(
          issued.map(handle => handles.read(connection, handle)),
          some,
        )
        assert.deepEqual(createServiceHandles(secret).issue(connection, some), issued)
        for (const handle of issued) assert.match(handle, new RegExp(`^${HANDLE_PATTERN}$`))
      }),
    )
  })

  it('are one AES block of a check and the id, under a key derived for the connection', () => {
    fc.assert(
      fc.property(secrets, connections, ids, (secret, connection, id) => {
        const [handle = ''] = createServiceHandles(secret).issue(connection, [id])
        const key = derived(secret, `signpost service handles 1 ${connection}`)
        const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false)
        const plain = Buffer.concat([decipher.update(Buffer.from(handle, 'base64url')), decipher.final()])
        assert.equal(plain.toString('latin1', 0, 8), 'service:')
        assert.equal(plain.readBigUInt64BE(8), BigInt(id))
      }),
    )
  })

  it('stand for nothing under another connection or another secret', () => {
    fc.assert(
      fc.property(secrets, secrets, connections, connections, ids, (one, other, mine, theirs, id) => {
        fc.pre(mine !== theirs && Buffer.compare(one, other) !== 0)
        const handles = createServiceHandles(one)
        const [handle = ''] = handles.issue(mine, [id])
        assert.equal(handles.read(theirs, handle), null)
        assert.equal(createServiceHandles(other).read(mine, handle), null)
      }),
    )
  })

  it('stand for nothing once any character is altered', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const handles = createServiceHandles(randomBytes(32))
    const [handle = ''] = handles.issue('connection', [1042])
    for (let at = 0; at < handle.length; at++) {
      for (const letter of alphabet) {
        if (letter === handle[at]) continue
        const altered = handle.slice(0, at) + letter + handle.slice(at + 1)
        assert.equal(handles.read('connection', altered), null, altered)
      }
    }
  })

  it('are not made up: plain numbers, other lengths and random blocks stand for nothing', () => {
    const handles = createServiceHandles(randomBytes(32))
    const texts = [
      '',
      '1042',
      '0',
      handles.issue('connection', [7]).join('').slice(1),
      'A'.repeat(22),
      'é'.repeat(22),
    ]
    for (const text of texts) assert.equal(handles.read('connection', text), null, text)
    for (let count = 0; count < 20_000; count++) {
      assert.equal(handles.read('connection', randomBytes(16).toString('base64url')), null)
    }
  })

  it('are not issued for what is no id', () => {
    const handles = createServiceHandles(randomBytes(32))
    for (const id of [0, -1, 1.5, Number.NaN, 2 ** 53]) {
      assert.throws(() => handles.issue('connection', [id]), /no id of a service/)
    }
  })
})
