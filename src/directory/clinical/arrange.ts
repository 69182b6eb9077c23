import type { Holding } from '../holding.ts'
import type { Asked } from './asked.ts'
import { placed } from './order.ts'
import type { Candidate } from './pipelines.ts'
import type { ClinicalFound } from './question.ts'
import { ranksOf } from './ranks.ts'
import { labelOf } from './standing.ts'
import { inOrderWithoutSurplus } from './surplus.ts'

/** The services of an answer, in order, and all that were left before the limit cut them. */
export type Arranged = {
  readonly services: readonly ClinicalFound[]
  readonly uncut: readonly Pick<Candidate, 'slot'>[]
}

/** Ranking, promotion, the person's own practice, surplus, and the most results (sources, DoS 6, steps 8 to 11). */
export function arrangeFound(
  holding: Holding,
  asked: Asked,
  candidates: readonly Candidate[],
  isByRoad: boolean,
): Arranged {
  const few = inOrderWithoutSurplus(placed(holding, asked, candidates))
  const services = few
    .slice(0, asked.question.limit)
    .map(({ id, slot, typeId, distanceMetres, rank, standing }): ClinicalFound => {
      return { id, slot, distanceMetres, byRoad: isByRoad, label: labelOf(standing, typeId), rank }
    })
  return { services, uncut: few }
}

/** Nearest first, and nothing else: there are two at most, of one type, and the limit is kept already. */
export function arrangeCatchAll(asked: Asked, candidates: readonly Candidate[], isByRoad: boolean): Arranged {
  const ranks = ranksOf(asked.question, asked.reference)
  const services = [...candidates]
    .sort((a, b) => a.distanceMetres - b.distanceMetres || a.id - b.id)
    .map(({ id, slot, typeId, distanceMetres }): ClinicalFound => {
      const rank = ranks.get(typeId) ?? null
      return { id, slot, distanceMetres, byRoad: isByRoad, label: 'catch-all', rank }
    })
  return { services, uncut: candidates }
}
