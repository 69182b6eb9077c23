import type { EpochMillis } from '../../vocabulary/index.ts'
import { ENTRIES, SHARES } from './bank.ts'
import { createCatalogue } from './catalogue.ts'
import { createEvents } from './events.ts'
import { listEvidence } from './far.ts'
import { createGlobalState, globalSensor } from './global-sensor.ts'
import { lookUpEvidence, weighLookUp } from './look-ups.ts'
import type { Model } from './model.ts'
import { nearnessBin } from './nearness.ts'
import { noteGlobal, notePeaks } from './note-peaks.ts'
import { ALARM_CRAWLS, isShiftable, raise, raiseGlobal } from './raise.ts'
import { FAR_PEAK, LISTING_PEAK } from './reached.ts'
import { addRecord, createRecordSet, hasRecord, recordsOf } from './record-set.ts'
import { createReference } from './reference.ts'
import { createRegistry } from './registry.ts'
import { createSharedState, sharedShift } from './shared-shift.ts'
import { readSnapshot, terrainName, writeSnapshot } from './snapshot.ts'
import type { Subject, SubjectState } from './subject.ts'
import { addSurprise } from './surprises.ts'
import { slotAt, surveyTerrain } from './terrain.ts'
import {
  BRAKES,
  type Brake,
  type Detection,
  type Finding,
  type Observation,
  type WatchedAccount,
  type WatchedService,
} from './types.ts'
import { outside, type Search, weigh } from './weigh.ts'

const NOTHING: readonly Finding[] = []
const EPOCH_MILLIS = 30 * 86_400_000
/** From here on a search is kept for people to look at. */
const SURPRISING = 8

export type DetectionOptions = {
  /** Null or absent: never calibrated; what the services themselves tell stands in. */
  readonly model?: Model | null
  readonly services: readonly WatchedService[]
  readonly accounts: readonly WatchedAccount[]
  /** Multiplies every limit; 1 unless told. For the curve of what a limit costs and saves. */
  readonly strictness?: number
  /** Where to note the highest evidence each subject reached, for a calibration; nothing is raised then. */
  readonly peaks?: Map<string, Float64Array>
}

