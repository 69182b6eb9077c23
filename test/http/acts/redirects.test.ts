import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import Fastify from 'fastify'
import { readRedirectUris, redirectFault, setRedirectUris } from '../../../src/accounts/index.ts'
import { actRoutes } from '../../../src/http/acts/index.ts'
import { redirectActs } from '../../../src/http/acts/redirects.ts'
import { policyInForce, policyVersionOf } from '../../../src/policy/index.ts'
import { type Actor, type HeldRole, systemClock } from '../../../src/vocabulary/index.ts'
import { createQuota } from '../../../src/watch/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { deedAt, openAccount } from '../../accounts/some-accounts.ts'
import { testDatabase } from '../../support/database.ts'
import { CONTACT } from '../oauth-app.ts'
import { aWatch } from './a-watch.ts'
import { NO_SERVICES } from './no-services.ts'

describe('where people are sent back to', async () => {
  const database = await testDatabase()
  const now = systemClock.now()
  await openAccount(database, 'gp', now)
  await openAccount(database, 'ended', now, { status: 'terminated' })
  await openAccount(database, 'own', now, { kind: 'individual', personId: 'somebody' })
  const deed = deedAt(now)

  it('is one exact https address, or a program on the same machine', () => {
    for (const uri of [
      'https://product.example/cb',
      'https://product.example/',
      'https://product.example:8443/cb?tenant=1',
      'http://127.0.0.1/cb',
      'http://127.0.0.1:7777/cb',
      'http://[::1]/cb',
    ]) {
      assert.equal(redirectFault(uri), undefined, uri)
    }
    for (const uri of [
      'http://product.example/cb',
      'http://localhost/cb',
      'http://127.0.0.1.evil.example/cb',
      'https://user:secret@product.example/cb',
      'https://product.example/cb#part',
      'https://product.example/a/../cb',
      'https://PRODUCT.example/cb',
      'https://product.example',
      'javascript:alert(1)',
      'myapp://cb',
      'data:text/html,x',
      '/cb',
      '',
      `https://product.example/${'a'.repeat(500)}`,
    ]) {
      assert.notEqual(redirectFault(uri), undefined, uri)
    }
  })

  it('is replaced as a whole, and each change is on record', async () => {
    const one = ['https://a.example/cb', 'https://b.example/cb']
    assert.deepEqual(await setRedirectUris(database, 'gp', one, deed), { outcome: 'set', before: [] })
    assert.deepEqual(await setRedirectUris(database, 'gp', [...one, ...one], deed), { outcome: 'unchanged' })
    const next = ['https://b.example/cb', 'https://c.example/cb']
    assert.deepEqual(await setRedirectUris(database, 'gp', next, deed), { outcome: 'set', before: one })
    assert.deepEqual(await readRedirectUris(database.query, 'gp'), next)
    assert.equal((await setRedirectUris(database, 'gp', [], deed)).outcome, 'set')
    const acts = await readActs(database.query, 'account', 'gp')
    const changes = acts.filter(act => act.event === 'set-redirects')
    assert.equal(changes.length, 3)
    assert.ok(changes.some(act => JSON.stringify(act.after) === JSON.stringify({ uris: next })))
  })

  it("is refused whole with every fault named, and for accounts that are none, have ended, or are a person's", async () => {
    const set = await setRedirectUris(
      database,
      'gp',
      ['https://ok.example/cb', 'http://x.example/', 'ftp://y'],
      deed,
    )
    assert.ok(set.outcome === 'wrong')
    assert.equal(set.faults.length, 2)
    const many = Array.from({ length: 11 }, (_, index) => `https://a.example/${index}`)
    assert.equal((await setRedirectUris(database, 'gp', many, deed)).outcome, 'wrong')
    assert.deepEqual(await readRedirectUris(database.query, 'gp'), [])
    const fine = ['https://ok.example/cb']
    assert.equal((await setRedirectUris(database, 'none', fine, deed)).outcome, 'unknown-account')
    assert.equal((await setRedirectUris(database, 'own', fine, deed)).outcome, 'unknown-account')
    assert.equal((await setRedirectUris(database, 'ended', fine, deed)).outcome, 'account-ended')
  })

  it('keeps one whole set when twenty are written at once', async () => {
    const sets = Array.from({ length: 20 }, (_, index) => [
      `https://a.example/${index}`,
      `https://b.example/${index}`,
    ])
    await Promise.all(sets.map(set => setRedirectUris(database, 'gp', set, deed)))
    const kept = await readRedirectUris(database.query, 'gp')
    assert.ok(
      sets.some(set => JSON.stringify(set) === JSON.stringify(kept)),
      kept.join(),
    )
  })

  const held = (role: 'supplier-admin' | 'euo-admin', id: string): HeldRole => ({
    role,
    scope: { kind: role === 'euo-admin' ? 'organisation' : 'supplier', id },
    from: 0,
    until: null,
  })
  const operator = (role: 'access-manager' | 'auditor'): HeldRole => ({
    role,
    scope: { kind: 'operator' },
    from: 0,
    until: null,
  })
  /** The acts as their routes, asked by somebody with that one role. */
  const routesFor = async (role: HeldRole) => {
    const app = Fastify()
    const actor: Actor = { personId: 'maker', name: 'Maker', roles: [role] }
    const rooms = {
      database,
      now: systemClock.now,
      newId: () => 'id',
      random: randomBytes,
      contact: CONTACT,
      baseUrl: () => 'http://directory.test',
      policy: policyInForce,
      policyOf: policyVersionOf,
      policies: () => [],
      ledgerSeeds: [],
      keySets: { fetch: async () => Promise.reject(new Error('no key sets here')) },
      clinical: NO_SERVICES,
      watch: aWatch(database, systemClock),
    }
    const signedIn = async () => ({ outcome: 'known', actor, sessionId: null }) as const
    await app.register(actRoutes, {
      acts: redirectActs,
      door: { rooms, settle: async () => {}, signedIn, quota: createQuota(systemClock) },
    })
    return app
  }
  const body = { uris: ['https://desk.example/cb'], reason: 'people sign in now' }

  it('is said by those who manage the account, and by nobody else', async () => {
    for (const role of [
      operator('access-manager'),
      held('supplier-admin', 'supplier'),
      held('euo-admin', 'GP'),
    ]) {
      const app = await routesFor(role)
      const set = await app.inject({ method: 'PUT', url: '/accounts/gp/redirects', payload: body })
      assert.deepEqual([set.statusCode, set.json()], [200, { uris: body.uris }], role.role)
      const read = await app.inject({ url: '/accounts/gp/redirects' })
      assert.deepEqual(read.json(), { uris: body.uris })
    }
    for (const role of [held('supplier-admin', 'other'), held('euo-admin', 'OTHER')]) {
      const app = await routesFor(role)
      const theirs = await app.inject({ method: 'PUT', url: '/accounts/gp/redirects', payload: body })
      const none = await app.inject({ method: 'PUT', url: '/accounts/none/redirects', payload: body })
      assert.deepEqual([theirs.statusCode, none.statusCode], [404, 404])
      assert.equal(theirs.json().detail, none.json().detail, 'what is not theirs is as if it were not there')
      assert.equal((await app.inject({ url: '/accounts/gp/redirects' })).statusCode, 404)
    }
    const auditor = await routesFor(operator('auditor'))
    assert.equal((await auditor.inject({ url: '/accounts/gp/redirects' })).statusCode, 200)
    const written = await auditor.inject({ method: 'PUT', url: '/accounts/gp/redirects', payload: body })
    assert.equal(written.statusCode, 403)
  })

  it('is refused in words that name the address', async () => {
    const app = await routesFor(operator('access-manager'))
    const payload = { ...body, uris: ['http://desk.example/cb'] }
    const refused = await app.inject({ method: 'PUT', url: '/accounts/gp/redirects', payload })
    assert.equal(refused.statusCode, 400)
    assert.match(refused.json().errors[0].message, /"http:\/\/desk\.example\/cb" must begin with https/)
    const ended = await app.inject({ method: 'PUT', url: '/accounts/ended/redirects', payload: body })
    assert.equal(ended.statusCode, 409)
  })
})
