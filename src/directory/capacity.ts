import type { EpochMillis } from '../vocabulary/index.ts'
import type { Capacity, CapacityStatus } from './service.ts'

/** How long a raised status stands before it falls back to green, minutes (sources, DoS 3). */
export const CAPACITY_RESET_MINUTES = { default: 240, min: 0, max: 1440 } as const

/** What a status is attributed to once its reset time has passed. */
export const RESET_BY = 'automatic reset'

/** A capacity as it stands at an instant, and how long it has stood so, in whole seconds, never negative. */
export type CapacityNow = { readonly capacity: Capacity; readonly ageSeconds: number }

/**
 * The capacity that an answer given now may show: past its reset time it is green, without the notes, since that
 * time. The job that writes the reset comes later than the time itself, and no answer may be wrong meanwhile.
 */
export function capacityAt(capacity: Capacity, now: EpochMillis): CapacityNow {
  const { resetAt } = capacity
  const current: Capacity =
    resetAt !== undefined && Date.parse(resetAt) <= now
      ? { status: 'green', updatedAt: resetAt, updatedBy: RESET_BY }
      : capacity
  const age = Math.floor((now - Date.parse(current.updatedAt)) / 1000)
  return { capacity: current, ageSeconds: Math.max(0, age) }
}

/** When what capacityAt says will change of itself; null when it will not. A prepared answer is good until then. */
export function capacityChangesAt(capacity: Capacity, now: EpochMillis): EpochMillis | null {
  if (capacity.resetAt === undefined) return null
  const reset = Date.parse(capacity.resetAt)
  return reset > now ? reset : null
}

/**
 * The reset time for a status set at an instant; undefined for green, which has none.
 * Throws a RangeError unless minutes is a whole number from 0 to 1440: the door that takes it in refuses it by name.
 */
export function resetTime(
  status: CapacityStatus,
  setAt: EpochMillis,
  minutes: number = CAPACITY_RESET_MINUTES.default,
): string | undefined {
  const { min, max } = CAPACITY_RESET_MINUTES
  if (!Number.isInteger(minutes) || minutes < min || minutes > max) {
    throw new RangeError(`A capacity resets after ${min} to ${max} minutes, not ${minutes}`)
  }
  return status === 'green' ? undefined : new Date(setAt + minutes * 60_000).toISOString()
}
