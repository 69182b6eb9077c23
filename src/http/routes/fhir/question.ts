import type { ServedPlace } from '../../../directory/index.ts'
import type { Criterion, DistanceUnit, Search, Thing, TypeIds } from '../../../fhir/index.ts'
import type { LocatedPlace } from '../../../places/index.ts'
import type { Named } from '../../recently-returned.ts'

/** A search as it is put to the directory. */
export type FhirQuestion = {
  readonly search: Search
  /** The conditions beside the place. */
  readonly criteria: readonly Criterion[]
  readonly about: About
}

export type About =
  | {
      readonly kind: 'near'
      readonly place: LocatedPlace | null
      /** Distances are answered in it. */
      readonly unit: DistanceUnit
      /** Whether to look as far as the agreement reaches: nearness was not asked about. */
      readonly isFar: boolean
      /** The place that services are to be kept for; null: not asked about. */
      readonly served: ServedPlace | null
      readonly practice: string | null
      /** To be told with the answer. */
      readonly notices: readonly string[]
      readonly typeIds: TypeIds['found']
    }
  | { readonly kind: 'known'; readonly things: readonly Thing[]; readonly named: Named }
  /** Policy refuses it. */
  | { readonly kind: 'none' }

export const filtersOf = (criteria: readonly Criterion[]): string[] => [
  ...new Set(criteria.map(({ named }) => named)),
]

export const saidOf = ({ asking: { purpose, audience, kind } }: Search) => ({ purpose, audience, kind })
