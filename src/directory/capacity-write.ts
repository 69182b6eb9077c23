import type { Database } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import { capacityResets, isResetDue, RESET_BY, resetOf } from './capacity.ts'
import { readResetTimes } from './capacity-store.ts'
import type { RecordFault } from './record-faults.ts'
import type { Capacity, Service, StoredService, Written } from './service.ts'
import { readService, readServices } from './store.ts'
import { writeServices } from './write-store.ts'

export type CapacitySet =
  | { readonly outcome: 'set'; readonly service: Service }
  /** It closed, or went, after the right to change it was judged. */
  | { readonly outcome: 'not-there' | 'not-active' }
  | { readonly outcome: 'invalid'; readonly faults: readonly RecordFault[] }

/** Somebody else may be writing the same service at the same time, and may again; not for ever. */
const ATTEMPTS = 10

/**
 * Writes a capacity as a new version of the service, on what the service is by then: what somebody else changed of it
 * in between stays changed.
 */
export async function setCapacity(
  database: Database,
  id: number,
  capacity: Capacity,
  written: Written,
): Promise<CapacitySet> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const stored = await readService(database.query, id)
    if (!stored) return { outcome: 'not-there' }
    if (stored.service.status !== 'active') return { outcome: 'not-active' }
    const service = { ...stored.service, capacity }
    const expectedVersions = new Map([[id, stored.version]])
    const answer = await writeServices(database, [service], written, { expectedVersions })
    if (answer.outcome === 'written') return { outcome: 'set', service }
    if (answer.outcome === 'invalid') return { outcome: 'invalid', faults: answer.faults }
  }
  throw new Error(`Service ${id} was written by others each of ${ATTEMPTS} times.`)
}

const BATCH = 100

/**
 * Sets to green what has passed its reset time, in services whose type falls back by itself (sources, DoS 3: the job
 * that clients know as ROBOT). Each gets a new version that says just what answers have said since then, so that
 * whether and when this runs is seen in the history only. Of several nodes that run it at once the first to write a
 * service does; run again, it finds nothing. Answers how many it reset.
 * @throws Error, at the end, when there are some whose record may not be stored as it is
 */
export async function resetCapacities(database: Database, now: EpochMillis): Promise<number> {
  const times = await readResetTimes(database.query)
  const due = times.flatMap(({ id, resetAt }) => (Date.parse(resetAt) <= now ? [id] : []))
  const faulty: number[] = []
  let reset = 0
  for (let from = 0; from < due.length; from += BATCH) {
    reset += await resetBatch(database, due.slice(from, from + BATCH), now, faulty)
  }
  if (faulty.length > 0) throw new Error(`The capacity of services ${faulty.join(', ')} cannot be reset.`)
  return reset
}

async function resetBatch(
  database: Database,
  ids: readonly number[],
  now: EpochMillis,
  faulty: number[],
): Promise<number> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const read = await readServices(database.query, ids)
    const due = read.filter(({ service: { id } }) => !faulty.includes(id)).flatMap(one => dueOf(one, now))
    if (due.length === 0) return 0
    const expectedVersions = new Map(due.map(({ service, version }) => [service.id, version]))
    const services = due.map(({ service }) => service)
    const answer = await writeServices(database, services, writtenAt(now), { expectedVersions })
    if (answer.outcome === 'written') return answer.changed.length
    // One record at fault must not keep the others from their reset.
    if (answer.outcome === 'invalid') faulty.push(...new Set(answer.faults.map(fault => fault.id)))
  }
  // Others write these all the time; the next round finds them.
  return 0
}

/** The service as it is to be written, where its reset has come. */
function dueOf({ service, version }: StoredService, now: EpochMillis) {
  const { capacity } = service
  if (!capacity || capacity.status === 'green' || !capacityResets(service.typeId)) return []
  return isResetDue(capacity, now) ? [{ version, service: { ...service, capacity: resetOf(capacity) } }] : []
}

const writtenAt = (now: EpochMillis): Written => ({
  who: RESET_BY,
  at: new Date(now),
  why: 'AutoUpdateCapacityStatus: the time for which the status was set has passed.',
})
