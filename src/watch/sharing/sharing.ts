import type { Clock, EpochMillis } from '../../vocabulary/index.ts'
import { TOKEN } from '../quota/bucket.ts'
import type { Draw } from '../quota/limits.ts'
import type { Counter, Sharing } from '../quota/quota.ts'
import type { Window } from '../quota/window.ts'
import type { Ask, Exchange, Wanted } from './exchange.ts'
import {
  askFor,
  countOf,
  follow,
  type Held,
  heldOf,
  isShort,
  letGo,
  limitOf,
  shareOf,
  take,
  widen,
} from './held.ts'

/** Nodes meet as often as this while there is anything to say, and at once when something runs short. */
const MEET_MILLIS = 50
/** While they cannot, it is tried as often as this. */
const TRY_MILLIS = 1000
/** A second of not being used, and what is held beyond a share is let go. */
const IDLE_MILLIS = 1000
const ASKS_MAX = 1000
const GIVEN_UP_MAX = 10_000

export type SharedState = 'together' | 'apart'

export type SharedCounts = Sharing & {
  /** Meets the others now; what is under way already is waited for first. Never fails: it then counts apart. */
  readonly meet: () => Promise<void>
  readonly state: () => SharedState
  readonly stop: () => Promise<void>
}

/**
 * Counts shared among nodes without a question ever waiting for the others. Each node holds a part of every window, uses
 * it by itself, and in meetings asks for more, ahead of need, or lets go of what it does not use. Windows lie on a grid
 * that all nodes have in common, shifted for each count so that not all end at once.
 *
 * While the nodes can meet, no window lets through more than its limit (or a question for each node, where that is
 * more); each start of a node within a window may add one share. Bursts are smoothed in common at each meeting: before
 * it each node lets through a burst of its own at most, and all are held back until that has run in again.
 * While they cannot meet, each counts with an even part: windows that begin then are never exceeded together, and the
 * one in which it happened by less than as much again.
 */
