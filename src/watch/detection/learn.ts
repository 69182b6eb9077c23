import type { Catalogue } from './catalogue.ts'
import { fitDemand, type Part } from './demand.ts'
import type { ClassModel, Model } from './model.ts'
import { NEARNESS_BINS, nearnessBin } from './nearness.ts'
import { populationPrior, RINGS, ringAt } from './reference.ts'
import { metresToSite } from './subject.ts'
import { slotAt } from './terrain.ts'
import type { Observation, WatchedAccount } from './types.ts'

/** An account counts in the reference for no more questions than this. */
const QUESTIONS_MAX = 20_000

type Counts = {
  readonly account: WatchedAccount
  readonly local: boolean
  readonly sites: Float64Array
  readonly inside: ((slot: number) => boolean) | null
  readonly slots: Map<number, number>
  readonly types: Map<number, number>
  readonly rings: Float64Array
  readonly shown: Set<number>
  questions: number
  outside: number
  stayed: number
  repeated: number
  lastSlot: number
  lastType: number
  lookUps: number
  unseen: number
  missed: number
}

export type Learner = {
  readonly observe: (observation: Observation) => void
  /** What the accounts chosen taught. */
  readonly learned: (
    chosen: (account: string) => boolean,
  ) => Pick<Model, 'places' | 'types' | 'nearness' | 'classes' | 'anyLocal' | 'anyWide'>
}

export function learnerOf(catalogue: Catalogue, accounts: readonly WatchedAccount[]): Learner {
  const { terrain } = catalogue
  const known = new Map(accounts.map(account => [account.account, countsOf(catalogue, account)]))
  const pooled = new Float64Array(NEARNESS_BINS)
  const byType = new Map<number, Float64Array>()

  const search = (counts: Counts, observation: Extract<Observation, { action: 'search' }>): void => {
    const { easting, northing, type, ids } = observation
    const slot = slotAt(terrain, easting, northing)
    counts.slots.set(slot, (counts.slots.get(slot) ?? 0) + 1)
    counts.types.set(type, (counts.types.get(type) ?? 0) + 1)
    counts.questions += 1
    if (counts.local) {
      const ring = slot === 0 ? RINGS - 1 : ringAt(metresToSite(catalogue, counts.sites, slot))
      counts.rings[ring] = (counts.rings[ring] ?? 0) + 1
    }
    if (counts.inside && !counts.inside(slot)) counts.outside += 1
    if (slot === counts.lastSlot) counts.stayed += 1
    if (type === counts.lastType) counts.repeated += 1
    counts.lastSlot = slot
    counts.lastType = type
    const away = (id: number | undefined): number => {
      const index = id === undefined ? -1 : catalogue.indexOf(id)
      if (index < 0) return Number.NaN
      return Math.hypot(catalogue.easting(index) - easting, catalogue.northing(index) - northing)
    }
    const nearest = observation.nearestMetres ?? away(ids[0])
    const bin = nearest >= 0 ? nearnessBin(nearest, away(ids.at(-1)), ids.length) : -1
    if (bin >= 0) {
      pooled[bin] = (pooled[bin] ?? 0) + 1
      let table = byType.get(type)
      if (!table) {
        table = new Float64Array(NEARNESS_BINS)
        byType.set(type, table)
      }
      table[bin] = (table[bin] ?? 0) + 1
    }
    if (counts.shown.size < 30_000) for (const id of ids) counts.shown.add(id)
  }

  return {
    observe: observation => {
      const counts = known.get(observation.account)
      if (!counts) return
      if (observation.action === 'search') return search(counts, observation)
      counts.lookUps += 1
      const ids = observation.action === 'lookup' ? [observation.id] : observation.ids
      const wasShown = ids.some(id => counts.shown.has(id))
      if (!observation.found) counts.missed += wasShown ? 0 : 1
      else if (ids.some(id => !counts.shown.has(id))) counts.unseen += 1
      for (const id of ids) counts.shown.add(id)
    },
    learned: chosen => {
      const taught = [...known.values()].filter(
        ({ account, questions, lookUps }) => questions + lookUps > 0 && chosen(account.account),
      )
      const groups = new Map<string, Counts[]>()
      for (const counts of taught) {
        const group = groups.get(counts.account.class)
        if (group) group.push(counts)
        else groups.set(counts.account.class, [counts])
      }
      const classes: Record<string, ClassModel> = {}
      for (const [name, group] of groups) classes[name] = classModel(group)
      return {
        places: placesOf(catalogue, taught),
        types: sharesOf(taught),
        nearness: {
          pooled: [...pooled],
          byType: Object.fromEntries([...byType].map(([type, table]) => [String(type), [...table]])),
        },
        classes,
        anyLocal: classModel(taught.filter(({ local }) => local)),
        anyWide: classModel(taught.filter(({ local }) => !local)),
      }
    },
  }
}

function countsOf(catalogue: Catalogue, account: WatchedAccount): Counts {
  const { national, regions, sites } = account.footprint
  const masks = regions.flatMap(region => catalogue.terrain.regionMasks.get(region) ?? [])
  return {
    account,
    local: !national && sites.length > 0,
    sites: Float64Array.from(sites.flatMap(site => [site.easting, site.northing])),
    inside: national ? null : slot => masks.some(mask => mask[slot] === 1),
    slots: new Map(),
    types: new Map(),
    rings: new Float64Array(RINGS),
    shown: new Set(),
    questions: 0,
    outside: 0,
    stayed: 0,
    repeated: 0,
    lastSlot: -1,
    lastType: -1,
    lookUps: 0,
    unseen: 0,
    missed: 0,
  }
}

