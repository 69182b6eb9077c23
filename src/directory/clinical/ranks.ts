import type { ClinicalQuestion } from './question.ts'
import type { ClinicalReference } from './reference.ts'

/**
 * The ranks of service types where somebody asks: the district's own, else its board's, else the country's (sources, DoS 6,
 * step 8). One strategy holds whole: a type it leaves out has no rank, whatever another strategy says of it.
 */
export function ranksOf(
  { areas }: Pick<ClinicalQuestion, 'areas'>,
  { localRanks, nationalRanks }: Pick<ClinicalReference, 'localRanks' | 'nationalRanks'>,
): ReadonlyMap<number, number> {
  for (const area of [areas.district, areas.board]) {
    const own = area === null ? undefined : localRanks.get(area)
    // An area without a single rank does not rank for itself.
    if (own && own.size > 0) return own
  }
  return nationalRanks
}
