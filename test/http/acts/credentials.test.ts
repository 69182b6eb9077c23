import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createKeyPair, type KeyPair, signClientAssertion } from '../../../src/accounts/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { insertAccount } from '../../accounts/some-products.ts'
import { BASE_URL, openHouse } from '../../support/house.ts'
import { askForToken } from '../oauth-app.ts'

type Body = Readonly<Record<string, unknown>>
const PLANTED = 'planted-where-nobody-may-see-it'
const MINUTE = 60_000
const newPair = (kid?: string) => createKeyPair('ES256', kid)

describe('credentials, as people keep them', async () => {
  const house = await openHouse()
  const access = await house.person([{ role: 'access-manager' }])
  const auditor = await house.person([{ role: 'auditor' }])
  const admin = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
  const signatory = await house.person([{ role: 'euo-signatory', scope: 'XO001' }])
  const neighbour = await house.person([{ role: 'euo-admin', scope: 'XO002' }])
  const maker = await house.person([{ role: 'supplier-admin', scope: 'demonstration-supplier' }])
  const rival = await house.person([{ role: 'supplier-admin', scope: 'rival' }])
  const ACCOUNT = 'demo-call-centre'
  const { database } = house.rooms

  const ask = async (
    person: typeof access,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    status: number,
    body?: Body,
  ): Promise<Body> => {
    const given = method === 'GET' ? undefined : { reason: 'a test', ...body }
    const answer = await person.ask(method, `/api/v1/accounts${path}`, given)
    assert.equal(answer.statusCode, status, `${method} ${path}: ${answer.body}`)
    return answer.json()
  }
  const keys = (person: typeof access, status: number, body: Body, account = ACCOUNT) =>
    ask(person, 'POST', `/${account}/credentials`, status, body)
  const listed = async (account = ACCOUNT): Promise<Record<string, string>> => {
    const { credentials } = await ask(access, 'GET', `/${account}/credentials`, 200)
    assert.ok(Array.isArray(credentials))
    return Object.fromEntries(credentials.map(one => [one.kid, one.state]))
  }
  /** A token fetched with that key, or the status that says why not. */
  const fetchToken = async (pair: KeyPair, clientId = ACCOUNT): Promise<string | number> => {
    const assertion = await signClientAssertion({
      clientId,
      audience: `${BASE_URL}/oauth2/token`,
      keyId: pair.kid,
      privateKeyPem: pair.privateKeyPem,
      clock: house.clock,
    })
    const answer = await askForToken(house.rooms.app, assertion)
    return answer.statusCode === 200
      ? answer.json<{ access_token: string }>().access_token
      : answer.statusCode
  }
  const search = async (token: string | number): Promise<number> => {
    const url = '/api/v1/services?near=LS1+4AP&limit=1'
    const headers = { authorization: `Bearer ${token}` }
    return (await house.rooms.app.inject({ method: 'GET', url, headers })).statusCode
  }
  const soon = (millis: number): string => new Date(house.clock.now() + millis).toISOString()

  it('are registered by who may, and nobody else learns that the account is there', async () => {
    const [one, two, three] = await Promise.all([newPair('one'), newPair('two'), newPair('three')])
    assert.deepEqual(await keys(admin, 201, { keys: [one.publicJwk] }), { kids: ['one'] })
    await keys(maker, 201, { keys: [two.publicJwk] })
    await keys(access, 201, { keys: [three.publicJwk] })
    for (const person of [auditor, signatory])
      assert.equal((await keys(person, 403, { keys: [one.publicJwk] }))['reason'], 'role-missing')
    for (const person of [neighbour, rival]) {
      const theirs = await keys(person, 404, { keys: [one.publicJwk] })
      const none = await keys(person, 404, { keys: [one.publicJwk] }, 'no-such-account')
      assert.deepEqual({ ...theirs, requestId: '' }, { ...none, requestId: '' })
    }
    const acts = await readActs(database.query, 'credential', ACCOUNT)
    assert.deepEqual(
      acts.slice(-3).map(act => [act.event, act.who, act.acting_as]),
      [
        ['register-key', admin.id, 'euo-admin'],
        ['register-key', maker.id, 'supplier-admin'],
        ['register-key', access.id, 'access-manager'],
      ],
    )
  })

  it('are listed with their public parts, for who sees the account', async () => {
    for (const person of [admin, maker, access, auditor]) {
      const { credentials, keySet } = await ask(person, 'GET', `/${ACCOUNT}/credentials`, 200)
      assert.ok(Array.isArray(credentials) && credentials.length === 4)
      assert.equal(keySet, null)
      for (const one of credentials)
        assert.deepEqual(Object.keys(one).toSorted(), [
          'from',
          'kid',
          'kty',
          'revokedAt',
          'source',
          'state',
          'thumbprint',
          'until',
        ])
    }
    await ask(signatory, 'GET', `/${ACCOUNT}/credentials`, 403)
    for (const person of [neighbour, rival])
      for (const account of [ACCOUNT, 'no-such-account'])
        await ask(person, 'GET', `/${account}/credentials`, 404)
  })

  it('are refused with what is wrong, and nothing that was sent comes back or stays', async () => {
    const pair = await newPair('bad')
    const bodies: [Body, RegExp][] = [
      [{ ...pair.publicJwk, d: PLANTED }, /private or secret part/],
      [{ ...pair.publicJwk, k: PLANTED }, /private or secret part/],
      [{ ...pair.publicJwk, kty: 'oct', k: PLANTED }, /private or secret part/],
      [{ ...pair.publicJwk, x: PLANTED }, /not a usable public key/],
      [{ ...pair.publicJwk, use: PLANTED }, /"use" must be/],
      [{ ...pair.publicJwk, alg: PLANTED }, /"alg" must be/],
      [{ ...pair.publicJwk, [PLANTED.slice(0, 3)]: PLANTED }, /keys/],
    ]
    for (const [jwk, words] of bodies) {
      const answer = await keys(admin, 400, { keys: [jwk] })
      assert.match(JSON.stringify(answer).replaceAll('\\"', '"'), words)
      assert.ok(!JSON.stringify(answer).includes(PLANTED))
    }
    // What means nothing here may come along, and is not kept.
    const decorated = { ...pair.publicJwk, x5u: `https://${PLANTED}`, x5c: [PLANTED], key_ops: ['verify'] }
    await keys(admin, 201, { keys: [decorated] })
    const shown = await ask(admin, 'GET', `/${ACCOUNT}/credentials`, 200)
    assert.ok(!JSON.stringify(shown).includes(PLANTED))
    const stored = await database.query('select * from accounts.credential')
    const acts = await readActs(database.query, 'credential', ACCOUNT)
    assert.ok(!JSON.stringify([stored, acts]).includes(PLANTED))
    assert.ok(!house.logged().includes(PLANTED))
    await ask(admin, 'POST', `/${ACCOUNT}/credentials/bad/revocation`, 200, {})
  })

  it('say in which way a key cannot be taken', async () => {
    const pair = await newPair('again')
    await keys(admin, 201, { keys: [pair.publicJwk] })
    const other = 'demo-symptom-checker'
    assert.match(String((await keys(admin, 409, { keys: [pair.publicJwk] }))['detail']), /Make a new pair/)
    const shared = await keys(neighbour, 409, { keys: [{ ...pair.publicJwk, kid: 'ours' }] }, other)
    assert.match(String(shared['detail']), /Make a new pair/)
    const named = await keys(admin, 409, { keys: [(await newPair('again')).publicJwk] })
    assert.match(String(named['detail']), /another key of that kid/)
    const later = await newPair('later')
    await keys(admin, 400, { keys: [later.publicJwk], from: soon(MINUTE), until: soon(MINUTE) })
    await keys(admin, 400, { keys: [later.publicJwk], until: 'tomorrow' })
    await keys(admin, 201, { keys: [later.publicJwk], from: soon(MINUTE), until: soon(2 * MINUTE) })
    assert.equal((await listed())['later'], 'to-come')
    await house.advance(2 * MINUTE)
    assert.equal((await listed())['later'], 'over')
    const ended = await keys(access, 409, { keys: [(await newPair()).publicJwk] }, 'demo-terminated')
    assert.equal(ended['reason'], 'not-possible-now')
    const many = await Promise.all(Array.from({ length: 7 }, () => newPair()))
    const full = await keys(access, 409, { keys: many.map(one => one.publicJwk) })
    assert.match(String(full['detail']), /at most 10/)
    await ask(admin, 'POST', `/${ACCOUNT}/credentials/again/revocation`, 200, {})
  })

  it('are rotated with an overlap, in which tokens are fetched with both', async () => {
    const [old, next] = await Promise.all([newPair('old'), newPair('a/new key')])
    await keys(admin, 201, { keys: [old.publicJwk] })
    const path = `/${ACCOUNT}/credentials/old/rotation`
    const rotation = { key: next.publicJwk, until: soon(5 * MINUTE) }
    await ask(neighbour, 'POST', path, 404, rotation)
    await ask(admin, 'POST', `/${ACCOUNT}/credentials/none/rotation`, 404, rotation)
    await ask(admin, 'POST', path, 400, { ...rotation, until: soon(-1) })
    await ask(admin, 'POST', path, 400, { ...rotation, until: soon(91 * 24 * 60 * MINUTE) })
    assert.deepEqual(await ask(admin, 'POST', path, 200, rotation), { kids: ['old', 'a/new key'] })
    assert.equal((await ask(admin, 'POST', path, 409, rotation))['reason'], 'conflict')
    for (const pair of [old, next]) assert.equal(await search(await fetchToken(pair)), 200)
    await house.advance(5 * MINUTE)
    assert.equal(await fetchToken(old), 401)
    assert.equal(await search(await fetchToken(next)), 200)
    // A kid may be any text; in an address it is written as addresses write it.
    const named = `/${ACCOUNT}/credentials/${encodeURIComponent('a/new key')}`
    await ask(admin, 'POST', `${named}/end`, 400, { until: soon(-1) })
    await ask(admin, 'POST', `${named}/end`, 200, {})
    await ask(admin, 'POST', `${named}/end`, 404, {})
    assert.equal(await fetchToken(next), 401)
  })

  it('are rotated once by twenty at the same moment', async () => {
    await keys(admin, 201, { keys: [(await newPair('raced')).publicJwk] })
    const pairs = await Promise.all(Array.from({ length: 20 }, () => newPair()))
    const answers = await Promise.all(
      pairs.map(pair =>
        admin.ask('POST', `/api/v1/accounts/${ACCOUNT}/credentials/raced/rotation`, {
          key: pair.publicJwk,
          until: soon(MINUTE),
          reason: 'all at once',
        }),
      ),
    )
    const counts = [200, 409].map(status => answers.filter(one => one.statusCode === status).length)
    assert.deepEqual(counts, [1, 19])
    const made = pairs.find((_, index) => answers[index]?.statusCode === 200)
    assert.ok(made)
    assert.equal(await search(await fetchToken(made)), 200)
    await ask(admin, 'POST', `/${ACCOUNT}/credentials/${made.kid}/revocation`, 200, {})
  })

  it('are revoked at once, with every token that was fetched with them and no others', async () => {
    const [lost, kept] = await Promise.all([newPair('lost'), newPair('kept')])
    await keys(admin, 201, { keys: [lost.publicJwk, kept.publicJwk] })
    const [stolen, mine] = await Promise.all([fetchToken(lost), fetchToken(kept)])
    assert.deepEqual([await search(stolen), await search(mine)], [200, 200])
    for (const person of [neighbour, rival])
      await ask(person, 'POST', `/${ACCOUNT}/credentials/lost/revocation`, 404, {})
    await ask(admin, 'POST', `/${ACCOUNT}/credentials/lost/revocation`, 200, {})
    assert.deepEqual([await search(stolen), await search(mine)], [401, 200])
    assert.equal(await fetchToken(lost), 401)
    await ask(admin, 'POST', `/${ACCOUNT}/credentials/lost/revocation`, 404, {})
    assert.equal((await listed())['lost'], 'revoked')
    const last = (await readActs(database.query, 'credential', ACCOUNT)).at(-1)
    assert.deepEqual([last?.event, last?.clauses], ['revoke-key', ['AUP25-04', 'AUP25-42']])
  })

  it('are the product’s own where it asks for several organisations, and people have none', async () => {
    const product = 'product-call-centre'
    await insertAccount(database, {
      id: 'all-desks',
      kind: 'product',
      productId: product,
      environment: 'production',
    })
    await insertAccount(database, {
      id: 'a-person',
      kind: 'individual',
      connectionId: 'connection-call-centre',
      personId: 'somebody',
    })
    await house.rooms.accounts.reload(['all-desks', 'a-person'])
    const pair = await newPair('for-all')
    await keys(admin, 404, { keys: [pair.publicJwk] }, 'all-desks')
    await keys(rival, 404, { keys: [pair.publicJwk] }, 'all-desks')
    await keys(maker, 201, { keys: [pair.publicJwk] }, 'all-desks')
    const token = await fetchToken(pair, 'all-desks')
    const asked = async (named?: string) => {
      const answer = await house.rooms.app.inject({
        method: 'GET',
        url: '/api/v1/services?near=LS1+4AP&limit=1',
        headers: {
          authorization: `Bearer ${token}`,
          ...(named === undefined ? {} : { 'NHSD-End-User-Organisation-ODS': named }),
        },
      })
      return answer.statusCode === 200 ? 'answered' : answer.json<Body>()['reason']
    }
    assert.equal(await asked(), 'organisation-not-named')
    assert.equal(await asked('XO002'), 'organisation-not-connected')
    assert.equal(await asked('XO001'), 'answered')
    for (const person of [admin, maker, access])
      await keys(person, 404, { keys: [(await newPair()).publicJwk] }, 'a-person')
  })

  it('are read from no address that is not on the open internet', async () => {
    const path = `/${ACCOUNT}/key-set-url`
    for (const url of [
      'http://keys.example.org/',
      'https://127.0.0.1/jwks',
      'https://me:you@keys.example.org/',
    ]) {
      const refused = await ask(admin, 'PUT', path, 400, { url })
      assert.match(JSON.stringify(refused), /"parameter":"url"/)
    }
    await ask(neighbour, 'PUT', path, 404, { url: 'https://keys.example.org/' })
    await ask(admin, 'POST', `${path}/removal`, 404, {})
    assert.deepEqual(await database.query('select * from accounts.key_set_url'), [])
  })
})
