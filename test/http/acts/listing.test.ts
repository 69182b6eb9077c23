import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setAccountStatus } from '../../../src/accounts/index.ts'
import { reconcileListing } from '../../../src/agreements/index.ts'
import { connectionReader } from '../../../src/connection-reader.ts'
import { openHouse } from '../../support/house.ts'

describe('acts on the published list', async () => {
  const house = await openHouse()
  const { rooms } = house
  const auditor = await house.person([{ role: 'auditor' }])
  const admin = await house.person([{ role: 'euo-admin', scope: 'XO001' }])
  type Check = { same: boolean; comparedAt: string | null; differences: { says: string }[] }
  const check = async () => (await auditor.ask('GET', '/api/v1/listing/check')).json<Check>()
  const reconcile = () => reconcileListing(rooms.database, connectionReader, house.clock.now())

  it('say whether it is what the register says, and where it is not', async () => {
    await reconcile()
    assert.deepEqual(await check(), {
      same: true,
      comparedAt: new Date(house.clock.now()).toISOString(),
      differences: [],
    })
    const deed = { who: 'test', actingAs: 'system', why: 'a test', at: house.clock.now() }
    await setAccountStatus(rooms.database, 'demo-call-centre', 'suspended', deed)
    await rooms.database.query(
      `delete from agreements.listing where connection_id = 'connection-gp-software'`,
    )
    const found = await check()
    assert.equal(found.same, false)
    const says = found.differences.map(one => one.says).join('\n')
    assert.match(says, /connection-call-centre: differs in status/)
    assert.match(says, /connection-gp-software: in the register, not in the list/)
    await reconcile()
    assert.equal((await check()).same, true)
  })

  it('tell its history', async () => {
    const answer = await auditor.ask('GET', '/api/v1/listing/history?connection=connection-call-centre')
    const { changes } = answer.json<{ changes: { change: string; after: string; differs: string[] }[] }>()
    assert.deepEqual(
      changes.map(one => [one.change, one.after, one.differs]),
      [
        ['changed', 'not-currently-connected', ['status']],
        ['added', 'live', []],
      ],
    )
    const page = await auditor.ask('GET', '/api/v1/listing/history?limit=1')
    assert.equal(page.json<{ changes: unknown[] }>().changes.length, 1)
  })

  it('are for the operator’s people', async () => {
    for (const url of ['/api/v1/listing/check', '/api/v1/listing/history'])
      assert.equal((await admin.ask('GET', url)).statusCode, 403)
  })
})
