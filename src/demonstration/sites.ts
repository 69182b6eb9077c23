import { ENGLISH_OUTCODES, type EnglishOutcode, type Places, toGrid, toWgs84 } from '../places/index.ts'
import type { Chance } from './chance.ts'
import { inwardCode, streetAddress } from './names.ts'

/** Somewhere a service may stand. */
export type Site = {
  readonly address: readonly string[]
  readonly town: string
  readonly postcode: string
  readonly easting: number
  readonly northing: number
  readonly latitude: number
  readonly longitude: number
  readonly regionId: string
}

const KM_PER_DEGREE = 111
const TRIES = 8

/**
 * Makes sites spread as people are. Outcodes hold roughly alike numbers of people and are small where people are
 * dense, so that choosing among them evenly and scattering by the distance to the next one gives cities their crowds.
 */
export function createSites(places: Places, chance: Chance): () => Site {
  const spreads = new Map(ENGLISH_OUTCODES.map(outcode => [outcode.outcode, spreadKm(outcode)]))
  const shared: Site[] = []
  return () => {
    // Health centres: some services share a door with another.
    if (shared.length > 20 && chance.yes(0.12)) return chance.pick(shared)
    const outcode = chance.pick(ENGLISH_OUTCODES)
    const site = placeIn(places, outcode, spreads.get(outcode.outcode) ?? 1, chance)
    if (chance.yes(0.1)) shared.push(site)
    return site
  }
}

/** Half the distance to the nearest other outcode, at least 300 m and at most 4 km. */
function spreadKm(of: EnglishOutcode): number {
  let nearest = Number.POSITIVE_INFINITY
  for (const other of ENGLISH_OUTCODES) {
    const north = (other.latitude - of.latitude) * KM_PER_DEGREE
    if (Math.abs(north) > nearest) continue
    const east = (other.longitude - of.longitude) * KM_PER_DEGREE * 0.61
    const distance = Math.hypot(north, east)
    if (distance > 0.2 && distance < nearest) nearest = distance
  }
  return Math.min(4, Math.max(0.3, nearest / 2))
}

function placeIn(places: Places, outcode: EnglishOutcode, spread: number, chance: Chance): Site {
  const centre = toGrid({ latitude: outcode.latitude, longitude: outcode.longitude })
  let point = { easting: Math.round(centre.easting), northing: Math.round(centre.northing) }
  for (let turn = 0; turn < TRIES; turn += 1) {
    const tried = {
      easting: Math.round(centre.easting + chance.bell() * spread * 700),
      northing: Math.round(centre.northing + chance.bell() * spread * 700),
    }
    if (places.isEngland(tried)) {
      point = tried
      break
    }
  }
  const { latitude, longitude } = toWgs84(point)
  return {
    address: [streetAddress(chance), outcode.town],
    town: outcode.town,
    postcode: `${outcode.outcode} ${inwardCode(chance)}`,
    ...point,
    latitude: round(latitude),
    longitude: round(longitude),
    regionId: outcode.regionId,
  }
}

const round = (degrees: number): number => Math.round(degrees * 1e5) / 1e5
