import type { EpochMillis } from '../../vocabulary/index.ts'
import { CRAWLS, ENTRIES } from './bank.ts'
import type { Catalogue } from './catalogue.ts'
import { createPlaceProfile, type PlaceProfile, placeProfileBytes } from './place-profile.ts'
import { createRecordSet, type RecordSet, recordSetBytes } from './record-set.ts'
import { type ClassReference, type Reference, RINGS, ringAt } from './reference.ts'
import { createSurprises, type Surprises, surprisesBytes } from './surprises.ts'
import type { WatchedAccount } from './types.ts'

/** Whom evidence is gathered about: an account, or all accounts of an organisation as if they were one. */
export type Subject = {
  readonly scope: 'account' | 'organisation'
  readonly organisation: string
  readonly product: string
  readonly className: string
  readonly accounts: number
  readonly volumePerDay: number
  readonly class: ClassReference
  readonly expects: Expectation
  /** Evidence from which an entry of the bank raises a finding. Shared by those of one class and volume. */
  readonly limits: Float64Array
  readonly state: SubjectState
}

/** Where the footprint makes us expect questions. */
export type Expectation = {
  /** Declared by sites; otherwise by regions, or all of England. */
  readonly local: boolean
  /** Eastings and northings in turn. */
  readonly sites: Float64Array
  /** Slots of the declared regions; null: everywhere. */
  readonly mask: Uint8Array | null
  /** Share of all demand that lies in them. */
  readonly inside: number
  /** By ring: the share of this class's questions over the share of all demand that lies in that ring here. */
  readonly ringWeights: Float64Array
  /** Ring of every slot where there are too many sites to measure each time; else empty. */
  readonly ringOfSlot: Uint8Array
}

/** Everything learned about a subject: what a snapshot holds. */
export type SubjectState = {
  bank: Float64Array
  places: PlaceProfile
  types: Uint16Array
  typeTotal: number
  lateTypes: Uint16Array
  lateTotal: number
  /** Mean ratio of each crawl, clipped: what the reference gets wrong about this subject. See `weigh.ts`. */
  means: Float64Array
  lastSlot: number
  lastType: number
  lastNewSlot: number
  /** What the agreement alone makes likely of the slots known by now. */
  knownBase: number
  /** Of the slots new to it, how many were near the new one before, in a known neighbourhood, elsewhere. */
  newBurst: number
  newInBlock: number
  newElsewhere: number
  /** How many questions stayed with the one before, by place and by type, as far as one can tell. */
  session: number
  repeat: number
  questions: number
  outside: number
  /** Share outside of late, and in which neighbourhoods the last of them were. */
  lateOutside: number
  lateBlocks: Uint16Array
  lateBlockCount: number
  /** Share of late questions about slots new to it. */
  lateNew: number
  onTop: number
  onTopExpected: number
  records: RecordSet
  epochStart: EpochMillis
  /** Those of the epoch before: what was shown a month ago may still be looked up. */
  recordsBefore: RecordSet
  lookups: number
  unseen: number
  missed: number
  lookupBank: Float64Array
  lastId: number
  /** The list an account may be reading out at one far place, and what speaks for it: `far.ts`. */
  listSlot: number
  listTypes: Uint32Array
  listed: number
  listing: number
  /** The one type an account may be asking for in far place after far place, and what speaks for it. */
  tourType: number
  touring: number
  /** Parts of the country far from every site, asked about in this epoch. */
  farEpoch: EpochMillis
  farMap: Uint32Array
  farBlocks: number
  /** Findings raised so far of this episode: 0 none, then one a brake. */
  level: number
  brakeUntil: EpochMillis
  surprises: Surprises
}

export const createState = (): SubjectState => ({
  bank: new Float64Array(ENTRIES).fill(1),
  places: createPlaceProfile(),
  types: new Uint16Array(0),
  typeTotal: 0,
  lateTypes: new Uint16Array(0),
  lateTotal: 0,
  means: new Float64Array(CRAWLS.length).fill(1),
  lastSlot: -1,
  lastType: -1,
  lastNewSlot: -1,
  knownBase: 0,
  newBurst: 0,
  newInBlock: 0,
  newElsewhere: 0,
  session: 0,
  repeat: 0,
  questions: 0,
  outside: 0,
  lateOutside: 0,
  lateBlocks: new Uint16Array(0),
  lateBlockCount: 0,
  lateNew: 0,
  onTop: 0,
  onTopExpected: 0,
  records: createRecordSet(),
  epochStart: -1,
  recordsBefore: createRecordSet(),
  lookups: 0,
  unseen: 0,
  missed: 0,
  lookupBank: new Float64Array(3).fill(1),
  lastId: -1,
  listSlot: -1,
  listTypes: new Uint32Array(0),
  listed: 0,
  listing: 1,
  tourType: -1,
  touring: 1,
  farEpoch: -1,
  farMap: new Uint32Array(0),
  farBlocks: 0,
  level: 0,
  brakeUntil: -1,
  surprises: createSurprises(),
})

