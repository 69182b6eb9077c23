import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { createConnection } from 'node:net'
import { after, describe, it } from 'node:test'
import fc from 'fast-check'
import { type Clock, simulatedClock } from '../../src/vocabulary/index.ts'
import type { Draw } from '../../src/watch/quota/limits.ts'
import { createQuota, type Quota } from '../../src/watch/quota/quota.ts'
import { createSharing, type SharedCounts, type SharedState } from '../../src/watch/sharing/sharing.ts'
import { openValkey } from '../../src/watch/sharing/valkey.ts'
import { ownRedis } from './own-redis.ts'

const URL = process.env['SIGNPOST_TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'
const isThere = await answers(URL)
const skip = isThere ? false : `no Redis or Valkey answers at ${URL}`

const START = 1_800_000_000_000

type Node = {
  readonly quota: Quota
  readonly sharing: SharedCounts
  readonly heard: readonly SharedState[]
}
const open: Node[] = []
after(async () => {
  for (const node of open) await node.sharing.stop()
})

async function nodeAt(url: string, nodes: number, clock: Clock): Promise<Node> {
  const heard: SharedState[] = []
  const exchange = await openValkey({ url, node: randomUUID(), nodes, report: () => {} })
  const sharing = createSharing({ clock, exchange, nodes, told: state => heard.push(state), timers: false })
  const node: Node = { quota: createQuota(clock, sharing), sharing, heard }
  open.push(node)
  return node
}

/** Nodes that have met once, so that what follows is not about connecting. */
async function nodesAt(url: string, count: number, clock: Clock = simulatedClock(START)): Promise<Node[]> {
  const nodes = await Promise.all(Array.from({ length: count }, () => nodeAt(url, count, clock)))
  await untilGranting(...nodes)
  return nodes
}

/** Until the server grants to each of them, which it does not in its first second. */
async function untilGranting(...nodes: readonly Node[]): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) {
    let granting = 0
    for (const node of nodes) {
      const draws = [draw(1000)]
      while (node.quota.reserve(draws).outcome === 'granted');
      await node.sharing.meet()
      if (node.sharing.state() === 'together' && node.quota.reserve(draws).outcome === 'granted')
        granting += 1
    }
    if (granting === nodes.length) return
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  throw new Error('Nothing is granted.')
}

const draw = (perMinute: number, over: Partial<Draw> = {}): Draw => ({
  layer: 'connection',
  key: randomUUID(),
  volume: { perMinute, perDay: perMinute * 100 },
  spike: null,
  isTold: true,
  ...over,
})
const grants = ({ quota }: Node, draws: readonly Draw[], times: number): number =>
  Array.from({ length: times }, () => quota.reserve(draws)).filter(({ outcome }) => outcome === 'granted')
    .length

