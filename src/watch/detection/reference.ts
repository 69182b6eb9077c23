import type { Catalogue } from './catalogue.ts'
import type { ClassModel, Model } from './model.ts'
import { NEARNESS_BINS, nearnessPrior } from './nearness.ts'
import { slotAt } from './terrain.ts'

/** Distances from the nearest declared site at which one ring ends and the next begins. */
export const RING_METRES = [4_500, 9_000, 18_000, 36_000, 72_000, 144_000] as const
export const RINGS = RING_METRES.length + 1

export function ringAt(metres: number): number {
  let ring = 0
  while (ring < RING_METRES.length && metres >= (RING_METRES[ring] ?? 0)) ring += 1
  return ring
}

/** What questions are like when nobody crawls, and what they are like when somebody does. */
export type Reference = {
  /** Share of honest questions by slot. */
  readonly demand: Float64Array
  /** Share of honest questions by type index. Types not met before are given a share when they appear. */
  readonly typeDemand: (type: number) => number
  /** Shares of a crawl: by services, by ground. */
  readonly seededPlace: Float64Array
  readonly blindPlace: Float64Array
  readonly seededType: (type: number) => number
  readonly blindType: (type: number) => number
  readonly nearness: (type: number) => Float64Array
  readonly classOf: (name: string, local: boolean) => ClassReference
  /** Whether places were learned in this very directory. */
  readonly placesLearned: boolean
  /** To be called after services have come or gone: the shares of a crawl follow the directory. */
  readonly follow: () => void
}

export type ClassReference = Omit<ClassModel, 'types' | 'rings'> & {
  readonly rings: Float64Array
  readonly typeDemand: (type: number) => number
}

/** Where nothing was learned. Half of what is asked, someone asks near where they work (facts 2). */
const RINGS_PRIOR = [0.4, 0.22, 0.18, 0.1, 0.05, 0.03, 0.02]
export const CLASS_PRIOR: ClassModel = {
  accounts: 0,
  questions: 0,
  rings: RINGS_PRIOR,
  outside: 0.04,
  session: 0.15,
  repeat: 0.1,
  types: [],
  unseen: 0.3,
  missed: 0.05,
  reached: [],
}

/** A type nobody had asked for before. */
const NEW_TYPE_SHARE = 0.004
/** Of all honest questions, those from where no service is near. */
const EMPTY_LAND_SHARE = 0.002

export function createReference(catalogue: Catalogue, model: Model | null): Reference {
  const { terrain, types } = catalogue
  const { slots } = terrain
  const demand = populationPrior(catalogue)
  const placesLearned = model !== null && mixLearnedPlaces(catalogue, model, demand)

  const seededPlace = new Float64Array(slots)
  const blindPlace = new Float64Array(slots)
  let seededTypes: Float64Array = new Float64Array(0)
  let blindTypes: Float64Array = new Float64Array(0)
  const follow = (): void => {
    const { bySlot, byType } = catalogue
    const standing = Math.max(1, catalogue.standing())
    for (let slot = 1; slot < slots; slot += 1) {
      seededPlace[slot] = (0.95 * (bySlot[slot] ?? 0)) / standing + 0.05 / slots
      // A grid or a quadtree spends a good part of its questions on land, and sea, without people; a list of
      // postcodes follows the people.
      blindPlace[slot] = 0.35 / slots + 0.45 * (demand[slot] ?? 0)
    }
    seededPlace[0] = 0.0005
    blindPlace[0] = 0.15 + 0.45 * (demand[0] ?? 0)
    const offered = byType.filter(count => count > 0).length || 1
    seededTypes = Float64Array.from(byType, count =>
      count > 0 ? (0.6 * count) / standing + 0.37 / offered : 0,
    )
    blindTypes = Float64Array.from(byType, count => (count > 0 ? 0.97 / offered : 0))
  }
  follow()

  const learnedTypes = sharesOf(model?.types ?? [], types.of)
  const typePrior = (type: number): number => {
    const services = catalogue.byType[type] ?? 0
    if (model && learnedTypes.size > 0) return NEW_TYPE_SHARE
    // Never calibrated: what has many services is asked for more, though not in proportion.
    return services > 0 ? 0.35 * (Math.sqrt(services) / rootsOf(catalogue.byType)) : 0.03
  }
  const typeDemand = (type: number): number => learnedTypes.get(type) ?? typePrior(type)
  const nearnessTables = new Map<number, Float64Array>()
  const pooled = model ? smoothed(model.nearness.pooled, nearnessPrior(), 50) : nearnessPrior()
  const classes = new Map<string, ClassReference>()

  return {
    demand,
    typeDemand: remembered(typeDemand),
    seededPlace,
    blindPlace,
    seededType: type => seededTypes[type] || COMPOSITE_CRAWLED,
    blindType: type => blindTypes[type] || COMPOSITE_CRAWLED,
    nearness: type => {
      let table = nearnessTables.get(type)
      if (!table) {
        const learned = model?.nearness.byType[String(types.all()[type])]
        table = learned ? smoothed(learned, pooled, 200) : pooled
        nearnessTables.set(type, table)
      }
      return table
    },
    classOf: (name, local) => {
      const key = `${local ? 'local' : 'wide'} ${name}`
      let found = classes.get(key)
      if (!found) {
        const common = (local ? model?.anyLocal : model?.anyWide) ?? CLASS_PRIOR
        found = classReference(model?.classes[name] ?? common, typeDemand, types.of)
        classes.set(key, found)
      }
      return found
    },
    placesLearned,
    follow,
  }
}

