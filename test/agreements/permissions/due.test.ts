import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  grantPermission,
  grantRegion,
  movePermission,
  openAgreements,
  permissionDueHandlers,
  readPermission,
  reaffirmPermission,
  tellOfNewVersions,
  withdrawRegion,
} from '../../../src/agreements/index.ts'
import { readNotices } from '../../../src/notices/index.ts'
import { readActs, workThroughDue } from '../../../src/workflow/index.ts'
import { testDatabase } from '../../support/database.ts'
import {
  aConnection,
  aRequest,
  aSafetyCase,
  by,
  DAY,
  display,
  odsOf,
  quota,
  START,
  saveVersion,
  surroundings,
} from './some-permissions.ts'

describe('what comes by the calendar to permissions', async () => {
  const database = await testDatabase()
  const agreements = await openAgreements(database)
  const about = surroundings()
  /** Everybody's id says which role they hold for what, so that inboxes can be told apart. */
  const parts = {
    ...about,
    holdersOf: async (_query: unknown, role: string, scopeId: string | null) => [
      `${role}-${scopeId ?? 'all'}`,
    ],
  }
  const handlers = permissionDueHandlers(parts)
  const pass = (now: number) =>
    workThroughDue(database, now, handlers, (due, error) => {
      throw new Error(`${due.entity} ${due.event}`, { cause: error })
    })
  const inbox = async (person: string): Promise<readonly string[]> =>
    (await readNotices(database.query, person, { limit: 50, before: null, unreadOnly: false }))
      .map(notice => notice.kind)
      .reverse()
  const stateOf = async (id: string) => (await readPermission(database.query, id))?.state

  it('tells of the end thirty and seven days before, and then ends it', async () => {
    const { agreementId, connectionId } = await aConnection(database, 'end')
    const until = START + 60 * DAY
    await aRequest(database, 'end', agreementId, quota(600, 20_000))
    await grantPermission(database, 'end', { until }, about, by(START))
    const admin = `euo-admin-${odsOf('end')}`
    const steps: readonly [at: number, notices: readonly string[], state: string][] = [
      [until - 30 * DAY - 1, [], 'granted'],
      [until - 30 * DAY, ['permission-ending'], 'granted'],
      [until - 7 * DAY - 1, ['permission-ending'], 'granted'],
      [until - 7 * DAY, ['permission-ending', 'permission-ending'], 'granted'],
      [until - 1, ['permission-ending', 'permission-ending'], 'granted'],
      [until, ['permission-ending', 'permission-ending', 'permission-expired'], 'expired'],
    ]
    for (const [at, notices, state] of steps) {
      await pass(at)
      assert.deepEqual(await inbox(admin), notices, `${(until - at) / DAY} days before`)
      assert.equal(await stateOf('end'), state)
      await pass(at)
    }
    assert.deepEqual(await inbox(`euo-signatory-${odsOf('end')}`), steps.at(-1)?.[1])
    assert.deepEqual((await inbox('access-manager-all')).slice(-1), ['permission-expired'])
    await agreements.reload([connectionId])
    assert.equal(agreements.agreementFor(connectionId, until)?.permissions, undefined)
    const last = (await readActs(database.query, 'permission', 'end')).at(-1)
    assert.deepEqual([last?.event, last?.who, last?.acting_as], ['expire', 'system', 'system'])
  })

  it('is over with what was withdrawn', async () => {
    const { agreementId } = await aConnection(database, 'withdrawn')
    await aRequest(database, 'withdrawn', agreementId, quota(600, 20_000))
    await grantPermission(database, 'withdrawn', { until: START + 40 * DAY }, about, by(START))
    await movePermission(database, 'withdrawn', 'withdraw', about, by(START))
    await pass(START + 200 * DAY)
    assert.equal(await stateOf('withdrawn'), 'withdrawn')
    assert.deepEqual(await inbox(`euo-admin-${odsOf('withdrawn')}`), [])
  })

  const shown = async (name: string, caseUntil: number) => {
    const { agreementId, productId, connectionId } = await aConnection(database, name)
    await aSafetyCase(database, `${name}-case`, productId, { expiresAt: caseUntil })
    await aRequest(database, name, agreementId, display('Y62', 'Y63'))
    const until = { Y62: START + 50 * DAY, Y63: START + 300 * DAY }
    for (const regionId of ['Y62', 'Y63'] as const) {
      const terms = { id: `${name}-${regionId}`, regionId, until: until[regionId] }
      assert.equal((await grantRegion(database, name, terms, about, by(START))).outcome, 'changed')
    }
    const done = await grantPermission(database, name, {}, about, by(START))
    assert.equal(done.outcome, 'changed', JSON.stringify(done))
    return { productId, connectionId, admin: `euo-admin-${odsOf(name)}` }
  }

  it('warns fourteen days before the safety case runs out, and suspends what rests on it when it does', async () => {
    const end = Date.UTC(2026, 7, 20, 9)
    const { admin, connectionId } = await shown('lapse', end)
    const kinds = async () => (await inbox(admin)).filter(kind => !kind.startsWith('region'))
    await pass(end - 14 * DAY - 1)
    assert.deepEqual(await kinds(), [])
    await pass(end - 14 * DAY)
    assert.deepEqual(await kinds(), ['safety-case-ending'])
    await pass(end - 1)
    assert.equal(await stateOf('lapse'), 'granted')
    await pass(end)
    assert.equal(await stateOf('lapse'), 'suspended')
    assert.deepEqual(await kinds(), ['safety-case-ending', 'permission-suspended'])
    await agreements.reload([connectionId])
    assert.equal(agreements.agreementFor(connectionId, end)?.permissions, undefined)
    await pass(START + 366 * DAY)
    assert.equal(await stateOf('lapse'), 'expired')
  })

  it('suspends nothing that was reaffirmed on a newer case in time', async () => {
    const end = START + 100 * DAY
    const { admin, productId } = await shown('renewed', end)
    await aSafetyCase(database, 'renewed-2', productId, { expiresAt: START + 200 * DAY })
    const done = await reaffirmPermission(database, 'renewed', about, by(end - 20 * DAY))
    assert.equal(done.outcome, 'changed')
    await pass(end)
    assert.equal(await stateOf('renewed'), 'granted')
    assert.ok(!(await inbox(admin)).includes('safety-case-ending'))
    await pass(START + 200 * DAY)
    assert.equal(await stateOf('renewed'), 'suspended')
  })

  it('tells organisation and lead of a region’s end, unless that was taken back', async () => {
    const { admin } = await shown('region', START + 360 * DAY)
    const own = async (person: string) => (await inbox(person)).filter(kind => kind.startsWith('region'))
    for (const day of [25, 45]) await pass(START + day * DAY)
    await pass(START + 50 * DAY - 1)
    assert.deepEqual(await own(admin), ['region-grant-ending', 'region-grant-ending'])
    await pass(START + 50 * DAY)
    assert.deepEqual((await own(admin)).slice(-1), ['region-grant-ended'])
    assert.ok((await own('dos-lead-Y62')).includes('region-grant-ended'))
    await withdrawRegion(database, 'region', 'Y63', about, by(START + 60 * DAY))
    const before = (await own(admin)).length
    await pass(START + 299 * DAY)
    assert.equal((await own(admin)).length, before)
  })

  it('tells once of each new version that no safety case covers', async () => {
    const { admin } = await shown('version', START + 360 * DAY)
    const tell = () => tellOfNewVersions(database, parts, START)
    assert.deepEqual(await tell(), [])
    await saveVersion(database, 'version', '2.0')
    assert.deepEqual([await tell(), await tell()], [['version'], []])
    await saveVersion(database, 'version', '3.0')
    assert.deepEqual([await tell(), await tell()], [['version'], []])
    assert.deepEqual(await inbox(admin), [
      'safety-case-for-another-version',
      'safety-case-for-another-version',
    ])
    const last = (await readActs(database.query, 'permission', 'version')).at(-1)
    assert.deepEqual([last?.event, last?.after], ['product-version-changed', { version: '3.0' }])
  })
})
