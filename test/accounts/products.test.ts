import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  createConnection,
  moveProduct,
  openAccounts,
  readProductVersions,
  releaseVersion,
  saveOrganisation,
  saveProduct,
  setAccountStatus,
} from '../../src/accounts/index.ts'
import { newestChange, readChanges } from '../../src/database/index.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { readActs } from '../../src/workflow/index.ts'
import { testDatabase } from '../support/database.ts'
import { addKey, deedAt, openAccount } from './some-accounts.ts'
import { insertAccount, insertRestriction, openProduct } from './some-products.ts'

const START = Date.UTC(2026, 2, 1, 12)
const deed = deedAt(START, 'because a test asked for it')

const database = await testDatabase()

describe('a product that serves several organisations', async () => {
  const { clientId, accountOf } = await openProduct(database, 'desk', ['EUO1', 'EUO2', 'EUO3'], START)
  const alone = await openAccount(database, 'alone', START)
  const accounts = await openAccounts({
    database,
    clock: simulatedClock(START),
    baseUrl: () => 'https://directory.test',
  })
  const { registry } = accounts
  const refresh = () => accounts.reload(['*'])
  const organisation = (client: string, named?: string | null) => registry.find(client, named)?.organisation

  const table: [
    what: string,
    client: string,
    named: string | null | undefined,
    odsCode: string,
    status: string,
  ][] = [
    ['its client names nobody', clientId, null, '', 'not-named'],
    ['its client leaves the name out', clientId, undefined, '', 'not-named'],
    ['its client names one it serves', clientId, 'EUO1', 'EUO1', 'active'],
    ['its client names another it serves', clientId, 'EUO2', 'EUO2', 'active'],
    ['its client names one there is, that it does not serve', clientId, 'ALONE', 'ALONE', 'not-connected'],
    ['its client names one there is not', clientId, 'NOBODY', 'NOBODY', 'not-connected'],
    ['its client names in small letters', clientId, 'euo1', '', 'not-connected'],
    ['its client names what is no code at all', clientId, '<script>', '', 'not-connected'],
    ['its client names with nothing', clientId, '', '', 'not-connected'],
    ['an organisation names nobody', 'alone', null, 'ALONE', 'active'],
    ['an organisation names itself', 'alone', 'ALONE', 'ALONE', 'active'],
    ['an organisation names another', 'alone', 'EUO1', 'EUO1', 'not-connected'],
    ['one of its organisations names another', accountOf('EUO1'), 'EUO2', 'EUO2', 'not-connected'],
  ]
  for (const [what, client, named, odsCode, status] of table) {
    it(`resolves to ${status} when ${what}`, () => {
      const found = organisation(client, named)
      assert.equal(found?.status, status)
      assert.equal(found.odsCode, odsCode)
      if (status !== 'active') assert.equal(found.name, '')
      assert.equal(registry.find(client, named), registry.find(client, named))
    })
  }

  it('asks as the web service account of the organisation it names', () => {
    assert.equal(registry.find(clientId, 'EUO1'), registry.find(accountOf('EUO1')))
    assert.equal(registry.find(clientId, 'EUO1')?.connection.id, 'connection-desk-EUO1')
    const unnamed = registry.find(clientId)
    assert.equal(unnamed?.account.id, clientId)
    assert.equal(unnamed.account.kind, 'web-service')
    assert.deepEqual(unnamed.connection, { id: '', environment: 'production' })
    assert.ok(Object.isFrozen(unnamed) && Object.isFrozen(registry.find(clientId, 'NOBODY')))
  })

  it('remembers no more names than there could be, however many are made up', () => {
    const first = registry.find(clientId, 'MADEUP0')
    for (let index = 1; index <= 1000; index += 1) registry.find(clientId, `MADEUP${index}`)
    assert.notEqual(registry.find(clientId, 'MADEUP0'), first)
    assert.deepEqual(registry.find(clientId, 'MADEUP0'), first)
  })

  it('goes on for the others when one organisation, or its account, is suspended', async () => {
    const others = ['EUO2', 'EUO3'].map(name => registry.find(clientId, name))
    await setAccountStatus(database, accountOf('EUO1'), 'suspended', deed)
    await accounts.reload([accountOf('EUO1')])
    assert.equal(registry.find(clientId, 'EUO1')?.account.status, 'suspended')
    assert.equal(organisation(clientId, 'EUO1')?.status, 'active')
    assert.deepEqual(
      ['EUO2', 'EUO3'].map(name => registry.find(clientId, name)),
      others,
    )
    await setAccountStatus(database, accountOf('EUO1'), 'active', deed)
    const euo2 = { odsCode: 'EUO2', name: 'Trust', addressLines: [], postcode: null } as const
    await saveOrganisation(database, { ...euo2, status: 'suspended' }, deed)
    await accounts.reload([accountOf('EUO1'), accountOf('EUO2')])
    assert.deepEqual(
      ['EUO1', 'EUO2', 'EUO3'].map(name => organisation(clientId, name)?.status),
      ['active', 'suspended', 'active'],
    )
    await saveOrganisation(database, { ...euo2, status: 'active' }, deed)
    await refresh()
  })

  it('is not connected with one whose account has ended, until there is another', async () => {
    await setAccountStatus(database, accountOf('EUO3'), 'terminated', deed)
    await accounts.reload([accountOf('EUO3')])
    assert.equal(organisation(clientId, 'EUO3')?.status, 'not-connected')
    assert.equal(registry.find(accountOf('EUO3'))?.account.status, 'terminated')
    await insertAccount(database, { id: 'again', kind: 'web-service', connectionId: 'connection-desk-EUO3' })
    await accounts.reload(['again'])
    assert.equal(registry.find(clientId, 'EUO3')?.account.id, 'again')
    // The ended one is read again, after the one that lives.
    await accounts.reload([accountOf('EUO3')])
    assert.equal(registry.find(clientId, 'EUO3')?.account.id, 'again')
    await database.query("delete from accounts.account where id = 'again'")
    await accounts.reload(['again'])
    assert.equal(organisation(clientId, 'EUO3')?.status, 'not-connected')
  })

  it('serves an organisation in the environment of its client only', async () => {
    const there = {
      id: 'elsewhere',
      odsCode: alone.odsCode,
      productId: 'desk',
      environment: 'integration',
    } as const
    assert.equal(await createConnection(database, there, deed), 'created')
    await insertAccount(database, { id: 'elsewhere', kind: 'web-service', connectionId: 'elsewhere' })
    await accounts.reload(['elsewhere'])
    assert.equal(organisation(clientId, 'ALONE')?.status, 'not-connected')
    await insertAccount(database, {
      id: 'trial',
      kind: 'product',
      productId: 'desk',
      environment: 'integration',
    })
    await accounts.reload(['trial'])
    assert.equal(registry.find('trial', 'ALONE')?.account.id, 'elsewhere')
    assert.equal(organisation('trial', 'EUO1')?.status, 'not-connected')
  })

  it('stops as a whole with its client, whose own state is then the answer', async () => {
    await setAccountStatus(database, clientId, 'suspended', deed)
    await accounts.reload([clientId])
    for (const named of [null, 'EUO1', 'EUO2', 'NOBODY']) {
      const { account } = registry.find(clientId, named) ?? assert.fail()
      assert.deepEqual([account.id, account.status], [clientId, 'suspended'])
    }
    assert.equal(registry.find(accountOf('EUO1'))?.account.status, 'active')
    await setAccountStatus(database, clientId, 'active', deed)
    await accounts.reload([clientId])
    assert.equal(registry.find(clientId, 'EUO1')?.account.id, accountOf('EUO1'))
  })

  it('is narrowed for every organisation by a restriction of its client, and for one by that of its own', async () => {
    await insertRestriction(database, accountOf('EUO1'), 'r-euo1', 5, START)
    await insertRestriction(database, clientId, 'r-client', 9, START)
    await setAccountStatus(database, clientId, 'restricted', deed)
    await accounts.reload([clientId, accountOf('EUO1')])
    const restrictions = (client: string, named?: string) =>
      (registry.find(client, named)?.account.restrictions ?? []).map(one => [one.id, one.resultsMax])
    assert.deepEqual(restrictions(clientId, 'EUO1'), [
      ['r-euo1', 5],
      ['r-client', 9],
    ])
    assert.deepEqual(restrictions(clientId, 'EUO2'), [['r-client', 9]])
    assert.deepEqual(restrictions(accountOf('EUO2')), [])
    assert.equal(registry.find(clientId, 'EUO2')?.account.status, 'restricted')
    assert.equal(registry.find(clientId, 'EUO2'), registry.find(clientId, 'EUO2'))
    const [restriction] = registry.find(clientId)?.account.restrictions ?? []
    assert.deepEqual(restriction, {
      id: 'r-client',
      regions: null,
      typeIds: null,
      resultsMax: 9,
      volume: null,
      audience: null,
      hours: null,
      from: START,
      until: null,
      reviewBy: START + 1000,
    })
    await database.query('update accounts.restriction set lifted_at = now()')
    await setAccountStatus(database, clientId, 'active', deed)
    await refresh()
    assert.deepEqual(restrictions(clientId, 'EUO1'), [])
  })

  it('signs with the keys of its client', async () => {
    const pair = await addKey(database, clientId, 'ES256', START)
    await accounts.reload([clientId])
    assert.deepEqual(
      registry.keysOf(clientId, START).map(key => key.kid),
      [pair.kid],
    )
  })

  it('tells every account that stands on it of a change: those of its organisations, and its clients', async () => {
    const before = await newestChange(database.query)
    const product = { id: 'desk', supplierId: 'supplier-of-desk', name: 'For All', version: '2' } as const
    await saveProduct(database, { ...product, status: 'suspended' }, deed)
    const changes = await readChanges(database.query, before, 100)
    const keys = changes.map(change => change.key)
    assert.deepEqual(keys.toSorted(), [
      'desk-EUO1',
      'desk-EUO2',
      'desk-EUO3',
      'desk-client',
      'elsewhere',
      'trial',
    ])
    await accounts.reload(keys)
    assert.deepEqual(registry.find(clientId, 'EUO1')?.product, {
      id: 'desk',
      name: 'For All',
      status: 'suspended',
      version: '2',
    })
  })
})