/** So many accounts with sites are enough to tell how demand is spread around them. */
const LOCALS_MAX = 800

/** West, south, share of questions, share of services, of every square with any. */
function placesOf(catalogue: Catalogue, taught: readonly Counts[]): Model['places'] {
  const { terrain, bySlot } = catalogue
  const locals = taught.filter(({ local }) => local).slice(0, LOCALS_MAX)
  const demand = fitDemand(populationPrior(catalogue), [
    ...taught.filter(({ local }) => !local).flatMap(counts => wideParts(catalogue, counts)),
    ...locals.flatMap(counts => ringParts(catalogue, counts)),
  ])
  const squares: number[] = []
  const standing = Math.max(1, catalogue.standing())
  for (let slot = 1; slot < terrain.slots; slot += 1) {
    squares.push(
      terrain.west + (terrain.column[slot] ?? 0) * terrain.squareMetres,
      terrain.south + (terrain.row[slot] ?? 0) * terrain.squareMetres,
      short(demand[slot] ?? 0),
      short((bySlot[slot] ?? 0) / standing),
    )
  }
  return { squareMetres: terrain.squareMetres, squares, elsewhere: short(demand[0] ?? 0) }
}

function wideParts({ terrain }: Catalogue, { slots: counts, inside, questions }: Counts): Part[] {
  const weight = Math.min(QUESTIONS_MAX, questions) / Math.max(1, questions)
  const slots = Uint16Array.from({ length: terrain.slots }, (_, slot) => slot)
  if (!inside) return [{ slots, counts, questions, weight }]
  const own = slots.filter(slot => inside(slot) || slot === 0)
  const within = new Map([...counts].filter(([slot]) => inside(slot) || slot === 0))
  return [{ slots: own, counts: within, questions: sumOf(within), weight }]
}

function ringParts(catalogue: Catalogue, { slots: counts, sites, questions }: Counts): Part[] {
  const members: number[][] = Array.from({ length: RINGS }, () => [])
  for (let slot = 1; slot < catalogue.terrain.slots; slot += 1)
    members[ringAt(metresToSite(catalogue, sites, slot))]?.push(slot)
  const weight = Math.min(QUESTIONS_MAX / 10, questions) / Math.max(1, questions)
  return members.slice(1).flatMap(slots => {
    const here = new Map(slots.flatMap(slot => (counts.has(slot) ? [[slot, counts.get(slot) ?? 0]] : [])))
    const asked = sumOf(here)
    return asked > 0 ? [{ slots, counts: here, questions: asked, weight }] : []
  })
}

const sumOf = (counts: ReadonlyMap<number, number>): number => {
  let sum = 0
  for (const count of counts.values()) sum += count
  return sum
}

function sharesOf(group: readonly Counts[]): number[] {
  const shares = new Map<number, number>()
  let total = 0
  for (const { types, questions } of group) {
    if (questions === 0) continue
    const weight = Math.min(QUESTIONS_MAX, questions) / questions
    for (const [type, count] of types) shares.set(type, (shares.get(type) ?? 0) + weight * count)
    total += weight * questions
  }
  return [...shares].sort(([a], [b]) => a - b).flatMap(([type, count]) => [type, short(count / total)])
}

function classModel(group: readonly Counts[]): ClassModel {
  const rings = new Float64Array(RINGS)
  const sums = { outside: 0, session: 0, repeat: 0, unseen: 0, missed: 0 }
  let [asking, looking, questions] = [0, 0, 0]
  for (const counts of group) {
    questions += counts.questions
    if (counts.questions > 0) {
      asking += 1
      for (let ring = 0; ring < RINGS; ring += 1)
        rings[ring] = (rings[ring] ?? 0) + (counts.rings[ring] ?? 0) / counts.questions
      sums.outside += counts.outside / counts.questions
      sums.session += beyondChance(counts.stayed, counts.questions, counts.slots)
      sums.repeat += beyondChance(counts.repeated, counts.questions, counts.types)
    }
    if (counts.lookUps > 0) {
      looking += 1
      sums.unseen += counts.unseen / counts.lookUps
      sums.missed += counts.missed / counts.lookUps
    }
  }
  const ringTotal = rings.reduce((sum, value) => sum + value, 0)
  const mean = (sum: number, of: number, without: number): number => short(of > 0 ? sum / of : without)
  return {
    accounts: group.length,
    questions,
    rings: [...rings].map(value => short(ringTotal > 0 ? value / ringTotal : 0)),
    outside: mean(sums.outside, asking, 0.04),
    session: Math.min(0.6, mean(sums.session, asking, 0.15) + 0.02),
    repeat: Math.min(0.6, mean(sums.repeat, asking, 0.1) + 0.02),
    types: sharesOf(group),
    unseen: looking >= 3 ? Math.min(0.9, mean(sums.unseen, looking, 0.3) + 0.03) : 0.3,
    missed: looking >= 3 ? Math.min(0.5, mean(sums.missed, looking, 0.05) + 0.01) : 0.05,
    reached: [],
  }
}

/** Share of questions like the one before, above what drawing them at random would give. */
function beyondChance(same: number, questions: number, counts: ReadonlyMap<number, number>): number {
  let chance = 0
  for (const count of counts.values()) chance += (count / questions) ** 2
  return chance > 0.98 ? 0 : Math.max(0, (same / questions - chance) / (1 - chance))
}

const short = (value: number): number => Number(value.toPrecision(6))
