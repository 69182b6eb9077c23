import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  acceptPolicy,
  accountDueHandlers,
  activateAccount,
  approveAccount,
  authoriseRegion,
  ceaseUse,
  declineRegion,
  endAccountsOf,
  openAccounts,
  readAcceptances,
  readAccount,
  readAuthorisations,
  readQueue,
  rejectAccount,
  requestRegion,
  rerouteIndividual,
  resendEmail,
  validateEmail,
  withdrawApplication,
  withdrawRegion,
} from '../../src/accounts/index.ts'
import { markRead, readNotices } from '../../src/notices/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs, readDue, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { openAccount } from './some-accounts.ts'
import {
  by,
  holdersOf,
  inReview,
  leadOf,
  nothingElse,
  noticesOf,
  openRegionsY,
  register,
  STANDING,
  statusOf,
} from './some-people.ts'

const START = Date.UTC(2026, 2, 20, 12)
const DAY = 86_400_000

describe('accounts of people', async () => {
  const database = await testDatabase()
  const { connectionId, odsCode } = await openAccount(database, 'trust', START)
  await openRegionsY(database, START, 'Y56', 'Y63')
  const accounts = await openAccounts({
    database,
    clock: simulatedClock(START),
    baseUrl: () => 'https://directory.test',
  })
  const at = (days: number) => START + days * DAY
  const regionsOf = async (id: string) => {
    await accounts.reload([id])
    const held = await readAuthorisations(database.query, [id])
    return (held.get(id) ?? []).map(({ regionId }) => regionId)
  }
  const approve = (id: string, regionIds: string[], day: number, judge = leadOf(...regionIds)) =>
    approveAccount(
      database,
      id,
      { regionIds, referralRoleIds: [3] },
      judge,
      STANDING,
      holdersOf,
      by(judge.personId, at(day), 'known to us'),
    )

  it('begin with an address that is proved, and pass a lead of the region', async () => {
    assert.equal((await register(database, 'amy', connectionId, at(0))).outcome, 'registered')
    assert.equal(await statusOf(database, 'amy'), 'submitted')
    const wrong = await validateEmail(database, 'amy', 'guess', holdersOf, by('person-amy', at(1)))
    assert.equal(wrong.outcome, 'unmet')
    const right = await validateEmail(database, 'amy', 'code-of-amy', holdersOf, by('person-amy', at(1)))
    assert.ok(right.outcome === 'moved' && right.to === 'regional-review')
    assert.deepEqual(await readDue(database.query, 'account', 'amy'), [])
    const approved = await approve('amy', ['Y63'], 2)
    assert.ok(approved.outcome === 'moved' && approved.to === 'active', JSON.stringify(approved))
    assert.deepEqual(await regionsOf('amy'), ['Y63'])
    const acts = await readActs(database.query, 'account', 'amy')
    assert.deepEqual(
      acts.map(act => act.event),
      ['create', 'submit', 'validate-email', 'route', 'approve', 'set-search-roles', 'activate'],
    )
    const facts = accounts.registry.findIndividual('trust', 'person-amy')
    assert.deepEqual(facts?.account.regionIds, ['Y63'])
    assert.deepEqual(facts?.referralRoleIds, [3])
    assert.deepEqual(await noticesOf(database, 'person-amy'), [
      'account-submitted',
      'confirm-address',
      'account-approved',
      'account-active',
    ])
    assert.deepEqual((await noticesOf(database, 'dos-lead-Y63')).slice(0, 1), ['account-waiting'])
    assert.ok((await noticesOf(database, `euo-admin-${odsCode}`)).includes('account-active'))
  })

  it('keep the code out of the register, of the inbox and of the record', async () => {
    await register(database, 'ben', connectionId, at(0), { token: 'a-secret-code' })
    const [row] = await database.query<{ all: string }>(
      "select row_to_json(a)::text as all from accounts.account a where id = 'ben'",
    )
    const acts = await readActs(database.query, 'account', 'ben')
    assert.doesNotMatch(`${row?.all} ${JSON.stringify(acts)}`, /a-secret-code/)
    const page = { limit: 10, before: null, unreadOnly: false }
    const inbox = await readNotices(database.query, 'person-ben', page)
    assert.deepEqual(
      inbox.map(notice => notice.kind),
      ['account-submitted'],
    )
    const [mail] = await database.query<{ id: number; text: string }>(
      "select id, text from notices.notice where to_person = 'person-ben' and mail_only",
    )
    assert.match(mail?.text ?? '', /a-secret-code/)
    assert.equal(await markRead(database.query, 'person-ben', mail?.id ?? 0, at(0)), 'no-such')
  })

  it('are registered whole or not at all', async () => {
    const other = await openAccount(database, 'surgery', START)
    const count = async () =>
      (await database.query<{ n: number }>('select count(*)::int as n from accounts.account'))[0]?.n
    const before = await count()
    const outcomes = [
      await register(database, 'new', connectionId, at(0), { belongs: false }),
      await register(database, 'new', connectionId, at(0), { regionId: 'Y99' }),
      await register(database, 'new', 'no-connection', at(0)),
      await register(database, 'new', connectionId, at(0), { personId: 'person-amy' }),
      await register(database, 'amy', connectionId, at(0)),
      await register(database, 'new', connectionId, at(0), { predecessorId: 'amy' }),
      await register(database, 'new', connectionId, at(0), { predecessorId: 'no-such-account' }),
      await register(database, 'new', other.connectionId, at(0), {
        personId: 'person-amy',
        predecessorId: 'amy',
      }),
    ]
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      [
        'unmet',
        'unknown-region',
        'no-connection',
        'has-account',
        'id-taken',
        'not-their-predecessor',
        'not-their-predecessor',
        'unmet',
      ],
    )
    assert.equal(await count(), before)
    assert.deepEqual(await noticesOf(database, 'person-new'), [])
  })

  it('run out after 28 days on London clocks without a confirmed address, and not before', async () => {
    const handlers = accountDueHandlers(holdersOf)
    const failed = (_: unknown, error: unknown) => assert.fail(String(error))
    await register(database, 'cat', connectionId, START)
    const [due] = await readDue(database.query, 'account', 'cat')
    assert.ok(due)
    // From winter time into summer time: the same hour on the wall, one hour earlier in UTC.
    assert.equal(due.dueAt, at(28) - 3_600_000)
    await workThroughDue(database, due.dueAt - 1, handlers, failed)
    assert.equal(await statusOf(database, 'cat'), 'submitted')
    const late = await validateEmail(database, 'cat', 'code-of-cat', holdersOf, by('person-cat', due.dueAt))
    assert.equal(late.outcome, 'unmet')
    await workThroughDue(database, due.dueAt, handlers, failed)
    assert.equal(await statusOf(database, 'cat'), 'expired-unvalidated')
    assert.ok((await noticesOf(database, 'person-cat')).includes('account-expired'))
    assert.equal(
      (await register(database, 'cat-again', connectionId, due.dueAt, { personId: 'person-cat' })).outcome,
      'registered',
    )
    assert.equal((await readAccount(database.query, 'cat-again'))?.predecessorId, 'cat')
  })

  it('get another code on asking, which replaces the first and leaves the date', async () => {
    await register(database, 'dan', connectionId, at(0))
    const until = (await readAccount(database.query, 'dan'))?.emailTokenUntil
    const again = (minutes: number) =>
      resendEmail(
        database,
        'dan',
        { token: 'second', address: 'https://directory.test' },
        by('person-dan', at(0) + minutes * 60_000),
      )
    assert.equal((await again(4)).outcome, 'unmet')
    assert.equal((await again(5)).outcome, 'moved')
    assert.equal((await readAccount(database.query, 'dan'))?.emailTokenUntil, until)
    const tried = (token: string) => validateEmail(database, 'dan', token, holdersOf, by('person-dan', at(1)))
    assert.equal((await tried('code-of-dan')).outcome, 'unmet')
    assert.equal((await tried('second')).outcome, 'moved')
    assert.equal((await tried('second')).outcome, 'not-legal')
  })

  it('are approved by a lead of each region named, who is neither the applicant nor of their organisation', async () => {
    await inReview(database, 'eve', connectionId, at(0))
    const lead = leadOf('Y63')
    const refused = [
      await approve('eve', ['Y63'], 1, { ...lead, personId: 'person-eve' }),
      await approve('eve', ['Y63'], 1, { ...lead, organisations: [odsCode] }),
      await approve('eve', ['Y63', 'Y56'], 1, lead),
      await approve('eve', [], 1, lead),
      await approve('eve', ['Y63'], 1, { ...lead, reach: 'operator' }),
    ]
    assert.deepEqual(
      refused.map(({ outcome }) => outcome),
      Array.from({ length: 5 }, () => 'unmet'),
    )
    assert.equal(await statusOf(database, 'eve'), 'regional-review')
    assert.deepEqual(await regionsOf('eve'), [])
  })

  it('stay approved while their connection lacks something, and say what', async () => {
    await inReview(database, 'fay', connectionId, at(0))
    const approved = await approveAccount(
      database,
      'fay',
      { regionIds: ['Y63'], referralRoleIds: null },
      leadOf('Y63'),
      null,
      holdersOf,
      by('dos-lead-Y63', at(1)),
    )
    assert.ok(approved.outcome === 'moved' && approved.to === 'approved')
    const activate = (standing: typeof STANDING | null) =>
      activateAccount(database, 'fay', standing, holdersOf, by('manager', at(2)))
    assert.equal((await activate(null)).outcome, 'unmet')
    assert.equal((await activate(STANDING)).outcome, 'moved')
    assert.equal((await readAccount(database.query, 'fay'))?.activatedAt, at(2))
  })

  it('go to another region without being rejected, and are rejected with a reason', async () => {
    await inReview(database, 'gus', connectionId, at(0), { regionId: 'Y56' })
    const moved = await rerouteIndividual(database, 'gus', 'Y63', holdersOf, by('dos-lead-Y56', at(1)))
    assert.ok(moved.outcome === 'moved' && moved.to === 'regional-review')
    assert.equal((await readAccount(database.query, 'gus'))?.reviewRegionId, 'Y63')
    const nowhere = await rerouteIndividual(database, 'gus', 'Y99', holdersOf, by('dos-lead-Y63', at(1)))
    assert.equal(nowhere.outcome, 'unmet')
    const deed = by('dos-lead-Y63', at(2), 'Another tool fits better.')
    await rejectAccount(database, 'gus', leadOf('Y63'), holdersOf, deed)
    assert.equal(await statusOf(database, 'gus'), 'rejected')
    const page = { limit: 1, before: null, unreadOnly: true }
    const [told] = await readNotices(database.query, 'person-gus', page)
    assert.match(told?.text ?? '', /Another tool fits better/)
  })

  it('gain regions later, and are suspended with the last one withdrawn, never active without', async () => {
    const lead = leadOf('Y63')
    const deed = by(lead.personId, at(3), 'moved to another team')
    const authorise = (regionId: string, judge = leadOf(regionId)) =>
      authoriseRegion(database, 'amy', regionId, judge, STANDING, holdersOf, by(judge.personId, at(3)))
    assert.equal((await authorise('Y63')).outcome, 'there-already')
    assert.equal((await authorise('Y56', lead)).outcome, 'unmet')
    assert.equal((await authorise('Y56')).outcome, 'moved')
    assert.deepEqual(await regionsOf('amy'), ['Y56', 'Y63'])
    const withdraw = (regionId: string) => withdrawRegion(database, 'amy', regionId, holdersOf, deed)
    assert.equal((await withdraw('Y63')).outcome, 'moved')
    assert.equal(await statusOf(database, 'amy'), 'active')
    assert.equal((await withdraw('Y63')).outcome, 'unmet')
    const last = await withdraw('Y56')
    assert.ok(last.outcome === 'moved' && last.to === 'suspended')
    assert.deepEqual(await regionsOf('amy'), [])
    assert.deepEqual(accounts.registry.findIndividual('trust', 'person-amy')?.account.regionIds, [])
    const back = await authorise('Y56')
    assert.ok(back.outcome === 'moved' && back.to === 'active')
    assert.deepEqual(await regionsOf('amy'), ['Y56'])
  })

  it('ask for another region while they live, and may be turned down with a reason', async () => {
    const request = (regionId: string) =>
      requestRegion(database, 'amy', regionId, holdersOf, by('person-amy', at(3)))
    assert.equal((await request('Y56')).outcome, 'unmet')
    assert.equal((await request('Y63')).outcome, 'moved')
    const queue = async () => (await readQueue(database.query, ['Y63'], 10)).waiting.map(({ id }) => id)
    assert.ok((await queue()).includes('amy'))
    const decline = () =>
      declineRegion(database, 'amy', leadOf('Y63'), holdersOf, by('dos-lead-Y63', at(3), 'Not there.'))
    assert.equal((await decline()).outcome, 'moved')
    assert.equal((await decline()).outcome, 'unmet')
    assert.ok(!(await queue()).includes('amy'))
    await request('Y63')
    const judge = leadOf('Y63')
    const deed = by(judge.personId, at(3))
    await authoriseRegion(database, 'amy', 'Y63', judge, STANDING, holdersOf, deed)
    assert.ok(!(await queue()).includes('amy'))
    await withdrawRegion(database, 'amy', 'Y63', holdersOf, deed)
    assert.equal(await statusOf(database, 'amy'), 'active')
  })

  it('record that their holder accepts the policy in force, by the hash of what was read', async () => {
    const inForce = { version: '2025-02-25', hash: 'the-hash' }
    const accept = (version: string, hash: string) =>
      acceptPolicy(database, 'amy', { version, hash }, inForce, by('person-amy', at(4)))
    assert.equal((await accept('2018-07-03', 'old')).outcome, 'unmet')
    assert.equal((await accept('2025-02-25', 'other')).outcome, 'other-text')
    assert.equal((await accept('2025-02-25', 'the-hash')).outcome, 'moved')
    assert.equal((await accept('2025-02-25', 'the-hash')).outcome, 'accepted-before')
    assert.deepEqual(await readAcceptances(database.query, 'amy'), [{ ...inForce, at: at(4) }])
  })

  it('cease at any time, and come back as another account that inherits nothing', async () => {
    const ceased = await ceaseUse(database, 'amy', holdersOf, nothingElse, by('person-amy', at(5)))
    assert.ok(ceased.outcome === 'moved' && ceased.to === 'terminated')
    const ended = await readAccount(database.query, 'amy')
    assert.deepEqual([ended?.endedAs, ended?.endedAt], ['ceased', at(5)])
    await inReview(database, 'amy-2', connectionId, at(6), { personId: 'person-amy' })
    const again = await readAccount(database.query, 'amy-2')
    assert.deepEqual([again?.predecessorId, again?.referralRoleIds, again?.activatedAt], ['amy', null, null])
    assert.deepEqual(await regionsOf('amy-2'), [])
    assert.deepEqual(await readAcceptances(database.query, 'amy-2'), [])
    await accounts.reload(['amy'])
    const facts = accounts.registry.findIndividual('trust', 'person-amy')
    assert.deepEqual([facts?.account.id, facts?.account.status], ['amy-2', 'regional-review'])
    const gone = await withdrawApplication(database, 'amy-2', by('person-amy', at(7)))
    assert.ok(gone.outcome === 'moved' && gone.to === 'withdrawn')
  })

  it('end all at once when their holder leaves, whatever state they are in', async () => {
    const other = await openAccount(database, 'clinic', at(0))
    await inReview(database, 'hal', connectionId, at(0), { personId: 'hal' })
    await inReview(database, 'hal-too', other.connectionId, at(0), { personId: 'hal' })
    await approve('hal', ['Y63'], 1)
    assert.deepEqual(
      await endAccountsOf(database, 'hal', other.odsCode, holdersOf, nothingElse, by('admin', at(2))),
      ['hal-too'],
    )
    assert.equal(await statusOf(database, 'hal'), 'active')
    assert.deepEqual(await endAccountsOf(database, 'hal', null, holdersOf, nothingElse, by('admin', at(2))), [
      'hal',
    ])
    assert.deepEqual(
      [await statusOf(database, 'hal'), await statusOf(database, 'hal-too')],
      ['terminated', 'withdrawn'],
    )
  })
})
