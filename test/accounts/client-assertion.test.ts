import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { describe, it } from 'node:test'
import { importJWK, jwtVerify } from 'jose'
import { createKeyPair, signClientAssertion } from '../../src/accounts/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'

const START = Date.UTC(2026, 2, 1, 12)

describe('a client assertion', () => {
  const clock = simulatedClock(START)
  const asked = {
    clientId: 'call-centre',
    audience: 'https://directory.test/oauth2/token',
    keyId: 'k1',
    clock,
  }

  for (const algorithm of ['RS512', 'ES256', 'EdDSA'] as const) {
    it(`is signed with ${algorithm} from either form of the key, and says what the endpoint wants`, async () => {
      const pair = await createKeyPair(algorithm, 'k1', 2048)
      const key = await importJWK({ ...pair.publicJwk }, algorithm)
      for (const form of [{ privateKeyPem: pair.privateKeyPem }, { privateJwk: pair.privateJwk }]) {
        const assertion = await signClientAssertion({ ...asked, ...form, jti: 'once' })
        const { payload, protectedHeader } = await jwtVerify(assertion, key, { currentDate: new Date(START) })
        assert.deepEqual(protectedHeader, { alg: algorithm, typ: 'JWT', kid: 'k1' })
        assert.deepEqual(payload, {
          iss: 'call-centre',
          sub: 'call-centre',
          aud: 'https://directory.test/oauth2/token',
          jti: 'once',
          iat: START / 1000,
          exp: START / 1000 + 60,
        })
      }
    })
  }

  it('never says the same jti twice unless told to', async () => {
    const { privateKeyPem } = await createKeyPair('EdDSA')
    const [one, two] = await Promise.all([1, 2].map(() => signClientAssertion({ ...asked, privateKeyPem })))
    assert.notEqual(one, two)
  })

  it('is not made with a key of another kind', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
    const privateKeyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
    await assert.rejects(signClientAssertion({ ...asked, privateKeyPem }), /another kind/)
  })
})