/** Watches one directory. See `types.ts` for what each function promises. */
export function createDetection({
  model = null,
  services,
  accounts,
  peaks,
  strictness = 1,
}: DetectionOptions): Detection {
  const catalogue = createCatalogue(surveyTerrain(services), services)
  const reference = createReference(catalogue, model)
  const modelId = model?.id ?? 'uncalibrated'
  const registry = createRegistry(catalogue, reference, accounts, strictness)
  const events = createEvents(catalogue.terrain)
  let directoryChanged = false
  let shared = sharedShift(createSharedState())
  let global = globalSensor(createGlobalState(), model?.global ?? [], strictness)
  const search: Search = { at: 0, slot: 0, type: 0, bin: -1, nearestMetres: 0 }

  const takeRecords = (state: SubjectState, at: EpochMillis, indexes: readonly number[]): void => {
    if (state.epochStart < 0) state.epochStart = at
    else if (at - state.epochStart >= EPOCH_MILLIS) {
      state.epochStart += EPOCH_MILLIS * Math.floor((at - state.epochStart) / EPOCH_MILLIS)
      state.recordsBefore = state.records
      state.records = createRecordSet()
    }
    const size = catalogue.size()
    for (const index of indexes) addRecord(state.records, index, size)
  }

  const indexes: number[] = []
  const readSearch = (observation: Extract<Observation, { action: 'search' }>): void => {
    const { easting, northing, ids } = observation
    search.at = observation.at
    search.slot = slotAt(catalogue.terrain, easting, northing)
    search.type = catalogue.types.of(observation.type)
    indexes.length = 0
    for (let at = 0; at < ids.length; at += 1) {
      const index = catalogue.indexOf(ids[at] ?? -1)
      if (index >= 0) indexes.push(index)
    }
    const first = indexes[0]
    const last = indexes[indexes.length - 1]
    if (first === undefined || last === undefined) {
      search.bin = -1
      return
    }
    const away = (index: number): number => {
      const east = catalogue.easting(index) - easting
      const north = catalogue.northing(index) - northing
      return Math.sqrt(east * east + north * north)
    }
    search.nearestMetres = observation.nearestMetres ?? away(first)
    search.bin = nearnessBin(search.nearestMetres, away(last), indexes.length)
  }

  const weighSearch = (subject: Subject, observation: Extract<Observation, { action: 'search' }>): void => {
    const ratio = weigh(subject, search, catalogue, reference, shared)
    if (ratio >= SURPRISING) {
      const { at, easting, northing, type } = observation
      addSurprise(subject.state.surprises, at, easting, northing, type, ratio)
    }
  }

  const lookUp = { id: -1, found: false, seen: false }
  const readLookUp = (own: SubjectState, observation: Exclude<Observation, { action: 'search' }>): void => {
    const byId = observation.action === 'lookup'
    lookUp.id = byId ? observation.id : -1
    lookUp.found = observation.found
    lookUp.seen = byId || observation.found
    indexes.length = 0
    for (const id of byId ? [observation.id] : observation.ids) {
      const index = catalogue.indexOf(id)
      if (index < 0 || !wasShown(own, index)) lookUp.seen = false
      if (index >= 0 && observation.found) indexes.push(index)
    }
  }

  const observe = (observation: Observation): readonly Finding[] => {
    if (directoryChanged) {
      reference.follow()
      directoryChanged = false
    }
    const subject = registry.subject(observation.account)
    if (!subject) return NOTHING
    const { at, account } = observation
    let suppressed = false
    if (observation.action === 'search') {
      readSearch(observation)
      shared.add(subject.organisation, search.type, at)
      suppressed = events.suppresses(at, account, subject.organisation, search.slot, observation.type)
    } else {
      readLookUp(subject.state, observation)
      suppressed = events.suppresses(at, account, subject.organisation, -1, -1)
    }
    // What was shown is kept by account only; what an organisation was shown is put together when it is asked for.
    takeRecords(subject.state, at, indexes)
    let found: Finding[] | null = null
    const union = registry.union(subject.organisation)
    let isOutside = false
    let watched: Subject | null = suppressed ? null : subject
    for (; watched; watched = watched === subject ? union : null) {
      if (observation.action === 'search') {
        weighSearch(watched, observation)
        if (watched === subject && outside.is) {
          isOutside = true
          global.add(account, outside.onTop, outside.plain)
        }
      } else weighLookUp(watched, lookUp)
      if (peaks) notePeaks(peaks, watched, account)
      else if (exceeds(watched, reliefOf(watched), cautionNow)) {
        const mentioned = events.concerning(at, account, subject.organisation)
        const taken = watched === union ? takenTogether(registry.members(subject.organisation)) : null
        const finding = raise(
          watched,
          account,
          at,
          reliefOf(watched),
          cautionNow(),
          catalogue,
          modelId,
          mentioned,
          taken,
        )
        if (finding) found = found ? [...found, finding] : [finding]
      }
    }
    if (peaks) noteGlobal(peaks, global.state)
    else if (isOutside && global.due(at)) {
      const finding = raiseGlobal(global, registry, at, modelId)
      if (finding) found = found ? [...found, finding] : [finding]
    }
    return found ?? NOTHING
  }
  const reliefOf = ({ expects, scope }: Subject): number =>
    global.standing() && expects.local && scope === 'account' ? ALARM_RELIEF : 0

  const cautionNow = (): number => (shared.rise(reference.typeDemand) > SHIFT ? SHIFT_CAUTION : 0)

  const brakeOf = (subject: Subject | null | undefined, now: EpochMillis): number =>
    subject && subject.state.brakeUntil >= now ? subject.state.level : 0

  return {
    observe,
    brakeOn: (account, now): Brake => {
      const subject = registry.subject(account)
      if (!subject) return 'none'
      return (
        BRAKES[Math.max(brakeOf(subject, now), brakeOf(registry.union(subject.organisation), now))] ?? 'none'
      )
    },
    inFootprint: (account, easting, northing) => {
      const declared = registry.account(account)
      if (!declared) return false
      const { national, sites, regions } = declared.footprint
      if (national) return true
      for (const site of sites) {
        if (Math.hypot(site.easting - easting, site.northing - northing) <= site.radiusMetres) return true
      }
      if (regions.length === 0) return false
      const region = catalogue.regionAt(easting, northing)
      return region !== null && regions.includes(region)
    },
    release: account => {
      const subject = registry.subject(account)
      if (!subject) return
      for (const released of [subject, registry.union(subject.organisation)]) {
        if (!released) continue
        released.state.bank.fill(1)
        released.state.lookupBank.fill(1)
        released.state.listing = 1
        released.state.touring = 1
        released.state.farBlocks = 0
        released.state.farMap.fill(0)
        released.state.level = 0
        released.state.brakeUntil = -1
      }
    },
    declare: events.declare,
    putAccount: registry.put,
    removeAccount: registry.remove,
    putService: service => {
      catalogue.put(service)
      directoryChanged = true
    },
    removeService: id => {
      catalogue.remove(id)
      directoryChanged = true
    },
    snapshot: () =>
      writeSnapshot({
        format: 'signpost-watch-snapshot',
        version: 1,
        terrain: terrainName(catalogue),
        types: catalogue.types.all(),
        ids: catalogue.ids(),
        shared: shared.state,
        global: global.state,
        events: events.all(),
        ...registry.states(),
      }),
    restore: bytes => {
      const snapshot = readSnapshot(bytes, catalogue)
      shared = sharedShift(snapshot.shared)
      global = globalSensor(snapshot.global, model?.global ?? [], strictness)
      events.reset(snapshot.events)
      registry.reset(new Map(snapshot.accounts), new Map(snapshot.organisations))
    },
  }
}