export function createSharing({
  clock,
  exchange,
  nodes,
  told,
  timers = true,
}: {
  readonly clock: Clock
  readonly exchange: Exchange
  readonly nodes: number
  /** Hears when counts are no longer shared, with the reason, and when they are again. */
  readonly told: (state: SharedState, error?: unknown) => void
  /** Whether it meets by itself; tests say when. */
  readonly timers?: boolean
}): SharedCounts {
  const all = new Map<string, Held>()
  const dirty: Held[] = []
  /** Windows of which this node has said that it uses nothing, by count, with their length. */
  const givenUp = new Map<string, EpochMillis>()
  let state: SharedState = 'together'
  let underWay: Promise<void> | undefined
  let isAskedAgain = false
  let isStopped = false
  let triedAt = 0
  let since = 0

  const mark = (held: Held): void => {
    if (held.isDirty) return
    held.isDirty = true
    dirty.push(held)
    all.set(held.count, held)
  }
  const urge = (): void => {
    if (!timers || state === 'apart' || isStopped) return
    if (underWay) isAskedAgain = true
    else void meet()
  }

  const askOf = (held: Held): Ask => {
    held.isDirty = false
    const { spent, spike, count } = held
    held.spent = 0
    return {
      count,
      minute: askFor(held, held.minute, nodes),
      day: askFor(held, held.day, nodes),
      burst: spike && { ...spike, spent },
    }
  }
  const answerWanted = async (wanted: readonly Wanted[]): Promise<void> => {
    const unspoken: Wanted[] = []
    for (const want of wanted) {
      const held = all.get(want.count)
      const lease = held?.[want.window]
      if (lease) follow(lease)
      if (held && lease?.startedAt === want.startedAt && (lease.left !== null || lease.window.used > 0)) {
        // Who wants it may be this node itself.
        if (!lease.isWanting && letGo(lease, 0)) mark(held)
      } else if (!givenUp.has(nameOf(want))) {
        if (givenUp.size >= GIVEN_UP_MAX) givenUp.clear()
        givenUp.set(nameOf(want), want.startedAt)
        if (held && lease?.startedAt === want.startedAt) letGo(lease, 0)
        unspoken.push(want)
      }
    }
    if (unspoken.length > 0) await exchange.giveUp(unspoken)
  }
  const meetOnce = async (): Promise<void> => {
    const batch = dirty.splice(0, ASKS_MAX)
    const asks = batch.map(askOf)
    try {
      const { answers, wanted, ...meeting } = await exchange.meet(asks)
      if (meeting.since !== since) {
        since = meeting.since
        // What is kept there now may know nothing of what is held here.
        for (const held of all.values()) mark(held)
      }
      for (const [index, answer] of answers.entries()) {
        const held = batch[index]
        const asked = asks[index]
        if (!held || !asked) continue
        take(held.minute, asked.minute, answer.minute)
        take(held.day, asked.day, answer.day)
        const { bucket } = held.counter
        if (asked.burst === null || bucket === null) continue
        bucket.level = answer.level - held.spent * TOKEN
        bucket.at = clock.now()
      }
      if (state === 'apart') {
        state = 'together'
        told(state)
      }
      await answerWanted(wanted)
    } catch (error) {
      for (const [index, held] of batch.entries()) {
        held.spent += asks[index]?.burst?.spent ?? 0
        mark(held)
      }
      if (state === 'together') {
        state = 'apart'
        told(state, error)
      }
    }
  }
  const meet = async (): Promise<void> => {
    while (underWay) await underWay
    triedAt = clock.now()
    underWay = meetOnce().finally(() => {
      underWay = undefined
    })
    await underWay
    if (isAskedAgain) {
      isAskedAgain = false
      urge()
    }
  }
  const lookForIdle = (): void => {
    const now = clock.now()
    for (const [count, held] of all) {
      if (now - held.day.window.startedAt >= held.day.window.length) all.delete(count)
      for (const lease of [held.minute, held.day]) {
        follow(lease)
        const isIdle = lease.window.used === lease.usedThen
        lease.usedThen = lease.window.used
        if (isIdle) lease.isWanting = false
        if (isIdle && letGo(lease, shareOf(limitOf(held, lease), nodes))) mark(held)
      }
    }
    if (givenUp.size > 0)
      for (const [name, startedAt] of givenUp)
        if (now - startedAt >= (name.includes(':day:') ? 86_400_000 : 60_000)) givenUp.delete(name)
  }
  const every = timers
    ? [
        setInterval(() => {
          if (underWay || (state === 'apart' && clock.now() - triedAt < TRY_MILLIS)) return
          void meet()
        }, MEET_MILLIS).unref(),
        setInterval(lookForIdle, IDLE_MILLIS).unref(),
      ]
    : []

  return {
    startOf: (length, now, key) => {
      const shift = shiftOf(key, length)
      return Math.floor((now - shift) / length) * length + shift
    },
    allowanceOf: ({ startedAt, length }, limit, key) => {
      const window = length > 60_000 ? 'day' : 'minute'
      return givenUp.size > 0 && givenUp.has(nameOf({ count: countOf(key), window, startedAt }))
        ? 0
        : Math.min(limit, shareOf(limit, nodes))
    },
    noted: (counter: Counter, draw: Draw | null, count) => {
      let held = counter.held
      if (held === undefined) {
        if (draw === null) return
        held = heldOf(counter, draw.volume, draw.spike)
        counter.held = held
      } else if (draw !== null) {
        held.volume = draw.volume
        held.spike = draw.spike
      }
      held.spent += count
      mark(held)
      if (count === 0)
        for (const lease of [held.minute, held.day])
          if (lease.window.used >= lease.window.allowance) lease.isMissed = true
      if (isShort(held, held.minute, nodes) || isShort(held, held.day, nodes)) urge()
    },
    wider: (counter, { volume }) => {
      const { held } = counter
      if (state === 'together' || held === undefined) return false
      let isWider = false
      for (const [lease, limit] of [
        [held.minute, volume.perMinute],
        [held.day, volume.perDay],
      ] as const) {
        const { allowance, used } = lease.window
        if (allowance - used <= 0 && used < limit && widen(held, lease, nodes)) isWider = true
      }
      return isWider
    },
    mayCome: (counter: Counter, window: Window) => {
      const lease = counter.held?.[window === counter.day ? 'day' : 'minute']
      if (lease === undefined) return false
      follow(lease)
      return state === 'together' && (lease.left === null || lease.left + lease.reserved > 0)
    },
    meet,
    state: () => state,
    stop: async () => {
      isStopped = true
      for (const timer of every) clearInterval(timer)
      while (underWay) await underWay
      await exchange.close()
    },
  }
}

const nameOf = ({ count, window, startedAt }: Wanted): string => `${count}:${window}:${startedAt}`

/** How far the windows of a count are shifted, the same on every node (FNV-1a, 32 bits). */
function shiftOf(key: string, length: number): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < key.length; index += 1) {
    hash ^= key.charCodeAt(index)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  return hash % length
}
