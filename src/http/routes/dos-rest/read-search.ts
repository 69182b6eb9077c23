import {
  type RestRead,
  type RestSearch,
  type RestSegments,
  readRestSearch,
  type SymptomPair,
} from '../../../dos/index.ts'
import type { LocatedPlace, PlaceAnswer, Places } from '../../../places/index.ts'
import type { ReadQuestion } from '../../governed.ts'
import { originFacts, placeOf } from '../native/read-search.ts'
import { unknownParameters, wrongSegment } from './wrong-parameter.ts'

/** What makes one search differ from the other. A pair of null could not be read as one. */
export type Wanted =
  | { readonly by: 'clinical-term'; readonly pair: SymptomPair | null }
  | { readonly by: 'service-type'; readonly typeIds: readonly number[] }

export type RestQuestion = RestSearch & { readonly place: LocatedPlace | null; readonly wanted: Wanted }

/**
 * Reads a search. What policy refuses by its own rules, such as a place outside England, passes here; a text that is no
 * known postcode does not.
 * @param query of the address: there is none in this interface
 */
export function readSearch(
  places: Places,
  segments: RestSegments,
  query: object,
  wanted: RestRead<Wanted>,
): ReadQuestion<RestQuestion> {
  const unknown = unknownParameters(query)
  if (unknown.length > 0) return { outcome: 'wrong', errors: unknown }
  const answer = wholePostcode(places, segments.postcode)
  const read = readRestSearch(segments, () => answer !== null)
  if (read.outcome === 'wrong') return wrongSegment(read)
  if (wanted.outcome === 'wrong') return wrongSegment(wanted)
  if (answer === null) throw new Error('A postcode was taken for one and was none.')
  const search = read.read
  const place = placeOf(answer)
  return {
    outcome: 'read',
    question: { ...search, place, wanted: wanted.read },
    facts: {
      action: 'search',
      purpose: null,
      origin: originFacts(answer),
      audience: null,
      typeIds: wanted.read.by === 'service-type' ? wanted.read.typeIds : null,
      // The interface asks for a number of each type, never of the whole answer.
      limit: null,
      withinMetres: search.distanceMetres,
      kind: search.kind,
    },
    shape: { cell: place?.cell ?? null, filters: filtersOf(search, wanted.read), target: null },
  }
}

/** Names of filters the activity log may hold; their values it never does. */
const filtersOf = ({ ageGroup, sex, practiceId }: RestSearch, { by }: Wanted): readonly string[] => [
  ...(ageGroup === null ? [] : ['age']),
  ...(sex === null ? [] : ['sex']),
  ...(practiceId === null ? [] : ['practice']),
  ...(by === 'clinical-term' ? ['clinical-term'] : []),
]

/** In any case, with or without a space; letters for the digits they look like are mended when it is located. */
const POSTCODE = /^[A-Z]{1,2}[0-9OI][A-Z0-9]? ?[0-9OI][A-Z]{2}$|^G[I1]R ?[0O]AA$/i

/**
 * What a whole postcode stands for; null for anything else, for what stands for no place, and for one that the postcode
 * file has no place for: it is
 * mistyped far more often than new, and this interface has no room for a warning. Without a file, any that can exist is
 * taken. One that has ended still says where it was (sources, DoS 6, step 1).
 */
function wholePostcode(places: Places, text: string): PlaceAnswer | null {
  // ZZ99 stands for people without an address, or from abroad: never in a table of places.
  const answer = POSTCODE.test(text) && !/^ZZ/i.test(text) ? places.locate(text) : null
  switch (answer?.outcome) {
    case 'located': {
      const { kind, precision } = answer.place
      return kind === 'postcode' && (precision === 'unit' || places.edition() === null) ? answer : null
    }
    case 'terminated':
    case 'outside-england':
      return answer
    // In no postcode table, or there without a place: the contract has one text for all of them.
    case 'non-geographic':
    case 'no-fixed-abode':
    case 'unlocated':
    case 'ambiguous':
    case 'not-recognised':
    case undefined:
      return null
  }
}