/** Few crawls go through needs that are several types at once; none has them for a target. */
const COMPOSITE_CRAWLED = 0.003

const rootsOf = (counts: readonly number[]): number =>
  counts.reduce((sum, count) => sum + Math.sqrt(count), 0) || 1

function classReference(
  learned: ClassModel,
  common: (type: number) => number,
  numberOf: (type: number) => number,
): ClassReference {
  const own = sharesOf(learned.types, numberOf)
  const weight = own.size === 0 ? 0 : Math.min(0.85, learned.accounts / (learned.accounts + 5))
  const rings = new Float64Array(RINGS)
  const asked = learned.rings.length === RINGS ? learned.rings : RINGS_PRIOR
  for (let ring = 0; ring < RINGS; ring += 1)
    rings[ring] = 0.93 * (asked[ring] ?? 0) + 0.07 * (RINGS_PRIOR[ring] ?? 0)
  return {
    ...learned,
    rings,
    typeDemand: remembered(type => weight * (own.get(type) ?? 0) + (1 - weight) * common(type)),
  }
}

/** The same answer for the same small number, without asking again. */
function remembered(answer: (index: number) => number): (index: number) => number {
  const known: number[] = []
  return index => {
    const found = known[index]
    if (found !== undefined) return found
    while (known.length < index) known.push(answer(known.length))
    const value = answer(index)
    known[index] = value
    return value
  }
}

function sharesOf(pairs: readonly number[], numberOf: (type: number) => number): Map<number, number> {
  const shares = new Map<number, number>()
  for (let at = 0; at + 1 < pairs.length; at += 2) shares.set(numberOf(pairs[at] ?? 0), pairs[at + 1] ?? 0)
  return shares
}

function smoothed(counts: readonly number[], prior: Float64Array, weight: number): Float64Array {
  const table = new Float64Array(NEARNESS_BINS)
  let total = weight
  for (const count of counts) total += count
  for (let bin = 0; bin < NEARNESS_BINS; bin += 1)
    table[bin] = ((counts[bin] ?? 0) + weight * (prior[bin] ?? 0)) / total
  return table
}

/** Where services are, people are: shares of services, spread over the squares around. */
export function populationPrior({ terrain, bySlot }: Catalogue): Float64Array {
  const { slots, columns, rows, slotOfSquare, column, row } = terrain
  const demand = new Float64Array(slots)
  let total = 0
  for (let slot = 1; slot < slots; slot += 1) {
    let around = 0
    for (let r = -1; r <= 1; r += 1)
      for (let c = -1; c <= 1; c += 1) {
        const [x, y] = [(column[slot] ?? 0) + c, (row[slot] ?? 0) + r]
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue
        const other = slotOfSquare[y * columns + x] ?? 0
        if (other > 0) around += bySlot[other] ?? 0
      }
    const share = 0.7 * (bySlot[slot] ?? 0) + (0.3 / 9) * around + 0.15
    demand[slot] = share
    total += share
  }
  for (let slot = 1; slot < slots; slot += 1)
    demand[slot] = ((1 - EMPTY_LAND_SHARE) * (demand[slot] ?? 0)) / (total || 1)
  demand[0] = EMPTY_LAND_SHARE
  return demand
}

/** Below this overlap of where services are, the model comes from another country, and its map is of no use. */
const SAME_DIRECTORY = 0.75

function mixLearnedPlaces(catalogue: Catalogue, model: Model, demand: Float64Array): boolean {
  const { terrain } = catalogue
  const { squares, squareMetres } = model.places
  const learned = new Float64Array(terrain.slots)
  const services = new Float64Array(terrain.slots)
  for (let at = 0; at + 3 < squares.length; at += 4) {
    const half = squareMetres / 2
    const slot = slotAt(terrain, (squares[at] ?? 0) + half, (squares[at + 1] ?? 0) + half)
    learned[slot] = (learned[slot] ?? 0) + (squares[at + 2] ?? 0)
    services[slot] = (services[slot] ?? 0) + (squares[at + 3] ?? 0)
  }
  learned[0] = (learned[0] ?? 0) + model.places.elsewhere
  const standing = Math.max(1, catalogue.standing())
  let overlap = 0
  for (let slot = 1; slot < terrain.slots; slot += 1)
    overlap += Math.min(services[slot] ?? 0, (catalogue.bySlot[slot] ?? 0) / standing)
  if (overlap < SAME_DIRECTORY) return false
  for (let slot = 0; slot < terrain.slots; slot += 1)
    demand[slot] = 0.97 * (learned[slot] ?? 0) + 0.03 * (demand[slot] ?? 0)
  return true
}
