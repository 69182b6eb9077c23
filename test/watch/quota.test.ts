import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { type EpochMillis, simulatedClock } from '../../src/vocabulary/index.ts'
import type { Draw, Layer } from '../../src/watch/quota/limits.ts'
import { createQuota, type Reservation } from '../../src/watch/quota/quota.ts'

const volume = { perMinute: 2, perDay: 5 }
const of = (key: string, over: Partial<Draw> = {}): Draw => ({
  layer: 'connection',
  key,
  volume,
  spike: null,
  isTold: true,
  ...over,
})
const policies = (reservation: Reservation): readonly string[] =>
  reservation.outcome === 'exhausted' ? reservation.violated.map(one => one.policy) : []

describe('the quota', () => {
  it('lets two through a gate of two, however many ask at once', async () => {
    const quota = createQuota(simulatedClock(0))
    const answers = await Promise.all(Array.from({ length: 20 }, async () => quota.reserve([of('a')])))
    assert.equal(answers.filter(answer => answer.outcome === 'granted').length, 2)
  })

  it('says which limits are used up and when none is any more', () => {
    const clock = simulatedClock(0)
    const quota = createQuota(clock)
    quota.reserve([of('a')])
    quota.reserve([of('a')])
    clock.advance(20_500)
    assert.deepEqual(quota.reserve([of('a')]), {
      outcome: 'exhausted',
      violated: [{ layer: 'connection', window: 'minute', policy: 'minute', remaining: 0, seconds: 40 }],
      retryAfterSeconds: 40,
    })
    clock.advance(40_000)
    assert.equal(quota.reserve([of('a')]).outcome, 'granted')
    assert.equal(quota.reserve([of('a')]).outcome, 'granted')
    clock.advance(60_000)
    assert.equal(quota.reserve([of('a')]).outcome, 'granted')
    const refused = quota.reserve([of('a')])
    assert.deepEqual(policies(refused), ['day'])
    assert.equal(refused.outcome === 'exhausted' && refused.retryAfterSeconds, 86_400 - 120)
  })

  it('gives back what was reserved for a question that could not be answered, from every count', () => {
    const quota = createQuota(simulatedClock(0))
    const spike = { perMinute: 60, burst: 2 }
    const draws = [of('a', { spike }), of('o', { layer: 'organisation', spike })]
    for (let turn = 0; turn < 10; turn += 1) {
      const reservation = quota.reserve(draws)
      assert.equal(reservation.outcome, 'granted')
      quota.giveBack(reservation)
    }
    assert.deepEqual(
      quota.standing(draws).map(({ remaining }) => remaining),
      [2, 5, 2, 5],
    )
  })

  it('gives back to the window it took from, never to a later one', () => {
    const clock = simulatedClock(0)
    const quota = createQuota(clock)
    const early = quota.reserve([of('a')])
    clock.advance(61_000)
    quota.reserve([of('a')])
    quota.reserve([of('a')])
    quota.giveBack(early)
    assert.equal(quota.reserve([of('a')]).outcome, 'exhausted')
  })

  it('takes from all counts or from none', () => {
    const quota = createQuota(simulatedClock(0))
    const whole = of('whole', { layer: 'organisation', volume: { perMinute: 3, perDay: 5 } })
    const one = [of('one'), whole]
    const other = [of('other'), whole]
    assert.deepEqual(
      [one, one, one, other, other, other].map(draws => quota.reserve(draws).outcome),
      ['granted', 'granted', 'exhausted', 'granted', 'exhausted', 'exhausted'],
    )
    // What the whole refused has taken nothing from the other.
    assert.deepEqual(
      quota.standing(other).map(({ policy, remaining }) => [policy, remaining]),
      [
        ['minute', 1],
        ['day', 4],
        ['organisation-minute', 0],
        ['organisation-day', 2],
      ],
    )
  })

  it('names everything that stood in the way, in the order of the layers', () => {
    const quota = createQuota(simulatedClock(0))
    const tiny = { perMinute: 1, perDay: 1 }
    const draws: Draw[] = (['account', 'connection', 'product'] as const satisfies readonly Layer[]).map(
      layer => of(layer, { layer, volume: tiny }),
    )
    quota.reserve(draws)
    const refused = quota.reserve(draws)
    assert.deepEqual(policies(refused), [
      'account-minute',
      'account-day',
      'minute',
      'day',
      'product-minute',
      'product-day',
    ])
  })

  it('tells what is left of the nearest limit of one’s own, and nothing of what others draw from', () => {
    const quota = createQuota(simulatedClock(0))
    const shared = of('o', { layer: 'organisation', volume: { perMinute: 1, perDay: 1 }, isTold: false })
    const answer = quota.reserve([of('a', { volume: { perMinute: 9, perDay: 4 } }), shared])
    assert.deepEqual(answer.outcome === 'granted' && answer.least, {
      policy: 'day',
      remaining: 3,
      seconds: 86_400,
    })
  })

  it('names what others draw from only where nothing of one’s own stood in the way, and has one wait for both', () => {
    const quota = createQuota(simulatedClock(0))
    const whole = of('o', { layer: 'organisation', volume: { perMinute: 9, perDay: 3 }, isTold: false })
    quota.reserve([of('a'), whole])
    quota.reserve([of('a'), whole])
    quota.reserve([of('b'), whole])
    const both = quota.reserve([of('a'), whole])
    assert.deepEqual(
      [policies(both), both.outcome === 'exhausted' && both.retryAfterSeconds],
      [['minute'], 86_400],
    )
    assert.deepEqual(policies(quota.reserve([of('b'), whole])), ['organisation-day'])
  })

  describe('with a burst', () => {
    const busy = { perMinute: 1000, perDay: 10_000 }
    const smoothed = of('a', { volume: busy, spike: { perMinute: 120, burst: 4 } })

    it('lets so many at once and then one in each half second', () => {
      const clock = simulatedClock(0)
      const quota = createQuota(clock)
      const outcomes = (times: number) =>
        Array.from({ length: times }, () => quota.reserve([smoothed]).outcome === 'granted')
      assert.deepEqual(outcomes(5), [true, true, true, true, false])
      const refused = quota.reserve([smoothed])
      assert.deepEqual(refused.outcome === 'exhausted' && [policies(refused), refused.retryAfterSeconds], [
        ['spike'],
        1,
      ])
      clock.advance(499)
      assert.deepEqual(outcomes(1), [false])
      clock.advance(1)
      assert.deepEqual(outcomes(2), [true, false])
      clock.advance(1_000_000)
      assert.deepEqual(outcomes(5), [true, true, true, true, false])
    })

    it('says so once three quarters of it are gone', () => {
      const quota = createQuota(simulatedClock(0))
      const told = Array.from({ length: 4 }, () => {
        const answer = quota.reserve([smoothed])
        return answer.outcome === 'granted' ? answer.spike : undefined
      })
      assert.deepEqual(told, [null, null, null, { policy: 'spike', remaining: 0, seconds: 2 }])
    })

    it('is held up no longer for a clock set back', () => {
      let now = 1_000_000
      const quota = createQuota({ now: () => now })
      for (let turn = 0; turn < 4; turn += 1) quota.reserve([smoothed])
      now = 0
      assert.equal(quota.reserve([smoothed]).outcome, 'exhausted')
      now = 500
      assert.equal(quota.reserve([smoothed]).outcome, 'granted')
    })
  })

  it('agrees with a count that keeps every question ever asked', () => {
    const layers = fc.constantFrom<readonly string[]>(
      ['a', 'o', 'p'],
      ['b', 'o', 'p'],
      ['b', 'o', 'q'],
      ['c'],
    )
    const step = fc.oneof(
      { weight: 5, arbitrary: fc.record({ ask: layers }) },
      { weight: 2, arbitrary: fc.record({ wait: fc.integer({ min: 0, max: 40_000 }) }) },
      { weight: 1, arbitrary: fc.record({ giveBack: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ wait: fc.constantFrom(59_999, 60_000, 86_399_999, 86_400_000) }) },
    )
    const limit = fc.record({
      perMinute: fc.integer({ min: 1, max: 5 }),
      perDay: fc.integer({ min: 1, max: 12 }),
      rate: fc.integer({ min: 1, max: 200 }),
      burst: fc.integer({ min: 1, max: 5 }),
    })
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 120 }),
        fc.record({ a: limit, b: limit, c: limit, o: limit, p: limit, q: limit }),
        (steps, limits) => {
          const clock = simulatedClock(1_700_000_000_000)
          const quota = createQuota(clock)
          const oracle = new Ledger(limits)
          const held: { reservation: Reservation; id: number }[] = []
          for (const each of steps) {
            if ('wait' in each) clock.advance(each.wait)
            else if ('giveBack' in each) {
              const [back] = held.splice(each.giveBack % (held.length || 1), 1)
              if (back === undefined) continue
              quota.giveBack(back.reservation)
              oracle.forget(back.id, clock.now())
            } else {
              const draws = each.ask.map(key => {
                const { perMinute, perDay, rate, burst } = limits[key as keyof typeof limits]
                return of(key, { volume: { perMinute, perDay }, spike: { perMinute: rate, burst } })
              })
              const reservation = quota.reserve(draws)
              const id = oracle.ask(each.ask, clock.now())
              assert.equal(reservation.outcome === 'granted', id !== null)
              if (id !== null) held.push({ reservation, id })
              else assert.ok(reservation.outcome === 'exhausted' && reservation.retryAfterSeconds >= 1)
            }
          }
        },
      ),
      { numRuns: 400 },
    )
  })
})