const wasShown = ({ records, recordsBefore }: SubjectState, index: number): boolean =>
  hasRecord(records, index) || hasRecord(recordsBefore, index)

/** How many services accounts were shown in their present epochs, each counted once. */
const takenTogether = (members: readonly Subject[]): number =>
  new Set(members.flatMap(({ state }) => recordsOf(state.records))).size

/** While many are known to crawl together, less is asked of each. */
const ALARM_RELIEF = 5

/**
 * While what everybody asks for has shifted (a surge, an outbreak, a launch), habits are no longer what they were, and
 * more is asked before somebody is said to sweep.
 */
const SHIFT = 0.04
const SHIFT_CAUTION = 7

/** Whether any entry is above its limit. */
function exceeds({ state, limits, expects }: Subject, relief: number, caution: () => number): boolean {
  const lookUps = lookUpEvidence(state)
  if (lookUps > FLOOR && Math.log(lookUps) > (limits[ENTRIES] ?? 0)) return true
  if (state.farBlocks > (limits[FAR_PEAK] ?? 0)) return true
  const list = listEvidence(state)
  if (list > FLOOR && Math.log(list) > (limits[LISTING_PEAK] ?? 0)) return true
  for (let entry = 0; entry < ENTRIES; entry += 1) {
    const product = state.bank[entry] ?? 1
    const less = entry < ALARM_CRAWLS * SHARES.length ? relief : 0
    if (product <= FLOOR || Math.log(product) <= (limits[entry] ?? 0) - less) continue
    if (!isShiftable(entry, expects)) return true
    if (Math.log(product) > (limits[entry] ?? 0) - less + caution()) return true
  }
  return false
}

/** A product below this is far from every limit; spares the logarithm. */
const FLOOR = 50
