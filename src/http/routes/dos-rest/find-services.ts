import type { BoxQuestion, Found, Memory } from '../../../directory/index.ts'
import type { RestSearch } from '../../../dos/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { Allowed } from '../../../policy/index.ts'

/** A search whose words have all been found to mean something; `practice` the ODS code of the patient's practice. */
export type RestFind = Pick<RestSearch, 'distanceMetres' | 'ageGroup' | 'sex' | 'numberPerType'> &
  Pick<BoxQuestion, 'typeIds' | 'pair'> & {
    readonly place: LocatedPlace
    readonly practice: string | null
  }

/** How far a search reaches that does not say; 37.5 miles, which the sources give as 60 km (sources, DoS 1.1). */
const DISTANCE_METRES_DEFAULT = 60_000

/**
 * The services of the two searches (sources, DoS 1.3): in a box around the postcode, the nearest so many of each type,
 * those kept for the patients of some practices first, then by distance. No hours, disposition or capacity: what is
 * closed or full is found. The whole answer has at most as many as the agreement allows (k), from the top of that order.
 */
export const findServices = (memory: Memory, find: RestFind, { audience, limits }: Allowed): Found[] =>
  memory.nearestInBox({
    easting: find.place.easting,
    northing: find.place.northing,
    halfMetres: find.distanceMetres ?? Math.min(DISTANCE_METRES_DEFAULT, limits.distanceMetresMax),
    typeIds: find.typeIds ?? limits.typeIds,
    limitPerType: Math.min(find.numberPerType, limits.resultsMax),
    limit: limits.resultsMax,
    ageGroup: find.ageGroup,
    sex: find.sex,
    pair: find.pair,
    practice: find.practice,
    audience,
    referralRoleIds: limits.referralRoleIds,
    regionIds: limits.regions === 'national' ? null : limits.regions,
  })
