import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  createKeyPair,
  endKey,
  fitsAlgorithm,
  readCredentials,
  readKeySet,
  registerKeys,
  revokeKey,
  rotateKey,
  setAccountStatus,
} from '../../src/accounts/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, deedAt, openAccount } from './some-accounts.ts'

const START = Date.UTC(2026, 2, 1, 12)
const VALID = { from: START, until: null }

describe('an uploaded key set', async () => {
  const [rsa, ec, ed] = await Promise.all([
    createKeyPair('RS512', 'rsa', 2048),
    createKeyPair('ES256', 'ec'),
    createKeyPair('EdDSA', 'ed'),
  ])

  it('is read with several keys of all three kinds, reduced to what means something', async () => {
    const decorated = { ...ec.publicJwk, x5u: 'https://evil.example.org', note: 'ours' }
    const read = await readKeySet({ keys: [rsa.publicJwk, decorated, { ...ed.publicJwk, alg: 'EdDSA' }] })
    assert.ok(read.outcome === 'read')
    assert.deepEqual(
      read.keys.map(({ jwk }) => Object.keys(jwk).sort()),
      [
        ['alg', 'e', 'kid', 'kty', 'n', 'use'],
        ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
        ['crv', 'kid', 'kty', 'use', 'x'],
      ],
    )
    assert.deepEqual(
      read.keys.map(({ jwk }) =>
        ['RS512', 'ES256', 'EdDSA', 'Ed25519', 'RS256'].filter(alg => fitsAlgorithm(jwk, alg)),
      ),
      [['RS512'], ['ES256'], ['EdDSA', 'Ed25519']],
    )
  })

  const wrong: [string, unknown, RegExp][] = [
    ['nothing', null, /a JSON object with a list "keys"/],
    ['a bare key', ec.publicJwk, /a JSON object with a list "keys"/],
    ['no keys', { keys: [] }, /1 to 10 keys/],
    ['too many', { keys: Array.from({ length: 11 }, () => ec.publicJwk) }, /1 to 10 keys/],
    ['a private key', { keys: [{ ...ec.privateJwk, kid: 'ec' }] }, /make a new pair/],
    ['a shared secret', { keys: [{ kty: 'oct', k: 'AAAA', kid: 'k' }] }, /private or secret/],
    ['a key without kid', { keys: [{ ...ec.publicJwk, kid: undefined }] }, /needs a "kid"/],
    ['a key for encryption', { keys: [{ ...ec.publicJwk, use: 'enc' }] }, /"use" must be "sig"/],
    ['another algorithm', { keys: [{ ...rsa.publicJwk, alg: 'RS256' }] }, /must be RS512/],
    ['a point off the curve', { keys: [{ ...ec.publicJwk, x: ec.publicJwk.y }] }, /not a usable public key/],
    ['another curve', { keys: [{ ...ec.publicJwk, crv: 'P-999' }] }, /not a usable public key/],
    ['the same key twice', { keys: [ec.publicJwk, { ...ec.publicJwk, kid: 'other' }] }, /same key/],
    [
      'an RSA key with which anybody can sign',
      { keys: [{ ...rsa.publicJwk, e: 'AQ' }] },
      /exponent 65537|not a usable public key/,
    ],
    ['an RSA key with a small exponent', { keys: [{ ...rsa.publicJwk, e: 'Aw' }] }, /exponent 65537/],
    [
      'an RSA key too short',
      { keys: [{ kty: 'RSA', kid: 'short', e: 'AQAB', n: Buffer.alloc(128, 0xc5).toString('base64url') }] },
      /this one has 1024/,
    ],
  ]
  for (const [what, value, words] of wrong) {
    it(`is refused in words when it holds ${what}`, async () => {
      const read = await readKeySet(value)
      assert.ok(read.outcome === 'wrong')
      assert.match(read.problems.join(' '), words)
    })
  }

  it('says what is wrong with each of its keys', async () => {
    const read = await readKeySet({ keys: [{ ...ec.publicJwk, kid: 1 }, ed.publicJwk, 'x'] })
    assert.ok(read.outcome === 'wrong')
    assert.deepEqual(
      read.problems.map(problem => problem.slice(0, 6)),
      ['Key 1:', 'Key 3:'],
    )
  })
})

