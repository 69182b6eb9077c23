import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { newTotpSecret, totpCode, totpStep, totpUri } from '../../src/people/totp.ts'
import { NOON } from './some-people.ts'

/** The secret of RFC 6238 appendix B, `12345678901234567890`, in Base32. */
const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'

/** RFC 4226 section 5.3, written out: the oracle. */
function codeOfStep(step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', '12345678901234567890').update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

describe('codes of a second factor', () => {
  it('are those of RFC 6238, appendix B', () => {
    const vectors: [seconds: number, code: string][] = [
      [59, '287082'],
      [1111111109, '081804'],
      [1111111111, '050471'],
      [1234567890, '005924'],
      [2000000000, '279037'],
      [20000000000, '353130'],
    ]
    for (const [seconds, code] of vectors) {
      assert.equal(codeOfStep(Math.floor(seconds / 30)), code)
      assert.equal(totpCode(SECRET, seconds * 1000), code)
    }
  })

  it('hold for their step and one either way, and only for a step after the last one used', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10 ** 10 }),
        fc.integer({ min: -3, max: 3 }),
        fc.option(fc.integer({ min: -3, max: 3 }), { nil: null }),
        (millis, away, lastAway) => {
          const now = NOON + millis
          const step = Math.floor(now / 30_000)
          const last = lastAway === null ? null : step + lastAway
          const found = totpStep(codeOfStep(step + away), SECRET, last, now)
          const near = [-1, 0, 1].map(one => step + one)
          const alike = near.find(one => codeOfStep(one) === codeOfStep(step + away))
          const expected = alike !== undefined && (last === null || alike > last) ? alike : undefined
          assert.equal(found, expected)
        },
      ),
    )
  })

  it('are six digits and nothing else', () => {
    for (const text of ['', '12345', '1234567', '12345a', '１２３４５６', ' 12345', '-12345']) {
      assert.equal(totpStep(text, SECRET, null, NOON), undefined, text)
    }
  })

  it('come from a secret of 160 bits, which an authenticator takes in by its address', () => {
    const secret = newTotpSecret(bytes => Buffer.from('12345678901234567890').subarray(0, bytes))
    assert.equal(secret, SECRET)
    const uri = new URL(totpUri(secret, 'jo', 'Directory'))
    assert.equal(uri.protocol, 'otpauth:')
    assert.equal(uri.searchParams.get('secret'), SECRET)
    assert.equal(uri.searchParams.get('issuer'), 'Directory')
  })
})
