import type { Chance } from '../chance.ts'
import type { World } from '../world/world.ts'

/** Where the patients of one workplace live. */
export type Catchment = {
  readonly postcodes: Int32Array
  /** Somebody from around there who has not asked before. */
  readonly draw: (chance: Chance) => number
}

const HOMES = 120
/** Of everybody: as many as live around one practice. */
const AROUND_SHARE = 1 / 800
const NEIGHBOURS_MAX = 60
const DISTANCE_SPREAD = 0.75

/**
 * Distances are log-normal around that of the farthest of those around, so that a village practice reaches as many people as
 * one in a town; the place is then the nearest postcode, since nobody lives in a field.
 */
export function createCatchment(world: World, postcode: number, chance: Chance): Catchment {
  const { postcodes, nearestPostcode } = world
  const easting = postcodes.easting[postcode] ?? 0
  const northing = postcodes.northing[postcode] ?? 0
  const around = Math.min(NEIGHBOURS_MAX, Math.max(3, Math.round(postcodes.count * AROUND_SHARE)))
  nearestPostcode.find(easting, northing, around, neighbours)
  const reachMetres = nearestPostcode.farthestMetres()
  const draw = (from: Chance): number => {
    const metres = reachMetres * from.distortion(DISTANCE_SPREAD)
    const angle = 2 * Math.PI * from.next()
    nearestPostcode.find(
      easting + metres * Math.cos(angle),
      northing + metres * Math.sin(angle),
      1,
      neighbours,
    )
    return neighbours[0] ?? postcode
  }
  return { postcodes: Int32Array.from({ length: HOMES }, () => draw(chance)), draw }
}

const neighbours = new Int32Array(NEIGHBOURS_MAX)
