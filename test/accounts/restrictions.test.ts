import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  accountDueHandlers,
  ceaseUse,
  liftRestriction,
  type NewRestriction,
  openAccounts,
  readRestrictions,
  restrictAccount,
  suspendAccount,
} from '../../src/accounts/index.ts'
import { newestChange } from '../../src/database/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs, readDue, workThroughDue } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { openAccount } from './some-accounts.ts'
import { by, holdersOf, nothingElse, noticesOf, statusOf } from './some-people.ts'

const START = Date.UTC(2026, 2, 20, 12)
const DAY = 86_400_000

describe('restrictions', async () => {
  const database = await testDatabase()
  const { connectionId, odsCode } = await openAccount(database, 'trust', START)
  await database.query(
    `insert into accounts.account (id, kind, connection_id, name, status, person_id)
     values ('pat', 'individual', $1, 'pat', 'active', 'pat'), ('quinn', 'individual', $1, 'quinn', 'active', 'quinn')`,
    [connectionId],
  )
  const accounts = await openAccounts({
    database,
    clock: simulatedClock(START),
    baseUrl: () => 'https://directory.test',
  })
  const handlers = accountDueHandlers(holdersOf)
  const failed = (_: unknown, error: unknown) => assert.fail(String(error))

  const NOTHING = {
    regions: null,
    typeIds: null,
    resultsMax: null,
    perMinute: null,
    perDay: null,
    audience: null,
    hours: null,
    until: null,
    reviewBy: START + 10 * DAY,
  }
  const restrict = (
    id: string,
    over: Partial<NewRestriction>,
    { account = 'trust', as = 'operator' as 'operator' | 'employer' } = {},
  ) =>
    restrictAccount(
      database,
      account,
      { ...NOTHING, id, ...over },
      as,
      holdersOf,
      by('owner', START, 'too many questions'),
    )
  const lift = (id: string, as: 'operator' | 'employer' = 'operator', accountId = 'trust') =>
    liftRestriction(database, { id, accountId }, as, holdersOf, by('owner', START + DAY, 'put right'))

  it('narrow an account in each respect, and reach the facts it is decided by', async () => {
    const hours = { days: [1, 2, 3, 4, 5], fromMinute: 480, untilMinute: 1080 }
    const done = await restrict('first', {
      regions: ['Y63'],
      typeIds: [25],
      resultsMax: 3,
      perMinute: 10,
      perDay: 100,
      audience: 'public',
      hours,
      until: START + 20 * DAY,
    })
    assert.ok(done.outcome === 'moved' && done.to === 'restricted', JSON.stringify(done))
    await accounts.reload(['trust'])
    const account = accounts.registry.find('trust')?.account
    assert.equal(account?.status, 'restricted')
    assert.deepEqual(account?.restrictions, [
      {
        id: 'first',
        regions: ['Y63'],
        typeIds: [25],
        resultsMax: 3,
        volume: { perMinute: 10, perDay: 100 },
        audience: 'public',
        hours,
        from: START,
        until: START + 20 * DAY,
        reviewBy: START + 10 * DAY,
      },
    ])
    assert.ok((await noticesOf(database, `euo-admin-${odsCode}`)).includes('account-restricted'))
  })

  it('stand side by side, and the account is active again with the last one lifted', async () => {
    assert.equal((await restrict('second', { resultsMax: 1 })).outcome, 'moved')
    assert.deepEqual(
      (await readRestrictions(database.query, 'trust')).map(({ id }) => id),
      ['first', 'second'],
    )
    const one = await lift('first')
    assert.ok(one.outcome === 'moved' && one.to === 'restricted')
    assert.equal((await lift('first')).outcome, 'no-such-restriction')
    const two = await lift('second')
    assert.ok(two.outcome === 'moved' && two.to === 'active')
    const acts = await readActs(database.query, 'restriction', 'second')
    assert.deepEqual(
      acts.map(act => [act.event, act.why]),
      [
        ['create', 'too many questions'],
        ['lift', 'put right'],
      ],
    )
    assert.deepEqual(await readDue(database.query, 'restriction', 'second'), [])
  })

  it('narrow something, have a review to come, and are refused with nothing written', async () => {
    const change = await newestChange(database.query)
    const refused = [
      await restrict('bad', {}),
      await restrict('bad', { resultsMax: 1, reviewBy: START }),
      await restrict('bad', { resultsMax: 1, until: START }),
      await restrict('bad', { resultsMax: 1 }, { as: 'employer' }),
    ]
    assert.deepEqual(
      refused.map(({ outcome }) => outcome),
      ['unmet', 'unmet', 'unmet', 'unmet'],
    )
    assert.deepEqual(await readRestrictions(database.query, 'trust'), [])
    assert.equal(await newestChange(database.query), change)
    assert.equal((await restrict('bad', { resultsMax: 1 }, { account: 'nobody' })).outcome, 'unknown-account')
  })

  it('of an employer are theirs to lift, and those of the operator are not', async () => {
    await restrict('theirs', { resultsMax: 5 }, { account: 'pat', as: 'employer' })
    await restrict('ours', { resultsMax: 5 }, { account: 'pat' })
    assert.equal((await lift('ours', 'employer', 'pat')).outcome, 'unmet')
    assert.equal((await lift('theirs', 'operator', 'pat')).outcome, 'unmet')
    assert.equal((await lift('theirs', 'employer', 'pat')).outcome, 'moved')
    assert.equal((await lift('ours', 'operator', 'trust')).outcome, 'no-such-restriction')
    assert.equal(await statusOf(database, 'pat'), 'restricted')
  })

  it('go on through a suspension', async () => {
    const suspension = { ground: 'credential-compromise' } as const
    await suspendAccount(database, 'pat', suspension, 'operator', holdersOf, by('owner', START))
    const lifted = await lift('ours', 'operator', 'pat')
    assert.ok(lifted.outcome === 'moved' && lifted.to === 'suspended')
  })

  it('end by the calendar, and are put before the access team on the day of their review', async () => {
    await restrict('dated', { resultsMax: 2, until: START + 11 * DAY })
    await workThroughDue(database, START + 10 * DAY - 1, handlers, failed)
    assert.deepEqual(await noticesOf(database, 'manager'), [])
    await workThroughDue(database, START + 10 * DAY, handlers, failed)
    assert.deepEqual(await noticesOf(database, 'manager'), ['restriction-review'])
    assert.equal(await statusOf(database, 'trust'), 'restricted')
    await workThroughDue(database, START + 11 * DAY, handlers, failed)
    assert.equal(await statusOf(database, 'trust'), 'active')
    assert.deepEqual(await readRestrictions(database.query, 'trust'), [])
  })

  it('of an employer are put before that employer’s administrators, and of an ended account before nobody', async () => {
    const told = async () =>
      (await noticesOf(database, `euo-admin-${odsCode}`)).filter(kind => kind === 'restriction-review')
    const managers = (await noticesOf(database, 'manager')).length
    const day = START + 30 * DAY
    await restrict('staff', { resultsMax: 2, reviewBy: day }, { account: 'quinn', as: 'employer' })
    await workThroughDue(database, day, handlers, failed)
    assert.equal((await told()).length, 1)
    await restrict('staff-too', { resultsMax: 2, reviewBy: day + DAY }, { account: 'quinn', as: 'employer' })
    await ceaseUse(database, 'quinn', holdersOf, nothingElse, by('quinn', day))
    await workThroughDue(database, day + DAY, handlers, failed)
    assert.equal((await told()).length, 1)
    assert.equal((await noticesOf(database, 'manager')).length, managers)
  })

  it('are counted right when twenty are imposed and lifted at once', async () => {
    const twenty = Array.from({ length: 20 }, (_, index) => `many-${index}`)
    await Promise.all(twenty.map(id => restrict(id, { resultsMax: 1 })))
    assert.equal((await readRestrictions(database.query, 'trust')).length, 20)
    assert.equal(await statusOf(database, 'trust'), 'restricted')
    const lifted = await Promise.all(twenty.map(id => lift(id)))
    assert.equal(lifted.filter(done => done.outcome === 'moved' && done.to === 'active').length, 1)
    assert.equal(await statusOf(database, 'trust'), 'active')
  })
})
