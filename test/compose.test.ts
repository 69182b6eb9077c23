import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { compose, type Rooms } from '../src/compose.ts'
import { readConfig } from '../src/config.ts'
import { tableReader } from '../src/table-reader.ts'
import { simulatedClock } from '../src/vocabulary/index.ts'
import { smallWorld } from './support/server.ts'

describe('the house', async () => {
  const world = await smallWorld(0.002)
  const lines: string[] = []
  const clock = simulatedClock(Date.now())
  const open = async (settings: Readonly<Record<string, string>> = {}): Promise<Rooms> => {
    const config = readConfig({ ...world.environment, ...settings })
    const logs = { write: (line: string) => lines.push(line) }
    const rooms = await compose(config, { clock, say: () => {}, logs })
    after(() => rooms.close())
    return rooms
  }

  it('says in its log which stored services it could not take into memory at the start', async () => {
    await world.withDatabase(database =>
      database.query(
        `update directory.service set record = '{}' where id = (select min(id) from directory.service)`,
      ),
    )
    const rooms = await open()
    assert.match(lines.join(''), /a service could not be taken into memory/)
    await rooms.close()
  })

  it('lets nobody set its freshness looser than the policy, nor sends callers to the address 0.0.0.0', async () => {
    const rooms = await open({ SIGNPOST_STALE_AFTER_MS: '60000', HOST: '0.0.0.0' })
    assert.match(rooms.baseUrl(), /^http:\/\/127\.0\.0\.1:\d+$/)
    await rooms.follower.stop()
    clock.advance(2001)
    const ready = await rooms.app.inject('/health/ready')
    assert.equal(ready.statusCode, 503)
    assert.equal(ready.json().checks.index, false)
    await rooms.close()
  })

  it('gives its data folder back even when something in it cannot be closed', async () => {
    const rooms = await open()
    await rooms.database.close()
    await assert.rejects(rooms.close(), AggregateError)
    await (await open()).close()
  })
})

describe('the reader of the postcode table', () => {
  it('fails the start when the first reading fails, and never gives up on a later one', async () => {
    const outcomes: ('read' | 'fail')[] = ['fail', 'read', ...Array<'fail'>(50).fill('fail'), 'read']
    let read = 0
    let complaints = 0
    const done = Promise.withResolvers<void>()
    const reader = tableReader(
      async () => {
        const outcome = outcomes[read]
        read += 1
        if (outcome === 'fail') throw new Error('away')
        if (read === outcomes.length) done.resolve()
      },
      { error: () => (complaints += 1) },
      0,
    )
    await assert.rejects(reader.reload(), /away/)
    await reader.reload()
    await reader.reload()
    await done.promise
    assert.equal(complaints, 50)
    await reader.stop()
  })
})
