import type { Footprint, WatchedService } from './detection/types.ts'

/** One search of a licence, as it is played through. */
export type Played = { readonly easting: number; readonly northing: number; readonly typeId: number }

export type CoverageQuestion = {
  readonly directory: Iterable<WatchedService>
  readonly footprint: Footprint
  readonly volumePerDay: number
  /** Null: all. */
  readonly types: readonly number[] | null
  /** Ids of the services an answer to such a search holds. */
  readonly answer: (search: Played) => readonly number[]
  /** A number in [0, 1). */
  readonly chance: () => number
}

/** How many services have been shown after so many days, and their share of all there are. */
export type CoveragePoint = {
  readonly day: number
  readonly searches: number
  readonly services: number
  readonly share: number
}

/** Days at which the curve is told; the last is how long an honest copy would be kept at worst. */
const DAYS = [1, 7, 30, 60] as const
/** Searches played through; beyond them it is worked out. */
const PLAYED_MAX = 3000
/** Honest traffic from outside what was declared: patients travel (sources, crawl 2). */
const OUTSIDE_SHARE = 0.04

/**
 * What a licence lets its holder see honestly: the directory shown, search by search, to an account that asks as it said
 * it would (sources, crawl 4: an agreement's honest exposure can be computed before it is signed). Where people ask is
 * taken to be where services are, for services are where people are. Up to 3,000 searches are played through on the
 * directory itself; what more of them would show is worked out from how often each service came up, which leaves out
 * services that never did: it says too little rather than too much, by a few per cent.
 * Null: nothing of the kind is in the directory.
 */
export function coverageCurve(question: CoverageQuestion): readonly CoveragePoint[] | null {
  const { footprint, types, volumePerDay, answer, chance } = question
  // Once: it may be something that is gone when it has been read.
  const directory = [...question.directory]
  const all = directory.filter(({ type }) => types === null || types.includes(type))
  const within = all.filter(service => isWithin(footprint, service))
  if (all.length === 0) return null
  const home = within.length > 0 ? within : all
  const pick = (from: readonly WatchedService[]): WatchedService | undefined =>
    from[Math.floor(chance() * from.length)]
  const most = volumePerDay * (DAYS.at(-1) ?? 0)
  const played = Math.min(PLAYED_MAX, most)
  const hits = new Map<number, number>()
  const seenAfter: number[] = []
  for (let search = 0; search < played; search += 1) {
    const place = pick(chance() < OUTSIDE_SHARE ? all : home)
    const wanted = pick(home)
    if (place && wanted) {
      const { easting, northing } = place
      for (const id of answer({ easting, northing, typeId: wanted.type }))
        hits.set(id, (hits.get(id) ?? 0) + 1)
    }
    seenAfter.push(hits.size)
  }
  const total = directory.length
  return DAYS.map(day => {
    const searches = day * volumePerDay
    const services =
      searches <= played ? (seenAfter[searches - 1] ?? 0) : expectedAfter(searches, hits, played)
    return { day, searches, services, share: Math.round((services / total) * 10_000) / 10_000 }
  })
}

/** Services expected to have come up in so many searches, were each as likely in every search as it was in those played. */
function expectedAfter(searches: number, hits: ReadonlyMap<number, number>, played: number): number {
  let expected = 0
  for (const count of hits.values()) expected += 1 - (1 - Math.min(1, count / played)) ** searches
  return Math.round(expected)
}

const isWithin = ({ national, sites, regions }: Footprint, service: WatchedService): boolean =>
  national ||
  regions.includes(service.region) ||
  sites.some(
    site => Math.hypot(site.easting - service.easting, site.northing - service.northing) <= site.radiusMetres,
  )
