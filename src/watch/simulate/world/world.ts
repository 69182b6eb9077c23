import type { WatchedService } from '../../detection/types.ts'
import { createChance } from '../chance.ts'
import { KINDS, SERVICE_COUNT, WANTED } from './kinds.ts'
import { createNearest, type Nearest } from './nearest.ts'
import { createPostcodes, type Postcodes, settle } from './population.ts'
import { createRegions, type Regions } from './regions.ts'
import { createServices, type Services } from './services.ts'

/** A synthetic England with its directory. All of it is open; what opens and closes later is `Directory`'s. */
export type World = {
  readonly seed: number
  readonly postcodes: Postcodes
  readonly services: Services
  readonly regions: Regions
  /** Region of each service, and of each postcode: that of its nearest service, as the watch has it. */
  readonly regionOfService: Uint8Array
  readonly regionOfPostcode: Uint8Array
  readonly postcodesOfRegion: readonly Int32Array[]
  readonly nearestPostcode: Nearest
  readonly nearestService: Nearest
}

export type WorldSize = {
  /** Services, about; 60,000 unless told. */
  readonly services?: number
  readonly postcodes?: number
}

const POSTCODES = 40_000

export function createWorld(seed: number, size: WorldSize = {}): World {
  const chance = createChance(seed).branch('world')
  const { towns, settleOne } = settle(chance.branch('people'))
  const postcodes = createPostcodes(size.postcodes ?? POSTCODES, settleOne)
  const regions = createRegions(postcodes, chance.branch('regions'))
  const services = createServices(
    size.services ?? SERVICE_COUNT,
    postcodes,
    towns,
    settleOne,
    chance.branch('services'),
  )
  const nearestService = createNearest(
    services.easting,
    services.northing,
    numbers(services.count),
    new Uint8Array(services.count).fill(1),
  )
  const regionOfService = new Uint8Array(services.count)
  for (let service = 0; service < services.count; service += 1) {
    regionOfService[service] = regions.regionAt(
      services.easting[service] ?? 0,
      services.northing[service] ?? 0,
    )
  }
  const regionOfPostcode = new Uint8Array(postcodes.count)
  const found = new Int32Array(1)
  for (let postcode = 0; postcode < postcodes.count; postcode += 1) {
    nearestService.find(postcodes.easting[postcode] ?? 0, postcodes.northing[postcode] ?? 0, 1, found)
    regionOfPostcode[postcode] = regionOfService[found[0] ?? 0] ?? 0
  }
  return {
    seed,
    postcodes,
    services,
    regions,
    regionOfService,
    regionOfPostcode,
    postcodesOfRegion: regions.codes.map((_, region) =>
      numbers(postcodes.count).filter(postcode => regionOfPostcode[postcode] === region),
    ),
    nearestPostcode: createNearest(
      postcodes.easting,
      postcodes.northing,
      numbers(postcodes.count),
      new Uint8Array(postcodes.count).fill(1),
    ),
    nearestService,
  }
}

export const numbers = (count: number): Int32Array => Int32Array.from({ length: count }, (_, at) => at)

/** A service as the watch is told of it. */
export function watchedService(
  { services, regions, regionOfService }: World,
  service: number,
): WatchedService {
  return {
    id: services.id[service] ?? 0,
    type: KINDS[services.kind[service] ?? 0]?.type ?? 0,
    easting: services.easting[service] ?? 0,
    northing: services.northing[service] ?? 0,
    region: regions.codes[regionOfService[service] ?? 0] ?? '',
    odsCode: services.odsCode[service] ?? null,
  }
}

/** Place in `KINDS` by place in `WANTED`: which kinds an asking takes in. */
export const KINDS_WANTED: readonly ReadonlySet<number>[] = WANTED.map(
  ({ types }) => new Set(KINDS.flatMap(({ type }, at) => (types.includes(type) ? [at] : []))),
)
