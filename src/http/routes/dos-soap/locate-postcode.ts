import type { LocatedPlace, PlaceAnswer, Places } from '../../../places/index.ts'
import type { OriginFacts } from '../../../policy/index.ts'
import { originFacts, placeOf } from '../native/read-search.ts'

/** A postcode as the place to search from; a place of null is a refusal of policy, for the reason in `origin`. */
export type LocatedPostcode = { readonly place: LocatedPlace | null; readonly origin: OriginFacts }

const POSTCODE = /^[A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2}$/i

/**
 * Reads the element postcode: whole postcodes and nothing else, so that a name or a coordinate cannot come in by it.
 * Where a file of postcodes was imported, one that is not in it is taken for mistyped, for the answer has no room to say
 * that it was guessed. One that has ended still says where it was (sources, DoS 6, step 1).
 */
export function locatePostcode(places: Places, text: string | undefined): LocatedPostcode {
  if (text === undefined) return { place: null, origin: { outcome: 'not-given' } }
  const answer = POSTCODE.test(text.trim()) ? places.locate(text) : null
  if (answer === null || isGuessed(answer, places)) return { place: null, origin: NOT_RECOGNISED }
  return { place: placeOf(answer), origin: originFacts(answer) }
}

const NOT_RECOGNISED: OriginFacts = {
  outcome: 'unusable',
  because: 'not-recognised',
  detail: 'The element postcode takes a whole postcode, such as LS1 4AP, that is in use or once was.',
}

const isGuessed = (answer: PlaceAnswer, places: Places): boolean =>
  answer.outcome === 'ambiguous' ||
  (answer.outcome === 'located' &&
    (answer.place.kind !== 'postcode' || (places.edition() !== null && answer.place.precision !== 'unit')))
