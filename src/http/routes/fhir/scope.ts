import {
  londonMoment,
  offeredNow,
  type Service,
  type Serving,
  servesPractice,
} from '../../../directory/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'
import type { Scope } from './graph.ts'
import type { About } from './question.ts'

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

/** Where a search looks, and for whom. Metres on the National Grid. */
export type Ground = {
  readonly easting: number
  readonly northing: number
  readonly withinMetres: number
  /** ODS code of the person's GP practice; null: not known. */
  readonly practice: string | null
  /** Whether the service in a slot is kept as serving the place asked about; null: that was not asked. */
  readonly serving: ((slot: number) => Serving) | null
}

/** @throws when there is no place: policy allows no such search */
export function groundOf(
  { memory }: Pick<HttpRooms, 'memory'>,
  { limits }: Allowed,
  { place, isFar, served, practice }: Extract<About, { kind: 'near' }>,
): Ground {
  if (!place) throw new Error('Policy allowed a search that has no origin.')
  return {
    easting: place.easting,
    northing: place.northing,
    withinMetres: isFar ? limits.distanceMetresMax : limits.distanceMetres,
    practice,
    serving: served && memory.serving(served, practice),
  }
}

/**
 * What a search near a place is answered from: everything in the circle that it might have found, and nothing beyond,
 * whatever is asked of it or included with it (AUP25-08). By the same rules as Memory.nearest, so that nothing it finds is
 * lost here.
 */
export function scopeOfPlace(
  { memory }: Pick<HttpRooms, 'memory'>,
  { audience, limits }: Allowed,
  { easting, northing, withinMetres, practice, serving }: Ground,
  now: EpochMillis,
): Scope {
  const moment = londonMoment(now)
  const { referralRoleIds } = limits
  return {
    audience,
    mayBeTold: service => isWithin(service, limits),
    covers: (service, slot) => {
      const { place, eligibility, referralRoles } = service
      if (place.easting === undefined || place.northing === undefined) return false
      const [east, north] = [place.easting - easting, place.northing - northing]
      return (
        east * east + north * north <= withinMetres * withinMetres &&
        servesPractice(eligibility.practices, practice ?? undefined) &&
        (serving === null || serving(slot).serves === 'yes') &&
        (referralRoleIds === null || referralRoles.some(role => referralRoleIds.includes(role))) &&
        offeredNow(memory.openingOf(slot), moment)
      )
    },
  }
}
