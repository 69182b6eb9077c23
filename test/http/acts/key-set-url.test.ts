import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, describe, it, mock } from 'node:test'
import Fastify from 'fastify'
import {
  createKeyPair,
  type KeyPair,
  openAccounts,
  readPublishedKeySet,
  registerKeys,
} from '../../../src/accounts/index.ts'
import { credentialActs } from '../../../src/http/acts/credentials.ts'
import { actRoutes } from '../../../src/http/acts/index.ts'
import { oauthPlugin, openOauth } from '../../../src/http/oauth/index.ts'
import { policyInForce, policyVersionOf } from '../../../src/policy/index.ts'
import { type Actor, systemClock } from '../../../src/vocabulary/index.ts'
import { createQuota } from '../../../src/watch/index.ts'
import { deedAt, openAccount } from '../../accounts/some-accounts.ts'
import { testDatabase } from '../../support/database.ts'
import { askForToken, assertionOf, CONTACT } from '../oauth-app.ts'
import { aWatch } from './a-watch.ts'
import { NO_SERVICES } from './no-services.ts'

const PLANTED = 'planted-where-nobody-may-see-it'
const MINUTE = 60_000
/** Today: libraries that looked at the clock while they were loaded must not find themselves months away. */
const START = Date.now()
const URL_OF_SET = 'https://keys.example.org/jwks'
const newPair = (kid?: string) => createKeyPair('ES256', kid)

describe('a key set at an address, as people register it', async () => {
  const database = await testDatabase()
  mock.timers.enable({ apis: ['Date'], now: START })
  after(() => mock.timers.reset())
  const clock = systemClock
  const advance = (millis: number) => mock.timers.setTime(clock.now() + millis)
  const baseUrl = () => 'http://directory.test:8080'
  await openAccount(database, 'call-centre', START)
  let published: unknown[] = []
  const accounts = await openAccounts({
    database,
    clock,
    baseUrl,
    fetchKeySet: async () => readPublishedKeySet({ keys: published }),
  })
  const { keySets } = accounts
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const actor: Actor = {
    personId: 'maker',
    name: 'Maker',
    roles: [{ role: 'supplier-admin', scope: { kind: 'supplier', id: 'supplier' }, from: 0, until: null }],
  }
  const app = Fastify()
  const rooms = {
    database,
    now: clock.now,
    newId: () => 'id',
    random,
    contact: CONTACT,
    baseUrl,
    policy: policyInForce,
    policyOf: policyVersionOf,
    policies: () => [policyInForce(START)],
    keySets,
    clinical: NO_SERVICES,
    ledgerSeeds: [],
    watch: aWatch(database, clock),
  }
  const settle = () => accounts.reload(['call-centre'])
  await app.register(actRoutes, {
    acts: credentialActs,
    door: {
      rooms,
      settle,
      quota: createQuota(clock),
      signedIn: async () => ({ outcome: 'known', actor, sessionId: null }),
    },
  })
  const setting = { database, accounts, clock, random, contact: CONTACT, baseUrl, identityProvider: null }
  await app.register(oauthPlugin, await openOauth(setting))
  await app.ready()
  const send = async (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) =>
    app.inject({
      method,
      url: `/accounts/call-centre${path}`,
      ...(payload === undefined ? {} : { payload }),
    })
  const register = () => send('PUT', '/key-set-url', { url: URL_OF_SET, reason: 'ours' })
  const token = async (pair: KeyPair) =>
    (await askForToken(app, await assertionOf('call-centre', pair))).statusCode
  const [one, two] = await Promise.all([newPair('one'), newPair('two')])

  it('gives tokens to whoever signs with a key that is published there', async () => {
    published = [one.publicJwk]
    const made = await register()
    assert.equal(made.statusCode, 200, made.body)
    assert.deepEqual(made.json(), { url: URL_OF_SET, added: ['one'], passedOver: [] })
    assert.equal(await token(one), 200)
    assert.equal(await token(two), 401)
  })

  it('is read again when a token is asked for with a key that is not known, behind the answer', async () => {
    published = [one.publicJwk, two.publicJwk]
    advance(MINUTE)
    assert.equal(await token(two), 401)
    await keySets.idle()
    await settle()
    assert.equal(await token(two), 200)
    const shown = (await send('GET', '/credentials')).json<{ keySet: Record<string, unknown> }>()
    assert.deepEqual(shown.keySet, {
      url: URL_OF_SET,
      triedAt: new Date(clock.now()).toISOString(),
      readAt: new Date(clock.now()).toISOString(),
      problem: null,
    })
  })

  it('is read again when it is five minutes old, by tokens with a key that is known', async () => {
    published = [two.publicJwk]
    assert.equal(await token(one), 200)
    await keySets.idle()
    advance(5 * MINUTE)
    assert.equal(await token(one), 200)
    await keySets.idle()
    await settle()
    assert.equal(await token(one), 401)
    assert.equal(await token(two), 200)
  })

  it('lets a key of it be revoked, but neither ended nor replaced: it follows what is published', async () => {
    const key = (await newPair()).publicJwk
    const until = new Date(clock.now() + MINUTE).toISOString()
    for (const [path, body] of [
      ['end', {}],
      ['rotation', { key, until }],
    ] as const) {
      const refused = await send('POST', `/credentials/two/${path}`, { ...body, reason: 'not so' })
      assert.equal(refused.statusCode, 409, refused.body)
    }
    const revoked = await send('POST', '/credentials/two/revocation', { reason: 'lost' })
    assert.equal(revoked.statusCode, 200, revoked.body)
    assert.equal(await token(two), 401)
  })

  it('is forgotten with all its keys', async () => {
    published = [one.publicJwk]
    assert.deepEqual((await register()).json(), { url: URL_OF_SET, added: ['one'], passedOver: [] })
    assert.equal(await token(one), 200)
    const gone = await send('POST', '/key-set-url/removal', { reason: 'no more' })
    assert.equal(gone.statusCode, 200, gone.body)
    assert.equal(await token(one), 401)
    assert.deepEqual(accounts.registry.keysOf('call-centre', clock.now()), [])
    assert.equal((await send('POST', '/key-set-url/removal', { reason: 'no more' })).statusCode, 404)
  })

  it('is refused with what is wrong with it, and without it', async () => {
    published = [{ kty: 'oct', k: PLANTED, kid: 'k' }]
    const secret = await register()
    assert.equal(secret.statusCode, 400, secret.body)
    assert.match(secret.body, /private or secret/)
    assert.ok(!secret.body.includes(PLANTED))
    await openAccount(database, 'friend', START)
    const lent = await newPair('lent')
    const read = await readPublishedKeySet({ keys: [lent.publicJwk] })
    assert.ok(read.outcome === 'read')
    await registerKeys(database, 'friend', read.keys, { from: START, until: null }, deedAt(START))
    published = [lent.publicJwk]
    const shared = await register()
    assert.equal(shared.statusCode, 400, shared.body)
    assert.match(shared.body, /None of the keys there can be accepted/)
  })
})
