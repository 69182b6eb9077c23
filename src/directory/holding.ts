import { type Alignment, alignmentOf } from './clinical/alignment.ts'
import { type Manages, managesOf } from './clinical/manages.ts'
import { type CompiledOpening, compileOpening } from './compiled-opening.ts'
import { type CoverageMap, coverageOf } from './coverage.ts'
import { createInterning } from './interning.ts'
import { createNearest, type Nearest } from './nearest/nearest.ts'
import { organisationCodeOf } from './organisations/organisation-code.ts'
import { type Profile, profileOf } from './profile.ts'
import { createRecords } from './records.ts'
import type { Service, StoredService } from './service.ts'
import { createSlotGroups } from './slot-groups.ts'
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
  /** Of all services that belong to the organisation with that code (organisationCodeOf). */
  readonly slotsOfOrganisation: (code: string) => readonly number[]
  readonly recordAt: (slot: number) => Service
  readonly profileAt: (slot: number) => Profile
  readonly openingAt: (slot: number) => CompiledOpening
  /** By their interned numbers. */
  readonly profileOf: (number: number) => Profile
  readonly openingOf: (number: number) => CompiledOpening
  readonly managesOf: (number: number) => Manages
  readonly alignmentOf: (number: number) => Alignment
  /** Of a number above 0. */
  readonly coverageOf: (number: number) => CoverageMap
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
  const manages = createInterning<Manages>()
  const alignments = createInterning<Alignment>()
  const coverages = createInterning<CoverageMap>()
  const index = createNearest(slot => slots.ids[slot] ?? 0)
  const slotById = new Map<number, number>()
  const slotByUid = new Map<string, number>()
  const slotsByOds = createSlotGroups()
  const slotsByOrganisation = createSlotGroups()
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
    slotsByOds.remove(odsKey(old.odsCode), slot)
    slotsByOrganisation.remove(organisationCodeOf(old.odsCode), slot)
    profiles.release(slots.profiles[slot] ?? 0)
    openings.release(slots.openings[slot] ?? 0)
    manages.release(slots.manages[slot] ?? 0)
    alignments.release(slots.alignments[slot] ?? 0)
    const coverage = slots.coverages[slot] ?? 0
    if (coverage > 0) coverages.release(coverage)
    records.free(slots.records[slot] ?? -1)
    slots.states[slot] = ABSENT
    size -= 1
    revision += 1
    changed(slot)
  }
  const fill = (slot: number, { service, version, written }: StoredService): void => {
    slotByUid.set(service.uid, slot)
    slotsByOds.add(odsKey(service.odsCode), slot)
    slotsByOrganisation.add(organisationCodeOf(service.odsCode), slot)
    slots.typeIds[slot] = service.typeId
    slots.versions[slot] = version
    slots.writtenAt[slot] = written.at.getTime()
    slots.records[slot] = records.write(JSON.stringify(service))
    setCapacity(slots, slot, service.capacity)
    slots.states[slot] = service.status === 'active' ? ACTIVE : INACTIVE
    size += 1
    revision += 1
  }
  /** A circle is drawn around where the service stands, so that belongs to what is kept; 0: nothing is. */
  const takeCoverage = ({ coverage, place }: Service): number => {
    const made = coverageOf(coverage, place)
    if (made === null) return 0
    const text = JSON.stringify(made.radiusMetres === 0 ? [coverage] : [coverage, made.centre])
    return coverages.take(text, () => made)
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
      // Sorting pairs for each of a million services would cost half a minute: as they are written will do.
      const { clinicalProfile, alignments: aligned } = service
      slots.manages[slot] = manages.take(JSON.stringify(clinicalProfile), () => managesOf(clinicalProfile))
      slots.alignments[slot] = alignments.take(JSON.stringify(aligned), () => alignmentOf(aligned))
      slots.coverages[slot] = takeCoverage(service)
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
    slotsOfOdsCode: code => slotsByOds.of(odsKey(code)),
    slotsOfOrganisation: code => slotsByOrganisation.of(code.toUpperCase()),
    profileAt: slot => profiles.of(slots.profiles[slot] ?? 0),
    openingAt: slot => openings.of(slots.openings[slot] ?? 0),
    profileOf: profiles.of,
    openingOf: openings.of,
    managesOf: manages.of,
    alignmentOf: alignments.of,
    coverageOf: coverages.of,
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
