import { enlarged } from './nearest/enlarged.ts'
import { CAPACITIES, type Capacity, type CapacityStatus } from './service.ts'

/**
 * What the memory knows of each service, column by column. A service keeps its slot for as long as the process
 * lives, closed or not, so a slot never comes to mean another service. Read the arrays anew each time: they are
 * replaced as they grow.
 */
export type Slots = {
  count: number
  ids: Float64Array<ArrayBuffer>
  /** 1 held and active, 2 held but not active, 0 not held (any more). */
  states: Uint8Array<ArrayBuffer>
  typeIds: Int32Array<ArrayBuffer>
  versions: Int32Array<ArrayBuffer>
  writtenAt: Float64Array<ArrayBuffer>
  /** Numbers in the interned profiles and opening times. */
  profiles: Int32Array<ArrayBuffer>
  openings: Int32Array<ArrayBuffer>
  /** As those: what a service manages and accepts, and the areas it is aligned with. */
  manages: Int32Array<ArrayBuffer>
  alignments: Int32Array<ArrayBuffer>
  /** As those: the places it serves; 0: none are kept. */
  coverages: Int32Array<ArrayBuffer>
  /** 0 none given, else 1 + the place in CAPACITIES. */
  capacities: Uint8Array<ArrayBuffer>
  capacityAt: Float64Array<ArrayBuffer>
  /** When the status falls back to green, milliseconds since the epoch; Infinity: never. */
  resetAt: Float64Array<ArrayBuffer>
  /** Handles of the records. */
  records: Float64Array<ArrayBuffer>
}

export const ABSENT = 0
export const ACTIVE = 1
export const INACTIVE = 2

const GREEN_CODE = 1 + CAPACITIES.indexOf('green')

export const createSlots = (): Slots => ({
  count: 0,
  ids: new Float64Array(0),
  states: new Uint8Array(0),
  typeIds: new Int32Array(0),
  versions: new Int32Array(0),
  writtenAt: new Float64Array(0),
  profiles: new Int32Array(0),
  openings: new Int32Array(0),
  manages: new Int32Array(0),
  alignments: new Int32Array(0),
  coverages: new Int32Array(0),
  capacities: new Uint8Array(0),
  capacityAt: new Float64Array(0),
  resetAt: new Float64Array(0),
  records: new Float64Array(0),
})

/** A slot for a new service. */
export function addSlot(slots: Slots, id: number): number {
  const slot = slots.count
  slots.count += 1
  if (slot >= slots.ids.length) {
    const room = Math.max(1024, slots.ids.length * 2)
    slots.ids = enlarged(slots.ids, room)
    slots.states = enlarged(slots.states, room)
    slots.typeIds = enlarged(slots.typeIds, room)
    slots.versions = enlarged(slots.versions, room)
    slots.writtenAt = enlarged(slots.writtenAt, room)
    slots.profiles = enlarged(slots.profiles, room)
    slots.openings = enlarged(slots.openings, room)
    slots.manages = enlarged(slots.manages, room)
    slots.alignments = enlarged(slots.alignments, room)
    slots.coverages = enlarged(slots.coverages, room)
    slots.capacities = enlarged(slots.capacities, room)
    slots.capacityAt = enlarged(slots.capacityAt, room)
    slots.resetAt = enlarged(slots.resetAt, room)
    slots.records = enlarged(slots.records, room)
  }
  slots.ids[slot] = id
  return slot
}

export function setCapacity(slots: Slots, slot: number, capacity: Capacity | undefined): void {
  slots.capacities[slot] = capacity ? 1 + CAPACITIES.indexOf(capacity.status) : 0
  slots.capacityAt[slot] = capacity ? Date.parse(capacity.updatedAt) : 0
  slots.resetAt[slot] =
    capacity?.resetAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(capacity.resetAt)
}

/** Lets a reset that is due happen, as capacityAt words it. Answers whether it did: prepared answers are then out of date. */
export function resetIfDue(slots: Slots, slot: number, now: number): boolean {
  const due = slots.resetAt[slot] ?? Number.POSITIVE_INFINITY
  if (!(due <= now)) return false
  slots.capacities[slot] = GREEN_CODE
  slots.capacityAt[slot] = due
  slots.resetAt[slot] = Number.POSITIVE_INFINITY
  return true
}

/** The status at an instant and since when, milliseconds since the epoch; undefined when none is given. */
export function capacityOfSlot(
  slots: Slots,
  slot: number,
  now: number,
): { readonly status: CapacityStatus; readonly updatedAt: number } | undefined {
  const due = slots.resetAt[slot] ?? Number.POSITIVE_INFINITY
  if (due <= now) return { status: 'green', updatedAt: due }
  const status = CAPACITIES[(slots.capacities[slot] ?? 0) - 1]
  return status && { status, updatedAt: slots.capacityAt[slot] ?? 0 }
}

/** Bits for statuses, to be tried on capacityBit. */
export const capacityMask = (statuses: readonly CapacityStatus[]): number =>
  statuses.reduce((mask, status) => mask | (1 << CAPACITIES.indexOf(status)), 0)

/** The bit of a slot's status at an instant. Where none is given it counts as green, the state that all fall back to. */
export function capacityBit(slots: Slots, slot: number, now: number): number {
  const code = (slots.resetAt[slot] ?? 0) <= now ? GREEN_CODE : (slots.capacities[slot] ?? 0)
  return 1 << ((code === 0 ? GREEN_CODE : code) - 1)
}
