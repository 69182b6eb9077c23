import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  activateAccount,
  approveAccount,
  ceaseUse,
  reinstateAccount,
  suspendAccount,
} from '../../src/accounts/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, openAccount } from './some-accounts.ts'
import {
  by,
  holdersOf,
  inReview,
  leadOf,
  nothingElse,
  openRegionsY,
  register,
  STANDING,
} from './some-people.ts'

const START = Date.UTC(2026, 2, 20, 12)

describe('twenty at the same moment', async () => {
  const database = await testDatabase()
  const { connectionId } = await openAccount(database, 'crowd', START)
  await openRegionsY(database, START, 'Y63')
  const twenty = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
    Promise.all(Array.from({ length: 20 }, (_, index) => work(index)))
  const movedOf = (all: readonly { readonly outcome: string }[]) =>
    all.filter(({ outcome }) => outcome === 'moved').length

  it('make one account of a person on a connection', async () => {
    const made = await twenty(index =>
      register(database, `same-${index}`, connectionId, START, { personId: 'one' }),
    )
    assert.deepEqual(made.filter(({ outcome }) => outcome === 'registered').length, 1)
    assert.deepEqual(made.filter(({ outcome }) => outcome === 'has-account').length, 19)
  })

  it('end all accounts of a connection, one of which is the last', async () => {
    const left = await openAccount(database, 'left', START)
    await database.query(
      `insert into accounts.account (id, kind, connection_id, name, status, person_id)
       select 'left-' || n, 'individual', $1, 'left', 'active', 'left-' || n from generate_series(1, 19) n`,
      [left.connectionId],
    )
    const over: string[] = []
    const whenLast = async (_inside: unknown, id: string): Promise<void> => void over.push(id)
    const ended = await twenty(index =>
      ceaseUse(database, index === 0 ? 'left' : `left-${index}`, holdersOf, whenLast, by('admin', START)),
    )
    assert.equal(movedOf(ended), 20)
    assert.deepEqual(over, [left.connectionId])
  })

  it('approve, activate and end an account once', async () => {
    await inReview(database, 'once', connectionId, START)
    const approved = await twenty(index =>
      approveAccount(
        database,
        'once',
        { regionIds: ['Y63'], referralRoleIds: null },
        leadOf('Y63'),
        null,
        holdersOf,
        by(`lead-${index}`, START),
      ),
    )
    assert.equal(movedOf(approved), 1)
    const activated = await twenty(() =>
      activateAccount(database, 'once', STANDING, holdersOf, by('manager', START)),
    )
    assert.equal(movedOf(activated), 1)
    const ceased = await twenty(() =>
      ceaseUse(database, 'once', holdersOf, nothingElse, by('person-once', START)),
    )
    assert.equal(movedOf(ceased), 1)
    const acts = await readActs(database.query, 'account', 'once')
    const events = acts.map(act => act.event)
    assert.deepEqual(events.slice(-3), ['approve', 'activate', 'cease'])
    const [held] = await database.query<{ n: number }>(
      "select count(*)::int as n from accounts.region_authorisation where account_id = 'once'",
    )
    assert.equal(held?.n, 1)
  })

  it('suspend and reinstate an account once on each ground', async () => {
    await openAccount(database, 'service', START)
    const risk = { ground: 'significant-risk', assessment: 'assessment-1' } as const
    const suspended = await twenty(index =>
      suspendAccount(
        database,
        'service',
        index % 2 === 0 ? risk : { ground: 'credential-compromise' },
        'operator',
        holdersOf,
        by(`owner-${index}`, START),
      ),
    )
    assert.equal(movedOf(suspended), 2)
    const open = await database.query<{ ground: string }>(
      "select ground from accounts.suspension where account_id = 'service' and settled_at is null order by ground",
    )
    assert.deepEqual(
      open.map(({ ground }) => ground),
      ['credential-compromise', 'significant-risk'],
    )
    await addKey(database, 'service', 'EdDSA', START)
    const settle = (ground: 'credential-compromise' | 'significant-risk') =>
      twenty(() =>
        reinstateAccount(
          database,
          'service',
          { ground, by: 'operator', closedCase: 'case-1', standing: STANDING, finding: null },
          holdersOf,
          by('owner', START),
        ),
      )
    assert.equal(movedOf(await settle('credential-compromise')), 1)
    assert.equal(movedOf(await settle('significant-risk')), 1)
    const acts = await readActs(database.query, 'account', 'service')
    assert.deepEqual(
      acts.map(act => act.event),
      ['create', 'suspend', 'suspend', 'settle-ground', 'reinstate'],
    )
  })
})
