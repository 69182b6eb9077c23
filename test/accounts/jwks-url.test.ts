import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { after, describe, it } from 'node:test'
import {
  createKeyPair,
  type FetchKeySet,
  judgeKeySetUrl,
  type KeySetUrlOutcome,
  keySetFetcher,
  openAccounts,
  readCredentials,
  readKeySetUrl,
  registerKeySetUrl,
  registerKeys,
  removeKeySetUrl,
  revokeKey,
  setAccountStatus,
} from '../../src/accounts/index.ts'
import { isPublicAddress, publicLookup } from '../../src/accounts/public-address.ts'
import { readPublishedKeySet } from '../../src/accounts/public-key.ts'
import { newestChange } from '../../src/database/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, deedAt, openAccount } from './some-accounts.ts'

const START = Date.UTC(2026, 2, 1, 12)
const MINUTE = 60_000
const deed = deedAt(START)
const newKey = async (kid?: string) => (await createKeyPair('EdDSA', kid)).publicJwk
const [one, two, three] = await Promise.all([newKey('one'), newKey('two'), newKey('three')])
const rsa = (await createKeyPair('RS512', 'rsa', 2048)).publicJwk

/** A web server out there that answers as told. */
async function serverOut(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  after(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  return `http://127.0.0.1:${address.port}`
}

const other = await serverOut((_request, response) => response.end(JSON.stringify({ keys: [one] })))
const huge = 'x'.repeat(70_000)
const out = await serverOut((request, response) => {
  const json = (value: unknown) => response.end(JSON.stringify(value))
  const to = (location: string, status = 302) => response.writeHead(status, { location }).end()
  const keys: Record<string, () => unknown> = {
    '/good': () => json({ keys: [one, rsa] }),
    '/hop': () => to('/good'),
    '/hop-hop-hop': () => to('/hop-hop'),
    '/hop-hop': () => to('/hop', 307),
    '/round': () => to('/round'),
    '/away': () => to(`${other}/`),
    '/inside': () => to('http://169.254.169.254/latest/meta-data'),
    '/to-file': () => to('file:///etc/passwd'),
    '/nowhere': () => to('http://'),
    '/slow': () => response.write('{"keys":'),
    '/mute': () => {},
    '/huge': () => json({ keys: [one], more: huge }),
    '/endless': () => {
      const more = () => {
        while (!response.destroyed && response.write(huge)) {}
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    },
    '/broken': () => {
      response.writeHead(200, { 'content-length': '500' })
      response.write('{"keys":[')
      setTimeout(() => response.destroy(), 5)
    },
    '/html': () => response.end('<html>secret-planted-here</html>'),
    '/latin': () => response.end(Buffer.from([0x7b, 0xff, 0xfe])),
    '/missing': () => response.writeHead(404).end(JSON.stringify({ keys: [one] })),
    '/empty': () => json({ keys: [] }),
    '/list': () => json([one]),
    '/twins': () => json({ keys: [one, { ...two, kid: 'one' }] }),
    '/same-twice': () => json({ keys: [one, { ...one, kid: 'again' }] }),
    '/private': () => json({ keys: [one, { ...two, d: 'planted-private-part' }] }),
    '/others': () =>
      json({
        keys: [{ kty: 'RSA', use: 'enc', kid: 'e' }, { ...rsa, alg: 'RS256' }, 7, { ...two, use: 'sig' }],
      }),
    '/none-fit': () => json({ keys: [{ kty: 'RSA', use: 'enc', kid: 'e' }] }),
    '/many': () => json({ keys: Array.from({ length: 51 }, (_, index) => ({ ...one, kid: `${index}` })) }),
  }
  const answer = keys[request.url ?? '']
  if (answer) answer()
  else response.writeHead(500).end()
})

describe('a key set at an address', () => {
  const fetchSet = keySetFetcher({ reach: 'anywhere', timeoutMillis: 400 })
  const good: [string, string[]][] = [
    ['/good', ['one', 'rsa']],
    ['/hop', ['one', 'rsa']],
    ['/hop-hop', ['one', 'rsa']],
    ['/others', ['two']],
  ]
  for (const [path, kids] of good) {
    it(`is read from ${path}`, async () => {
      const read = await fetchSet(`${out}${path}`)
      assert.ok(read.outcome === 'read', JSON.stringify(read))
      assert.deepEqual(
        read.keys.map(key => key.kid),
        kids,
      )
    })
  }

  const bad: [string, RegExp][] = [
    ['/hop-hop-hop', /on and on/],
    ['/round', /on and on/],
    ['/away', /another host/],
    ['/inside', /another host/],
    ['/to-file', /another host/],
    ['/nowhere', /leads nowhere/],
    ['/slow', /in time/],
    ['/mute', /in time/],
    ['/huge', /more than 65536 bytes/],
    ['/endless', /more than 65536 bytes/],
    ['/broken', /breaks off|cannot be reached/],
    ['/html', /not JSON/],
    ['/latin', /not JSON/],
    ['/missing', /status 200/],
    ['/no-such', /status 200/],
    ['/empty', /1 to 50 keys/],
    ['/list', /1 to 50 keys/],
    ['/many', /1 to 50 keys/],
    ['/twins', /same "kid"/],
    ['/same-twice', /same key twice/],
    ['/private', /private or secret part/],
    ['/none-fit', /"use" must be "sig"/],
  ]
  for (const [path, words] of bad) {
    it(`is refused from ${path}, in words that repeat nothing of it`, async () => {
      const read = await fetchSet(`${out}${path}`)
      assert.notEqual(read.outcome, 'read')
      const said = JSON.stringify(read)
      assert.match(said.replaceAll('\\"', '"'), words)
      assert.doesNotMatch(said, /planted/)
    })
  }

  it('is refused where nobody listens', async () => {
    const read = await fetchSet('http://127.0.0.1:1/')
    assert.deepEqual(read, { outcome: 'unreadable', reason: 'The address cannot be reached.' })
  })

  it('may name ten keys to sign with, among others', async () => {
    const keys = await Promise.all(Array.from({ length: 11 }, (_, index) => newKey(`k${index}`)))
    assert.equal((await readPublishedKeySet({ keys: keys.slice(1) })).outcome, 'read')
    assert.equal((await readPublishedKeySet({ keys })).outcome, 'wrong')
  })
})

describe('an address that others give us', () => {
  const refused: [string, RegExp][] = [
    ['http://keys.example.org/jwks', /https/],
    ['ftp://keys.example.org/jwks', /https/],
    ['file:///etc/passwd', /https/],
    ['keys.example.org', /not a web address/],
    ['https://me:secret@keys.example.org/', /name or password/],
    ['https://keys.example.org/#a', /fragment/],
    [`https://keys.example.org/${'a'.repeat(2000)}`, /not a web address/],
    ['https://127.0.0.1/', /open internet/],
    ['https://2130706433/', /open internet/],
    ['https://0x7f.1/', /open internet/],
    ['https://10.1.2.3:8443/', /open internet/],
    ['https://169.254.169.254/latest', /open internet/],
    ['https://[::1]/', /open internet/],
    ['https://[::ffff:10.0.0.1]/', /open internet/],
    ['https://[fd00::1]/', /open internet/],
    ['https://[64:ff9b::a00:1]/', /open internet/],
  ]
  for (const [url, words] of refused) {
    it(`is not ${url.slice(0, 50)}`, async () => {
      const judged = judgeKeySetUrl(url, 'public')
      assert.ok(typeof judged === 'string')
      assert.match(judged, words)
      assert.doesNotMatch(judged, /secret/)
      const read = await keySetFetcher({ reach: 'public' })(url)
      assert.equal(read.outcome, 'unreadable')
    })
  }

  it('may be on the open internet, over TLS', () => {
    for (const url of [
      'https://keys.example.org/jwks?set=1',
      'https://[2a00:1450::1]:8443/',
      'https://8.8.8.8/',
    ])
      assert.ok(judgeKeySetUrl(url, 'public') instanceof URL, url)
  })

  it('is told from one that is not public by every network that is not', () => {
    const inside =
      '0.0.0.0 10.255.255.255 100.64.0.1 127.8.8.8 169.254.1.1 172.31.255.255 192.0.0.8 192.0.2.1 192.168.0.1 198.19.0.1 198.51.100.1 203.0.113.9 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 ::ffff:8.8.8.8 fe80::1 fec0::1 fc00::1 ff02::1 2001:db8::1 2001::1 2002:7f00:1::1 3fff::1 64:ff9b::1 100::1 name'
    const outside = '8.8.8.8 172.32.0.1 100.128.0.1 11.0.0.1 192.0.1.1 2a00:1450:4009::1 2606:4700::1'
    for (const address of inside.split(' ')) assert.equal(isPublicAddress(address), false, address)
    for (const address of outside.split(' ')) assert.equal(isPublicAddress(address), true, address)
  })

  it('is not believed by its name: the addresses it leads to are judged as the connection is made', async () => {
    const names: Record<string, string[]> = {
      'inside.example.org': ['127.0.0.1'],
      'both.example.org': ['8.8.8.8', '10.0.0.1'],
      'six.example.org': ['::1'],
      'none.example.org': [],
    }
    const asked: string[] = []
    const fetchSet = keySetFetcher({
      reach: 'public',
      timeoutMillis: 2000,
      resolve: (hostname, answer) => {
        asked.push(hostname)
        const addresses = names[hostname] ?? []
        answer(
          null,
          addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
        )
      },
    })
    for (const name of Object.keys(names)) {
      assert.deepEqual(await fetchSet(`https://${name}/jwks`), {
        outcome: 'unreadable',
        reason: 'It does not lead to the open internet.',
      })
    }
    assert.deepEqual(asked, Object.keys(names))
  })

  it('is looked up for the very connection, alone or among others', () => {
    const lookup = publicLookup((_hostname, answer) => answer(null, [{ address: '8.8.8.8', family: 4 }]))
    const seen: unknown[] = []
    lookup('keys.example.org', { all: true }, (...answered) => seen.push(answered))
    lookup('keys.example.org', {}, (...answered) => seen.push(answered))
    assert.deepEqual(seen, [
      [null, [{ address: '8.8.8.8', family: 4 }]],
      [null, '8.8.8.8', 4],
    ])
  })
})

describe('an account whose keys are published', async () => {
  const database = await testDatabase()
  const clock = simulatedClock(START)
  const url = 'https://keys.example.org/jwks'
  /** What is published at the address now; undefined: it is away. */
  let published: unknown[] | undefined
  let fetches = 0
  const fetchKeySet: FetchKeySet = async () => {
    fetches += 1
    if (!published) return { outcome: 'unreadable', reason: 'The address cannot be reached.' }
    return readPublishedKeySet({ keys: published })
  }
  const accounts = await openAccounts({
    database,
    clock,
    baseUrl: () => 'https://directory.test',
    fetchKeySet,
  })
  const { keySets, registry } = accounts
  const settle = () => accounts.reload(['*'])
  const register = async (id: string, ...keys: unknown[]): Promise<KeySetUrlOutcome> => {
    const read = await readPublishedKeySet({ keys })
    assert.ok(read.outcome === 'read')
    const made = await registerKeySetUrl(database, id, { url, keys: read.keys }, deedAt(clock.now()))
    await settle()
    return made
  }
  const kids = (id = 'desk') => registry.keysOf(id, clock.now()).map(key => key.kid)
  const events = async (id = 'desk') =>
    (await readActs(database.query, 'credential', id)).map(act => act.event)
  /** As the minute brings it round. */
  const refresh = async () => {
    const done = await keySets.refreshStale()
    await settle()
    return done
  }
  await openAccount(database, 'desk', START)
  await openAccount(database, 'other', START)

  it('signs with them from the moment the address is registered', async () => {
    assert.deepEqual(await register('desk', one), {
      outcome: 'kept',
      change: { added: ['one'], ended: [], resumed: [], passedOver: [] },
    })
    assert.deepEqual(kids(), ['one'])
    assert.ok(registry.isPublished('desk') && !registry.isPublished('other'))
    assert.deepEqual(await events(), ['register-url'])
  })

  it('follows the address every five minutes, records a change, and nothing else', async () => {
    published = [one, two]
    assert.equal(await refresh(), 0)
    clock.advance(5 * MINUTE)
    assert.equal(await refresh(), 1)
    assert.deepEqual(kids(), ['one', 'two'])
    const change = await newestChange(database.query)
    clock.advance(5 * MINUTE)
    assert.equal(await refresh(), 1)
    assert.equal(await newestChange(database.query), change)
    assert.deepEqual(await events(), ['register-url', 'follow-url'])
  })

  it('signs no more with a key that is no longer published, and again with one that is back', async () => {
    published = [two]
    clock.advance(5 * MINUTE)
    await refresh()
    assert.deepEqual(kids(), ['two'])
    published = [one, two]
    clock.advance(5 * MINUTE)
    await refresh()
    assert.deepEqual(kids(), ['one', 'two'])
    const last = (await readActs(database.query, 'credential', 'desk')).at(-1)
    assert.deepEqual(last?.after, { url, added: [], ended: [], resumed: ['one'], passedOver: [] })
  })

  it('keeps the last good set while the address is away, and says since when', async () => {
    const readAt = clock.now()
    published = undefined
    clock.advance(5 * MINUTE)
    await refresh()
    assert.deepEqual(kids(), ['one', 'two'])
    assert.deepEqual(await readKeySetUrl(database.query, 'desk'), {
      url,
      triedAt: clock.now(),
      readAt,
      problem: 'The address cannot be reached.',
    })
    for (const set of [[], [{ ...one, d: 'planted' }], [two, { ...one, kid: 'two' }]]) {
      published = set
      clock.advance(5 * MINUTE)
      await refresh()
      assert.deepEqual(kids(), ['one', 'two'])
    }
    assert.doesNotMatch(JSON.stringify(await readKeySetUrl(database.query, 'desk')), /planted/)
  })

  it('never signs again with a key that was revoked, however long it is published', async () => {
    assert.equal(await revokeKey(database, 'desk', 'one', deed), 'revoked')
    published = [one, two]
    clock.advance(5 * MINUTE)
    await refresh()
    assert.deepEqual(kids(), ['two'])
    assert.match((await readKeySetUrl(database.query, 'desk'))?.problem ?? '', /Not accepted: one/)
  })

  it('takes no key that somebody else has, and no second key of a known name', async () => {
    const theirs = await addKey(database, 'other', 'EdDSA', START)
    published = [two, theirs.publicJwk, { ...three, kid: 'one' }]
    clock.advance(5 * MINUTE)
    await refresh()
    assert.deepEqual(kids(), ['two'])
    assert.deepEqual(kids('other'), [theirs.kid])
    assert.deepEqual(await register('other', two), { outcome: 'no-key-usable' })
    assert.equal(await readKeySetUrl(database.query, 'other'), undefined)
  })

  it('looks again for a key it does not know, behind the answer and once a minute at most', async () => {
    published = [two, three]
    clock.advance(MINUTE - 1)
    const before = fetches
    keySets.asked('desk', false)
    await keySets.idle()
    // A minute has not passed since the last attempt, whoever made it.
    assert.equal(fetches, before)
    clock.advance(MINUTE)
    for (let time = 0; time < 20; time += 1) keySets.asked('desk', false)
    await keySets.idle()
    await settle()
    assert.equal(fetches, before + 1)
    assert.deepEqual(kids(), ['two', 'three'])
    keySets.asked('other', false)
    keySets.asked('nobody', false)
    await keySets.idle()
    assert.equal(fetches, before + 1)
  })

  it('is looked up once by twenty nodes that come to it at once', async () => {
    clock.advance(5 * MINUTE)
    const before = fetches
    const nodes = await Promise.all(
      Array.from({ length: 20 }, () =>
        openAccounts({ database, clock, baseUrl: () => 'https://directory.test', fetchKeySet }),
      ),
    )
    const counts = await Promise.all(nodes.map(node => node.keySets.refreshStale()))
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      1,
    )
    assert.equal(fetches, before + 1)
  })

  it('keeps what was uploaded beside it, and no more than ten in all', async () => {
    const uploaded = await Promise.all(Array.from({ length: 7 }, (_, index) => newKey(`up-${index}`)))
    const read = await readPublishedKeySet({ keys: uploaded })
    assert.ok(read.outcome === 'read')
    const validity = { from: clock.now(), until: null }
    assert.equal((await registerKeys(database, 'desk', read.keys, validity, deed)).outcome, 'registered')
    const more = await Promise.all([newKey('more-1'), newKey('more-2')])
    published = [two, three, ...more]
    clock.advance(5 * MINUTE)
    await refresh()
    assert.equal(kids().length, 10)
    assert.equal(kids().filter(kid => kid.startsWith('up-')).length, 7)
    assert.match((await readKeySetUrl(database.query, 'desk'))?.problem ?? '', /^Not accepted: more-[12]$/)
  })

  it('loses them with the address, and what was read meanwhile comes too late', async () => {
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const slow = await openAccounts({
      database,
      clock,
      baseUrl: () => 'https://directory.test',
      fetchKeySet: async given => {
        begun.resolve()
        await held.promise
        return fetchKeySet(given)
      },
    })
    clock.advance(5 * MINUTE)
    const underWay = slow.keySets.refreshStale()
    await begun.promise
    // Fetching holds nothing: others go on meanwhile.
    assert.equal(await removeKeySetUrl(database, 'desk', deedAt(clock.now())), 'removed')
    held.resolve()
    await underWay
    await settle()
    assert.equal(kids().length, 7)
    assert.ok(!registry.isPublished('desk'))
    assert.equal(await removeKeySetUrl(database, 'desk', deed), 'no-url')
    const records = await readCredentials(database.query, 'desk', 50)
    assert.ok(
      records.every(({ source, until, revokedAt }) => source === 'upload' || (until ?? revokedAt) !== null),
    )
  })

  it('is left alone once it has ended', async () => {
    await openAccount(database, 'ending', START)
    assert.equal((await register('ending', await newKey())).outcome, 'kept')
    await setAccountStatus(database, 'ending', 'terminated', deed)
    clock.advance(5 * MINUTE)
    assert.equal(await refresh(), 0)
    assert.deepEqual(await register('ending', await newKey()), { outcome: 'account-ended' })
    assert.deepEqual(await register('nobody', await newKey()), { outcome: 'unknown-account' })
  })
})
