import { setImmediate as breathe } from 'node:timers/promises'
import type { Audience, EpochMillis } from '../vocabulary/index.ts'
import { type BoxQuestion, createBoxSearch } from './box-search.ts'
import { capacityAt } from './capacity.ts'
import type { ClinicalSearch } from './clinical/question.ts'
import { type ClinicalReference, EMPTY_REFERENCE } from './clinical/reference.ts'
import { createClinicalSearch } from './clinical/search.ts'
import type { CompiledOpening } from './compiled-opening.ts'
import { createFragments } from './fragments.ts'
import { createHolding, type Holding } from './holding.ts'
import type { Found } from './nearest/nearest.ts'
import { createSearch, type ServiceQuestion } from './search.ts'
import type { CapacityStatus, Service, StoredService } from './service.ts'
import { type AskServing, createServing } from './serving.ts'
import { type Form, mayBeTold, shape } from './shape.ts'
import { ABSENT, ACTIVE, capacityOfSlot, resetIfDue } from './slots.ts'

/** A service as it now is, or that there is none of that id any more. */
export type ServiceChange = { readonly id: number; readonly stored: StoredService | null }

/** A service that could not be taken in. It is then held by nobody: better absent than wrong. */
export type Fault = { readonly id: number; readonly reason: string }

export type MemoryOptions = {
  /** Whether services of the type may be searched for. */
  readonly isSearchable: (typeId: number) => boolean
  /** The clinical lists as they now stand; none unless told. */
  readonly clinical?: () => ClinicalReference
  /** How many bytes of prepared answers to keep; 256 MiB unless told. */
  readonly fragmentBytesMax?: number
}

/**
 * The read model that every search is answered from: each service whole, the index over those that may be found, and
 * the parts of answers prepared for each audience. A service changes in one step between two turns of the event
 * loop, so a question sees its old state or its new one.
 */
export type Memory = {
  /** The nearest services that may be offered to the asker, by (distance, id). See ServiceQuestion. */
  readonly nearest: (question: ServiceQuestion) => Found[]
  /** The nearest of each type in a box; see BoxQuestion. */
  readonly nearestInBox: (question: BoxQuestion) => Found[]
  /** Whether services are kept as serving a place, apart from how near they are; see AskServing. */
  readonly serving: AskServing
  /** By clinical need: the whole algorithm of the DoS. */
  readonly clinical: ClinicalSearch
  /**
   * The service as `audience` sees it, as JSON without its opening brace: `"id":1,"name":"…"}`. So members that
   * belong to one answer go in front by putting `{"distanceMetres":120,` before it, and none by `{`: two writes into
   * the answer, nothing parsed or built. Capacity is as at `now`. Take it in the same turn as the slot was found, so
   * that the answer shows one state of the directory. It does not ask whether the audience may be told of the
   * service: `nearest`, `byId`, `byUid` and `byOdsCode` have.
   */
  readonly fragment: (slot: number, audience: Audience, form: Form, now: EpochMillis) => Buffer
  /** What openStateCompiled needs to say whether it is open. */
  readonly openingOf: (slot: number) => CompiledOpening
  /** The status at an instant and since when (milliseconds); undefined when none is given. Professionals see it. */
  readonly capacityOf: (
    slot: number,
    now: EpochMillis,
  ) => { readonly status: CapacityStatus; readonly updatedAt: EpochMillis } | undefined
  /** Counted from 1, and when it was written (milliseconds). */
  readonly versionOf: (slot: number) => { readonly version: number; readonly writtenAt: EpochMillis }
  /** The slot of an active service that the audience may be told of. */
  readonly byId: (id: number, audience: Audience) => number | undefined
  readonly byUid: (uid: string, audience: Audience) => number | undefined
  /** The ids of the active services with that ODS code, in any case, that the audience may be told of; in order. */
  readonly byOdsCode: (code: string, audience: Audience) => number[]
  /**
   * The ids of the active services of the organisation with that ODS code (organisationCodeOf), in any case, that the
   * audience may be told of; in order.
   */
  readonly byOrganisation: (code: string, audience: Audience) => number[]
  /** The ids of all its services, active or not, whoever may be told of them: for who keeps the organisation right. */
  readonly ofOrganisation: (code: string) => number[]
  /** The record in a slot, with fields for every audience. Parsed anew each time: some 5 µs. */
  readonly recordAt: (slot: number) => Service
  /** The id of the service in a slot. */
  readonly idAt: (slot: number) => number
  /** The whole record, active or not, with fields for every audience: for hierarchy and for operators. */
  readonly recordOf: (id: number) => Service | undefined
  /** Takes changes in, some at a time, so that questions are answered meanwhile. Calls wait for one another. */
  readonly apply: (changes: Iterable<ServiceChange>, changeNumber: number) => Promise<Fault[]>
  /** As apply, with all there is: what is not among them goes. */
  readonly replaceAll: (
    all: Iterable<StoredService> | AsyncIterable<StoredService>,
    changeNumber: number,
  ) => Promise<Fault[]>
  /** How many services are held, active or not. */
  readonly size: () => number
  /** How many of each type a search can find. */
  readonly countByType: () => Map<number, number>
  /** Up to which change of the feed this reflects the services. */
  readonly changeNumber: () => number
  readonly bytes: () => { readonly records: number; readonly fragments: number }
}