/** Memory of a state in bytes: its arrays with their headers, and its fields. */
export const stateBytes = (state: SubjectState): number =>
  state.bank.byteLength +
  placeProfileBytes(state.places) +
  recordSetBytes(state.records) +
  recordSetBytes(state.recordsBefore) +
  state.lateTypes.byteLength +
  state.means.byteLength +
  state.types.byteLength +
  state.listTypes.byteLength +
  state.farMap.byteLength +
  surprisesBytes(state.surprises) +
  8 * 110 +
  46 * 8

/** More sites than this are measured once, by slot. */
const SITES_MEASURED_MAX = 3

export function expectationOf(
  catalogue: Catalogue,
  reference: Reference,
  classReference: ClassReference,
  accounts: readonly WatchedAccount[],
): Expectation {
  const { terrain } = catalogue
  const { demand } = reference
  const places = new Map<string, { easting: number; northing: number }>()
  const regions = new Set<string>()
  let national = false
  for (const { footprint } of accounts) {
    national ||= footprint.national
    for (const region of footprint.regions) regions.add(region)
    for (const site of footprint.sites) places.set(`${site.easting} ${site.northing}`, site)
  }
  const sites = Float64Array.from([...places.values()].flatMap(site => [site.easting, site.northing]))
  const local = !national && sites.length > 0
  const mask = national ? null : maskOf(catalogue, regions)
  let inside = 0
  for (let slot = 0; slot < terrain.slots; slot += 1)
    if (mask === null || mask[slot] === 1) inside += demand[slot] ?? 0
  const ringWeights = new Float64Array(RINGS)
  let ringOfSlot = new Uint8Array(0)
  if (local) {
    const masses = new Float64Array(RINGS)
    const rings = new Uint8Array(terrain.slots)
    for (let slot = 1; slot < terrain.slots; slot += 1) {
      const ring = ringAt(metresToSite(catalogue, sites, slot))
      rings[slot] = ring
      masses[ring] = (masses[ring] ?? 0) + (demand[slot] ?? 0)
    }
    rings[0] = RINGS - 1
    for (let ring = 0; ring < RINGS; ring += 1)
      ringWeights[ring] = (classReference.rings[ring] ?? 0) / Math.max(1e-4, masses[ring] ?? 0)
    if (sites.length / 2 > SITES_MEASURED_MAX) ringOfSlot = rings
  }
  return { local, sites, mask, inside: Math.max(1e-4, inside), ringWeights, ringOfSlot }
}

const masks = new WeakMap<Catalogue, Map<string, Uint8Array>>()

/** Thousands of accounts declare the same few sets of regions. */
function maskOf(catalogue: Catalogue, regions: ReadonlySet<string>): Uint8Array {
  const known = masks.get(catalogue) ?? new Map<string, Uint8Array>()
  masks.set(catalogue, known)
  const key = [...regions].sort().join(' ')
  const found = known.get(key)
  if (found) return found
  const mask = new Uint8Array(catalogue.terrain.slots)
  for (const region of regions) {
    const of = catalogue.terrain.regionMasks.get(region)
    if (of) for (let slot = 0; slot < mask.length; slot += 1) if (of[slot] === 1) mask[slot] = 1
  }
  known.set(key, mask)
  return mask
}

/** From the middle of a slot to the nearest site. */
export function metresToSite({ terrain }: Catalogue, sites: Float64Array, slot: number): number {
  const easting = terrain.west + ((terrain.column[slot] ?? 0) + 0.5) * terrain.squareMetres
  const northing = terrain.south + ((terrain.row[slot] ?? 0) + 0.5) * terrain.squareMetres
  let nearest = Infinity
  for (let at = 0; at < sites.length; at += 2) {
    const east = easting - (sites[at] ?? 0)
    const north = northing - (sites[at + 1] ?? 0)
    const squared = east * east + north * north
    if (squared < nearest) nearest = squared
  }
  return Math.sqrt(nearest)
}
