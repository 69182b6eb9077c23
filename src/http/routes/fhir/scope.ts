import { londonMoment, offeredNow, type Service } from '../../../directory/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'
import type { Scope } from './graph.ts'

/** Services that the types and regions of the decision leave. */
export const isWithin = ({ typeId, regionId }: Service, { typeIds, regions }: Allowed['limits']): boolean =>
  (typeIds === null || typeIds.includes(typeId)) &&
  (regions === 'national' || (regionId !== undefined && regions.includes(regionId)))

/** What a look-up is answered from. @param only these services, null for any: those a search returned lately (D2) */
export const scopeOfLookUp = ({ audience, limits }: Allowed, only: ReadonlySet<number> | null): Scope => ({
  audience,
  mayBeTold: service => isWithin(service, limits),
  covers: ({ id }) => only === null || only.has(id),
})

/**
 * What a search near a place is answered from: everything in the circle that it might have found, and nothing beyond,
 * whatever is asked of it or included with it (AUP25-08). By the same rules as Memory.nearest, so that nothing it finds is
 * lost here.
 */
export function scopeOfPlace(
  { memory }: Pick<HttpRooms, 'memory'>,
  { audience, limits }: Allowed,
  { easting, northing }: LocatedPlace,
  now: EpochMillis,
): Scope {
  const moment = londonMoment(now)
  const { referralRoleIds, distanceMetres } = limits
  return {
    audience,
    mayBeTold: service => isWithin(service, limits),
    covers: (service, slot) => {
      const { place, eligibility, referralRoles } = service
      if (place.easting === undefined || place.northing === undefined) return false
      const [east, north] = [place.easting - easting, place.northing - northing]
      return (
        east * east + north * north <= distanceMetres * distanceMetres &&
        eligibility.practices === undefined &&
        (referralRoleIds === null || referralRoles.some(role => referralRoleIds.includes(role))) &&
        offeredNow(memory.openingOf(slot), moment)
      )
    },
  }
}
