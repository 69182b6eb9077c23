import { randomUUID } from 'node:crypto'
import { policyInForce, spikeOf } from '../src/policy/index.ts'
import { systemClock } from '../src/vocabulary/index.ts'
import { createQuota, createSharing, type Draw, openValkey, type Quota } from '../src/watch/index.ts'
import type { Report } from './report.ts'
import { interleaved, median, ratio } from './rounds.ts'

const ROUNDS = 9
const CALLS = 200_000
const CONNECTIONS = 200
const VOLUME = { perMinute: 1_000_000_000, perDay: 10_000_000_000 }
const URL = process.env['SIGNPOST_TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/** What reserving costs a question, in nanoseconds, beside the one count of a minute and a day that went before it. */
export async function benchQuota(): Promise<Report> {
  const spike = spikeOf(VOLUME, policyInForce(systemClock.now()).parameters)
  const draw = (layer: Draw['layer'], key: string, isTold: boolean): Draw => ({
    layer,
    key,
    volume: VOLUME,
    spike,
    isTold,
  })
  const asking = Array.from({ length: CONNECTIONS }, (_, index) => [
    draw('connection', `usual connection bench-${index}`, true),
    draw('organisation', `organisation production bench-${index % 50}`, false),
    draw('product', `product production bench-${index % 10}`, false),
  ])
  const alone = asking.map(([connection]) => (connection ? [connection] : []))
  const single = singleCount()
  const exchange = await openValkey({ url: URL, node: randomUUID(), nodes: 2, report: () => {} })
  let isShared = true
  const sharing = createSharing({
    clock: systemClock,
    exchange,
    nodes: 2,
    told: state => {
      isShared = state === 'together'
    },
    timers: false,
  })
  await sharing.meet()
  const one = createQuota(systemClock)
  const layers = createQuota(systemClock)
  const shared = createQuota(systemClock, sharing)
  const through = (quota: Quota, draws: readonly (readonly Draw[])[]) => (turn: number) =>
    quota.reserve(draws[turn % CONNECTIONS] ?? []).outcome === 'granted'
  const steps: readonly { name: string; run: (turn: number) => boolean; meets?: boolean }[] = [
    {
      name: 'one count, as before',
      run: turn => single(`usual bench-${turn % CONNECTIONS}`, VOLUME.perMinute, VOLUME.perDay),
    },
    { name: 'one count with a burst', run: through(one, alone) },
    { name: 'connection, organisation and product, each with a burst', run: through(layers, asking) },
    ...(isShared
      ? [{ name: 'the same, shared among nodes', run: through(shared, asking), meets: true }]
      : []),
  ]
  const meetings: number[] = []
  const measured = await interleaved(steps, ROUNDS, async ({ run, meets }) => {
    if (meets) await sharing.meet()
    let granted = 0
    const began = performance.now()
    for (let turn = 0; turn < CALLS; turn += 1) if (run(turn)) granted += 1
    const nanos = ((performance.now() - began) * 1_000_000) / CALLS
    if (granted !== CALLS) throw new Error(`Only ${granted} of ${CALLS} were granted.`)
    if (meets) {
      const met = performance.now()
      await sharing.meet()
      meetings.push(performance.now() - met)
    }
    return nanos
  })
  await sharing.stop()
  const base = measured[0] ?? []
  return {
    part: 'quota',
    tables: [
      {
        title: 'Reserving for one question, in process',
        columns: ['', 'ns', 'times one count'],
        rows: steps.map(({ name }, index) => [
          name,
          median(measured[index] ?? []),
          ratio(measured[index] ?? [], base),
        ]),
      },
    ],
    goals: [],
    notes: [
      `Medians of ${ROUNDS} rounds of ${CALLS.toLocaleString('en-GB')} questions of ${CONNECTIONS} connections, 50 organisations and 10 products.`,
      isShared
        ? `A meeting of ${CONNECTIONS + 60} counts took ${median(meetings).toFixed(1)} ms, beside the questions; there are at most some 20 a second.`
        : 'Sharing was not measured: no Redis or Valkey answered.',
    ],
  }
}

/** What the quota was before it had layers: one key, a minute and a day. */
function singleCount() {
  type Stretch = { startedAt: number; used: number }
  const uses = new Map<string, { minute: Stretch; day: Stretch }>()
  const renew = (stretch: Stretch, length: number, now: number): void => {
    if (now - stretch.startedAt < length && now >= stretch.startedAt) return
    stretch.startedAt = now
    stretch.used = 0
  }
  return (key: string, perMinute: number, perDay: number): boolean => {
    const now = systemClock.now()
    let use = uses.get(key)
    if (use === undefined) {
      use = { minute: { startedAt: now, used: 0 }, day: { startedAt: now, used: 0 } }
      uses.set(key, use)
    }
    renew(use.minute, 60_000, now)
    renew(use.day, 86_400_000, now)
    if (use.day.used >= perDay || use.minute.used >= perMinute) return false
    use.minute.used += 1
    use.day.used += 1
    return true
  }
}
