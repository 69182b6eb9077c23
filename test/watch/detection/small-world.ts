import type {
  Detection,
  Finding,
  Observation,
  WatchedAccount,
  WatchedService,
} from '../../../src/watch/index.ts'

/** A country of 24 towns, 3,000 services of ten types, two regions. The same numbers every time. */
export const TYPES = [13, 12, 100, 22, 11, 24, 55, 46, 31, 131] as const
const NEEDS = [1_000_001, 1_000_002, 1_000_003] as const
export const START = Date.UTC(2026, 0, 5, 9)
const MINUTE = 60_000

/** Numbers from 0 to 1 by mulberry32. */
export function chance(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type SmallWorld = {
  readonly services: readonly WatchedService[]
  readonly towns: readonly { easting: number; northing: number; region: string }[]
  readonly nearest: (easting: number, northing: number, type: number) => number[]
}

export function smallWorld(): SmallWorld {
  const random = chance(7)
  const towns = Array.from({ length: 24 }, () => ({
    easting: Math.floor(300_000 + random() * 300_000),
    northing: Math.floor(200_000 + random() * 300_000),
  })).map(town => ({ ...town, region: town.easting < 450_000 ? 'W' : 'E' }))
  const services: WatchedService[] = []
  for (let id = 1; id <= 3_000; id += 1) {
    const town = towns[Math.floor(random() * towns.length)]
    // Few types have most of the services, as in any directory.
    const type = TYPES[Math.floor(random() ** 2 * TYPES.length)]
    if (!town || type === undefined) throw new Error('A world without towns or types.')
    services.push({
      id: id * 2,
      type,
      easting: Math.floor(town.easting + (random() - 0.5) * 24_000),
      northing: Math.floor(town.northing + (random() - 0.5) * 24_000),
      region: town.region,
      odsCode: `F${id}`,
    })
  }
  const nearest = (easting: number, northing: number, type: number): number[] =>
    services
      .filter(service => service.type === type || (type > 1_000_000 && service.id % 5 === type % 5))
      .map(({ id, easting: east, northing: north }) => ({
        id,
        squared: (east - easting) ** 2 + (north - northing) ** 2,
      }))
      .sort((a, b) => a.squared - b.squared)
      .slice(0, 10)
      .map(({ id }) => id)
  return { services, towns, nearest }
}

export const accountAt = (
  { towns }: SmallWorld,
  name: string,
  town: number,
  organisation = `org-${name}`,
): WatchedAccount => ({
  account: name,
  organisation,
  product: 'p1',
  class: 'clinician',
  footprint: {
    sites: [
      { easting: towns[town]?.easting ?? 0, northing: towns[town]?.northing ?? 0, radiusMetres: 25_000 },
    ],
    regions: [],
    national: false,
  },
  volumePerDay: 40,
  types: null,
  k: 10,
})

export type Search = Extract<Observation, { action: 'search' }>

/** What somebody asks around a town: mostly needs, now and then a single type. */
export function honestSearch(
  world: SmallWorld,
  account: string,
  town: number,
  at: number,
  random: () => number,
): Search {
  const centre = world.towns[town]
  if (!centre) throw new Error(`There is no town ${town}.`)
  const spread = (): number => (random() + random() - 1) * 9_000
  const easting = Math.floor(centre.easting + spread())
  const northing = Math.floor(centre.northing + spread())
  const type =
    random() < 0.7
      ? (NEEDS[Math.floor(random() * NEEDS.length)] ?? NEEDS[0])
      : (TYPES[Math.floor(random() * TYPES.length)] ?? TYPES[0])
  return {
    action: 'search',
    at,
    account,
    easting,
    northing,
    type,
    ids: world.nearest(easting, northing, type),
  }
}

/** An honest log: `perDay` searches of each account, in turn. */
export function* honestLog(
  world: SmallWorld,
  accounts: readonly WatchedAccount[],
  days: number,
  perDay: number,
  seed: number,
): Generator<Search> {
  const random = chance(seed)
  const home = (account: WatchedAccount): number => {
    const site = account.footprint.sites[0]
    return Math.max(
      0,
      world.towns.findIndex(town => town.easting === site?.easting && town.northing === site.northing),
    )
  }
  for (let day = 0; day < days; day += 1)
    for (let turn = 0; turn < perDay; turn += 1)
      for (const account of accounts) {
        const at = START + day * 86_400_000 + turn * 10 * MINUTE
        const town = random() < 0.03 ? Math.floor(random() * world.towns.length) : home(account)
        yield honestSearch(world, account.account, town, at, random)
      }
}

/** On top of services nobody was shown yet, asking for just their type. */
export function* seededCrawl(
  world: SmallWorld,
  account: string,
  from: number,
  seed: number,
): Generator<Search> {
  const random = chance(seed)
  const seen = new Set<number>()
  const order = world.services.map(service => ({ service, key: random() })).sort((a, b) => a.key - b.key)
  let at = from
  for (const { service } of order) {
    if (seen.has(service.id)) continue
    const ids = world.nearest(service.easting, service.northing, service.type)
    for (const id of ids) seen.add(id)
    at += 5 * MINUTE
    yield {
      action: 'search',
      at,
      account,
      easting: service.easting,
      northing: service.northing,
      type: service.type,
      ids,
    }
  }
}

/** Feeds until something is found; the finding, and how many services had been shown by then. */
export function untilFound(
  detection: Detection,
  observations: Iterable<Observation>,
): { finding: Finding; shown: number } | null {
  const shown = new Set<number>()
  for (const observation of observations) {
    if (observation.action !== 'lookup') for (const id of observation.ids) shown.add(id)
    const [finding] = detection.observe(observation)
    if (finding) return { finding, shown: shown.size }
  }
  return null
}
