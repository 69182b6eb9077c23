import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createKeyPair, revokeKey, setAccountStatus } from '../../src/accounts/index.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { addKey, deedAt, openAccount } from '../accounts/some-accounts.ts'
import { testDatabase } from '../support/database.ts'
import { ASSERTION_TYPE, askForToken, assertionOf, oauthNode, oddAssertion, post } from './oauth-app.ts'

describe('a stranger at the token endpoint', async () => {
  const database = await testDatabase()
  const now = systemClock.now()
  const day = 86_400_000
  await openAccount(database, 'call-centre', now)
  const genuine = await addKey(database, 'call-centre', 'ES256', now)
  const genuineRsa = await addKey(database, 'call-centre', 'RS512', now)
  const expired = await addKey(database, 'call-centre', 'ES256', now, {
    from: now - 2 * day,
    until: now - day,
  })
  const notYet = await addKey(database, 'call-centre', 'ES256', now, { from: now + day })
  const revoked = await addKey(database, 'call-centre', 'ES256', now)
  await revokeKey(database, 'call-centre', revoked.kid, deedAt(now))
  await openAccount(database, 'other', now)
  const otherKey = await addKey(database, 'other', 'ES256', now)
  await openAccount(database, 'ended', now)
  const endedKey = await addKey(database, 'ended', 'ES256', now)
  await setAccountStatus(database, 'ended', 'terminated', deedAt(now))
  await openAccount(database, 'drafted', now, { status: 'draft' })
  const draftKey = await addKey(database, 'drafted', 'ES256', now)
  await openAccount(database, 'person', now, { kind: 'individual' })
  const personKey = await addKey(database, 'person', 'ES256', now)
  await openAccount(database, 'keyless', now)
  const nobody = await createKeyPair('ES256')
  const nobodyRsa = await createKeyPair('RS512', undefined, 2048)
  const { app } = await oauthNode(database)

  const tampered = (assertion: string): string => {
    const [header = '', claims = '', signature = ''] = assertion.split('.')
    return [header, claims, (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1)].join('.')
  }
  const nested = (depth: number): unknown => (depth === 0 ? [] : [nested(depth - 1)])
  const strangers: [string, () => Promise<string>][] = [
    ['an unknown client', () => assertionOf('nobody', nobody)],
    ['an unknown client with an RSA key', () => assertionOf('nobody', nobodyRsa)],
    ['a known client with an unknown kid', () => assertionOf('call-centre', nobody)],
    ['a known kid on another key', () => assertionOf('call-centre', nobody, { keyId: genuine.kid })],
    [
      'a known RSA kid on another RSA key',
      () => assertionOf('call-centre', nobodyRsa, { keyId: genuineRsa.kid }),
    ],
    [
      'a known kid with another algorithm',
      () => assertionOf('call-centre', nobodyRsa, { keyId: genuine.kid }),
    ],
    ['another client with a good key of its own', () => assertionOf('call-centre', otherKey)],
    ['a key that has expired', () => assertionOf('call-centre', expired)],
    ['a key whose day has not come', () => assertionOf('call-centre', notYet)],
    ['a key that was revoked', () => assertionOf('call-centre', revoked)],
    ['a terminated account', () => assertionOf('ended', endedKey)],
    ['an account still being drafted', () => assertionOf('drafted', draftKey)],
    [
      'an unknown client with a claim as deep as it may be',
      () => oddAssertion(nobody, {}, { iss: 'nobody', sub: 'nobody', deep: nested(1000) }),
    ],
    ['a known client under a kid of the decoy', () => assertionOf('call-centre', nobody, { keyId: 'EC' })],
    ['a personal account', () => assertionOf('person', personKey)],
    ['an account without keys', () => assertionOf('keyless', nobody)],
    ['a signature altered on the way', async () => tampered(await assertionOf('call-centre', genuine))],
    ['a client id that means something to JavaScript', () => assertionOf('__proto__', nobody)],
    ['a client id that means something to SQL', () => assertionOf(`x' or '1'='1`, nobody)],
    [
      'a client id with a line break and a NUL',
      () => oddAssertion(nobody, {}, { iss: 'a\n\u0000b', sub: 'a\n\u0000b' }),
    ],
  ]

  const seen = new Map<string, string>()
  for (const [what, make] of strangers) {
    it(`learns nothing as ${what}`, async () => {
      const { statusCode, headers, body } = await askForToken(app, await make())
      assert.equal(statusCode, 401)
      const { date: _date, ...rest } = headers
      const answer = JSON.stringify({ headers: rest, body })
      assert.equal(answer, [...seen.values()][0] ?? answer, 'differs from the answer to another stranger')
      seen.set(what, answer)
    })
  }

  it('learns nothing from an Origin header either, which makes the provider treat clients it knows otherwise', async () => {
    const answers = await Promise.all(
      [
        await assertionOf('nobody', nobody),
        await assertionOf('call-centre', nobody, { keyId: genuine.kid }),
      ].map(client_assertion =>
        post(
          app,
          new URLSearchParams({
            grant_type: 'client_credentials',
            client_assertion_type: ASSERTION_TYPE,
            client_assertion,
          }).toString(),
          { origin: 'https://evil.example.org', accept: 'text/html', dpop: 'x', host: 'evil.example.org' },
        ),
      ),
    )
    const [first] = seen.values()
    for (const { statusCode, headers, body } of answers) {
      assert.equal(statusCode, 401)
      const { date: _date, ...rest } = headers
      assert.equal(JSON.stringify({ headers: rest, body }), first)
    }
  })

  it('is told what to check, whom to ask and nothing of what is registered', () => {
    const [first = ''] = seen.values()
    assert.match(first, /Check in this order/)
    assert.match(first, /directory@example\.org/)
    assert.doesNotMatch(first, /call-centre|nobody/)
  })

  it('is let in once it is no stranger', async () => {
    assert.equal((await askForToken(app, await assertionOf('call-centre', genuine))).statusCode, 200)
  })
})
