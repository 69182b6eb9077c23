import type { Capacity, Service } from '../directory/index.ts'

/** What the capacity interface answers; what is not known is left out, and never null (sources, DoS 3). */
export type CapacityAnswer = {
  readonly id: number
  readonly name: string
  readonly status: string
  readonly resetDateTime?: string
  readonly notes?: string
  readonly modifiedBy?: string
  readonly modifiedDate?: string
}

/**
 * The capacity of a service as the interface words it. A service of which nobody ever said anything is green, as it
 * begins in the DoS, and then nobody has modified it.
 * @param capacity as it stands when it is asked for
 * @param seesWho whether whoever asks may be told who set it
 */
export function capacityAnswer(
  { uid, name }: Pick<Service, 'uid' | 'name'>,
  capacity: Capacity | undefined,
  seesWho: boolean,
): CapacityAnswer {
  const { status = 'green', resetAt, notes = '', updatedBy, updatedAt } = capacity ?? {}
  return {
    id: Number(uid),
    name,
    status: status.toUpperCase(),
    ...(resetAt === undefined ? {} : { resetDateTime: toSeconds(resetAt) }),
    ...(notes === '' ? {} : { notes }),
    ...(updatedBy === undefined || !seesWho ? {} : { modifiedBy: updatedBy }),
    ...(updatedAt === undefined ? {} : { modifiedDate: toSeconds(updatedAt) }),
  }
}

/** An instant in UTC, whole seconds: `2026-11-22T17:04:05Z`. */
const toSeconds = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`
