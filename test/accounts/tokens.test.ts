import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { describe, it } from 'node:test'
import { type JWTPayload, SignJWT } from 'jose'
import {
  audienceAt,
  createKeyPair,
  issuerAt,
  openAccounts,
  revokeKey,
  revokeSigningKey,
  rotateSigningKey,
} from '../../src/accounts/index.ts'
import { endSigningKey } from '../../src/accounts/signing-key-store.ts'
import { openTokenReader } from '../../src/accounts/tokens.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, deedAt, openAccount } from './some-accounts.ts'

const BASE = 'https://directory.test'
const START = Date.UTC(2026, 2, 1, 12)

describe('access tokens', async () => {
  const database = await testDatabase()
  const clock = simulatedClock(START)
  await openAccount(database, 'call-centre', START)
  const accounts = await openAccounts({ database, clock, baseUrl: () => BASE })

  const mint = async (
    claims: JWTPayload = {},
    header: { typ?: string; kid?: string } = {},
    seconds = 599,
  ): Promise<string> => {
    const signer = accounts.signingKeys.signer(clock.now())
    const now = Math.floor(clock.now() / 1000)
    return new SignJWT({
      iss: issuerAt(BASE),
      aud: audienceAt(BASE),
      sub: 'call-centre',
      client_id: 'call-centre',
      client_kid: 'main',
      jti: 'x',
      iat: now,
      exp: now + seconds,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signer.kid, ...header })
      .sign(createPrivateKey({ key: signer.privateJwk, format: 'jwk' }))
  }

  it('are known until the second they expire, first read or remembered', async () => {
    const token = await mint()
    const first = await accounts.tokens.read(token)
    assert.deepEqual(first, { outcome: 'known', clientId: 'call-centre', expiresAt: START + 599_000 })
    clock.advance(598_999)
    const remembered = accounts.tokens.read(token)
    assert.equal(remembered, first, 'the very answer given before, and without a promise')
    clock.advance(1)
    assert.deepEqual(accounts.tokens.read(token), { outcome: 'expired', expiredAt: START + 599_000 })
    assert.deepEqual(await accounts.tokens.read(token), { outcome: 'expired', expiredAt: START + 599_000 })
  })

  it('say which purpose they are bound to', async () => {
    const read = await accounts.tokens.read(await mint({ purpose: 'urgent-care-referral' }))
    assert.ok(read.outcome === 'known')
    assert.equal(read.purpose, 'urgent-care-referral')
  })

  it('are told apart from everything else', async () => {
    const good = await mint()
    const [header, claims] = good.split('.')
    const cases: [string, string][] = [
      ['missing', ''],
      ['malformed', 'opaque'],
      ['malformed', 'a'.repeat(5000)],
      ['malformed', `${header}.${claims}`],
      ['forged', `${header}.${claims}.${Buffer.alloc(64, 7).toString('base64url')}`],
      ['unknown-key', await mint({}, { kid: 'other' })],
      ['wrong-claim', await mint({}, { typ: 'JWT' })],
      ['wrong-claim', await mint({ iss: 'https://elsewhere.test/oauth2' })],
      ['wrong-claim', await mint({ aud: 'https://elsewhere.test' })],
      ['wrong-claim', await mint({ client_id: 7 })],
    ]
    for (const [outcome, token] of cases) {
      assert.equal((await accounts.tokens.read(token)).outcome, outcome, token)
    }
  })

  it('are refused when another key signed under the kid of ours', async () => {
    const { kid } = accounts.signingKeys.signer(clock.now())
    const foreign = await createKeyPair('ES256', kid)
    const token = await new SignJWT({ client_id: 'call-centre' })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .setIssuer(issuerAt(BASE))
      .setAudience(audienceAt(BASE))
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(createPrivateKey(foreign.privateKeyPem))
    assert.equal((await accounts.tokens.read(token)).outcome, 'forged')
  })

  it('are forgotten, longest held first, beyond the number remembered', async () => {
    let looked = 0
    const counting = { ...accounts.signingKeys }
    const reader = openTokenReader({
      keys: {
        ...counting,
        verifier: (kid, now) => {
          looked += 1
          return counting.verifier(kid, now)
        },
      },
      clock,
      issuer: () => issuerAt(BASE),
      audience: () => audienceAt(BASE),
      isKeyRevoked: () => false,
      remembered: 2,
    })
    const tokens = await Promise.all(['a', 'b', 'c'].map(jti => mint({ jti })))
    for (const token of tokens) await reader.read(token)
    assert.equal(looked, 3)
    for (const token of tokens.slice(1)) await reader.read(token)
    assert.equal(looked, 3, 'the last two are remembered')
    await reader.read(tokens[0] ?? '')
    assert.equal(looked, 4, 'the first was forgotten and is checked again')
  })

  it('stop when the key they were fetched with is revoked, also those a node gave before it heard', async () => {
    const lost = await addKey(database, 'call-centre', 'EdDSA', clock.now())
    const kept = await addKey(database, 'call-centre', 'EdDSA', clock.now())
    await accounts.reload(['call-centre'])
    const before = await mint({ client_kid: lost.kid })
    const other = await mint({ client_kid: kept.kid })
    const unsaid = await mint({ client_kid: undefined })
    for (const token of [before, other, unsaid]) {
      assert.equal((await accounts.tokens.read(token)).outcome, 'known')
    }
    // By a clock that is a minute behind, as another node's may be.
    await revokeKey(database, 'call-centre', lost.kid, deedAt(clock.now() - 60_000))
    clock.advance(5000)
    const late = await mint({ client_kid: lost.kid })
    await accounts.reload(['call-centre'])
    for (const token of [before, late, unsaid]) {
      assert.equal((await accounts.tokens.read(token)).outcome, 'revoked')
    }
    assert.equal((await accounts.tokens.read(other)).outcome, 'known')
    assert.equal((await accounts.tokens.read(await mint({ client_kid: kept.kid }))).outcome, 'known')
  })

  it('live on through the replacement of the signing key, on a node that hears of it late as well', async () => {
    const late = await openAccounts({ database, clock, baseUrl: () => BASE })
    const before = await mint()
    await rotateSigningKey(database, deedAt(clock.now()))
    await accounts.reload([':signing-keys'])
    const old = accounts.signingKeys.signer(clock.now()).kid
    const during = await mint()
    assert.equal((await late.tokens.read(during)).outcome, 'known', 'the new key does not sign yet')
    clock.advance(60_000)
    assert.notEqual(accounts.signingKeys.signer(clock.now()).kid, old)
    await late.reload([':signing-keys'])
    for (const token of [before, during, await mint()]) {
      assert.equal((await late.tokens.read(token)).outcome, 'known')
    }
    clock.advance(800_000)
    assert.equal(accounts.signingKeys.verifier(old, clock.now()), undefined)
  })

  it('stop at once when their signing key is ended', async () => {
    const token = await mint()
    const { kid } = accounts.signingKeys.signer(clock.now())
    assert.equal((await accounts.tokens.read(token)).outcome, 'known')
    assert.equal(await revokeSigningKey(database, kid, deedAt(clock.now())), 'ended')
    assert.equal(await revokeSigningKey(database, kid, deedAt(clock.now())), 'unknown-key')
    await accounts.reload(['*'])
    assert.equal((await accounts.tokens.read(token)).outcome, 'unknown-key')
    assert.equal((await accounts.tokens.read(await mint())).outcome, 'known')
  })

  it('are signed with a key that goes on after a revocation was cut short between its two steps', async () => {
    await rotateSigningKey(database, deedAt(clock.now()))
    const keys = await openAccounts({ database, clock, baseUrl: () => BASE })
    const newest = keys.signingKeys.current().find(key => key.verifiesUntil === null)
    assert.ok(newest)
    assert.equal(await endSigningKey(database, newest.kid, deedAt(clock.now())), 'ended')
    clock.advance(1)
    const node = await openAccounts({ database, clock, baseUrl: () => BASE })
    assert.equal(node.signingKeys.signer(clock.now()).verifiesUntil, null)
  })

  it('are signed with one first key when several nodes start at once', async () => {
    await database.query('truncate accounts.signing_key')
    const nodes = await Promise.all(
      Array.from({ length: 5 }, () => openAccounts({ database, clock, baseUrl: () => BASE })),
    )
    const kids = new Set(nodes.map(node => node.signingKeys.signer(clock.now()).kid))
    assert.equal(kids.size, 1)
  })
})
