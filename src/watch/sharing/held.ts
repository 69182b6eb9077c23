import { createHash } from 'node:crypto'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Spike, Volume } from '../quota/limits.ts'
import type { Counter } from '../quota/quota.ts'
import type { Window } from '../quota/window.ts'
import type { WindowAnswer, WindowAsk } from './exchange.ts'

/** What is known of one window that all nodes count in. */
export type Lease = {
  readonly window: Window
  readonly name: 'minute' | 'day'
  /** Of which stretch of time the rest speaks. */
  startedAt: EpochMillis
  /** What nobody held at the last meeting, and what was kept for nodes that had not spoken; null: not met yet. */
  left: number | null
  reserved: number
  /** Used here when it was last asked for more. */
  usedBefore: number
  /** Used here when it was last looked at for idleness. */
  usedThen: number
  /** Whether it was widened because nobody could be asked. */
  isWidened: boolean
  /** Whether a question found nothing left since more was asked for. */
  isMissed: boolean
  /** Whether less was granted than was asked for, and it has not been idle since. */
  isWanting: boolean
}

/** One count as this node holds it. */
export type Held = {
  readonly counter: Counter
  /** What the count is called where the nodes meet. */
  readonly count: string
  volume: Volume
  spike: Spike | null
  readonly minute: Lease
  readonly day: Lease
  /** Tokens taken since that was last told. */
  spent: number
  isDirty: boolean
}

export const countOf = (key: string): string =>
  createHash('sha256').update(key).digest('base64url').slice(0, 22)

export function heldOf(counter: Counter, volume: Volume, spike: Spike | null): Held {
  return {
    counter,
    count: countOf(counter.key),
    volume,
    spike,
    minute: leaseOf(counter.minute, 'minute'),
    day: leaseOf(counter.day, 'day'),
    spent: 0,
    isDirty: false,
  }
}

const leaseOf = (window: Window, name: Lease['name']): Lease => ({
  window,
  name,
  startedAt: window.startedAt,
  left: null,
  reserved: 0,
  usedBefore: 0,
  usedThen: 0,
  isWidened: false,
  isMissed: false,
  isWanting: false,
})

/** Forgets what was known of a stretch that is over. */
export function follow(lease: Lease): void {
  const { window } = lease
  if (lease.startedAt === window.startedAt) return
  lease.startedAt = window.startedAt
  lease.left = null
  lease.reserved = 0
  lease.usedBefore = 0
  lease.usedThen = 0
  lease.isWidened = false
  lease.isMissed = false
  lease.isWanting = false
}

export const limitOf = ({ volume }: Held, { name }: Lease): number =>
  name === 'minute' ? volume.perMinute : volume.perDay

/**
 * What a node may use before it has spoken with the others, that it need not wait for them: all nodes together a
 * quarter of the limit, and one question each.
 */
export const shareOf = (limit: number, nodes: number): number => Math.max(1, Math.floor(limit / (4 * nodes)))

/** What each node counts with while it cannot speak with the others. */
export const partOf = (left: number, nodes: number): number => Math.max(1, Math.floor(left / nodes))

/** How many times between two meetings' use is asked for: about a second's worth. */
const AHEAD = 20

export function askFor(held: Held, lease: Lease, nodes: number): WindowAsk {
  follow(lease)
  const { window, usedBefore } = lease
  const limit = limitOf(held, lease)
  const share = shareOf(limit, nodes)
  const inHand = window.allowance - window.used
  const recently = Math.max(0, window.used - usedBefore)
  const ahead = recently > 0 || lease.isMissed ? Math.max(share, recently * AHEAD) : 0
  lease.usedBefore = window.used
  lease.isMissed = false
  const want = Math.max(0, Math.min(limit, ahead) - inHand)
  return { startedAt: window.startedAt, length: window.length, limit, share, mine: window.allowance, want }
}

/** Takes what was granted, unless the stretch it is for is over. */
export function take(lease: Lease, asked: WindowAsk, { granted, left, reserved }: WindowAnswer): void {
  follow(lease)
  if (lease.startedAt !== asked.startedAt) return
  lease.window.allowance += granted
  if (granted < asked.want) lease.isWanting = true
  lease.left = left
  lease.reserved = reserved
}

/** Whether what is held will soon be used up and there may be more. */
export function isShort(held: Held, lease: Lease, nodes: number): boolean {
  follow(lease)
  if (lease.left === null) return true
  const limit = limitOf(held, lease)
  const { allowance, used } = lease.window
  return (
    allowance < limit && (allowance - used) * 4 < shareOf(limit, nodes) && lease.left + lease.reserved > 0
  )
}

/**
 * Widens a window because the others cannot be asked: by an even part of what was left when they last could be; where
 * that was not in this stretch, to an even part of the whole. Once for each stretch. Answers whether it is wider.
 */
export function widen(held: Held, lease: Lease, nodes: number): boolean {
  follow(lease)
  if (lease.isWidened) return false
  lease.isWidened = true
  const { window, left } = lease
  const before = window.allowance
  const part = left === null ? partOf(limitOf(held, lease), nodes) : window.used + partOf(left, nodes)
  window.allowance = Math.max(before, part)
  return window.allowance > before
}

/** Lets go of what is held beyond the use, keeping so much. Answers whether there was any. */
export function letGo({ window }: Lease, keep: number): boolean {
  const kept = window.used + keep
  if (window.allowance <= kept) return false
  window.allowance = kept
  return true
}
