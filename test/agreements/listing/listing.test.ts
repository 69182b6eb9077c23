import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createAccount, createConnection, setAccountStatus } from '../../../src/accounts/index.ts'
import {
  checkListing,
  currentList,
  differenceInWords,
  endAgreement,
  grantPermission,
  keepListing,
  type ListedConnection,
  movePermission,
  readListingCheck,
  readListingHistory,
  readPublished,
  reconcileListing,
  tailorTerms,
} from '../../../src/agreements/index.ts'
import { connectionReader } from '../../../src/connection-reader.ts'
import type { AccountStatus } from '../../../src/policy/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import {
  aConnection,
  aDerogation,
  aRequest,
  aSafetyCase,
  by,
  DAY,
  odsOf,
  POLICY,
  START,
  saveVersion,
  surroundings,
} from '../permissions/some-permissions.ts'

const about = surroundings()

describe('the published list of connections', async () => {
  const database = await testDatabase()
  const list = (now = START) => currentList(database.query, connectionReader, now)
  const entry = async (connectionId: string, now = START): Promise<ListedConnection | undefined> =>
    (await list(now)).connections.find(one => one.id === connectionId)
  const setStatus = (name: string, status: AccountStatus) =>
    setAccountStatus(database, `account-${name}`, status, by(START))
  const optOut = async (id: string, agreementId: string) => {
    await aRequest(database, id, agreementId, { type: 'publication-opt-out' })
    const done = await grantPermission(database, id, {}, about, by(START))
    assert.equal(done.outcome, 'changed')
  }

  it('says of a connection what the public is to know, and nothing else', async () => {
    const { connectionId, productId } = await aConnection(database, 'whole', {
      account: 'active',
      agreement: { regions: ['Y63'] },
    })
    await aSafetyCase(database, 'whole-case', productId)
    assert.deepEqual(await entry(connectionId), {
      id: connectionId,
      organisation: { odsCode: odsOf('whole'), name: 'Organisation whole' },
      product: { id: productId, name: 'Product whole' },
      supplier: 'A Supplier',
      useCase: 'People find a service for themselves',
      purposes: ['self-care-signposting'],
      audience: 'public',
      regions: ['Y63'],
      interfaces: ['Signpost JSON API'],
      approvedOn: '2026-03-02',
      liveSince: null,
      status: 'live',
      ceasedOn: null,
      policyVersion: POLICY.id,
      tailoredTerms: false,
      departures: [],
      safetyEvidence: 'in-date',
      lastReviewedOn: '2026-03-02',
    })
  })

  it('tells of terms of their own, of caching and of use without people, while these hold', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'terms', { account: 'active' })
    const terms = {
      id: 'terms',
      agreementId,
      policyVersion: POLICY.id,
      parameters: { resultsMax: 40 },
      waives: [],
      reason: 'their own reason',
      summary: 'Longer lists for leaflets.',
      from: START,
      until: START + 10 * DAY,
    }
    await tailorTerms(database, terms, POLICY, by(START, { approvedBy: 'owner-1' }))
    await aDerogation(database, 'terms-derogation', agreementId)
    await aRequest(database, 'terms-cache', agreementId, {
      type: 'cache-exception',
      pattern: 'a kiosk',
      fields: ['id', 'name'],
      purposes: ['self-care-signposting'],
      maxAgeSeconds: 60,
      purgeOnSignal: true,
      derogationId: 'terms-derogation',
    })
    await aRequest(database, 'terms-alone', agreementId, { type: 'unattended-service', summary: 'A website' })
    for (const id of ['terms-cache', 'terms-alone'])
      await grantPermission(database, id, { until: START + 20 * DAY }, about, by(START))
    const departures = async (now: number) => (await entry(connectionId, now))?.departures
    const [cached, alone] = [
      'By derogation, answers may be kept for up to 60 seconds (id, name).',
      'Runs without a person taking part in each question: A website',
    ]
    assert.deepEqual(await departures(START), ['Longer lists for leaflets.', cached, alone])
    assert.equal((await entry(connectionId))?.tailoredTerms, true)
    assert.deepEqual(await departures(START + 10 * DAY), [cached, alone])
    assert.deepEqual(await departures(START + 20 * DAY), [])
  })

  it('says how a connection stands, and of a suspended one only that it is not connected', async () => {
    const { connectionId, agreementId } = await aConnection(database, 'stands', { account: 'approved' })
    assert.equal(await entry(connectionId), undefined)
    const seen: unknown[] = []
    for (const status of ['active', 'restricted', 'suspended', 'active'] as const) {
      await setStatus('stands', status)
      seen.push((await entry(connectionId))?.status)
    }
    assert.deepEqual(seen, ['live', 'restricted', 'not-currently-connected', 'live'])
    await endAgreement(database, agreementId, by(START))
    assert.equal((await entry(connectionId))?.status, 'not-currently-connected')
    await setStatus('stands', 'terminated')
    await database.query(`update accounts.account set ended_at = $1 where id = 'account-stands'`, [
      new Date(START + DAY),
    ])
    const ceased = await entry(connectionId)
    assert.deepEqual([ceased?.status, ceased?.ceasedOn], ['ceased', '2026-03-03'])
  })

  it('is silent on what only tries things out, and on what no agreement was accepted for', async () => {
    await aConnection(database, 'silent', { account: 'active' })
    const trial = { id: 'trial', odsCode: odsOf('silent'), productId: 'product-silent' }
    await createConnection(database, { ...trial, environment: 'integration' }, by(START))
    const account = { kind: 'web-service', name: 'x', referralRoleIds: null, regionIds: null } as const
    const opened = { ...account, id: 'account-trial', connectionId: 'trial', status: 'active' } as const
    await createAccount(database, opened, by(START))
    assert.equal(await entry('trial'), undefined)
    await database.query(
      `update agreements.agreement set accepted_version = null where id = 'agreement-silent'`,
    )
    assert.equal(await entry('connection-silent'), undefined)
    await database.query(
      `update agreements.agreement set accepted_version = issued_version where id = 'agreement-silent'`,
    )
  })

  it('tells whether safety evidence is held and in date for the version in use', async () => {
    const { connectionId, productId } = await aConnection(database, 'safety', { account: 'active' })
    const evidence = async (now = START) => (await entry(connectionId, now))?.safetyEvidence
    assert.equal(await evidence(), 'none')
    await aSafetyCase(database, 'safety-case', productId, { expiresAt: START + DAY })
    assert.deepEqual([await evidence(), await evidence(START + DAY)], ['in-date', 'out-of-date'])
    await saveVersion(database, 'safety', '2.0')
    assert.equal(await evidence(), 'out-of-date')
  })

  it('only counts what the operator agreed not to list, and goes on being silent when that ends', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'hidden', { account: 'active' })
    await optOut('hidden', agreementId)
    assert.equal(await entry(connectionId), undefined)
    assert.deepEqual((await list()).withheldIds, [connectionId])
    await setStatus('hidden', 'terminated')
    await database.query(`update accounts.account set ended_at = $1 where id = 'account-hidden'`, [
      new Date(START),
    ])
    assert.equal(await entry(connectionId, START + 400 * DAY), undefined)
    assert.deepEqual((await list()).withheldIds, [])
  })

  it('lists it again once the agreement not to list it has run out', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'yearly', { account: 'active' })
    await optOut('yearly', agreementId)
    const year = Date.UTC(2027, 2, 2, 10)
    assert.deepEqual(
      [await entry(connectionId, year - 1), (await entry(connectionId, year))?.status],
      [undefined, 'live'],
    )
    await movePermission(database, 'yearly', 'withdraw', about, by(START))
    assert.equal((await entry(connectionId))?.status, 'live')
  })

  it('keeps its history: what was added, changed, ceased and withheld, each with before and after', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'history', { account: 'active' })
    await reconcileListing(database, connectionReader, START)
    const step = async (work: () => Promise<unknown>, at: number) => {
      await work()
      return (await reconcileListing(database, connectionReader, at)).filter(
        one => one.connectionId === connectionId,
      )
    }
    assert.deepEqual(await step(() => Promise.resolve(), START), [])
    const [changed] = await step(() => setStatus('history', 'restricted'), START + 1)
    assert.deepEqual([changed?.change, changed?.members], ['changed', ['status']])
    await step(() => optOut('history', agreementId), START + 2)
    await step(() => movePermission(database, 'history', 'withdraw', about, by(START)), START + 3)
    await step(() => setStatus('history', 'terminated'), START + 4)
    const history = await readListingHistory(database.query, { limit: 50, connectionId })
    assert.deepEqual(
      history.toReversed().map(one => [one.at - START, one.change, one.before?.status, one.after?.status]),
      [
        [0, 'added', undefined, 'live'],
        [1, 'changed', 'live', 'restricted'],
        [2, 'withheld', 'restricted', undefined],
        [3, 'added', undefined, 'restricted'],
        [4, 'ceased', 'restricted', 'ceased'],
      ],
    )
    const acts = await readActs(database.query, 'listing', connectionId)
    assert.deepEqual(
      acts.map(act => act.event),
      history.toReversed().map(one => one.change),
    )
  })

  it('is found out when it is not what the register says, whatever was done to it', async () => {
    const { connectionId } = await aConnection(database, 'planted', { account: 'active' })
    const check = async () => (await checkListing(database, connectionReader, START)).map(differenceInWords)
    assert.match((await check()).join('\n'), /connection-planted: in the register, not in the list/)
    await reconcileListing(database, connectionReader, START)
    assert.deepEqual(await check(), [])
    assert.equal(await readListingCheck(database.query), START)
    const plants: readonly [sql: string, says: RegExp][] = [
      [
        `update agreements.listing set after = jsonb_set(after, '{useCase}', '"Something else"') where connection_id = $1`,
        /connection-planted: differs in useCase\./,
      ],
      [
        `delete from agreements.listing where connection_id = $1`,
        /connection-planted: in the register, not in/,
      ],
      [
        `insert into agreements.listing (at, connection_id, change, after)
         select now(), 'stranger', 'added', after from agreements.listing where connection_id = $1`,
        /stranger: in the list, not in the register/,
      ],
      [
        `update accounts.product set name = 'Renamed' where id = 'product-planted' and $1 <> ''`,
        /differs in product\./,
      ],
      [`update accounts.account set status = 'suspended' where connection_id = $1`, /differs in status\./],
    ]
    for (const [sql, says] of plants) {
      await database.query(sql, [connectionId])
      assert.match((await check()).join('\n'), says)
      assert.ok((await reconcileListing(database, connectionReader, START)).length > 0)
      assert.deepEqual(await check(), [])
    }
  })

  it('is written once, however many nodes compare at once', async () => {
    const { connectionId } = await aConnection(database, 'nodes', { account: 'active' })
    await Promise.all(Array.from({ length: 20 }, () => reconcileListing(database, connectionReader, START)))
    const history = await readListingHistory(database.query, { limit: 50, connectionId })
    assert.deepEqual(
      history.map(one => one.change),
      ['added'],
    )
  })

  it('is brought up to date when it is woken, and hears of what comes meanwhile', async () => {
    const { connectionId } = await aConnection(database, 'woken', { account: 'active' })
    const failures: unknown[] = []
    const keeper = keepListing({
      database,
      connections: connectionReader,
      now: () => START,
      failed: error => failures.push(error),
    })
    keeper.wake()
    keeper.wake()
    await setStatus('woken', 'restricted')
    keeper.wake()
    await keeper.settled()
    assert.equal((await readPublished(database.query)).get(connectionId)?.status, 'restricted')
    assert.deepEqual(failures, [])
  })

  it('names no person, whatever stands in the registers', async () => {
    const text = JSON.stringify(await list())
    for (const word of ['Dr Officer', 'GMC', 'manager-1', 'owner-1', 'admin-1', 'their own reason'])
      assert.ok(!text.includes(word), word)
  })
})