describe('the keys of an account', async () => {
  const database = await testDatabase()
  await openAccount(database, 'one', START)
  await openAccount(database, 'two', START)
  const pair = await addKey(database, 'one', 'ES256', START)
  const setOf = async (...keys: object[]) => {
    const read = await readKeySet({ keys })
    assert.ok(read.outcome === 'read')
    return read.keys
  }

  it('are of that account only, once', async () => {
    const same = await setOf({ ...pair.publicJwk, kid: 'renamed' })
    for (const account of ['one', 'two']) {
      assert.deepEqual(await registerKeys(database, account, same, VALID, deedAt(START)), {
        outcome: 'key-used-before',
        kid: 'renamed',
      })
    }
  })

  it('are added all or none', async () => {
    const fresh = await createKeyPair('EdDSA')
    const clash = await createKeyPair('EdDSA', pair.kid)
    const before = (await readActs(database.query, 'credential', 'one')).length
    const keys = await setOf(fresh.publicJwk, clash.publicJwk)
    assert.deepEqual(await registerKeys(database, 'one', keys, VALID, deedAt(START)), {
      outcome: 'kid-taken',
      kid: pair.kid,
    })
    assert.equal((await readActs(database.query, 'credential', 'one')).length, before)
    const alone = await setOf(fresh.publicJwk)
    assert.equal((await registerKeys(database, 'one', alone, VALID, deedAt(START))).outcome, 'registered')
  })

  it('are for accounts there are, that have not ended', async () => {
    const keys = await setOf((await createKeyPair('EdDSA')).publicJwk)
    assert.deepEqual(await registerKeys(database, 'none', keys, VALID, deedAt(START)), {
      outcome: 'unknown-account',
    })
    await setAccountStatus(database, 'two', 'terminated', deedAt(START))
    assert.deepEqual(await registerKeys(database, 'two', keys, VALID, deedAt(START)), {
      outcome: 'account-ended',
    })
  })

  it('are one after twenty upload the same at the same moment', async () => {
    await openAccount(database, 'busy', START)
    const keys = await setOf((await createKeyPair('EdDSA')).publicJwk)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => registerKeys(database, 'busy', keys, VALID, deedAt(START))),
    )
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'registered').length, 1)
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'key-used-before').length, 19)
  })

  it('end once, earlier but never later, and are revoked once', async () => {
    const at = deedAt(START)
    assert.equal(await endKey(database, 'one', pair.kid, START + 1000, at), 'ended')
    assert.equal(await endKey(database, 'one', pair.kid, START + 2000, at), 'unknown-key')
    assert.equal(await endKey(database, 'one', 'none', START, at), 'unknown-key')
    assert.equal(await revokeKey(database, 'one', pair.kid, at), 'revoked')
    assert.equal(await revokeKey(database, 'one', pair.kid, at), 'unknown-key')
  })

  it('are replaced without a gap: the new one holds from now on, the old one until a date', async () => {
    await openAccount(database, 'rotating', START)
    const old = await addKey(database, 'rotating', 'ES256', START)
    const [key] = await setOf((await createKeyPair('EdDSA')).publicJwk)
    assert.ok(key)
    const next = { key, until: START + 5000 }
    const at = deedAt(START + 1000)
    assert.deepEqual(await rotateKey(database, 'rotating', 'none', next, at), { outcome: 'unknown-key' })
    assert.deepEqual(await rotateKey(database, 'rotating', old.kid, next, at), { outcome: 'rotated' })
    const records = await readCredentials(database.query, 'rotating', 10)
    assert.deepEqual(
      records.map(record => [record.kid, record.from, record.until]),
      [
        [key.kid, START + 1000, null],
        [old.kid, START, START + 5000],
      ],
    )
    assert.deepEqual(await rotateKey(database, 'rotating', old.kid, next, at), {
      outcome: 'ending-already',
      until: START + 5000,
    })
    assert.deepEqual(await rotateKey(database, 'rotating', key.kid, { key, until: START + 9000 }, at), {
      outcome: 'key-used-before',
      kid: key.kid,
    })
    // A rotation that is refused ends nothing.
    const [newest] = await readCredentials(database.query, 'rotating', 1)
    assert.equal(newest?.until, null)
    assert.equal(await revokeKey(database, 'rotating', key.kid, at), 'revoked')
    assert.deepEqual(await rotateKey(database, 'rotating', key.kid, next, at), { outcome: 'unknown-key' })
    assert.deepEqual(await rotateKey(database, 'nobody', key.kid, next, at), { outcome: 'unknown-key' })
  })

  it('are replaced by one of twenty who do so at the same moment, each with a key of their own', async () => {
    await openAccount(database, 'raced', START)
    const old = await addKey(database, 'raced', 'EdDSA', START)
    const fresh = await Promise.all(Array.from({ length: 20 }, () => createKeyPair('EdDSA')))
    const keys = await Promise.all(fresh.map(pair => setOf(pair.publicJwk)))
    const outcomes = await Promise.all(
      keys.map(([key]) => {
        assert.ok(key)
        return rotateKey(database, 'raced', old.kid, { key, until: START + 5000 }, deedAt(START))
      }),
    )
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'rotated').length, 1)
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'ending-already').length, 19)
    assert.equal((await readCredentials(database.query, 'raced', 50)).length, 2)
    const acts = await readActs(database.query, 'credential', 'raced')
    assert.equal(acts.filter(act => act.event === 'rotate-key').length, 1)
  })

  it('are ten at most that are not over, also when twenty arrive at the same moment', async () => {
    await openAccount(database, 'crowded', START)
    const fresh = await Promise.all(Array.from({ length: 20 }, () => createKeyPair('EdDSA')))
    const sets = await Promise.all(fresh.map(pair => setOf(pair.publicJwk)))
    const outcomes = await Promise.all(
      sets.map(set => registerKeys(database, 'crowded', set, VALID, deedAt(START))),
    )
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'registered').length, 10)
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'too-many-keys').length, 10)
    const [first] = await readCredentials(database.query, 'crowded', 50)
    assert.ok(first)
    await endKey(database, 'crowded', first.kid, START, deedAt(START))
    const late = await setOf((await createKeyPair('EdDSA')).publicJwk)
    assert.equal((await registerKeys(database, 'crowded', late, VALID, deedAt(START))).outcome, 'registered')
  })

  it('are revoked all when twenty are revoked at the same moment, and each once', async () => {
    const records = await readCredentials(database.query, 'crowded', 50)
    const twice = [...records, ...records]
    const outcomes = await Promise.all(
      twice.map(({ kid }) => revokeKey(database, 'crowded', kid, deedAt(START))),
    )
    assert.equal(outcomes.filter(outcome => outcome === 'revoked').length, records.length)
    const after = await readCredentials(database.query, 'crowded', 50)
    assert.ok(after.every(record => record.revokedAt === START))
    const acts = await readActs(database.query, 'credential', 'crowded')
    assert.equal(acts.filter(act => act.event === 'revoke-key').length, records.length)
  })

  it('leave no private part anywhere in the register', async () => {
    const rows = await database.query<{ jwk: object }>('select jwk from accounts.credential')
    assert.ok(rows.length > 0)
    assert.ok(rows.every(({ jwk }) => !('d' in jwk)))
  })
})
