import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Database } from '../../src/database/index.ts'
import { systemClock } from '../../src/vocabulary/index.ts'
import { addKey, openAccount } from '../accounts/some-accounts.ts'
import { testDatabase } from '../support/database.ts'
import { askForToken, assertionOf, oauthNode } from './oauth-app.ts'

describe('an assertion used twice', async () => {
  const database = await testDatabase()
  const now = systemClock.now()
  await openAccount(database, 'call-centre', now)
  const key = await addKey(database, 'call-centre', 'ES256', now)
  await openAccount(database, 'other', now)
  const otherKey = await addKey(database, 'other', 'ES256', now)
  const one = await oauthNode(database)
  const two = await oauthNode(database)

  it('is refused, and the client is told why', async () => {
    const assertion = await assertionOf('call-centre', key)
    assert.equal((await askForToken(one.app, assertion)).statusCode, 200)
    const again = await askForToken(one.app, assertion)
    assert.equal(again.statusCode, 400)
    assert.equal(again.json().error, 'invalid_client')
    assert.match(again.json().error_description, /'jti'.*used before/)
    assert.match(again.json().error_description, /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
    assert.equal(again.json().contact.email, 'directory@example.org')
  })

  it('is refused on another node, and after a restart', async () => {
    const assertion = await assertionOf('call-centre', key)
    assert.equal((await askForToken(one.app, assertion)).statusCode, 200)
    assert.equal((await askForToken(two.app, assertion)).statusCode, 400)
    const restarted = await oauthNode(database)
    assert.equal((await askForToken(restarted.app, assertion)).statusCode, 400)
  })

  it('is refused when only the jti is the same', async () => {
    const jti = 'chosen-by-hand'
    assert.equal((await askForToken(one.app, await assertionOf('call-centre', key, { jti }))).statusCode, 200)
    const other = await assertionOf('call-centre', key, { jti, seconds: 200 })
    assert.equal((await askForToken(two.app, other)).statusCode, 400)
  })

  it('does not use up the jti of another client', async () => {
    const jti = 'same-for-both'
    assert.equal((await askForToken(one.app, await assertionOf('call-centre', key, { jti }))).statusCode, 200)
    assert.equal((await askForToken(one.app, await assertionOf('other', otherKey, { jti }))).statusCode, 200)
  })

  it('is answered exactly once when twenty come at the same moment on two nodes', async () => {
    const assertion = await assertionOf('call-centre', key)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => askForToken(index % 2 === 0 ? one.app : two.app, assertion)),
    )
    const codes = answers.map(answer => answer.statusCode)
    assert.equal(codes.filter(code => code === 200).length, 1)
    assert.equal(codes.filter(code => code === 400).length, 19)
  })

  it('gets no token while nothing can be written down, and says what to do', async () => {
    let away = false
    const flaky: Database = {
      ...database,
      query: (text, values) =>
        away ? Promise.reject(new Error('the database is away')) : database.query(text, values),
    }
    const node = await oauthNode(flaky)
    away = true
    const answer = await askForToken(node.app, await assertionOf('call-centre', key))
    assert.equal(answer.statusCode, 503)
    assert.equal(answer.headers['retry-after'], '5')
    assert.equal(answer.json().error, 'temporarily_unavailable')
    assert.doesNotMatch(answer.body, /database is away/)
    away = false
    assert.equal((await askForToken(node.app, await assertionOf('call-centre', key))).statusCode, 200)
  })

  it('is not used up by somebody who cannot sign', async () => {
    const assertion = await assertionOf('call-centre', key)
    const [header, claims] = assertion.split('.')
    const unsigned = `${header}.${claims}.${Buffer.alloc(64, 1).toString('base64url')}`
    assert.equal((await askForToken(one.app, unsigned)).statusCode, 401)
    assert.equal((await askForToken(one.app, assertion)).statusCode, 200)
  })
})
