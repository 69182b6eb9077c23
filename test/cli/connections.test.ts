import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runCommand, smallWorld } from '../support/server.ts'

describe('signpost connections reconcile', async () => {
  const world = await smallWorld()
  const reconcile = (...given: string[]) =>
    runCommand(['connections', 'reconcile', ...given], { environment: world.environment })

  it('fails and says what differs until list and register are the same, then does not', async () => {
    const first = await reconcile()
    assert.equal(first.code, 1)
    assert.match(first.stdout, /connection-call-centre: in the register, not in the list/)
    assert.match(first.stderr, /differ in \d+ places/)
    const repaired = await reconcile('--repair')
    assert.equal(repaired.code, 1)
    assert.match(repaired.stderr, /brought up to date/)
    const same = await reconcile()
    assert.equal(same.code, 0, same.stderr)
    assert.match(same.stdout, /is what the register says/)
  })

  it('finds a difference that somebody planted, and tells it as JSON too', async () => {
    await world.withDatabase(database =>
      database.query(
        `update agreements.listing set after = jsonb_set(after, '{audience}', '"public"')
         where connection_id = 'connection-call-centre'`,
      ),
    )
    const found = await reconcile('--json')
    assert.equal(found.code, 1)
    const told: { same: boolean; differences: { connectionId: string; members: string[] }[] } = JSON.parse(
      found.stdout,
    )
    assert.deepEqual(
      told.differences.map(one => [one.connectionId, one.members]),
      [['connection-call-centre', ['audience']]],
    )
    assert.equal(told.same, false)
  })
})