describe('people who ask through a client', async () => {
  const { clientId, accountOf } = await openProduct(database, 'ward', ['EUO4', 'EUO5'], START)
  for (const id of ['Y58', 'Y63']) {
    await database.query('insert into accounts.region (id, name, held_from) values ($1, $1, $2)', [
      id,
      new Date(START),
    ])
  }
  const person = { kind: 'individual', personId: 'dr-a', connectionId: 'connection-ward-EUO4' } as const
  await insertAccount(database, { ...person, id: 'was', status: 'terminated' })
  await insertAccount(database, { ...person, id: 'is', referralRoleIds: [7, 9] })
  await insertAccount(database, { ...person, id: 'zz', status: 'rejected' })
  for (const [region, ended] of [
    ['Y63', null],
    ['Y58', new Date(START)],
  ] as const) {
    await database.query(
      `insert into accounts.region_authorisation (account_id, region_id, granted_by, reason, held_from, ended_at)
       values ('is', $1, 'lead', 'a test', $2, $3)`,
      [region, new Date(START), ended],
    )
  }
  const accounts = await openAccounts({
    database,
    clock: simulatedClock(START),
    baseUrl: () => 'https://directory.test',
  })
  const { registry } = accounts
  const client = accountOf('EUO4')

  it('ask as their own account on its connection, in the regions opened to them', () => {
    const facts = registry.findIndividual(client, 'dr-a')
    assert.deepEqual(facts, {
      account: {
        id: 'is',
        name: 'Account is',
        kind: 'individual',
        status: 'active',
        regionIds: ['Y63'],
      },
      organisation: { odsCode: 'EUO4', name: 'Trust EUO4', status: 'active' },
      product: { id: 'ward', name: 'For All', status: 'active', version: '1' },
      connection: { id: 'connection-ward-EUO4', environment: 'production' },
      referralRoleIds: [7, 9],
      individual: { id: 'is', role: null },
    })
    assert.ok(Object.isFrozen(facts) && Object.isFrozen(facts.individual))
    assert.equal(registry.findIndividual(client, 'dr-a', null), facts)
  })

  it('ask in the role of their sign-in', () => {
    const nurse = registry.findIndividual(client, 'dr-a', 'R8001')
    assert.deepEqual(nurse?.individual, { id: 'is', role: 'R8001' })
    assert.equal(registry.findIndividual(client, 'dr-a', 'R8001'), nurse)
    assert.notEqual(registry.findIndividual(client, 'dr-a', 'R8002'), nurse)
  })

  it('name their organisation where the client serves several', () => {
    const status = (named?: string | null) =>
      registry.findIndividual(clientId, 'dr-a', null, named)?.organisation.status
    assert.equal(status(null), 'not-named')
    assert.equal(status('NOBODY'), 'not-connected')
    assert.equal(registry.findIndividual(clientId, 'dr-a', null, 'EUO4')?.account.id, 'is')
    assert.equal(
      registry.findIndividual(clientId, 'dr-a', null, 'EUO4'),
      registry.findIndividual(client, 'dr-a'),
    )
    assert.equal(registry.findIndividual(client, 'dr-a', null, 'EUO5')?.organisation.status, 'not-connected')
  })

  it('are nobody on another connection, under another name, or as a client', () => {
    assert.equal(registry.findIndividual(clientId, 'dr-a', null, 'EUO5'), undefined)
    assert.equal(registry.findIndividual(client, 'dr-b'), undefined)
    assert.equal(registry.findIndividual('nobody', 'dr-a'), undefined)
    assert.equal(registry.find('is'), undefined)
    assert.deepEqual(registry.keysOf('is', START), [])
  })

  it('may no more than the client they ask through', async () => {
    await insertRestriction(database, client, 'r-ward', 5, START)
    await database.query(
      "update accounts.account set referral_role_ids = '{9,11}', region_ids = '{Y58}' where id = $1",
      [client],
    )
    await setAccountStatus(database, client, 'restricted', deed)
    await accounts.reload([client])
    const facts = registry.findIndividual(client, 'dr-a')
    assert.equal(facts?.account.status, 'restricted')
    assert.deepEqual(
      facts.account.restrictions?.map(one => one.id),
      ['r-ward'],
    )
    assert.deepEqual(facts.account.regionIds, [])
    // What each said is kept, for a merger may make one region of the two.
    assert.deepEqual(facts.regionParts, [['Y63'], ['Y58']])
    assert.deepEqual(facts.referralRoleIds, [9])
    assert.equal(facts.account.id, 'is')
  })

  it('are told of the client when it is that which may not ask', async () => {
    await setAccountStatus(database, client, 'suspended', deed)
    await accounts.reload([client])
    const facts = registry.findIndividual(client, 'dr-a')
    assert.deepEqual([facts?.account.id, facts?.account.status], [client, 'suspended'])
    assert.equal(facts?.individual, undefined)
    await setAccountStatus(database, client, 'active', deed)
    await accounts.reload([client])
  })

  it('are known as ended when nothing else is left, and one that lives goes before', async () => {
    await setAccountStatus(database, 'is', 'terminated', deed)
    await accounts.reload(['is'])
    assert.equal(registry.findIndividual(client, 'dr-a')?.account.status, 'terminated')
    await insertAccount(database, { ...person, id: 'a-new-one' })
    await accounts.reload(['a-new-one', 'was'])
    assert.equal(registry.findIndividual(client, 'dr-a')?.account.id, 'a-new-one')
    await accounts.reload(['*'])
    assert.equal(registry.findIndividual(client, 'dr-a')?.account.id, 'a-new-one')
  })
})

