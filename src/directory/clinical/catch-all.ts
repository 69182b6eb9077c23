import type { Holding } from '../holding.ts'
import { NOBODY } from '../nearest/layout.ts'
import { mayBeTold } from '../shape.ts'
import type { Asked } from './asked.ts'
import { isOfRegions } from './limits.ts'
import type { Candidate } from './pipelines.ts'
import { NATIONAL_METRES } from './reach.ts'

/**
 * Emergency Department. Whether type 40, 'ED Catch-All', also counts is not stated (sources, DoS 6, step 6); only the one
 * that is named does.
 */
const EMERGENCY_DEPARTMENT = 105
const CATCH_ALL_MOST = 2

/**
 * Where nothing else is left, the two nearest emergency departments within 60 km in a straight line. Nothing of a profile
 * is held against them, nor capacity, hours, roles or the distance asked for: better a wrong door than none. The
 * limits of who asks still stand: types, regions, audience, the furthest an answer may reach, and the most results.
 */
export function catchAll(holding: Holding, { question, types }: Asked): Candidate[] {
  const { easting, northing, distance, limit } = question
  if (types && !types.has(EMERGENCY_DEPARTMENT)) return []
  const withinMetres = Math.min(NATIONAL_METRES, distance.metresMax)
  const found = holding.index.find(
    {
      easting,
      northing,
      typeIds: [EMERGENCY_DEPARTMENT],
      withinMetres,
      limit: Math.min(CATCH_ALL_MOST, limit),
    },
    number => {
      if (number === NOBODY) return false
      const profile = holding.profileOf(number)
      return isOfRegions(profile, question.regionIds) && mayBeTold(profile, question.audience)
    },
  )
  return found.map(({ slot, id, distanceMetres }) => {
    const { place } = holding.recordAt(slot)
    // What is in the index has a point.
    const point = { easting: place.easting ?? easting, northing: place.northing ?? northing }
    return { slot, id, typeId: EMERGENCY_DEPARTMENT, ...point, distanceMetres }
  })
}
