import { toWgs84 } from '../../places/index.ts'
import type { Candidate } from './pipelines.ts'
import type { RoadDistances, RoadSource } from './question.ts'

/** So many of each type are worth asking about (sources, DoS 6, step 7). */
export const ASKED_OF_TYPE = 100

type Located = Pick<Candidate, 'slot' | 'id' | 'typeId' | 'easting' | 'northing' | 'distanceMetres'>

/** The nearest hundred of each type in a straight line, and the person's own practice however far. */
export function worthAsking<C extends Located>(candidates: readonly C[], homes: ReadonlySet<number>): C[] {
  const nearestFirst = [...candidates].sort((a, b) => a.distanceMetres - b.distanceMetres || a.id - b.id)
  const taken = new Map<number, number>()
  return nearestFirst.filter(({ slot, typeId }) => {
    const count = (taken.get(typeId) ?? 0) + 1
    taken.set(typeId, count)
    return count <= ASKED_OF_TYPE || homes.has(slot)
  })
}

/**
 * Asks the source. Its points come from the National Grid, which all candidates have, so none is dropped for want of
 * one. Null when it fails, in whatever way: straight lines stand then.
 */
export async function askRoad(
  origin: Parameters<RoadSource>[0],
  candidates: readonly Located[],
  road: RoadSource,
): Promise<RoadDistances | null> {
  if (candidates.length === 0) return null
  try {
    const metres = await road(
      origin,
      candidates.map(({ id, easting, northing }) => ({ id, ...toWgs84({ easting, northing }) })),
    )
    const areSound =
      metres !== null && [...metres.values()].every(value => Number.isFinite(value) && value >= 0)
    return areSound ? metres : null
  } catch {
    return null
  }
}

/**
 * The same candidates, measured by road; without those that are not reached. Which those are is the source's to say, for
 * it knows hours and we only metres: it leaves out what is more than four hours away. Null where it reaches none:
 * somebody on an island is not to be told that there is no help.
 */
export function byRoad<C extends Located>(candidates: readonly C[], metres: RoadDistances): C[] | null {
  const reached = candidates.flatMap(candidate => {
    const distanceMetres = metres.get(candidate.id)
    return distanceMetres === undefined ? [] : [{ ...candidate, distanceMetres }]
  })
  return reached.length === 0 ? null : reached
}
