import {
  type Say,
  type ServedPlace,
  type Serving,
  sayOfAreas,
  sayOfCoverage,
  sayOfPractice,
  servingOf,
} from './coverage.ts'
import type { Holding } from './holding.ts'

/**
 * Whether services in the memory are kept as serving a place (coverage.ts). What is kept is kept once for all services
 * alike, and judged once: of thousands of candidates most cost three array reads.
 * @param practice ODS code of the person's GP practice; null: not known
 * @returns asked by slot; good until something changes, so for one question
 */
export type AskServing = (place: ServedPlace, practice: string | null) => (slot: number) => Serving

export const createServing =
  (holding: Holding): AskServing =>
  (place, practice) => {
    const { slots } = holding
    const coverage = remembered(number =>
      number === 0 ? 'silent' : sayOfCoverage(holding.coverageOf(number), place),
    )
    const areas = remembered(number => sayOfAreas(holding.alignmentOf(number), place))
    const practices = remembered(number => sayOfPractice(holding.profileOf(number).practices, practice))
    return slot =>
      servingOf(
        coverage(slots.coverages[slot] ?? 0),
        areas(slots.alignments[slot] ?? 0),
        practices(slots.profiles[slot] ?? 0),
      )
  }

function remembered(judge: (number: number) => Say): (number: number) => Say {
  const said = new Map<number, Say>()
  return number => {
    const known = said.get(number)
    if (known !== undefined) return known
    const say = judge(number)
    said.set(number, say)
    return say
  }
}
