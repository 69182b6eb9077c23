import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import {
  appendChanges,
  type ChangeHandler,
  type Database,
  type FollowOptions,
  followChanges,
  newestChange,
  type Query,
} from '../../src/database/index.ts'
import { directoryReader } from '../../src/directory/change-reader.ts'
import { createMemory, type Memory } from '../../src/directory/memory.ts'
import type { Service } from '../../src/directory/service.ts'
import { readAll } from '../../src/directory/store.ts'
import { writeServices } from '../../src/directory/write-store.ts'
import { simulatedClock } from '../../src/vocabulary/index.ts'
import { testDatabase } from '../support/database.ts'
import { someService } from './some-services.ts'

const SELDOM = 3_600_000
const written = { who: 'test', at: new Date('2026-06-01T12:00:00Z'), why: 'to try it' }
const surprise = (failure: unknown): void => {
  throw failure
}

/** Settles when `happens` is called. */
function occasion(): { readonly happened: Promise<void>; readonly happens: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { happened: promise, happens: resolve }
}

/** The same database behind a line that can be cut. */
function cuttable(database: Database): Database & { cut: boolean } {
  const line = {
    ...database,
    cut: false,
    query: (async (text, values) => {
      if (line.cut) throw new Error('The line is cut')
      return database.query(text, values)
    }) as Query,
  }
  return line
}

