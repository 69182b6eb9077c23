import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { importJWK, SignJWT } from 'jose'
import { audienceAt, issuerAt, TOKEN_ALGORITHM } from '../../../src/accounts/index.ts'
import { openSession } from '../../../src/people/index.ts'
import { BASE_URL, openHouse } from '../../support/house.ts'

describe('a house that asks for a second factor', async () => {
  const house = await openHouse({ SIGNPOST_SECOND_FACTOR: 'required' })
  const { rooms } = house
  const manager = await house.person([{ role: 'access-manager' }])
  const admin = await house.person([{ role: 'euo-admin', scope: 'XO004' }])

  /** Asks with a session of that assurance. */
  const ask = async (personId: string, assurance: 'aal1' | 'aal2', url: string): Promise<number> => {
    const session = await openSession(
      rooms.database,
      {
        personId,
        issuer: BASE_URL,
        sid: null,
        assurance,
        role: null,
        network: '127.0.0.1',
        userAgent: assurance,
      },
      house.clock.now(),
    )
    const key = rooms.accounts.signingKeys.signer(house.clock.now())
    const seconds = Math.floor(house.clock.now() / 1000)
    const token = await new SignJWT({ client_id: 'signpost-cli', sid: session.id })
      .setProtectedHeader({ alg: TOKEN_ALGORITHM, kid: key.kid, typ: 'at+jwt' })
      .setIssuer(issuerAt(BASE_URL))
      .setAudience(audienceAt(BASE_URL))
      .setSubject(personId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + 600)
      .sign(await importJWK({ ...key.privateJwk }, TOKEN_ALGORITHM))
    const answer = await rooms.app.inject({ url, headers: { authorization: `Bearer ${token}` } })
    return answer.statusCode
  }

  it('lets nobody act for the operator with a password alone', async () => {
    assert.equal(await ask(manager.id, 'aal1', '/api/v1/policy/versions'), 403)
    assert.equal(await ask(manager.id, 'aal2', '/api/v1/policy/versions'), 200)
  })

  it('lets nobody keep entries of services with a password alone', async () => {
    const editor = await house.person([{ role: 'service-editor', scope: '60' }])
    assert.equal(await ask(editor.id, 'aal1', '/api/v1/service-entries/60'), 403)
    assert.equal(await ask(editor.id, 'aal2', '/api/v1/service-entries/60'), 200)
  })

  it('lets people of organisations, and anybody see themselves', async () => {
    assert.equal(await ask(admin.id, 'aal1', '/api/v1/accounts'), 200)
    assert.equal(await ask(manager.id, 'aal1', '/api/v1/me'), 200)
  })
})
