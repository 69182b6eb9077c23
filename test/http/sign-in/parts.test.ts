import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { onlyCookies } from '../../../src/http/sign-in/cookies.ts'
import { openCredentials, sealCredentials } from '../../../src/http/sign-in/held-password.ts'
import { localPath } from '../../../src/http/sign-in/local-path.ts'
import { readProof } from '../../../src/http/sign-in/proof.ts'

const BASE = 'https://directory.test'

describe('a path to go on to', () => {
  it('is one of ours whatever is asked for: a browser that goes there stays here', () => {
    const nasty = fc.stringMatching(/^[/\\.@:#?%a-z0-9\t\n ]{0,12}$/)
    const anything = fc.oneof(
      fc.string(),
      nasty,
      nasty.map(text => `/${text}`),
      fc.webUrl(),
    )
    fc.assert(
      fc.property(anything, to => {
        const path = localPath(to, '/fallback')
        assert.equal(new URL(path, BASE).origin, BASE)
        assert.ok(path.startsWith('/') && !path.startsWith('//'))
      }),
      { numRuns: 2000 },
    )
  })

  it('is kept as it is when it is plain', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\/[a-z][a-z0-9/-]{0,20}(\?[a-z]=[a-z0-9]{1,5})?$/), to => {
        assert.equal(localPath(to, '/fallback'), to)
      }),
    )
    assert.equal(localPath(undefined, '/fallback'), '/fallback')
    assert.equal(localPath(['/a'], '/fallback'), '/fallback')
  })
})

describe('a password between two pages', () => {
  it('is opened with its key and with no other, and not when a bit of it was changed', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (userName, password, at) => {
        const { sealed, key } = sealCredentials({ userName, password }, randomBytes)
        assert.match(sealed, /^[\w-]+$/)
        assert.deepEqual(openCredentials(sealed, key), { userName, password })
        const other = sealCredentials({ userName, password }, randomBytes)
        assert.equal(openCredentials(sealed, other.key), undefined)
        const bytes = Buffer.from(sealed, 'base64url')
        const index = at % bytes.length
        bytes[index] = (bytes[index] ?? 0) ^ 1
        assert.equal(openCredentials(bytes.toString('base64url'), key), undefined)
      }),
    )
    assert.equal(openCredentials('', 'x'), undefined)
    assert.equal(openCredentials('AAAA', ''), undefined)
  })
})

describe('how somebody signed in elsewhere', () => {
  const read = (claims: Record<string, unknown>, acr: string | null = null) =>
    readProof(claims, { roleClaim: 'selected_roleid', acr })

  it('is taken at the lowest level that is named, and at the first when none is', () => {
    for (const [claims, level] of [
      [{}, 'aal1'],
      [{ acr: 'gold' }, 'aal1'],
      [{ acr: 'AAL1_USERPASS' }, 'aal1'],
      [{ acr: 'AAL2_OR_AAL3_ANY' }, 'aal2'],
      [{ acr: 'AAL3_ANY' }, 'aal3'],
      [{ acr: 'AAL33' }, 'aal1'],
      [{ authentication_assurance_level: '3' }, 'aal3'],
      [{ authentication_assurance_level: 2 }, 'aal2'],
      [{ authentication_assurance_level: '2', acr: 'AAL3_ANY' }, 'aal2'],
      [{ acr: ['AAL3_ANY', 'AAL1_ANY'] }, 'aal1'],
    ] as const) {
      assert.equal(read({ ...claims })?.assurance, level, JSON.stringify(claims))
    }
  })

  it('is enough when it is what was asked for, or more', () => {
    for (const [acr, said, enough] of [
      ['AAL2_OR_AAL3_ANY', 'AAL3_ANY', true],
      ['AAL2_OR_AAL3_ANY', 'AAL2_ANY', true],
      ['AAL2_OR_AAL3_ANY', 'AAL1_USERPASS', false],
      ['AAL2_OR_AAL3_ANY', 'gold', false],
      ['AAL3_ANY', 'AAL2_OR_AAL3_ANY', false],
      ['gold silver', 'silver', true],
      ['gold silver', 'bronze', false],
      ['gold silver', 'gold silver', false],
      ['gold', '', false],
    ] as const) {
      assert.equal(read({ acr: said }, acr) !== undefined, enough, `${said} for ${acr}`)
    }
  })

  it('names the role that was chosen, when it is one text of a fit length', () => {
    assert.equal(read({ selected_roleid: '555' })?.role, '555')
    for (const role of ['', 7, ['a'], null, undefined, 'x'.repeat(101)]) {
      assert.equal(read({ selected_roleid: role })?.role, null)
    }
  })
})

describe('cookies for the provider', () => {
  it('are its own and no others', () => {
    const header =
      'a=1; __Secure-signpost_step=x; signpost=secret; __Secure-signpost_step.sig=y; b_signpost_step=z'
    assert.equal(
      onlyCookies(header, /^(__Secure-)?signpost_step(\.sig)?$/),
      '__Secure-signpost_step=x; __Secure-signpost_step.sig=y',
    )
    assert.equal(onlyCookies(undefined, /./), '')
  })
})
