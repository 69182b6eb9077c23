import { type CompiledOpening, compileOpening } from './compiled-opening.ts'
import { createInterning } from './interning.ts'
import { createNearest, type Nearest } from './nearest/nearest.ts'
import { type Profile, profileOf } from './profile.ts'
import { createRecords } from './records.ts'
import type { Service, StoredService } from './service.ts'
import { ABSENT, ACTIVE, addSlot, createSlots, INACTIVE, type Slots, setCapacity } from './slots.ts'

/** What the memory holds and how a service gets in and out, each in one step that cannot end half-way. */
export type Holding = {
  readonly slots: Slots
  readonly index: Nearest
  /** Answers why not, when it could not be taken in; it is then held no more. */
  readonly put: (stored: StoredService) => string | undefined
  readonly remove: (id: number) => undefined
  /** The slot of a service that is held, active or not. */
  readonly slotOf: (id: number) => number | undefined
  readonly slotOfUid: (uid: string) => number | undefined
  readonly slotsOfOdsCode: (code: string) => readonly number[]
  readonly recordAt: (slot: number) => Service
  readonly profileAt: (slot: number) => Profile
  readonly openingAt: (slot: number) => CompiledOpening
  /** By their interned numbers. */
  readonly profileOf: (number: number) => Profile
  readonly openingOf: (number: number) => CompiledOpening
  /** Gives memory back that changes have left in holes, a little at a time. */
  readonly tidy: () => void
  readonly size: () => number
  /** Counts changes: while it stands, every number means what it meant. */
  readonly revision: () => number
  readonly recordBytes: () => number
}

/** No coordinate beyond this is one; the grid keeps them as 32-bit numbers. */
const COORDINATE_MAX = 2 ** 30

/**
 * @param isSearchable whether services of the type may be found by search
 * @param changed called when prepared answers of a slot are out of date
 */
export function createHolding(
  isSearchable: (typeId: number) => boolean,
  changed: (slot: number) => void,
): Holding {
  const slots = createSlots()
  const records = createRecords()
  const profiles = createInterning<Profile>()
  const openings = createInterning<CompiledOpening>()
  const index = createNearest(slot => slots.ids[slot] ?? 0)
  const slotById = new Map<number, number>()
  const slotByUid = new Map<string, number>()
  const slotsByOds = new Map<string, number[]>()
  let size = 0
  let revision = 0

  const slotOf = (id: number): number | undefined => {
    const slot = slotById.get(id)
    return slot !== undefined && slots.states[slot] !== ABSENT ? slot : undefined
  }
  const recordAt = (slot: number): Service => JSON.parse(records.read(slots.records[slot] ?? -1).toString())

  /** Undoes what `fill` did, but for the index, which is told what is new in one step. */
  const empty = (slot: number): void => {
    const old = recordAt(slot)
    if (slotByUid.get(old.uid) === slot) slotByUid.delete(old.uid)
    const key = odsKey(old.odsCode)
    const left = slotsByOds.get(key)?.filter(other => other !== slot) ?? []
    if (left.length === 0) slotsByOds.delete(key)
    else slotsByOds.set(key, left)
    profiles.release(slots.profiles[slot] ?? 0)
    openings.release(slots.openings[slot] ?? 0)
    records.free(slots.records[slot] ?? -1)
    slots.states[slot] = ABSENT
    size -= 1
    revision += 1
    changed(slot)
  }
  const fill = (slot: number, { service, version, written }: StoredService): void => {
    slotByUid.set(service.uid, slot)
    const key = odsKey(service.odsCode)
    if (key !== '') slotsByOds.set(key, [...(slotsByOds.get(key) ?? []), slot])
    slots.typeIds[slot] = service.typeId
    slots.versions[slot] = version
    slots.writtenAt[slot] = written.at.getTime()
    slots.records[slot] = records.write(JSON.stringify(service))
    setCapacity(slots, slot, service.capacity)
    slots.states[slot] = service.status === 'active' ? ACTIVE : INACTIVE
    size += 1
    revision += 1
  }
  const remove = (id: number): undefined => {
    const slot = slotOf(id)
    if (slot === undefined) return
    index.remove(slot)
    empty(slot)
  }

  return {
    slots,
    index,
    slotOf,
    recordAt,
    remove,
    put: stored => {
      const { service } = stored
      let profile: number
      let opening: number
      try {
        // All that can fail comes first, beside the old state.
        const wanted = profileOf(service)
        const times = service.openingTimes
        opening = openings.take(JSON.stringify(times), () => compileOpening(times))
        profile = profiles.take(JSON.stringify(wanted), () => wanted)
      } catch (error) {
        remove(service.id)
        return error instanceof Error ? error.message : String(error)
      }
      const slot = slotById.get(service.id) ?? addSlot(slots, service.id)
      slotById.set(service.id, slot)
      if (slots.states[slot] !== ABSENT) empty(slot)
      slots.profiles[slot] = profile
      slots.openings[slot] = opening
      fill(slot, stored)
      const { easting, northing } = service.place
      if (isCoordinate(easting) && isCoordinate(northing) && isFindable(service, isSearchable)) {
        index.put(slot, service.typeId, easting, northing, profile)
      } else {
        index.remove(slot)
      }
      return undefined
    },
    slotOfUid: uid => slotByUid.get(uid),
    slotsOfOdsCode: code => slotsByOds.get(odsKey(code)) ?? [],
    profileAt: slot => profiles.of(slots.profiles[slot] ?? 0),
    openingAt: slot => openings.of(slots.openings[slot] ?? 0),
    profileOf: profiles.of,
    openingOf: openings.of,
    tidy: () => {
      const block = records.sparseBlock()
      if (block === undefined) return
      for (let slot = 0; slot < slots.count; slot += 1) {
        const handle = slots.records[slot] ?? -1
        if (slots.states[slot] === ABSENT || !records.isIn(handle, block)) continue
        slots.records[slot] = records.write(records.read(handle))
        records.free(handle)
      }
    },
    size: () => size,
    revision: () => revision,
    recordBytes: records.bytes,
  }
}

const odsKey = (code: string | undefined): string => code?.trim().toUpperCase() ?? ''

const isCoordinate = (value: number | undefined): value is number =>
  Number.isInteger(value) && Math.abs(value ?? Number.POSITIVE_INFINITY) <= COORDINATE_MAX

/** A service without a referral role is found by nobody, whatever the asker's (sources, DoS 1.1). */
const isFindable = (service: Service, isSearchable: (typeId: number) => boolean): boolean =>
  service.status === 'active' && service.referralRoles.length > 0 && isSearchable(service.typeId)
