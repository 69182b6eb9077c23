import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import {
  FAILED_TRIES_MAX,
  type Issued,
  issueSecret,
  letMaintain,
  type NewSecret,
  openAccounts,
  readMaintained,
  readSecrets,
  revokeSecret,
  setAccountStatus,
  setSearchRoles,
  stopMaintaining,
} from '../../src/accounts/index.ts'
import { followChanges } from '../../src/database/index.ts'
import { identifyByKey, identifyByPassword } from '../../src/http/secret-identity.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { caller } from '../policy/examples.ts'
import { testDatabase } from '../support/database.ts'
import { deedAt, openAccount } from './some-accounts.ts'

const START = Date.UTC(2026, 5, 3, 12)
const DAY = 86_400_000
const BOTH = ['dos-rest', 'dos-soap'] as const

describe('secrets of the older interfaces', async () => {
  // Before the database is closed, which is closed after the tests, too.
  let stop: () => Promise<unknown> = async () => {}
  after(() => stop())
  const database = await testDatabase()
  const clock = simulatedClock(START)
  const baseUrl = () => 'https://directory.test'
  const deed = () => deedAt(clock.now())
  let opened = 0
  /** A web service account of its own, with one search role unless told. */
  const open = async (referralRoleIds: readonly number[] | null = [23]): Promise<string> => {
    opened += 1
    const id = `account${opened}`
    await openAccount(database, id, clock.now(), { referralRoleIds })
    return id
  }
  const first = await open()
  /** Two nodes on the same database. */
  const nodes = [
    await openAccounts({ database, clock, baseUrl }),
    await openAccounts({ database, clock, baseUrl }),
  ]
  const followers = await Promise.all(
    nodes.map(node =>
      followChanges({
        database,
        clock,
        handlers: { account: node.reload },
        report: error => assert.ifError(error),
      }),
    ),
  )
  stop = () => Promise.all(followers.map(follower => follower.stop()))
  const settle = () => Promise.all(followers.map(follower => follower.catchUp()))
  const [node] = nodes
  assert.ok(node)

  const wanted = (accountId: string, over: Partial<NewSecret> = {}): NewSecret => ({
    id: randomUUID(),
    accountId,
    kind: 'password',
    username: accountId,
    interfaces: BOTH,
    purpose: null,
    from: clock.now(),
    until: clock.now() + DAY,
    ...over,
  })
  const issue = async (accountId: string, over: Partial<NewSecret> = {}) => {
    const issued = await issueSecret(database, wanted(accountId, over), deed(), randomBytes)
    assert.ok(issued.outcome === 'issued', issued.outcome)
    await settle()
    return issued
  }
  const outcomeOf = async (accountId: string, over: Partial<NewSecret> = {}): Promise<Issued['outcome']> =>
    (await issueSecret(database, wanted(accountId, over), deed(), randomBytes)).outcome
  const key = { kind: 'api-key', interfaces: ['capacity'] } as const
  const rooms = {
    secrets: node.secrets,
    callerOf: (id: string) => {
      const facts = node.registry.find(id)
      return facts && { ...facts, agreement: caller.agreement }
    },
  }
  const isLetIn = (username: string, password: string): readonly boolean[] =>
    nodes.map(({ secrets }) => secrets.byPassword(username, password).outcome === 'known')

  it('are known by user name and password together, on every node, and by nothing near them', async () => {
    const { secret } = await issue(first)
    assert.match(secret, /^[\w-]{32}$/)
    assert.deepEqual(isLetIn(first, secret), [true, true])
    for (const [username, password] of [
      [first, ''],
      ['', secret],
      [first.toUpperCase(), secret],
      [` ${first}`, secret],
      [first, `${secret} `],
      [first, secret.slice(1)],
      [first, secret.toUpperCase()],
      [first, 'x'.repeat(100_000)],
      ['__proto__', secret],
      ['constructor', ''],
    ] as const) {
      assert.deepEqual(isLetIn(username, password), [false, false], `${username} ${password.slice(0, 40)}`)
    }
  })

  it('are kept as hashes, and shown to nobody afterwards', async () => {
    const account = await open()
    const password = await issue(account)
    const apiKey = await issue(account, key)
    const own = apiKey.secret.slice(apiKey.id.length + 1)
    const tables = ['accounts.secret', 'accounts.username', 'workflow.act', 'feed.change']
    for (const table of tables) {
      const rows = await database.query(`select t::text as row from ${table} t`)
      for (const secret of [password.secret, own]) assert.ok(!JSON.stringify(rows).includes(secret), table)
    }
    const listed = await readSecrets(database.query, account, 10)
    assert.deepEqual(listed.map(one => one.id).sort(), [password.id, apiKey.id].sort())
    assert.ok(listed.every(one => !('hash' in one) && !('salt' in one)))
    const acts = await readActs(database.query, 'credential', account)
    assert.deepEqual(
      acts.map(act => act.event),
      ['issue-secret', 'issue-secret'],
    )
  })

  it('hold from their first instant up to their last, and not once they are revoked', async () => {
    const account = await open()
    const now = clock.now()
    const { secret } = await issue(account, { from: now + DAY, until: now + 2 * DAY })
    assert.deepEqual(isLetIn(account, secret), [false, false])
    clock.advance(DAY)
    assert.deepEqual(isLetIn(account, secret), [true, true])
    clock.advance(DAY - 1)
    assert.deepEqual(isLetIn(account, secret), [true, true])
    clock.advance(1)
    assert.deepEqual(isLetIn(account, secret), [false, false])
    const other = await issue(account)
    assert.deepEqual(isLetIn(account, other.secret), [true, true])
    assert.equal(await revokeSecret(database, account, other.id, deed()), 'revoked')
    await settle()
    assert.deepEqual(isLetIn(account, other.secret), [false, false])
    assert.equal(await revokeSecret(database, account, other.id, deed()), 'unknown-secret')
    assert.equal(await revokeSecret(database, first, other.id, deed()), 'unknown-secret')
  })

  it('are two of a kind at most, so that one takes over from the other', async () => {
    const account = await open()
    const [one, other] = [await issue(account), await issue(account)]
    assert.equal(await outcomeOf(account), 'too-many')
    assert.deepEqual(isLetIn(account, one.secret), [true, true])
    assert.deepEqual(isLetIn(account, other.secret), [true, true])
    assert.equal(await outcomeOf(account, key), 'issued')
    await revokeSecret(database, account, one.id, deed())
    const results = await Promise.all([outcomeOf(account), outcomeOf(account), outcomeOf(account)])
    assert.deepEqual(results.sort(), ['issued', 'too-many', 'too-many'])
  })

  it('are issued to a web service account that has not ended, a password with exactly one search role', async () => {
    assert.equal(await outcomeOf('nobody'), 'unknown-account')
    for (const roles of [null, [], [23, 24]]) {
      const account = await open(roles)
      assert.equal(await outcomeOf(account), 'not-one-search-role', String(roles))
      assert.equal(await outcomeOf(account, key), 'issued')
    }
    const ended = await open()
    await setAccountStatus(database, ended, 'terminated', deed())
    assert.equal(await outcomeOf(ended), 'account-ended')
    const of = { connectionId: `connection-${first}`, id: 'a-person' }
    await database.query(
      `insert into accounts.account (id, kind, connection_id, name, status, person_id)
       values ($1, 'individual', $2, 'p', 'active', 'p')`,
      [of.id, of.connectionId],
    )
    assert.equal(await outcomeOf('a-person', key), 'unknown-account')
  })

  it('have a user name that is the account’s for good, and never another’s in any case', async () => {
    const [one, other] = [await open(), await open()]
    assert.equal(await outcomeOf(one, { username: null }), 'username-needed')
    const { id, username } = await issue(one, { username: 'Some.One' })
    assert.equal(username, 'Some.One')
    assert.equal(await outcomeOf(one, { username: 'some.one' }), 'other-username')
    await revokeSecret(database, one, id, deed())
    assert.equal(await outcomeOf(other, { username: 'sOME.oNE' }), 'username-taken')
    assert.equal((await issue(one, { username: null })).username, 'Some.One')
    for (const bad of ['with:colon', 'ab', '', ' a b', 'a'.repeat(65), '-abc', 'naïve']) {
      await assert.rejects(outcomeOf(other, { username: bad }), /username_check|check constraint/)
    }
  })

  it('open the door they are for and no other, and only to an account with one search role', async () => {
    const account = await open()
    const { secret } = await issue(account, { interfaces: ['dos-rest'], purpose: 'urgent-care-referral' })
    const apiKey = await issue(account, key)
    const codeOf = async (asked: ReturnType<typeof identifyByKey>): Promise<string | undefined> => {
      const identified = await asked
      if (identified.outcome === 'known') return 'known'
      assert.equal(identified.fault, 'token-invalid')
      return identified.errors?.[0]?.code
    }
    const byPassword = (via: 'dos-rest' | 'dos-soap', password = secret) =>
      codeOf(identifyByPassword(rooms, account, password, via))
    assert.equal(await byPassword('dos-rest'), 'known')
    assert.equal(await byPassword('dos-soap'), 'privileges')
    assert.equal(await byPassword('dos-rest', apiKey.secret), 'credentials')
    assert.equal(await byPassword('dos-rest', apiKey.secret.slice(37)), 'credentials')
    assert.equal(await codeOf(identifyByKey(rooms, apiKey.secret)), 'known')
    assert.equal(await codeOf(identifyByKey(rooms, secret)), 'credentials')
    assert.equal(await codeOf(identifyByKey(rooms, `${account}.${secret}`)), 'credentials')
    assert.equal(await codeOf(identifyByKey(rooms, '')), 'credentials')
    const known = await identifyByPassword(rooms, account, secret, 'dos-rest')
    assert.ok(known.outcome === 'known' && known.boundPurpose === 'urgent-care-referral')
    assert.equal(known.caller.account.id, account)
    for (const roles of [[23, 24], [], null]) {
      await setSearchRoles(database, account, roles, deed())
      await settle()
      assert.equal(await byPassword('dos-rest'), 'privileges')
    }
    // Whether a suspended account may ask is for policy to say.
    await setSearchRoles(database, account, [24], deed())
    await setAccountStatus(database, account, 'suspended', deed())
    await settle()
    const suspended = await identifyByPassword(rooms, account, secret, 'dos-rest')
    assert.ok(suspended.outcome === 'known' && suspended.caller.account.status === 'suspended')
  })

  it('keep nobody out for what others tried, and tell who goes on failing to wait', async () => {
    const account = await open()
    const { secret } = await issue(account)
    const tried = async (password: string, address: string | null) => {
      const identified = await identifyByPassword(rooms, account, password, 'dos-rest', address)
      return identified.outcome === 'known' ? 'known' : identified.fault
    }
    for (let n = 0; n < FAILED_TRIES_MAX.username; n += 1) {
      assert.equal(await tried('wrong', `192.0.2.${n}`), 'token-invalid')
    }
    assert.equal(await tried('wrong', '198.51.100.1'), 'too-many-failures')
    assert.equal(await tried(secret, '198.51.100.1'), 'known')
    assert.equal(await tried(secret, null), 'known')
    clock.advance(60_000)
    assert.equal(await tried('wrong', '198.51.100.1'), 'token-invalid')
    for (let n = 1; n < FAILED_TRIES_MAX.address; n += 1) {
      await identifyByPassword(rooms, `nobody-${n}`, 'wrong', 'dos-rest', '198.51.100.1')
    }
    const next = await identifyByPassword(rooms, 'nobody', 'wrong', 'dos-rest', '198.51.100.1')
    assert.ok(next.outcome === 'unknown' && next.fault === 'too-many-failures')
    assert.equal(next.errors?.[0]?.code, 'credentials')
    assert.equal(await tried(secret, '198.51.100.1'), 'known')
  })

  it('are as the register has them, whatever was issued and revoked, on a node that heard of each and on a new one', async () => {
    type Known = { readonly accountId: string; readonly id: string; readonly secret: string; live: boolean }
    const accounts = [await open(), await open()]
    const issued: Known[] = []
    const step = fc.record({
      which: fc.nat(1),
      what: fc.constantFrom<'issue' | 'revoke' | 'reload'>('issue', 'revoke', 'reload'),
      pick: fc.nat(20),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async steps => {
        for (const { which, what, pick } of steps) {
          const accountId = accounts[which] ?? first
          const mine = issued.filter(one => one.accountId === accountId && one.live)
          if (what === 'issue') {
            const made = await issueSecret(database, wanted(accountId), deed(), randomBytes)
            assert.equal(made.outcome, mine.length < 2 ? 'issued' : 'too-many')
            if (made.outcome === 'issued')
              issued.push({ accountId, id: made.id, secret: made.secret, live: true })
          } else if (what === 'revoke') {
            const one = mine[pick % Math.max(1, mine.length)]
            if (!one) continue
            assert.equal(await revokeSecret(database, accountId, one.id, deed()), 'revoked')
            one.live = false
          } else await node.reload(['*'])
        }
        await settle()
        for (const { accountId, secret, live } of issued) {
          assert.deepEqual(isLetIn(accountId, secret), [live, live])
        }
      }),
      { numRuns: 12 },
    )
  })

  it('cannot go with a key of another account in front of its own', async () => {
    const [one, other] = [await issue(await open(), key), await issue(await open(), key)]
    assert.deepEqual(node.secrets.byKey(one.secret).outcome, 'known')
    const crossed = `${one.id}.${other.secret.slice(other.id.length + 1)}`
    assert.deepEqual(node.secrets.byKey(crossed).outcome, 'unknown')
  })

  it('leave what an account maintains to be said apart, and told to those who decide', async () => {
    const account = await open()
    const maintains = async () => {
      await settle()
      return nodes.map(({ registry }) => registry.find(account)?.maintains)
    }
    assert.deepEqual(await maintains(), [undefined, undefined])
    assert.equal(await letMaintain(database, account, 7_000_000_000, deed()), 'let')
    assert.equal(await letMaintain(database, account, 12, deed()), 'let')
    assert.equal(await letMaintain(database, account, 12, deed()), 'already')
    const both = [12, 7_000_000_000]
    assert.deepEqual(await maintains(), [both, both])
    assert.equal(await stopMaintaining(database, account, 12, deed()), 'stopped')
    assert.equal(await stopMaintaining(database, account, 12, deed()), 'not-maintained')
    assert.deepEqual(await maintains(), [[7_000_000_000], [7_000_000_000]])
    assert.equal(await letMaintain(database, account, 12, deed()), 'let')
    const kept = await readMaintained(database.query, account, 10)
    assert.deepEqual(
      kept.map(one => [one.serviceId, one.until === null]),
      [
        [12, true],
        [7_000_000_000, true],
        [12, false],
      ],
    )
    assert.equal(await letMaintain(database, 'nobody', 12, deed()), 'unknown-account')
    await setAccountStatus(database, account, 'terminated', deed())
    assert.equal(await letMaintain(database, account, 13, deed()), 'account-ended')
  })
})
