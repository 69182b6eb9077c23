import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, describe, it } from 'node:test'
import { importPKCS8 } from 'jose'
import * as client from 'openid-client'
import { type Clock, systemClock } from '../../src/vocabulary/index.ts'
import { addKey, openAccount } from '../accounts/some-accounts.ts'
import { testDatabase } from '../support/database.ts'
import { oauthNode } from './oauth-app.ts'

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

describe('a client library of others', async () => {
  const database = await testDatabase()
  const now = systemClock.now()
  await openAccount(database, 'gp-software', now)
  const keys = {
    RS512: await addKey(database, 'gp-software', 'RS512', now),
    ES256: await addKey(database, 'gp-software', 'ES256', now),
    Ed25519: await addKey(database, 'gp-software', 'EdDSA', now),
  }
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const clock: Clock = systemClock
  const { app, accounts } = await oauthNode(database, clock, () => base)
  await app.listen({ port, host: '127.0.0.1' })
  after(() => app.close())

  for (const [algorithm, key] of Object.entries(keys)) {
    it(`finds the endpoint by itself and gets a token with ${algorithm}`, async () => {
      const privateKey = await importPKCS8(key.privateKeyPem, algorithm)
      // The library names the issuer as audience unless told; here, as on NHS platforms, it is the token endpoint.
      const authentication = client.PrivateKeyJwt(
        { key: privateKey, kid: key.kid },
        {
          [client.modifyAssertion]: (_header, payload) => {
            payload['aud'] = `${base}/oauth2/token`
          },
        },
      )
      for (const way of ['oidc', 'oauth2'] as const) {
        const configuration = await client.discovery(
          new URL(`${base}/oauth2`),
          'gp-software',
          undefined,
          authentication,
          { algorithm: way, execute: [client.allowInsecureRequests] },
        )
        const answer = await client.clientCredentialsGrant(configuration)
        assert.equal(answer.expires_in, 599)
        const read = await accounts.tokens.read(answer.access_token)
        assert.equal(read.outcome, 'known')
      }
    })
  }

  it('meets an error it understands when the audience is left as it is', async () => {
    const privateKey = await importPKCS8(keys.ES256.privateKeyPem, 'ES256')
    const configuration = await client.discovery(
      new URL(`${base}/oauth2`),
      'gp-software',
      undefined,
      client.PrivateKeyJwt({ key: privateKey, kid: keys.ES256.kid }),
      { execute: [client.allowInsecureRequests] },
    )
    await assert.rejects(client.clientCredentialsGrant(configuration), (error: unknown) => {
      assert.ok(error instanceof client.ResponseBodyError)
      assert.equal(error.error, 'invalid_client')
      assert.match(error.error_description ?? '', /'aud'.*expected exactly/)
      return true
    })
  })
})
