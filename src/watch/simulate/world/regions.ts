import type { Chance } from '../chance.ts'
import type { Postcodes } from './population.ts'

/** Regions as integrated care boards are: 42, of about as many people each as towns allow; and groups of them, as regional call centres serve. */
export type Regions = {
  readonly codes: readonly string[]
  readonly easting: Float64Array
  readonly northing: Float64Array
  /** Region numbers by group: six near one another. */
  readonly groups: readonly (readonly number[])[]
  readonly regionAt: (easting: number, northing: number) => number
}

export const REGION_COUNT = 42
const GROUP_SIZE = 6
const ROUNDS = 12

/** Middles moved to the people nearest to them, again and again (Lloyd). */
export function createRegions({ count, easting, northing }: Postcodes, chance: Chance): Regions {
  const east = new Float64Array(REGION_COUNT)
  const north = new Float64Array(REGION_COUNT)
  for (let region = 0; region < REGION_COUNT; region += 1) {
    const chosen = chance.below(count)
    east[region] = easting[chosen] ?? 0
    north[region] = northing[chosen] ?? 0
  }
  const regionAt = (atEasting: number, atNorthing: number): number => {
    let nearest = 0
    let least = Number.POSITIVE_INFINITY
    for (let region = 0; region < REGION_COUNT; region += 1) {
      const square = (atEasting - (east[region] ?? 0)) ** 2 + (atNorthing - (north[region] ?? 0)) ** 2
      if (square < least) [nearest, least] = [region, square]
    }
    return nearest
  }
  for (let round = 0; round < ROUNDS; round += 1) {
    const people = new Float64Array(REGION_COUNT)
    const eastSum = new Float64Array(REGION_COUNT)
    const northSum = new Float64Array(REGION_COUNT)
    for (let postcode = 0; postcode < count; postcode += 1) {
      const region = regionAt(easting[postcode] ?? 0, northing[postcode] ?? 0)
      people[region] = (people[region] ?? 0) + 1
      eastSum[region] = (eastSum[region] ?? 0) + (easting[postcode] ?? 0)
      northSum[region] = (northSum[region] ?? 0) + (northing[postcode] ?? 0)
    }
    for (let region = 0; region < REGION_COUNT; region += 1) {
      const here = people[region] ?? 0
      if (here === 0) continue
      east[region] = (eastSum[region] ?? 0) / here
      north[region] = (northSum[region] ?? 0) / here
    }
  }
  return {
    codes: Array.from(east, (_, region) => `R${String(region + 1).padStart(2, '0')}`),
    easting: east,
    northing: north,
    groups: groupsOf(east, north),
    regionAt,
  }
}

/** The southernmost not yet taken with the five nearest to it, and so on. */
function groupsOf(east: Float64Array, north: Float64Array): number[][] {
  const left = Array.from(east.keys()).sort((one, other) => (north[one] ?? 0) - (north[other] ?? 0))
  const groups: number[][] = []
  while (left.length > 0) {
    const [first = 0] = left
    const near = left
      .map(region => ({
        region,
        metres: Math.hypot(
          (east[region] ?? 0) - (east[first] ?? 0),
          (north[region] ?? 0) - (north[first] ?? 0),
        ),
      }))
      .sort((one, other) => one.metres - other.metres)
      .slice(0, GROUP_SIZE)
      .map(({ region }) => region)
    for (const region of near) left.splice(left.indexOf(region), 1)
    groups.push(near)
  }
  return groups
}

/** The region whose middle is nearest to that of another. */
export function nearestRegion(regions: Regions, region: number): number {
  let nearest = region
  let least = Number.POSITIVE_INFINITY
  for (const other of regions.codes.keys()) {
    const metres = Math.hypot(
      (regions.easting[other] ?? 0) - (regions.easting[region] ?? 0),
      (regions.northing[other] ?? 0) - (regions.northing[region] ?? 0),
    )
    if (other !== region && metres < least) [nearest, least] = [other, metres]
  }
  return nearest
}
