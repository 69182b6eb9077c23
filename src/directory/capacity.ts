import type { EpochMillis } from '../vocabulary/index.ts'
import { serviceTypeById } from './reference/service-types.ts'
import type { Capacity, CapacityStatus } from './service.ts'

/** How long a raised status stands before it falls back to green, minutes (sources, DoS 3). */
export const CAPACITY_RESET_MINUTES = { default: 240, min: 0, max: 1440 } as const

/** What a status is attributed to once its reset time has passed: the name that clients know the job by (sources, DoS 3). */
export const RESET_BY = 'ROBOT'

/** Types whose statuses the job leaves as they are, whatever else is said of them (sources, DoS 3). */
const NEVER_RESET: readonly number[] = [1, 2]

/** Whether a raised status of a service of this type falls back to green by itself. */
export const capacityResets = (typeId: number): boolean =>
  !NEVER_RESET.includes(typeId) && serviceTypeById(typeId)?.capacityReset === true

/** A capacity as it stands at an instant, and how long it has stood so, in whole seconds, never negative. */
export type CapacityNow = { readonly capacity: Capacity; readonly ageSeconds: number }

/**
 * The capacity that an answer given now may show: past its reset time it is green, without the notes, since that
 * time. The job that writes the reset comes later than the time itself, and no answer may be wrong meanwhile.
 */
export function capacityAt(capacity: Capacity, now: EpochMillis): CapacityNow {
  const current = isResetDue(capacity, now) ? resetOf(capacity) : capacity
  const age = Math.floor((now - Date.parse(current.updatedAt)) / 1000)
  return { capacity: current, ageSeconds: Math.max(0, age) }
}

/** Whether its reset time has come. */
export const isResetDue = ({ resetAt }: Capacity, now: EpochMillis): boolean =>
  resetAt !== undefined && Date.parse(resetAt) <= now

/** What a capacity becomes at its reset time: green since then, with nothing left of why it was not. */
export const resetOf = ({ resetAt, updatedAt }: Capacity): Capacity => ({
  status: 'green',
  updatedAt: resetAt ?? updatedAt,
  updatedBy: RESET_BY,
})

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
