import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { passwordFaults } from '../../src/people/index.ts'
import { DECOY_HASH, hashPassword, isPassword } from '../../src/people/password-hash.ts'
import { hashOfRecoveryCode, newRecoveryCode } from '../../src/people/recovery-code.ts'

describe('a password', () => {
  it('is refused for every fault it has, and taken when it has none', () => {
    const cases: [password: string, faults: RegExp[]][] = [
      ['a kettle on the hob', []],
      ['ααααβββγγγδδδ', []],
      ['short', [/at least 12/]],
      ['elevenchars', [/at least 12/]],
      ['PASSWORD1234', [/first that anybody would guess/]],
      ['abababababababab', [/first that anybody would guess/]],
      ['my name is jo.smith!', [/user name/]],
      ['JO.SMITH@example.org', [/user name/]],
      ['jo.smith', [/at least 12/, /user name/]],
      ['x y'.repeat(50), [/at most 128/, /guess/]],
    ]
    for (const [password, faults] of cases) {
      const found = passwordFaults(password, 'Jo.Smith@example.org')
      assert.equal(found.length, faults.length, `${password}: ${found.join(' ')}`)
      for (const [index, fault] of faults.entries()) assert.match(found[index] ?? '', fault)
    }
  })

  it('follows no rule of composition: length counts characters, not bytes', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...'qzjxkvbpygfwmucldrhsnioate0123456789 éß漢字🙂'), {
          minLength: 12,
          maxLength: 30,
        }),
        characters => {
          // Normal forms may merge none of these.
          assert.deepEqual(passwordFaults(characters.join(''), 'someone-else'), [])
        },
      ),
    )
  })

  it('is kept as argon2id with 19 MiB and two passes, each time with another salt', async () => {
    const hashes = [
      await hashPassword('a kettle on the hob', randomBytes),
      await hashPassword('a kettle on the hob', randomBytes),
    ]
    for (const hash of hashes) {
      assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
      assert.equal(await isPassword('a kettle on the hob', hash), true)
      assert.equal(await isPassword('a kettle on the hub', hash), false)
    }
    assert.notEqual(hashes[0], hashes[1])
  })

  it('is hashed as RFC 9106 has it: a hash made elsewhere is understood', async () => {
    // Made with the reference implementation: echo -n 'password' | argon2 somesalt -id -t 2 -k 65536 -p 1 -l 24 (its README).
    const elsewhere = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
    assert.equal(await isPassword('password', elsewhere), true)
    assert.equal(await isPassword('Password', elsewhere), false)
  })

  it('may be typed in either normal form', async () => {
    const hash = await hashPassword('café au lait très chaud'.normalize('NFC'), randomBytes)
    assert.equal(await isPassword('café au lait très chaud'.normalize('NFD'), hash), true)
  })

  it('opens nothing by the decoy, and none of many weighed at once is mistaken for another', async () => {
    assert.equal(await isPassword('', DECOY_HASH), false)
    const hash = await hashPassword('a kettle on the hob', randomBytes)
    const weighed = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        isPassword(index % 3 === 0 ? 'a kettle on the hob' : `wrong ${index}`, hash),
      ),
    )
    assert.deepEqual(
      weighed,
      Array.from({ length: 12 }, (_, index) => index % 3 === 0),
    )
  })

  it('is never read out of a hash that is not one', async () => {
    await assert.rejects(isPassword('x', '$argon2i$v=19$m=19456,t=2,p=1$AAAA$BBBB'), /cannot be read/)
  })
})

describe('a one-time code', () => {
  it('is five groups of five, and may be typed in small letters, without dashes, with O for 0', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 25, maxLength: 25 }), bytes => {
        const code = newRecoveryCode(() => bytes)
        assert.match(code, /^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/)
        const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')
        assert.equal(hashOfRecoveryCode(typed), hashOfRecoveryCode(code))
        const other = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`
        assert.notEqual(hashOfRecoveryCode(other), hashOfRecoveryCode(code))
      }),
    )
  })
})
