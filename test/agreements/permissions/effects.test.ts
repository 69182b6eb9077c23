import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  carryPermissions,
  endPermissions,
  grantPermission,
  grantRegion,
  movePermission,
  openAgreements,
  type PermissionScope,
  readPermission,
  reaffirmPermission,
  requestPermission,
  withdrawRegion,
} from '../../../src/agreements/index.ts'
import { newestChange, readChanges } from '../../../src/database/index.ts'
import type { PermissionFacts } from '../../../src/policy/index.ts'
import { readActs } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import {
  aConnection,
  aDerogation,
  anAgreement,
  aRequest,
  aSafetyCase,
  by,
  DAY,
  display,
  quota,
  START,
  surroundings,
} from './some-permissions.ts'

describe('what a permission does to the facts', async () => {
  const database = await testDatabase()
  const agreements = await openAgreements(database)
  const about = surroundings()

  const factsOf = async (connectionId: string): Promise<readonly PermissionFacts[]> => {
    await agreements.reload([connectionId])
    return agreements.agreementFor(connectionId, START)?.permissions ?? []
  }
  const granted = async (id: string, agreementId: string, scope: PermissionScope) => {
    await aRequest(database, id, agreementId, scope)
    const done = await grantPermission(database, id, {}, about, by(START))
    assert.equal(done.outcome, 'changed', JSON.stringify(done))
  }

  it('is there once it is granted and gone once it is withdrawn, by way of the change feed', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'at-once')
    await aRequest(database, 'at-once', agreementId, quota(600, 20_000))
    assert.deepEqual(await factsOf(connectionId), [])
    const before = await newestChange(database.query)
    await grantPermission(database, 'at-once', { until: START + 9 * DAY }, about, by(START))
    assert.deepEqual(await factsOf(connectionId), [
      {
        id: 'at-once',
        type: 'raised-quota',
        from: START,
        until: START + 9 * DAY,
        volume: { perMinute: 600, perDay: 20_000 },
      },
    ])
    const change = await movePermission(database, 'at-once', 'withdraw', about, by(START))
    assert.equal(change.outcome, 'changed')
    assert.deepEqual(await factsOf(connectionId), [])
    const told = await readChanges(database.query, before, 10)
    assert.deepEqual(
      told.map(({ topic, key }) => `${topic} ${key}`),
      Array.from({ length: 2 }, () => `agreement ${connectionId}`),
    )
  })

  it('stays the same object until something in it changes', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'same')
    await granted('same', agreementId, quota(600, 20_000))
    await agreements.reload(['*'])
    const first = agreements.agreementFor(connectionId, START)
    await agreements.reload([connectionId])
    await agreements.reload(['*'])
    assert.equal(agreements.agreementFor(connectionId, START), first)
    assert.ok(Object.isFrozen(first?.permissions?.[0]))
    await movePermission(database, 'same', 'suspend', about, by(START))
    await agreements.reload([connectionId])
    assert.notEqual(agreements.agreementFor(connectionId, START), first)
  })

  it('has for each type just what the decision needs of it', async () => {
    const { agreementId, connectionId, productId } = await aConnection(database, 'types')
    const safety = await aSafetyCase(database, 'types-case', productId)
    await aDerogation(database, 'types-cache', agreementId)
    await aDerogation(database, 'types-all', agreementId, 'dataset-snapshot')
    const cached = { fields: ['id', 'name'], purposes: ['self-care-signposting'], maxAgeSeconds: 60 } as const
    const until = { until: START + 30 * DAY }
    const scopes: readonly PermissionScope[] = [
      {
        type: 'cache-exception',
        pattern: 'a kiosk',
        purgeOnSignal: true,
        derogationId: 'types-cache',
        ...cached,
      },
      { type: 'unattended-service', summary: 'A website' },
      { type: 'care-record-extract', fields: ['id', 'advice'] },
      { type: 'synthetic-monitoring', everyMinutes: 5 },
      { type: 'dataset-snapshot', derogationId: 'types-all' },
      display('Y63'),
    ]
    for (const scope of scopes) {
      const id = `types-${scope.type}`
      await aRequest(database, id, agreementId, scope)
      if (scope.type === 'public-display') {
        const terms = { id: 'types-Y63', regionId: 'Y63', until: START + 20 * DAY }
        await grantRegion(database, id, terms, about, by(START))
      }
      const done = await grantPermission(database, id, until, about, by(START))
      assert.equal(done.outcome, 'changed', JSON.stringify(done))
    }
    const dated = { from: START, ...until }
    const byType = new Map((await factsOf(connectionId)).map(({ id: _id, ...rest }) => [rest.type, rest]))
    assert.deepEqual(Object.fromEntries(byType), {
      'cache-exception': { ...dated, type: 'cache-exception', ...cached, derogation: 'types-cache' },
      'unattended-service': { ...dated, type: 'unattended-service' },
      'care-record-extract': { ...dated, type: 'care-record-extract', fields: ['id', 'advice'] },
      'synthetic-monitoring': { ...dated, type: 'synthetic-monitoring' },
      'dataset-snapshot': { ...dated, type: 'dataset-snapshot' },
      'public-display': {
        ...dated,
        type: 'public-display',
        grants: [{ regionIds: ['Y63'], from: START, until: START + 20 * DAY }],
        productVersion: '1.0',
        safetyCaseUntil: safety.expiresAt,
      },
    })
  })

  it('loses a region the moment its lead takes it back, and no other', async () => {
    const { agreementId, connectionId, productId } = await aConnection(database, 'regions')
    await aSafetyCase(database, 'regions-case', productId)
    await aRequest(database, 'regions', agreementId, display('Y62', 'Y63'))
    for (const regionId of ['Y62', 'Y63'])
      await grantRegion(database, 'regions', { id: `regions-${regionId}`, regionId }, about, by(START))
    await grantPermission(database, 'regions', {}, about, by(START))
    const shown = async () =>
      (await factsOf(connectionId)).flatMap(one =>
        one.type === 'public-display' ? one.grants.flatMap(grant => grant.regionIds) : [],
      )
    assert.deepEqual(await shown(), ['Y62', 'Y63'])
    await withdrawRegion(
      database,
      'regions',
      'Y62',
      about,
      by(START, { who: 'lead-62', actingAs: 'dos-lead' }),
    )
    assert.deepEqual(await shown(), ['Y63'])
    const again = { id: 'regions-Y62-again', regionId: 'Y62' }
    assert.equal((await grantRegion(database, 'regions', again, about, by(START + DAY))).outcome, 'changed')
    assert.deepEqual(await shown(), ['Y62', 'Y63'])
    const events = (await readActs(database.query, 'permission', 'regions')).map(act => act.event)
    assert.deepEqual(events.slice(-2), ['withdraw-region', 'grant-region'])
  })

  it('lets a region grant anew after its grant has run out, within the year and the agreement', async () => {
    const { agreementId } = await aConnection(database, 'again', {
      agreement: { until: START + 100 * DAY },
    })
    await aRequest(database, 'again', agreementId, display('Y63'))
    const grant = (id: string, at: number, until: number | null, from: number | null = null) =>
      grantRegion(database, 'again', { id, regionId: 'Y63', from, until }, about, by(at))
    const day = (days: number) => START + days * DAY
    const wrong: readonly [parameter: string, from: number | null, until: number | null][] = [
      ['from', day(-1), null],
      ['from', day(100), null],
      ['from', day(101), day(110)],
      ['until', null, START],
      ['until', day(5), day(5)],
      ['until', null, day(100) + 1],
      ['until', null, day(800)],
    ]
    for (const [parameter, from, until] of wrong) {
      const refused = await grant('again-0', START, until, from)
      assert.ok(refused.outcome === 'wrong-dates', JSON.stringify({ from, until, refused }))
      assert.equal(refused.parameter, parameter)
    }
    assert.equal((await grant('again-1', START, START + 10 * DAY)).outcome, 'changed')
    assert.equal((await grant('again-2', START + 10 * DAY - 1, null)).outcome, 'unmet')
    assert.equal((await grant('again-3', START + 10 * DAY, null)).outcome, 'changed')
    const grants = (await readPermission(database.query, 'again'))?.grants ?? []
    assert.deepEqual(
      grants.map(one => [one.id, one.until, one.endedAt]),
      [
        ['again-1', START + 10 * DAY, START + 10 * DAY],
        ['again-3', START + 100 * DAY, null],
      ],
    )
  })

  it('makes way for another of its type', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'way')
    await granted('way-1', agreementId, quota(600, 20_000))
    await granted('way-2', agreementId, quota(900, 30_000))
    assert.deepEqual(
      (await factsOf(connectionId)).map(one => one.id),
      ['way-2'],
    )
    assert.equal((await readPermission(database.query, 'way-1'))?.state, 'superseded')
    const last = (await readActs(database.query, 'permission', 'way-1')).at(-1)
    assert.deepEqual([last?.event, last?.after], ['supersede', { state: 'superseded', by: 'way-2' }])
  })

  it('comes back with newer evidence, and not before', async () => {
    const { agreementId, connectionId, productId } = await aConnection(database, 'newer')
    await aSafetyCase(database, 'newer-1', productId, { expiresAt: START + 50 * DAY })
    await aRequest(database, 'newer', agreementId, display('Y63'))
    await grantRegion(database, 'newer', { id: 'newer-Y63', regionId: 'Y63' }, about, by(START))
    await grantPermission(database, 'newer', {}, about, by(START))
    await movePermission(database, 'newer', 'suspend', about, by(START + 50 * DAY))
    assert.deepEqual(await factsOf(connectionId), [])
    const early = await reaffirmPermission(database, 'newer', about, by(START + 50 * DAY))
    assert.equal(early.outcome, 'unmet')
    await aSafetyCase(database, 'newer-2', productId, { expiresAt: START + 300 * DAY })
    const late = await reaffirmPermission(database, 'newer', about, by(START + 51 * DAY))
    assert.ok(late.outcome === 'changed' && late.permission.evidenceId === 'newer-2')
    const [facts] = await factsOf(connectionId)
    assert.ok(facts?.type === 'public-display' && facts.safetyCaseUntil === START + 300 * DAY)
  })

  it('is refused as out of time when it comes after the first use, and may be taken up all the same', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'late')
    const scope = { type: 'publication-opt-out' } as const
    const ask = (id: string, used: number | null) =>
      requestPermission(
        database,
        { id, agreementId, scope, reason: 'a protected address' },
        async () => used,
        by(START),
      )
    assert.equal((await ask('late-1', null)).outcome, 'requested')
    assert.equal((await ask('late-2', START + 1)).outcome, 'requested')
    const late = await ask('late-3', START)
    assert.ok(late.outcome === 'out-of-time' && late.permission.state === 'refused')
    const acts = await readActs(database.query, 'permission', 'late-3')
    assert.deepEqual(
      acts.map(act => act.event),
      ['request', 'refuse'],
    )
    assert.deepEqual(acts[1]?.clauses, ['AUP25-61'])
    const taken = await movePermission(database, 'late-3', 'take-up', about, by(START + DAY))
    assert.ok(taken.outcome === 'changed' && taken.permission.takenUpAt === START + DAY)
    assert.equal((await grantPermission(database, 'late-3', {}, about, by(START + DAY))).outcome, 'changed')
    assert.deepEqual(
      (await factsOf(connectionId)).map(one => one.type),
      ['publication-opt-out'],
    )
  })

  it('cannot be asked for beside an agreement that is over, or not there, nor twice under one id', async () => {
    const { agreementId } = await aConnection(database, 'over')
    const ask = (id: string, of: string) =>
      requestPermission(
        database,
        { id, agreementId: of, scope: quota(600, 20_000), reason: 'more people' },
        async () => null,
        by(START),
      )
    assert.equal((await ask('over-1', agreementId)).outcome, 'requested')
    assert.equal((await ask('over-1', agreementId)).outcome, 'id-taken')
    assert.equal((await ask('over-2', 'none')).outcome, 'unknown-agreement')
    await database.query(`update agreements.agreement set status = 'ended' where id = $1`, [agreementId])
    assert.deepEqual(await ask('over-3', agreementId), { outcome: 'agreement-over', status: 'ended' })
  })

  it('goes on under the agreement that takes over, where it fits that one', async () => {
    const { agreementId, connectionId, productId } = await aConnection(database, 'carry')
    await aSafetyCase(database, 'carry-case', productId)
    await aDerogation(database, 'carry-derogation', agreementId)
    await aRequest(database, 'carry-display', agreementId, display('Y63'))
    await grantRegion(database, 'carry-display', { id: 'carry-Y63', regionId: 'Y63' }, about, by(START))
    await grantPermission(database, 'carry-display', {}, about, by(START))
    await granted('carry-quota', agreementId, quota(600, 20_000))
    await granted('carry-probe', agreementId, { type: 'synthetic-monitoring', everyMinutes: 5 })
    // Written by hand: putting the next one in force carries by itself, which is that test's matter.
    await database.query(`update agreements.agreement set status = 'superseded' where id = $1`, [agreementId])
    await anAgreement(database, 'carry-next', { connectionId, audience: 'professional' })
    const next = { id: 'carry-next', audience: 'professional', purposes: ['self-care-signposting'] } as const
    await database.transaction(query => carryPermissions(query, agreementId, next, by(START)))
    assert.deepEqual(
      (await factsOf(connectionId)).map(one => one.id),
      ['carry-probe'],
    )
    for (const id of ['carry-display', 'carry-quota'])
      assert.equal((await readPermission(database.query, id))?.state, 'superseded')
    await database.transaction(query => endPermissions(query, 'carry-next', by(START)))
    assert.deepEqual(await factsOf(connectionId), [])
  })

  it('takes one of twenty withdrawals at once, and loses none of twenty grants of regions', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'twenty')
    const regionIds = Array.from({ length: 20 }, (_, index) => `R${index + 10}`)
    await aRequest(database, 'twenty', agreementId, display(...regionIds))
    await Promise.all(
      regionIds.map(regionId =>
        grantRegion(database, 'twenty', { id: `twenty-${regionId}`, regionId }, about, by(START)),
      ),
    )
    const permission = await readPermission(database.query, 'twenty')
    assert.deepEqual(new Set(permission?.grants.map(one => one.regionId)), new Set(regionIds))
    await granted('twenty-quota', agreementId, quota(600, 20_000))
    const outcomes = await Promise.all(
      regionIds.map(who => movePermission(database, 'twenty-quota', 'withdraw', about, by(START, { who }))),
    )
    assert.equal(outcomes.filter(one => one.outcome === 'changed').length, 1)
    assert.equal(outcomes.filter(one => one.outcome === 'not-legal').length, 19)
    const events = (await readActs(database.query, 'permission', 'twenty-quota')).map(act => act.event)
    assert.deepEqual(events, ['request', 'grant', 'withdraw'])
    assert.deepEqual(await factsOf(connectionId), [])
  })

  it('has one of twenty requests for the same thing granted last, and the others out of its way', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'race')
    const ids = Array.from({ length: 20 }, (_, index) => `race-${index}`)
    for (const id of ids) await aRequest(database, id, agreementId, quota(600, 20_000))
    await Promise.all(ids.map(id => grantPermission(database, id, {}, about, by(START))))
    assert.equal((await factsOf(connectionId)).length, 1)
    const states = await Promise.all(ids.map(async id => (await readPermission(database.query, id))?.state))
    assert.equal(states.filter(state => state === 'granted').length, 1)
    assert.equal(states.filter(state => state === 'superseded').length, 19)
  })
})
