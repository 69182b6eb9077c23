import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  createAccount,
  createConnection,
  openAccounts,
  saveOrganisation,
  saveProduct,
  setAccountStatus,
  setSearchRoles,
} from '../../src/accounts/index.ts'
import { newestChange, readChanges } from '../../src/database/index.ts'
import { ACCOUNT_STATUSES } from '../../src/policy/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, deedAt, openAccount } from './some-accounts.ts'

const START = Date.UTC(2026, 2, 1, 12)

describe('the register of accounts', async () => {
  const database = await testDatabase()
  const clock = simulatedClock(START)
  const deed = deedAt(START, 'because a test asked for it')
  const ids = await openAccount(database, 'call-centre', START)
  const accounts = await openAccounts({ database, clock, baseUrl: () => 'https://directory.test' })
  const { registry } = accounts

  /** Applies what the change feed says since `after`, as a node does. */
  const follow = async (after: number): Promise<string[]> => {
    const changes = await readChanges(database.query, after, 100)
    const keys = changes.filter(change => change.topic === 'account').map(change => change.key)
    await accounts.reload(keys)
    return keys
  }

  it('answers who asks, wholly from memory', () => {
    assert.deepEqual(registry.find('call-centre'), {
      account: { id: 'call-centre', name: 'Account call-centre', kind: 'web-service', status: 'active' },
      organisation: { odsCode: 'CALLCENTRE', name: 'Trust CALLCENTRE', status: 'active' },
      product: { id: 'product-call-centre', name: 'Example 111', status: 'active', version: '1' },
      connection: { id: 'connection-call-centre', environment: 'production' },
      referralRoleIds: null,
    })
    assert.equal(registry.find('nobody'), undefined)
    assert.equal(registry.find('__proto__'), undefined)
  })

  it('gives the same object until something changes, and cannot be altered through it', async () => {
    const before = registry.find('call-centre')
    assert.ok(before)
    assert.equal(registry.find('call-centre'), before)
    assert.ok(
      Object.isFrozen(before) && Object.isFrozen(before.account) && Object.isFrozen(before.organisation),
    )
    const change = await newestChange(database.query)
    await setSearchRoles(database, 'call-centre', [7, 9], deed)
    assert.deepEqual(await follow(change), ['call-centre'])
    assert.notEqual(registry.find('call-centre'), before)
    assert.deepEqual(registry.find('call-centre')?.referralRoleIds, [7, 9])
    assert.equal(before.referralRoleIds, null)
  })

  it('hears of a suspended organisation or product through every account that stands on it', async () => {
    const change = await newestChange(database.query)
    const organisation = {
      odsCode: ids.odsCode,
      name: 'Trust',
      addressLines: [],
      postcode: null,
      status: 'suspended',
    } as const
    await saveOrganisation(database, organisation, deed)
    assert.deepEqual(await follow(change), ['call-centre'])
    assert.equal(registry.find('call-centre')?.organisation.status, 'suspended')
    const product = {
      id: ids.productId,
      supplierId: 'supplier',
      name: 'Example 111',
      version: '2',
      status: 'withdrawn',
    } as const
    assert.equal(await saveProduct(database, product, deed), 'saved')
    await follow(change)
    assert.equal(registry.find('call-centre')?.product.status, 'withdrawn')
  })

  it('moves an account between states, but never out of a final one', async () => {
    for (const final of ['terminated', 'rejected', 'expired-unvalidated', 'withdrawn'] as const) {
      const id = `going-${final}`.slice(0, 12)
      await openAccount(database, id, START, { status: 'submitted' })
      assert.deepEqual(await setAccountStatus(database, id, final, deed), {
        outcome: 'changed',
        from: 'submitted',
      })
      const audited = (await readActs(database.query, 'account', id)).length
      for (const to of ACCOUNT_STATUSES.filter(status => status !== final)) {
        assert.deepEqual(await setAccountStatus(database, id, to, deed), { outcome: 'final', from: final })
      }
      assert.equal((await readActs(database.query, 'account', id)).length, audited)
    }
    assert.deepEqual(await setAccountStatus(database, 'nobody', 'active', deed), {
      outcome: 'unknown-account',
    })
    assert.deepEqual(await setAccountStatus(database, 'call-centre', 'active', deed), {
      outcome: 'unchanged',
    })
  })

  it('keeps who did what, when, why, before and after', async () => {
    await openAccount(database, 'audited', START)
    await setAccountStatus(database, 'audited', 'suspended', { ...deed, clauses: ['AUP25-42'] })
    const [created, suspended] = await readActs(database.query, 'account', 'audited')
    assert.equal(created?.event, 'create')
    assert.equal(created?.before, null)
    assert.ok(suspended)
    const { id: _id, ...row } = suspended
    assert.deepEqual(row, {
      at: new Date(START),
      who: 'tester',
      acting_as: 'access-manager',
      on_behalf_of: null,
      approved_by: null,
      entity: 'account',
      entity_id: 'audited',
      event: 'suspended',
      why: 'because a test asked for it',
      clauses: ['AUP25-42'],
      evidence: [],
      request_id: null,
      before: { status: 'active' },
      after: { status: 'suspended' },
    })
  })

  it('has one web service account for a connection, and another only after that has ended', async () => {
    const { connectionId } = await openAccount(database, 'first', START)
    const second = {
      id: 'second',
      kind: 'web-service',
      connectionId,
      name: 'Second',
      status: 'draft',
      referralRoleIds: null,
      regionIds: ['Y63'],
    } as const
    assert.equal(await createAccount(database, second, deed), 'connection-has-account')
    assert.equal(await createAccount(database, { ...second, id: 'first' }, deed), 'id-taken')
    assert.equal(
      await createAccount(database, { ...second, connectionId: 'none' }, deed),
      'unknown-connection',
    )
    await assert.rejects(createAccount(database, { ...second, id: '*' }, deed), /check constraint/)
    await setAccountStatus(database, 'first', 'terminated', deed)
    const change = await newestChange(database.query)
    assert.equal(await createAccount(database, second, deed), 'created')
    await follow(change)
    assert.deepEqual(registry.find('second')?.account.regionIds, ['Y63'])
  })

  it('makes one connection of twenty attempts at the same moment', async () => {
    const { odsCode, productId } = await openAccount(database, 'crowded', START)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        createConnection(
          database,
          { id: `integration-${index}`, odsCode, productId, environment: 'integration' },
          deed,
        ),
      ),
    )
    assert.equal(outcomes.filter(outcome => outcome === 'created').length, 1)
    assert.equal(outcomes.filter(outcome => outcome === 'already-connected').length, 19)
  })

  it('names what a connection lacks', async () => {
    const wanted = { id: 'new', odsCode: 'NONE1', productId: 'none', environment: 'production' } as const
    assert.equal(await createConnection(database, wanted, deed), 'unknown-organisation')
    assert.equal(
      await createConnection(database, { ...wanted, odsCode: ids.odsCode }, deed),
      'unknown-product',
    )
  })

  it('reads all anew when the feed says so, and forgets what is gone', async () => {
    await openAccount(database, 'leaving', START)
    await accounts.reload(['*'])
    assert.ok(registry.find('leaving'))
    await database.query("delete from accounts.account where id = 'leaving'")
    await accounts.reload(['leaving'])
    assert.equal(registry.find('leaving'), undefined)
  })

  it('knows which keys hold at an instant', async () => {
    await openAccount(database, 'keys', START)
    const brief = await addKey(database, 'keys', 'ES256', START, { from: START, until: START + 1000 })
    const later = await addKey(database, 'keys', 'EdDSA', START, { from: START + 500 })
    await accounts.reload(['keys'])
    const kids = (at: number) => registry.keysOf('keys', at).map(key => key.kid)
    assert.deepEqual(kids(START - 1), [])
    assert.deepEqual(kids(START), [brief.kid])
    assert.deepEqual(kids(START + 500), [brief.kid, later.kid])
    assert.deepEqual(kids(START + 1000), [later.kid])
  })
})
