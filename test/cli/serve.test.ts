import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { after, describe, it } from 'node:test'
import { serverUrl } from '../support/database.ts'
import { runCommand, smallWorld } from '../support/server.ts'

const STACK = /\n {4}at /
const world = await smallWorld()
const serve = (environment: Record<string, string>) =>
  runCommand(['serve'], { environment: { ...world.environment, ...environment } })

describe('a server that cannot start', () => {
  it('names the port that another program has, gives back what it took, and ends with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    after(() => other.close())
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    // Twice: the first leaves neither lock nor socket behind.
    for (let turn = 0; turn < 2; turn += 1) {
      const { code, stderr } = await serve({ PORT: port })
      assert.equal(code, 1)
      assert.match(
        stderr,
        new RegExp(`^Port ${port} on 127\\.0\\.0\\.1 is taken by another program\\..*PORT`, 'm'),
      )
      assert.doesNotMatch(stderr, STACK)
    }
  })

  it('names a host that is no address of this machine', async () => {
    const { code, stderr } = await serve({ HOST: '192.0.2.1' })
    assert.equal(code, 1)
    assert.match(stderr, /^HOST is "192\.0\.2\.1", which is no address of this machine\.$/m)
  })

  it('names the database that does not answer, and never the password', async () => {
    const { code, stderr } = await serve({ DATABASE_URL: 'postgres://signpost:secret@127.0.0.1:1/directory' })
    assert.equal(code, 1)
    assert.match(
      stderr,
      /^The database 127\.0\.0\.1:1\/directory \(DATABASE_URL\) cannot be used: .*ECONNREFUSED/m,
    )
    assert.doesNotMatch(stderr, /secret/)
    assert.doesNotMatch(stderr, STACK)
  })

  it('says what the database server says when it turns us away', {
    skip: serverUrl ? false : 'no server',
  }, async () => {
    const url = new URL(serverUrl ?? '')
    url.pathname = '/no_such_database'
    const { code, stderr } = await serve({ DATABASE_URL: url.href })
    assert.equal(code, 1)
    assert.match(
      stderr,
      /\/no_such_database \(DATABASE_URL\) cannot be used: database "no_such_database" does not exist/,
    )
  })
})
