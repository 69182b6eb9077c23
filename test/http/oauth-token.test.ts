import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import {
  endKey,
  type KeyPair,
  revokeKey,
  revokeSigningKey,
  rotateSigningKey,
  setAccountStatus,
} from '../../src/accounts/index.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { addKey, deedAt, openAccount } from '../accounts/some-accounts.ts'
import { testDatabase } from '../support/database.ts'
import { askForToken, assertionOf, BASE, oauthNode } from './oauth-app.ts'

const GRANTS = new Set([
  'client_credentials',
  'authorization_code',
  'refresh_token',
  'urn:ietf:params:oauth:grant-type:device_code',
])

describe('the token endpoint', async () => {
  const database = await testDatabase()
  const now = systemClock.now()
  await openAccount(database, 'call-centre', now)
  const keys = {
    RS512: await addKey(database, 'call-centre', 'RS512', now),
    ES256: await addKey(database, 'call-centre', 'ES256', now),
    EdDSA: await addKey(database, 'call-centre', 'EdDSA', now),
  }
  const { app, accounts } = await oauthNode(database)

  for (const [algorithm, key] of Object.entries(keys)) {
    it(`gives a token for an assertion signed with ${algorithm}`, async () => {
      const assertion = await assertionOf('call-centre', key)
      assert.equal(decodeProtectedHeader(assertion).alg, algorithm)
      const answer = await askForToken(app, assertion)
      assert.equal(answer.statusCode, 200, answer.body)
      assert.equal(answer.headers['cache-control'], 'no-store')
      const { access_token: token, expires_in, token_type } = answer.json()
      assert.deepEqual({ expires_in, token_type }, { expires_in: 599, token_type: 'Bearer' })

      assert.equal(decodeProtectedHeader(token).typ, 'at+jwt')
      const claims = decodeJwt(token)
      assert.equal(claims.iss, `${BASE}/oauth2`)
      assert.equal(claims.aud, BASE)
      assert.equal(claims.sub, 'call-centre')
      const read = await accounts.tokens.read(token)
      assert.deepEqual(read, {
        outcome: 'known',
        clientId: 'call-centre',
        expiresAt: Number(claims.exp) * 1000,
      })
    })
  }

  it('takes an assertion of exactly five minutes', async () => {
    const assertion = await assertionOf('call-centre', keys.ES256, { seconds: 300 })
    assert.equal((await askForToken(app, assertion)).statusCode, 200)
  })

  it('passes over form parameters it does not know, as RFC 6749 section 3.2 asks', async () => {
    const answer = await askForToken(app, await assertionOf('call-centre', keys.ES256), { flavour: 'mint' })
    assert.equal(answer.statusCode, 200)
  })

  it('refuses a resource that is not this directory, by name', async () => {
    const assertion = await assertionOf('call-centre', keys.ES256)
    const answer = await askForToken(app, assertion, { resource: 'https://elsewhere.example.org' })
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().error, 'invalid_target')
    assert.match(answer.json().error_description, /directory\.test/)
  })

  it('describes itself, and only what is there', async () => {
    for (const path of [
      '/oauth2/.well-known/openid-configuration',
      '/.well-known/oauth-authorization-server/oauth2',
    ]) {
      const { statusCode, headers, body } = await app.inject({
        url: path,
        headers: { host: 'evil.example.org' },
      })
      assert.equal(statusCode, 200)
      assert.match(String(headers['content-type']), /^application\/json/)
      const document = JSON.parse(body)
      assert.equal(document.issuer, `${BASE}/oauth2`)
      assert.equal(document.token_endpoint, `${BASE}/oauth2/token`)
      assert.equal(document.jwks_uri, `${BASE}/oauth2/jwks`)
      assert.deepEqual(document.token_endpoint_auth_methods_supported, ['private_key_jwt', 'none'])
      assert.deepEqual(new Set(document.grant_types_supported), GRANTS)
      assert.equal(document.authorization_endpoint, `${BASE}/oauth2/auth`)
      assert.equal(document.device_authorization_endpoint, `${BASE}/oauth2/device/auth`)
      assert.deepEqual(document.response_types_supported, ['code'])
      assert.deepEqual(document.code_challenge_methods_supported, ['S256'])
      assert.equal(document.authorization_response_iss_parameter_supported, true)
      for (const absent of ['userinfo_endpoint', 'end_session_endpoint', 'registration_endpoint'])
        assert.equal(document[absent], undefined)
    }
    for (const path of ['me', 'session/end', 'token/introspection', 'token/revocation', 'reg', 'request']) {
      assert.equal((await app.inject({ url: `/oauth2/${path}` })).statusCode, 404)
    }
  })

  it('publishes its public keys, and no private part', async () => {
    const answer = await app.inject({ url: '/oauth2/jwks' })
    const [key] = answer.json().keys
    assert.equal(key.kid, accounts.signingKeys.signer(systemClock.now()).kid)
    assert.ok(key.x && key.y && key.d === undefined)
  })

  it('gives a suspended account a token, for the data routes to refuse in full words', async () => {
    await openAccount(database, 'suspended', now)
    const key = await addKey(database, 'suspended', 'ES256', now)
    await setAccountStatus(database, 'suspended', 'suspended', deedAt(now))
    await accounts.reload(['suspended'])
    const answer = await askForToken(app, await assertionOf('suspended', key))
    assert.equal(answer.statusCode, 200)
    assert.equal(accounts.registry.find('suspended')?.account.status, 'suspended')
  })

  it('takes the old and the new key side by side while a key is replaced, and the old no more at its end', async () => {
    await openAccount(database, 'rotating', now)
    const old = await addKey(database, 'rotating', 'ES256', now)
    const fresh = await addKey(database, 'rotating', 'ES256', now)
    await accounts.reload(['rotating'])
    for (const key of [old, fresh]) {
      assert.equal((await askForToken(app, await assertionOf('rotating', key))).statusCode, 200)
    }
    assert.equal(await endKey(database, 'rotating', old.kid, systemClock.now(), deedAt(now)), 'ended')
    await accounts.reload(['rotating'])
    assert.equal((await askForToken(app, await assertionOf('rotating', old))).statusCode, 401)
    assert.equal((await askForToken(app, await assertionOf('rotating', fresh))).statusCode, 200)
  })

  it('voids the tokens fetched with a key when that key is revoked, and no others', async () => {
    await openAccount(database, 'revoking', now)
    const lost = await addKey(database, 'revoking', 'ES256', now)
    const kept = await addKey(database, 'revoking', 'ES256', now)
    await accounts.reload(['revoking'])
    const fetch = async (key: KeyPair): Promise<string> =>
      (await askForToken(app, await assertionOf('revoking', key))).json().access_token
    const [before, other] = [await fetch(lost), await fetch(kept)]
    assert.equal(decodeJwt(before)['client_kid'], lost.kid)
    // The instant is that of a node whose clock is ahead; the key is void here at once all the same.
    assert.equal(await revokeKey(database, 'revoking', lost.kid, deedAt(now + 3_600_000)), 'revoked')
    const late = await fetch(lost)
    await accounts.reload(['revoking'])
    assert.equal((await accounts.tokens.read(before)).outcome, 'revoked')
    assert.equal((await accounts.tokens.read(late)).outcome, 'revoked')
    assert.equal((await accounts.tokens.read(other)).outcome, 'known')
    assert.equal((await askForToken(app, await assertionOf('revoking', lost))).statusCode, 401)
    assert.equal((await accounts.tokens.read(await fetch(kept))).outcome, 'known')
  })

  it('goes on signing while its own key is replaced, and refuses all of a key that was ended', async () => {
    const { access_token: before } = (
      await askForToken(app, await assertionOf('call-centre', keys.ES256))
    ).json()
    await rotateSigningKey(database, deedAt(systemClock.now()))
    await accounts.reload([':signing-keys'])
    assert.equal((await accounts.tokens.read(before)).outcome, 'known')
    assert.equal((await app.inject({ url: '/oauth2/jwks' })).json().keys.length, 2)

    const { access_token: after } = (
      await askForToken(app, await assertionOf('call-centre', keys.ES256))
    ).json()
    assert.equal((await accounts.tokens.read(after)).outcome, 'known')

    const { kid } = decodeProtectedHeader(before)
    assert.equal(await revokeSigningKey(database, String(kid), deedAt(systemClock.now())), 'ended')
    await accounts.reload([':signing-keys'])
    assert.equal((await accounts.tokens.read(before)).outcome, 'unknown-key')
    const { access_token: anew } = (
      await askForToken(app, await assertionOf('call-centre', keys.ES256))
    ).json()
    assert.equal((await accounts.tokens.read(anew)).outcome, 'known')
  })
})
