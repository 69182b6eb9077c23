import type { Holding } from '../holding.ts'
import type { Asked } from './asked.ts'
import type { Candidate } from './pipelines.ts'
import { ranksOf } from './ranks.ts'
import { homesOf, isDemoted, STANDINGS, type Standing, standingOf } from './standing.ts'

/** A candidate with all that its place in the answer depends on. */
export type Placed = Pick<Candidate, 'slot' | 'id' | 'typeId' | 'distanceMetres'> & {
  readonly rank: number | null
  readonly standing: Standing
  /** Promoted, and elsewhere only. */
  readonly demoted: boolean
}

export function placed(holding: Holding, asked: Asked, candidates: readonly Candidate[]): Placed[] {
  const ranks = ranksOf(asked.question, asked.reference)
  const homes = homesOf(holding, asked)
  return candidates.map(({ slot, id, typeId, distanceMetres }) => ({
    slot,
    id,
    typeId,
    distanceMetres,
    rank: ranks.get(typeId) ?? null,
    standing: standingOf(holding, asked, homes, slot),
    demoted: isDemoted(holding, asked, slot),
  }))
}

/**
 * The order in which they are to be shown (sources, DoS 6, steps 8 to 10): by rank of the type, the unranked last; within
 * a rank by standing; then what is promoted elsewhere below the rest; then by distance and id. The text does not say
 * whether step 9 reaches across ranks. It does not here: a promotion by the neighbours must not put an emergency
 * department before the treatment centre that the area ranks above it. Nor does it come before a person's own practice.
 */
export const inOrder = (a: Placed, b: Placed): number =>
  byRank(a.rank, b.rank) ||
  STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
  Number(a.demoted) - Number(b.demoted) ||
  a.distanceMetres - b.distanceMetres ||
  a.id - b.id

function byRank(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  return a - b
}
