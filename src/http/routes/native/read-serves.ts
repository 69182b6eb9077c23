import type { PlaceAnswer, Places } from '../../../places/index.ts'
import { type CallerFacts, decide, type PolicyVersion, type QuestionFacts } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'

/** The word for "the place that is searched from". */
export const ORIGIN = 'origin'

/** The place that services are to be kept for: what a postcode means, or in words why it is none. */
export function readServes(text: string, near: PlaceAnswer | null, places: Places): PlaceAnswer | string {
  if (text === ORIGIN) return near ?? 'There is no "near" to be the origin.'
  const answer = places.locate(text)
  switch (answer.outcome) {
    case 'located':
      return answer.place.kind === 'postcode' ? answer : NO_POSTCODE
    case 'ambiguous':
    case 'not-recognised':
      return NO_POSTCODE
    case 'terminated':
    case 'outside-england':
    case 'non-geographic':
    case 'no-fixed-abode':
    case 'unlocated':
      return answer
  }
}

const NO_POSTCODE = `Give a full postcode, or "${ORIGIN}" for the place that is searched from.`

type SearchFacts = Extract<QuestionFacts, { action: 'search' }>

/**
 * A place that services are to be kept for is asked about as the origin is (AUP25-06). Where policy would let a search
 * be made from the one and not from the other, the other is put as the origin, and policy refuses it by its own rule.
 */
export function stricterOrigin(
  facts: SearchFacts,
  served: SearchFacts['origin'],
  caller: CallerFacts,
  policy: PolicyVersion,
  now: EpochMillis,
): SearchFacts['origin'] {
  // Whatever purpose comes with the token, the place is judged alike under each that is agreed.
  const purpose = facts.purpose ?? caller.agreement?.purposes[0] ?? null
  const mayAsk = (origin: SearchFacts['origin']): boolean =>
    decide(caller, { ...facts, purpose, origin }, policy, now).outcome === 'allow'
  return mayAsk(facts.origin) && !mayAsk(served) ? served : facts.origin
}