describe('the versions of a product', async () => {
  await openProduct(database, 'tool', ['EUO6'], START)
  const versions = async () => (await readProductVersions(database.query, 'tool', 10)).map(one => one.version)
  const release = (version: string, at = START) =>
    releaseVersion(database, 'tool', { version, note: `About ${version}` }, deedAt(at))

  it('are kept in the order they were put in use, also one gone back to', async () => {
    assert.deepEqual(await release('2', START + 1), { outcome: 'released', from: '1' })
    assert.deepEqual(await release('2'), { outcome: 'in-use' })
    assert.deepEqual(await release('1', START + 2), { outcome: 'released', from: '2' })
    assert.deepEqual(await versions(), ['1', '2', '1'])
    const [newest] = await readProductVersions(database.query, 'tool', 1)
    assert.deepEqual(newest, { version: '1', releasedAt: START + 2, note: 'About 1' })
  })

  it('end with the product', async () => {
    assert.equal((await moveProduct(database, 'tool', 'withdraw', deed)).outcome, 'moved')
    assert.deepEqual(await release('3'), { outcome: 'withdrawn' })
    assert.deepEqual(await releaseVersion(database, 'none', { version: '1', note: '' }, deed), {
      outcome: 'unknown',
    })
    assert.equal((await moveProduct(database, 'tool', 'reinstate', deed)).outcome, 'not-legal')
    const acts = await readActs(database.query, 'product', 'tool')
    assert.deepEqual(
      acts.map(act => act.event),
      ['save', 'release', 'release', 'withdraw'],
    )
  })

  it('are none lost when twenty are released at once', async () => {
    await openProduct(database, 'busy', [], START)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        releaseVersion(database, 'busy', { version: `1.${index}`, note: '' }, deed),
      ),
    )
    const froms = outcomes.map(one => (one.outcome === 'released' ? one.from : assert.fail(one.outcome)))
    // Each took over from another one, so that they stand in a line.
    assert.equal(new Set(froms).size, 20)
    assert.equal((await readProductVersions(database.query, 'busy', 100)).length, 21)
  })
})