describe('following the change feed', async () => {
  // Registered before the database's own, for hooks run in this order and followers must stop first.
  const stops: (() => Promise<void>)[] = []
  after(async () => {
    for (const stop of stops) await stop()
  })
  const database = await testDatabase()
  const follow = async (options: Partial<FollowOptions>) => {
    const follower = await followChanges({
      database,
      clock: simulatedClock(1000),
      handlers: {},
      pollMillis: SELDOM,
      report: surprise,
      ...options,
    })
    stops.push(follower.stop)
    return follower
  }
  /** A node with a memory of its own; `heard` is told of each batch it has applied. */
  const node = async (heard: () => void = () => {}, options: Partial<FollowOptions> = {}) => {
    const memory = createMemory({ isSearchable: () => true })
    const reader = directoryReader(options.database ?? database, memory, surprise)
    const follower = await follow({
      ...options,
      handlers: {
        service: async (keys, upTo) => {
          await reader(keys, upTo)
          heard()
        },
      },
    })
    return { memory, follower }
  }
  const write = async (...services: Service[]): Promise<void> => {
    const answer = await writeServices(database, services, written)
    assert.equal(answer.outcome, 'written')
  }
  const nameOf = (memory: Memory, id: number): string | undefined => memory.recordOf(id)?.name

  it('shows a write of one node on every other, by notification', async () => {
    await write(someService(1, { name: 'before' }))
    const heard = [occasion(), occasion()]
    const nodes = await Promise.all(
      heard.map(({ happens }) => {
        let calls = 0
        // The first call is the load.
        return node(() => {
          calls += 1
          if (calls === 2) happens()
        })
      }),
    )
    for (const { memory } of nodes) assert.equal(nameOf(memory, 1), 'before')
    await write(someService(1, { name: 'after' }), someService(2))
    await Promise.all(heard.map(({ happened }) => happened))
    for (const { memory, follower } of nodes) {
      assert.equal(nameOf(memory, 1), 'after')
      assert.equal(memory.nearest(questionHere()).length, 2)
      assert.equal(follower.freshness().change, await newestChange(database.query))
      assert.equal(memory.changeNumber(), follower.freshness().change)
    }
  })

  it('shows it by polling when no notification arrives', async () => {
    const deaf: Database = { ...database, listen: async () => async () => {} }
    const { happened, happens } = occasion()
    let loaded = false
    const { memory } = await node(() => (loaded ? happens() : undefined), { database: deaf, pollMillis: 1 })
    loaded = true
    // The poll's timer does not keep a process alive; something else must while we wait for it.
    const awake = setInterval(() => {}, 1000)
    await write(someService(3, { name: 'polled' }))
    await happened
    clearInterval(awake)
    assert.equal(nameOf(memory, 3), 'polled')
  })

  it('lets its confirmation stand still while the database is away, and comes back by itself', async () => {
    const line = cuttable(database)
    const clock = simulatedClock(50_000)
    const reports: unknown[] = []
    const { memory, follower } = await node(() => {}, {
      database: { ...line, query: (...given) => line.query(...given), listen: async () => async () => {} },
      clock,
      report: failure => reports.push(failure),
    })
    clock.advance(10)
    assert.equal(await follower.catchUp(), true)
    assert.equal(follower.freshness().confirmedAt, 50_010)
    line.cut = true
    await write(someService(4, { name: 'written meanwhile' }))
    clock.advance(5000)
    assert.equal(await follower.catchUp(), false)
    assert.equal(await follower.catchUp(), false)
    assert.equal(follower.freshness().confirmedAt, 50_010)
    assert.equal(nameOf(memory, 4), undefined)
    line.cut = false
    clock.advance(1)
    assert.equal(await follower.catchUp(), true)
    assert.equal(follower.freshness().confirmedAt, 55_011)
    assert.equal(nameOf(memory, 4), 'written meanwhile')
    assert.equal(reports.length, 2)
    assert.match(String(reports[0]), /line is cut/)
    assert.equal(reports[1], undefined)
  })

  it('confirms no later than it asked, however long applying takes', async () => {
    const clock = simulatedClock(0)
    const follower = await follow({
      clock,
      handlers: {
        account: async () => clock.advance(700),
      },
    })
    const before = clock.now()
    await database.transaction(query => appendChanges(query, 'account', ['a']))
    await follower.catchUp()
    assert.ok(follower.freshness().confirmedAt <= before + 700)
  })

  it('tells a handler that failed again, of the same changes and all since, in order', async () => {
    const told: [string, readonly string[]][] = []
    let failures = 2
    const handler =
      (topic: string): ChangeHandler =>
      async keys => {
        if (keys.includes('*')) return
        if (topic === 'agreement' && failures > 0) {
          failures -= 1
          throw new Error('not now')
        }
        told.push([topic, keys])
      }
    const follower = await follow({
      database: { ...database, listen: async () => async () => {} },
      handlers: { account: handler('account'), agreement: handler('agreement') },
      report: () => {},
    })
    const append = (topic: 'account' | 'agreement' | 'policy', ...keys: string[]) =>
      database.transaction(query => appendChanges(query, topic, keys))
    await append('account', 'a1', 'a2', 'a1')
    await append('policy', 'nobody listens')
    await append('agreement', 'g1')
    const before = follower.freshness()
    assert.equal(await follower.catchUp(), false)
    assert.equal(follower.freshness().confirmedAt, before.confirmedAt)
    await append('account', 'a3')
    assert.equal(await follower.catchUp(), false)
    assert.equal(await follower.catchUp(), true)
    assert.deepEqual(told, [
      ['account', ['a1', 'a2']],
      ['agreement', ['g1']],
      ['account', ['a3']],
    ])
  })

  it('loses nothing and never goes back while many write and two nodes follow', async () => {
    const seen: number[] = []
    const recording: ChangeHandler = async (_, upTo) => {
      seen.push(upTo)
    }
    const watcher = await follow({ handlers: { service: recording } })
    const nodes = await Promise.all([node(), node()])
    const versionsSeen = nodes.map(() => new Map<number, number>())
    const look = (): void => {
      for (const [index, { memory }] of nodes.entries()) {
        for (let id = 100; id < 107; id += 1) {
          const slot = memory.byId(id, 'public')
          const version = slot === undefined ? 0 : memory.versionOf(slot).version
          assert.ok(version >= (versionsSeen[index]?.get(id) ?? 0), `service ${id} went back to ${version}`)
          versionsSeen[index]?.set(id, version)
        }
      }
    }
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        await write(someService(100 + (index % 7), { name: `${index}` }), someService(200 + index))
        look()
      }),
    )
    for (const { follower } of nodes) assert.equal(await follower.catchUp(), true)
    await watcher.catchUp()
    for await (const { service, version } of readAll(database.query)) {
      for (const { memory } of nodes) {
        assert.deepEqual(memory.recordOf(service.id), service)
        const slot = memory.byId(service.id, 'operator')
        assert.equal(slot !== undefined && memory.versionOf(slot).version, version)
      }
    }
    assert.deepEqual(
      seen,
      seen.toSorted((a, b) => a - b),
    )
    assert.equal(seen.at(-1), await newestChange(database.query))
  })

  it('reads everything again when told to, and asks no more once stopped', async () => {
    const { memory, follower } = await node()
    await database.query(
      "update directory.service set record = jsonb_set(record, '{name}', '\"by hand\"') where id = 1",
    )
    await database.query('delete from directory.service where id = 2')
    await database.transaction(query => appendChanges(query, 'service', ['*']))
    await follower.catchUp()
    assert.equal(nameOf(memory, 1), 'by hand')
    assert.equal(nameOf(memory, 2), undefined)
    await follower.stop()
    await write(someService(5))
    assert.equal(await follower.catchUp(), false)
    assert.equal(nameOf(memory, 5), undefined)
  })

  it('does not start on half a load', async () => {
    const line = cuttable(database)
    const failing: ChangeHandler = async () => {
      throw new Error('cannot load')
    }
    await assert.rejects(follow({ handlers: { service: failing } }), /cannot load/)
    line.cut = true
    await assert.rejects(follow({ database: line }), /line is cut/)
  })
})

const questionHere = () => ({
  easting: 429_967,
  northing: 433_602,
  typeIds: [13],
  withinMetres: 10,
  limit: 100,
  audience: 'public' as const,
  now: 0,
})
