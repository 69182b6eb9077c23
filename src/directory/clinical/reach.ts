import type { ClinicalQuestion, DistanceSource } from './question.ts'
import { type ClinicalReference, postcodeKeys } from './reference.ts'

/** How far the whole country searches where nothing else is said, metres (sources, DoS 1.1 and 6). */
export const NATIONAL_METRES = 60_000

/** How far a search reaches, and by what. */
export type Reach = { readonly metres: number; readonly source: DistanceSource }

/**
 * The distance to search: one that the asker insists on, else the one kept for the postcode, for its sector or for its
 * outcode, else the one asked for, else the country's (sources, DoS 6, step 2). Never beyond `metresMax`; the source is
 * the same then. Of use by itself too: a distance asked for is only checked where it would be used.
 */
export function searchReach(
  { distance, postcode }: Pick<ClinicalQuestion, 'distance' | 'postcode'>,
  { searchDistances }: Pick<ClinicalReference, 'searchDistances'>,
): Reach {
  const keys = postcode === null ? null : postcodeKeys(postcode)
  const kept = (key: string | undefined): number | null =>
    key === undefined ? null : (searchDistances.get(key) ?? null)
  const inOrder: readonly (readonly [DistanceSource, number | null])[] = [
    ['override', distance.force ? distance.metres : null],
    ['postcode', kept(keys?.postcode)],
    ['sector', kept(keys?.sector)],
    ['district', kept(keys?.outcode)],
    ['request', distance.metres],
  ]
  for (const [source, metres] of inOrder) {
    if (metres !== null) return { metres: Math.min(metres, distance.metresMax), source }
  }
  return { metres: Math.min(NATIONAL_METRES, distance.metresMax), source: 'national' }
}