describe('counts shared by several nodes', { skip }, () => {
  it('let through as much together as one would alone, wherever it is asked', async () => {
    const [one, other] = await nodesAt(URL, 2)
    assert.ok(one && other)
    const limit = draw(100)
    let granted = 0
    for (let round = 0; round < 40; round += 1) {
      granted += grants(one, [limit], 3) + grants(other, [limit], 1)
      await one.sharing.meet()
      await other.sharing.meet()
    }
    assert.equal(granted, 100)
  })

  it('let one client that always comes to the same node have all of it, though others keep a share', async () => {
    const nodes = await nodesAt(URL, 3)
    const [one] = nodes
    assert.ok(one)
    const limit = draw(60)
    let granted = 0
    for (let round = 0; round < 40; round += 1) {
      granted += grants(one, [limit], 5)
      for (const node of nodes) await node.sharing.meet()
    }
    assert.equal(granted, 60)
    for (const node of nodes) assert.equal(grants(node, [limit], 5), 0)
  })

  it('never let through more than the limit, in whatever order nodes ask and meet', async () => {
    const step = fc.record({ node: fc.nat(2), ask: fc.integer({ min: 0, max: 12 }), meets: fc.boolean() })
    const clock = simulatedClock(START)
    const nodes = await nodesAt(URL, 3, clock)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(step, { maxLength: 40 }),
        async (perMinute, steps) => {
          const whole = draw(perMinute, { layer: 'organisation' })
          const parts = nodes.map(() => draw(1000))
          let granted = 0
          for (const { node: index, ask, meets } of steps) {
            const node = nodes[index]
            const own = parts[index]
            assert.ok(node && own)
            granted += grants(node, [own, whole], ask)
            if (meets) await node.sharing.meet()
          }
          assert.ok(granted <= Math.max(perMinute, nodes.length), `${granted} of ${perMinute}`)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('never let through more while they meet and ask at the same time', async () => {
    const nodes = await nodesAt(URL, 3)
    const limit = draw(500)
    const all = await Promise.all(
      nodes.map(async node => {
        let granted = 0
        for (let round = 0; round < 60; round += 1) {
          granted += grants(node, [limit], 10)
          await node.sharing.meet()
        }
        return granted
      }),
    )
    assert.equal(
      all.reduce((sum, each) => sum + each, 0),
      500,
    )
  })

  it('begin anew with the next window', async () => {
    const clock = simulatedClock(START)
    const [one, other] = await nodesAt(URL, 2, clock)
    assert.ok(one && other)
    const limit = draw(10)
    for (let minute = 0; minute < 3; minute += 1) {
      let granted = 0
      for (let round = 0; round < 20; round += 1) {
        granted += grants(one, [limit], 1) + grants(other, [limit], 1)
        await one.sharing.meet()
        await other.sharing.meet()
      }
      assert.equal(granted, 10)
      clock.advance(60_000)
    }
  })

  it('say that more may come within a second, and when the window ends once nothing can', async () => {
    const [one, other] = await nodesAt(URL, 2)
    assert.ok(one && other)
    const limit = draw(8)
    assert.equal(grants(one, [limit], 3), 1)
    const early = one.quota.reserve([limit])
    assert.equal(early.outcome === 'exhausted' && early.retryAfterSeconds, 1)
    for (let round = 0; round < 20; round += 1) {
      grants(one, [limit], 3)
      await one.sharing.meet()
      await other.sharing.meet()
    }
    const late = one.quota.reserve([limit])
    assert.ok(late.outcome === 'exhausted')
    const [remaining] = one.quota.standing([limit])
    assert.equal(late.retryAfterSeconds, remaining?.seconds)
  })

  it('give back to the node that took, and to the others with the next meetings', async () => {
    const [one, other] = await nodesAt(URL, 2)
    assert.ok(one && other)
    const limit = draw(4)
    const taken = one.quota.reserve([limit])
    one.quota.giveBack(taken)
    let granted = 0
    for (let round = 0; round < 20; round += 1) {
      granted += grants(other, [limit], 2)
      await one.sharing.meet()
      await other.sharing.meet()
    }
    assert.equal(granted, 4)
  })

  it('smooth a burst in common: what one node let through holds the other back', async () => {
    const clock = simulatedClock(START)
    const [one, other] = await nodesAt(URL, 2, clock)
    assert.ok(one && other)
    const limit = draw(100_000, { spike: { perMinute: 60, burst: 10 } })
    assert.equal(grants(one, [limit], 20), 10)
    assert.equal(grants(other, [limit], 6), 6)
    await one.sharing.meet()
    await other.sharing.meet()
    assert.equal(grants(other, [limit], 1), 0)
    const refused = other.quota.reserve([limit])
    assert.ok(refused.outcome === 'exhausted' && refused.violated[0].window === 'spike')
  })
})

describe('counts whose meeting place is away', { skip: ownRedis.skip }, () => {
  it('are counted apart with an even part each, and together again once it is back', async () => {
    const server = await ownRedis.start()
    const clock = simulatedClock(START)
    const nodes = await nodesAt(server.url, 2, clock)
    const limit = draw(100)
    await server.stop()
    for (const node of nodes) await node.sharing.meet()
    assert.deepEqual(
      nodes.map(node => node.sharing.state()),
      ['apart', 'apart'],
    )
    // Questions go on at once; a window that begins now is not exceeded together.
    assert.deepEqual(
      nodes.map(node => grants(node, [limit], 200)),
      [50, 50],
    )
    clock.advance(60_000)
    assert.deepEqual(
      nodes.map(node => grants(node, [limit], 200)),
      [50, 50],
    )
    await server.start()
    await untilGranting(...nodes)
    assert.deepEqual(
      nodes.map(node => node.heard),
      [
        ['apart', 'together'],
        ['apart', 'together'],
      ],
    )
    // What was used meanwhile is known now: there is nothing left of this minute, and the next is whole.
    for (const node of nodes) await node.sharing.meet()
    assert.equal(grants(nodes[0] ?? assert.fail(), [limit], 10), 0)
    clock.advance(60_000)
    let granted = 0
    for (let round = 0; round < 40; round += 1) {
      for (const node of nodes) {
        granted += grants(node, [limit], 5)
        await node.sharing.meet()
      }
    }
    assert.equal(granted, 100)
    await server.stop()
  })

  it('that forgets everything is told again by the nodes what they hold', async () => {
    const server = await ownRedis.start()
    const nodes = await nodesAt(server.url, 2)
    const limit = draw(100)
    let granted = 0
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round += 1) {
        for (const node of nodes) {
          granted += grants(node, [limit], 2)
          await node.sharing.meet()
        }
      }
    }
    await rounds(10)
    await server.forget()
    await untilGranting(...nodes)
    await rounds(40)
    assert.equal(granted, 100)
    await server.stop()
  })

  it('that hangs holds up no question', async () => {
    const server = await ownRedis.start()
    const [node] = await nodesAt(server.url, 1)
    assert.ok(node)
    server.freeze()
    const meeting = node.sharing.meet()
    assert.equal(grants(node, [draw(100)], 20), 20)
    await meeting
    assert.equal(node.sharing.state(), 'apart')
    assert.equal(grants(node, [draw(100)], 200), 100)
    server.thaw()
    await untilGranting(node)
    await server.stop()
  })
})

async function answers(url: string): Promise<boolean> {
  const { hostname, port } = new globalThis.URL(url)
  return new Promise(resolve => {
    const socket = createConnection({ host: hostname, port: Number(port) || 6379 })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