/** Services taken in before others get a turn: some 3 ms, and at 32 callers hardly seen in the 99th percentile. */
const SLICE = 100
const FRAGMENT_BYTES_MAX = 256 * 2 ** 20

export function createMemory(options: MemoryOptions): Memory {
  const holding = createHolding(options.isSearchable, slot => fragments.forget(slot))
  const { slots } = holding
  const search = createSearch(holding)
  const fragments = createFragments(
    (slot, audience, form) => prepare(holding.recordAt(slot), audience, form, preparedAt),
    options.fragmentBytesMax ?? FRAGMENT_BYTES_MAX,
  )
  let preparedAt: EpochMillis = 0
  let changeNumber = 0
  let last: Promise<unknown> = Promise.resolve()

  /** One load or batch after another. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = last.then(work)
    last = mine.catch(() => {})
    return mine
  }
  const told = (slot: number | undefined, audience: Audience): slot is number =>
    slot !== undefined && slots.states[slot] === ACTIVE && mayBeTold(holding.profileAt(slot), audience)
  const toldOf = (slot: number | undefined, audience: Audience): number | undefined =>
    told(slot, audience) ? slot : undefined
  const toldIds = (found: readonly number[], audience: Audience): number[] =>
    found
      .filter(slot => told(slot, audience))
      .map(slot => slots.ids[slot] ?? 0)
      .sort((a, b) => a - b)

  return {
    nearest: search,
    nearestInBox: createBoxSearch(holding),
    serving: createServing(holding),
    clinical: createClinicalSearch(holding, options.clinical ?? (() => EMPTY_REFERENCE)),
    fragment: (slot, audience, form, now) => {
      if (resetIfDue(slots, slot, now)) fragments.forget(slot)
      preparedAt = now
      return fragments.of(slot, audience, form)
    },
    openingOf: holding.openingAt,
    capacityOf: (slot, now) => capacityOfSlot(slots, slot, now),
    versionOf: slot => ({ version: slots.versions[slot] ?? 0, writtenAt: slots.writtenAt[slot] ?? 0 }),
    byId: (id, audience) => toldOf(holding.slotOf(id), audience),
    byUid: (uid, audience) => toldOf(holding.slotOfUid(uid), audience),
    byOdsCode: (code, audience) => toldIds(holding.slotsOfOdsCode(code), audience),
    byOrganisation: (code, audience) => toldIds(holding.slotsOfOrganisation(code), audience),
    ofOrganisation: code => holding.slotsOfOrganisation(code).map(slot => slots.ids[slot] ?? 0),
    recordAt: holding.recordAt,
    idAt: slot => slots.ids[slot] ?? 0,
    recordOf: id => {
      const slot = holding.slotOf(id)
      return slot === undefined ? undefined : holding.recordAt(slot)
    },
    apply: (changes, number) =>
      inTurn(async () => {
        const faults = await takeIn(holding, changes)
        changeNumber = Math.max(changeNumber, number)
        return faults
      }),
    replaceAll: (all, number) =>
      inTurn(async () => {
        const seen = new Set<number>()
        const faults = await takeIn(holding, asChanges(all, seen))
        await takeIn(holding, missing(holding, seen))
        for (const _ of holding.index.settling()) await breathe()
        changeNumber = Math.max(changeNumber, number)
        return faults
      }),
    size: holding.size,
    countByType: holding.index.countByType,
    changeNumber: () => changeNumber,
    bytes: () => ({ records: holding.recordBytes(), fragments: fragments.bytes() }),
  }
}

function prepare(service: Service, audience: Audience, form: Form, now: EpochMillis): Buffer {
  const current = service.capacity
    ? { ...service, capacity: capacityAt(service.capacity, now).capacity }
    : service
  return Buffer.from(JSON.stringify(shape(current, audience, form)).slice(1))
}

async function takeIn(
  holding: Holding,
  changes: Iterable<ServiceChange> | AsyncIterable<ServiceChange>,
): Promise<Fault[]> {
  const faults: Fault[] = []
  let count = 0
  for await (const { id, stored } of changes) {
    const fault = stored ? holding.put(stored) : holding.remove(id)
    if (fault !== undefined) faults.push({ id, reason: fault })
    count += 1
    if (count % SLICE === 0) {
      holding.tidy()
      await breathe()
    }
  }
  return faults
}

async function* asChanges(
  all: Iterable<StoredService> | AsyncIterable<StoredService>,
  seen: Set<number>,
): AsyncGenerator<ServiceChange> {
  for await (const stored of all) {
    seen.add(stored.service.id)
    yield { id: stored.service.id, stored }
  }
}

function* missing(holding: Holding, seen: ReadonlySet<number>): Generator<ServiceChange> {
  const { slots } = holding
  for (let slot = 0; slot < slots.count; slot += 1) {
    const id = slots.ids[slot] ?? 0
    if (slots.states[slot] !== ABSENT && !seen.has(id)) yield { id, stored: null }
  }
}
