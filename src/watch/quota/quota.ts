import type { Clock, EpochMillis } from '../../vocabulary/index.ts'
import type { Held } from '../sharing/held.ts'
import { type Bucket, fullBucket, refill, TOKEN, tokensIn, untilFull, untilToken } from './bucket.ts'
import { type Draw, type Layer, policyName, type WindowName } from './limits.ts'
import { closedWindow, DAY, leftIn, MINUTE, millisLeft, type Opening, renew, type Window } from './window.ts'

/** One limit and what is left of it. Seconds are rounded up and at least 1. */
export type Remaining = { readonly policy: string; readonly remaining: number; readonly seconds: number }

/** A limit that had nothing left, and when there is something again. */
export type Violated = Remaining & { readonly layer: Layer; readonly window: WindowName }

export type Reservation =
  | {
      readonly outcome: 'granted'
      readonly at: EpochMillis
      /** Of the windows that the caller is told of, the one with the least left. */
      readonly least: Remaining | null
      /** A burst that is three quarters gone, where the caller is told of it. */
      readonly spike: Remaining | null
      readonly from: readonly Counter[]
    }
  | {
      readonly outcome: 'exhausted'
      /** The limits that stood in the way, in the order of the layers; those not told only where no other did. */
      readonly violated: readonly [Violated, ...Violated[]]
      /** When nothing does any more, told or not. */
      readonly retryAfterSeconds: number
    }

/** What one count has come to. */
export type Counter = {
  readonly key: string
  readonly minute: Window
  readonly day: Window
  /** Null until somebody draws with a spike. */
  bucket: Bucket | null
  /** What of it is shared with other nodes; undefined: nothing, or not noted yet. */
  held: Held | undefined
}

/** What others may count along with: where windows begin, how much of each may be used here, and who hears of use. */
export type Sharing = Opening & {
  /** After each taking and giving back (`count` 1 or -1), and when something was refused (0). */
  readonly noted: (counter: Counter, draw: Draw | null, count: -1 | 0 | 1) => void
  /** Asked where a count has nothing left here: whether it has more now, because others cannot be asked. */
  readonly wider: (counter: Counter, draw: Draw) => boolean
  /** Whether more may come within a second, so that what is refused here may be asked again then. */
  readonly mayCome: (counter: Counter, window: Window) => boolean
}

const ALONE: Sharing = {
  startOf: (_length, now) => now,
  allowanceOf: () => Number.POSITIVE_INFINITY,
  noted: () => {},
  wider: () => false,
  mayCome: () => false,
}

/** From so many counts on, those whose day is over are forgotten when another is added. */
const SWEPT_FROM = 10_000

/**
 * Counts questions, for several counts at once, in windows of a minute and of a day and with a smoothed burst
 * (AUP25-41). One step checks all and takes from all, or takes from none: counting first and deciding later lets twenty
 * parallel requests through a gate for two, and taking one by one leaves something taken when a later one refuses.
 * Nothing here waits.
 */
export function createQuota(clock: Clock, sharing: Sharing = ALONE) {
  const counters = new Map<string, Counter>()
  let sweepAt = SWEPT_FROM
  const add = (key: string, now: EpochMillis): Counter => {
    if (counters.size >= sweepAt) {
      for (const [old, { day }] of counters) if (millisLeft(day, now) <= 0) counters.delete(old)
      sweepAt = Math.max(SWEPT_FROM, counters.size * 2)
    }
    const counter: Counter = {
      key,
      minute: closedWindow(MINUTE),
      day: closedWindow(DAY),
      bucket: null,
      held: undefined,
    }
    counters.set(key, counter)
    return counter
  }
  const counterOf = ({ key, volume, spike }: Draw, now: EpochMillis): Counter => {
    const counter = counters.get(key) ?? add(key, now)
    renew(counter.minute, volume.perMinute, now, sharing, key)
    renew(counter.day, volume.perDay, now, sharing, key)
    if (spike !== null) {
      if (counter.bucket === null) counter.bucket = fullBucket(spike, now)
      else refill(counter.bucket, spike, now)
    }
    return counter
  }
  return {
    /** @param draws in the order of the layers, no two with one key */
    reserve(draws: readonly Draw[]): Reservation {
      const now = clock.now()
      const from: Counter[] = []
      let isFull = true
      for (const draw of draws) {
        const counter = counterOf(draw, now)
        from.push(counter)
        if (!hasLeft(counter, draw)) isFull = false
      }
      if (!isFull && !hasNow(draws, from, sharing)) return exhausted(draws, from, now, sharing)
      for (let index = 0; index < from.length; index += 1) {
        const counter = from[index]
        const draw = draws[index]
        if (counter === undefined || draw === undefined) continue
        counter.minute.used += 1
        counter.day.used += 1
        if (draw.spike !== null && counter.bucket !== null) counter.bucket.level -= TOKEN
        sharing.noted(counter, draw, 1)
      }
      return granted(draws, from, now)
    },
    /** Returns a reservation to where it was taken from; a window that has ended since needs nothing back. */
    giveBack(reservation: Reservation): void {
      if (reservation.outcome !== 'granted') return
      for (const counter of reservation.from) {
        for (const window of [counter.minute, counter.day])
          if (window.startedAt <= reservation.at && window.used > 0) window.used -= 1
        // What is more than the burst runs over when it is looked at next.
        if (counter.bucket !== null) counter.bucket.level += TOKEN
        sharing.noted(counter, null, -1)
      }
    },
    /** What is left of each, told or not, without taking anything. */
    standing(draws: readonly Draw[]): readonly (Violated & { readonly limit: number })[] {
      const now = clock.now()
      return draws.flatMap(draw => {
        const { minute, day } = counterOf(draw, now)
        const { perMinute, perDay } = draw.volume
        return [
          { ...inWindow(draw, 'minute', minute, now), limit: perMinute },
          { ...inWindow(draw, 'day', day, now), limit: perDay },
        ]
      })
    },
  }
}