type Limits = Readonly<Record<string, { perMinute: number; perDay: number; rate: number; burst: number }>>

/**
 * What was asked and not given back, of every count, for ever; each question is judged from the first one on. Tokens are
 * fractions of whole numbers, worked out anew each time.
 */
class Ledger {
  readonly #limits: Limits
  /** All that happened to each count, in order. */
  readonly #events = new Map<string, { at: EpochMillis; id: number; kind: 'look' | 'take' | 'back' }[]>()
  #ids = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  ask(keys: readonly string[], now: EpochMillis): number | null {
    const fits = keys.map(key => this.#fits(key, now)).every(Boolean)
    this.#ids += 1
    for (const key of keys) this.#of(key).push({ at: now, id: this.#ids, kind: fits ? 'take' : 'look' })
    return fits ? this.#ids : null
  }

  forget(id: number, now: EpochMillis): void {
    for (const events of this.#events.values())
      if (events.some(event => event.id === id && event.kind === 'take'))
        events.push({ at: now, id, kind: 'back' })
  }

  #of(key: string) {
    const events = this.#events.get(key) ?? []
    this.#events.set(key, events)
    return events
  }

  #fits(key: string, now: EpochMillis): boolean {
    const limit = this.#limits[key]
    if (limit === undefined) return false
    return (
      this.#usedIn(key, 60_000, now) < limit.perMinute &&
      this.#usedIn(key, 86_400_000, now) < limit.perDay &&
      this.#tokens(key, now) >= 60_000n
    )
  }

  /** A window begins with the first look after the one before has ended. */
  #usedIn(key: string, length: number, now: EpochMillis): number {
    const events = this.#of(key)
    let begins = Number.NEGATIVE_INFINITY
    for (const { at, kind } of events) if (kind !== 'back' && at - begins >= length) begins = at
    if (now - begins >= length) return 0
    const taken = events.filter(event => event.kind === 'take' && event.at >= begins).map(event => event.id)
    const back = new Set(events.filter(event => event.kind === 'back').map(event => event.id))
    return taken.filter(id => !back.has(id)).length
  }

  #tokens(key: string, now: EpochMillis): bigint {
    const { rate = 1, burst = 1 } = this.#limits[key] ?? {}
    const most = BigInt(burst) * 60_000n
    let level = most
    let last: EpochMillis | null = null
    const until = (at: EpochMillis) => {
      const run = BigInt(at - (last ?? at)) * BigInt(rate)
      level = level + run > most ? most : level + run
      last = at
    }
    for (const { at, kind } of this.#of(key)) {
      // What is given back is seen at the next look, with what has run in until then.
      if (kind === 'back') {
        level += 60_000n
        continue
      }
      until(at)
      if (kind === 'take') level -= 60_000n
    }
    until(now)
    return level
  }
}
