import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  ceaseUse,
  type Reinstated,
  readSuspensions,
  reinstateAccount,
  restrictAccount,
  revokeAccount,
  revokeKey,
  type Suspension,
  suspendAccount,
  terminateInactive,
} from '../../src/accounts/index.ts'
import { readNotices } from '../../src/notices/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, deedAt, openAccount } from './some-accounts.ts'
import { by, holdersOf, nothingElse, openRegionsY, STANDING, statusOf } from './some-people.ts'

const START = Date.UTC(2026, 2, 20, 12)
const DAY = 86_400_000

describe('suspension', async () => {
  const database = await testDatabase()
  const { connectionId, odsCode } = await openAccount(database, 'trust', START)
  await openRegionsY(database, START, 'Y63')
  const suspend = (id: string, suspension: Suspension, who: 'operator' | 'employer' = 'operator') =>
    suspendAccount(database, id, suspension, who, holdersOf, by('owner', START, 'a risk was seen'))
  const reinstate = (
    id: string,
    over: Partial<Parameters<typeof reinstateAccount>[2]> = {},
    at = START,
  ): Promise<Reinstated> =>
    reinstateAccount(
      database,
      id,
      { ground: null, by: 'operator', closedCase: null, standing: STANDING, finding: null, ...over },
      holdersOf,
      by('owner', at),
    )
  const person = async (id: string): Promise<void> => {
    await database.query(
      `insert into accounts.account (id, kind, connection_id, name, status, person_id)
       values ($1, 'individual', $2, $1, 'active', $1)`,
      [id, connectionId],
    )
    await database.query(
      `insert into accounts.region_authorisation (account_id, region_id, granted_by, reason, held_from)
       values ($1, 'Y63', 'lead', 'a test', $2)`,
      [id, new Date(START)],
    )
  }

  it('names its ground and what that rests on, and is told of afterwards', async () => {
    const done = await suspend('trust', { ground: 'significant-risk', assessment: 'assessment-7' })
    assert.ok(done.outcome === 'moved' && done.to === 'suspended')
    assert.deepEqual(await readSuspensions(database.query, 'trust'), [
      { ground: 'significant-risk', reference: 'assessment-7', from: START },
    ])
    const acts = await readActs(database.query, 'account', 'trust')
    assert.deepEqual(acts.at(-1)?.evidence, ['assessment-7'])
    const page = { limit: 1, before: null, unreadOnly: false }
    const [told] = await readNotices(database.query, `euo-admin-${odsCode}`, page)
    assert.equal(told?.kind, 'account-suspended')
    assert.match(told?.text ?? '', /significant-risk[\s\S]*a risk was seen/)
  })

  it('ends with the closed case, and with an agreement in force', async () => {
    assert.equal((await reinstate('trust')).outcome, 'unmet')
    assert.equal((await reinstate('trust', { closedCase: 'case-1', standing: null })).outcome, 'unmet')
    const inactive = { inactive: true, logWhole: true, caseOpen: false }
    assert.equal((await reinstate('trust', { closedCase: 'case-1', finding: inactive })).outcome, 'unmet')
    const done = await reinstate('trust', { closedCase: 'case-1' })
    assert.ok(done.outcome === 'moved' && done.to === 'active')
    assert.deepEqual(await readSuspensions(database.query, 'trust'), [])
  })

  it('for a lost key ends with a new key', async () => {
    const pair = await addKey(database, 'trust', 'EdDSA', START)
    const found = START + 1
    const lost = { ground: 'credential-compromise' } as const
    await suspendAccount(database, 'trust', lost, 'operator', holdersOf, by('manager', found))
    const back = async () => (await reinstate('trust', {}, found)).outcome
    assert.equal(await back(), 'unmet', 'the key that was lost holds still, and is no new one')
    const next = await addKey(database, 'trust', 'ES256', found)
    await revokeKey(database, 'trust', next.kid, deedAt(found))
    assert.equal(await back(), 'unmet')
    await addKey(database, 'trust', 'ES256', found)
    assert.equal(await back(), 'moved')
    await revokeKey(database, 'trust', pair.kid, deedAt(found))
  })

  it('by an employer is for the employer to end, and does not undo what the operator decided', async () => {
    await person('kim')
    assert.equal((await suspend('kim', { ground: 'employer-instruction' }, 'employer')).outcome, 'moved')
    assert.equal((await suspend('kim', { ground: 'credential-compromise' })).outcome, 'moved')
    assert.equal((await suspend('kim', { ground: 'employer-instruction' }, 'employer')).outcome, 'unmet')
    const which = await reinstate('kim', { by: 'employer' })
    assert.deepEqual(which, {
      outcome: 'which-ground',
      open: ['employer-instruction', 'credential-compromise'],
    })
    const asOperator = await reinstate('kim', { ground: 'employer-instruction' })
    assert.equal(asOperator.outcome, 'unmet')
    const one = await reinstate('kim', { ground: 'employer-instruction', by: 'employer' })
    assert.ok(one.outcome === 'moved' && one.to === 'suspended')
    const other = await reinstate('kim', { ground: 'credential-compromise' })
    assert.ok(other.outcome === 'moved' && other.to === 'active')
  })

  it('leads back to restricted while a restriction stands', async () => {
    await person('lou')
    await suspend('lou', { ground: 'employer-instruction' }, 'employer')
    const restriction = {
      id: 'restriction-lou',
      regions: null,
      typeIds: null,
      resultsMax: 5,
      perMinute: null,
      perDay: null,
      audience: null,
      hours: null,
      until: null,
      reviewBy: START + DAY,
    }
    const narrowed = await restrictAccount(
      database,
      'lou',
      restriction,
      'operator',
      holdersOf,
      by('owner', START),
    )
    assert.ok(narrowed.outcome === 'moved' && narrowed.to === 'suspended')
    const back = await reinstate('lou', { by: 'employer' })
    assert.ok(back.outcome === 'moved' && back.to === 'restricted')
  })

  it('can be left by ceasing or by revocation, after which nothing leads on', async () => {
    await person('moe')
    await suspend('moe', { ground: 'employer-instruction' }, 'employer')
    assert.equal((await ceaseUse(database, 'moe', holdersOf, nothingElse, by('moe', START))).outcome, 'moved')
    assert.equal((await reinstate('moe', { by: 'employer' })).outcome, 'not-legal')
    const alone = await revokeAccount(database, 'trust', holdersOf, nothingElse, by('owner', START))
    assert.equal(alone.outcome, 'unmet')
    const two = { ...by('owner', START), approvedBy: 'second' }
    assert.equal((await revokeAccount(database, 'trust', holdersOf, nothingElse, two)).outcome, 'moved')
    assert.equal(await statusOf(database, 'trust'), 'terminated')
    assert.equal((await suspend('trust', { ground: 'credential-compromise' })).outcome, 'not-legal')
  })

  it('has nothing to do with disuse, which ends an account on the finding alone', async () => {
    await person('nan')
    const terminate = (finding: Parameters<typeof terminateInactive>[2]) =>
      terminateInactive(database, 'nan', finding, holdersOf, nothingElse, by('signpost', START))
    assert.equal((await terminate(null)).outcome, 'unmet')
    assert.equal((await terminate({ inactive: true, logWhole: false, caseOpen: false })).outcome, 'unmet')
    assert.equal((await terminate({ inactive: true, logWhole: true, caseOpen: false })).outcome, 'moved')
    assert.equal(await statusOf(database, 'nan'), 'terminated')
  })

  it('of an account there is none is not possible', async () => {
    assert.equal((await suspend('nobody', { ground: 'credential-compromise' })).outcome, 'unknown-account')
  })
})