export type Quota = ReturnType<typeof createQuota>

const hasLeft = ({ minute, day, bucket }: Counter, { volume, spike }: Draw): boolean =>
  leftIn(minute, volume.perMinute) > 0 &&
  leftIn(day, volume.perDay) > 0 &&
  (spike === null || bucket === null || bucket.level >= TOKEN)

/** Tells of what is short, and whether all have something left after all. */
function hasNow(draws: readonly Draw[], from: readonly Counter[], sharing: Sharing): boolean {
  let isEnough = true
  for (const [index, draw] of draws.entries()) {
    const counter = from[index]
    if (counter === undefined || hasLeft(counter, draw)) continue
    sharing.noted(counter, draw, 0)
    if (!sharing.wider(counter, draw) || !hasLeft(counter, draw)) isEnough = false
  }
  return isEnough
}

/** In whole seconds, and never at once. */
const seconds = (millis: number): number => Math.max(1, Math.ceil(millis / 1000))

const inWindow = (
  { layer, volume }: Draw,
  name: 'minute' | 'day',
  window: Window,
  now: EpochMillis,
): Violated => ({
  layer,
  window: name,
  policy: policyName(layer, name),
  remaining: Math.max(0, leftIn(window, name === 'minute' ? volume.perMinute : volume.perDay)),
  seconds: seconds(millisLeft(window, now)),
})

function granted(draws: readonly Draw[], from: readonly Counter[], now: EpochMillis): Reservation {
  let least: Draw | null = null
  let window: Window | null = null
  let remaining = Number.POSITIVE_INFINITY
  let spike: Remaining | null = null
  for (let index = 0; index < from.length; index += 1) {
    const draw = draws[index]
    const counter = from[index]
    if (draw === undefined || counter === undefined || !draw.isTold) continue
    const leftOfMinute = leftIn(counter.minute, draw.volume.perMinute)
    const leftOfDay = leftIn(counter.day, draw.volume.perDay)
    if (leftOfMinute < remaining || leftOfDay < remaining) {
      least = draw
      window = leftOfDay < leftOfMinute ? counter.day : counter.minute
      remaining = Math.min(leftOfDay, leftOfMinute)
    }
    const { bucket } = counter
    if (draw.spike !== null && bucket !== null && bucket.level < draw.spike.burst * (TOKEN / 4)) {
      spike = {
        policy: policyName(draw.layer, 'spike'),
        remaining: tokensIn(bucket),
        seconds: seconds(untilFull(bucket, draw.spike)),
      }
    }
  }
  return {
    outcome: 'granted',
    at: now,
    least:
      least === null || window === null
        ? null
        : {
            policy: policyName(least.layer, window.length === DAY ? 'day' : 'minute'),
            remaining,
            seconds: seconds(millisLeft(window, now)),
          },
    spike,
    from,
  }
}

function exhausted(
  draws: readonly Draw[],
  from: readonly Counter[],
  now: EpochMillis,
  sharing: Sharing,
): Reservation {
  const violated: Violated[] = []
  for (const [index, draw] of draws.entries()) {
    const counter = from[index]
    if (counter === undefined) continue
    const { layer, volume, spike } = draw
    if (spike !== null && counter.bucket !== null && counter.bucket.level < TOKEN) {
      const policy = policyName(layer, 'spike')
      const wait = seconds(untilToken(counter.bucket, spike))
      violated.push({ layer, window: 'spike', policy, remaining: 0, seconds: wait })
    }
    for (const [name, window, limit] of [
      ['minute', counter.minute, volume.perMinute],
      ['day', counter.day, volume.perDay],
    ] as const) {
      if (leftIn(window, limit) > 0) continue
      const told = inWindow(draw, name, window, now)
      // What others hold back may come at the next meeting with them.
      violated.push(window.used < limit && sharing.mayCome(counter, window) ? { ...told, seconds: 1 } : told)
    }
  }
  // How much others ask is told only where that alone stands in the way.
  const own = violated.filter(({ layer }) => draws.some(draw => draw.layer === layer && draw.isTold))
  const [first, ...more] = own.length > 0 ? own : violated
  if (first === undefined) throw new Error('Nothing stands in the way of what was refused.')
  return {
    outcome: 'exhausted',
    violated: [first, ...more],
    retryAfterSeconds: Math.max(...violated.map(one => one.seconds)),
  }
}
