import type { Holding } from '../holding.ts'
import { arrangeCatchAll, arrangeFound } from './arrange.ts'
import { type Asked, readyQuestion } from './asked.ts'
import { catchAll } from './catch-all.ts'
import { type Candidate, createPipelines, type Narrowed } from './pipelines.ts'
import type { ClinicalAnswer, ClinicalQuestion, ClinicalSearch, RoadDistances, Trace } from './question.ts'
import type { ClinicalReference } from './reference.ts'
import { askRoad, byRoad, worthAsking } from './road.ts'
import { homesOf } from './standing.ts'
import { tracesOf } from './traces.ts'

/** What is left before distances by road: all that passed both pipelines, else the catch-all. */
type FirstHalf = {
  readonly asked: Asked
  readonly narrowed: Narrowed
  readonly isCatchAll: boolean
  readonly candidates: readonly Candidate[]
}

/** The search of CheckCapacitySummary (sources, DoS 6) over what the memory holds. */
export function createClinicalSearch(holding: Holding, reference: () => ClinicalReference): ClinicalSearch {
  const narrow = createPipelines(holding)

  /** Undefined: no discriminator is valid. That only counts where some service came so far as to be asked for one. */
  const firstHalf = (question: ClinicalQuestion): FirstHalf | undefined => {
    const asked = readyQuestion(question, reference())
    const narrowed = narrow(asked)
    if (narrowed.reachedSecond && asked.discriminators.length === 0) return undefined
    const isCatchAll = narrowed.candidates.length === 0
    const candidates = isCatchAll ? catchAll(holding, asked) : narrowed.candidates
    return { asked, narrowed, isCatchAll, candidates }
  }
  const search = (question: ClinicalQuestion): ClinicalAnswer => {
    const half = firstHalf(question)
    return half ? secondHalf(holding, half, null) : { outcome: 'no-valid-discriminator' }
  }

  return {
    search,
    searchByRoad: async (question, origin, road) => {
      const half = firstHalf(question)
      if (!half) return { outcome: 'no-valid-discriminator' }
      const metres = await askRoad(origin, worthAsking(half.candidates, homesOf(holding, half.asked)), road)
      if (!metres) return search(question)
      // Services may have changed meanwhile, and an answer shows one state of the directory: again, in this turn.
      const now = firstHalf(question)
      return now ? secondHalf(holding, now, metres) : { outcome: 'no-valid-discriminator' }
    },
  }
}

function secondHalf(holding: Holding, half: FirstHalf, metres: RoadDistances | null): ClinicalAnswer {
  const { asked, narrowed, isCatchAll } = half
  const { question, reach } = asked
  const measured = metres && byRoad(worthAsking(half.candidates, homesOf(holding, asked)), metres)
  const candidates = measured ?? half.candidates
  const isByRoad = measured !== null
  const { services, uncut } = isCatchAll
    ? arrangeCatchAll(asked, candidates, isByRoad)
    : arrangeFound(holding, asked, candidates, isByRoad)
  const traces = (): Trace[] =>
    tracesOf(
      holding,
      asked,
      narrowed,
      { afterRoad: slotsOf(candidates), afterSurplus: slotsOf(uncut) },
      services,
    )
  return {
    outcome: 'found',
    catchAll: isCatchAll && services.length > 0,
    distanceMetres: reach.metres,
    distanceSource: reach.source,
    windowUntil: question.at + asked.windowMinutes * 60_000,
    services,
    gaps: gapsOf(holding, narrowed),
    traces: question.explain ? traces() : [],
  }
}

const slotsOf = (candidates: readonly Pick<Candidate, 'slot'>[]): ReadonlySet<number> =>
  new Set(candidates.map(({ slot }) => slot))

const gapsOf = ({ slots }: Holding, { gaps }: Narrowed) =>
  Array.from(gaps, ([slot, criterion]) => {
    return { id: slots.ids[slot] ?? 0, typeId: slots.typeIds[slot] ?? 0, criterion }
  }).sort((a, b) => a.id - b.id)
