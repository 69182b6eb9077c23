import { type ForWhom, KILOMETRES, type Search, type TypeIds } from '../../../fhir/index.ts'
import type { PlaceAnswer, Places } from '../../../places/index.ts'
import type { CallerFacts, QuestionFacts } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { ReadQuestion } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { servedPlace } from '../../served-place.ts'
import { originFacts, placeOf } from '../native/read-search.ts'
import { readServes, stricterOrigin } from '../native/read-serves.ts'
import { asParameterErrors } from './outcome.ts'
import { type FhirQuestion, filtersOf, saidOf } from './question.ts'

type Asked = ForWhom & { readonly typeIds: TypeIds }
type Asking = {
  readonly caller: CallerFacts
  readonly now: EpochMillis
  readonly location: 'query' | 'body'
}

/** A search that is about a place: near it, or for what is kept for it. By the same rules as in the native API. */
export function nearQuestion(
  { places, clinical, policy }: Pick<HttpRooms, 'places' | 'clinical' | 'policy'>,
  search: Search,
  asked: Asked,
  { caller, now, location }: Asking,
): ReadQuestion<FhirQuestion> {
  const { near, practice, typeIds } = asked
  const from = near === null ? null : places.locate(near.value.place)
  const served = servedAt(asked, from, places)
  if (typeof served === 'string') {
    const error = { parameter: 'serves-place', message: served, code: 'value' }
    return { outcome: 'wrong', errors: asParameterErrors([error], location) }
  }
  const answer = from ?? served
  if (answer === null) throw new Error('A search near a place came without one.')
  const place = placeOf(answer)
  const servedPoint = served && placeOf(served)
  const isElsewhere = served !== null && served !== answer
  // Places and people are judged by the directory; a resource says nothing of them.
  const criteria = search.criteria.filter(({ test }) => !JUDGED_ELSEWHERE.has(test.kind))
  const facts: Extract<QuestionFacts, { action: 'search' }> = {
    action: 'search',
    origin: originFacts(answer),
    typeIds: typeIds.asked,
    limit: null,
    withinMetres: near?.value.withinMetres ?? null,
    ...saidOf(search),
  }
  return {
    outcome: 'read',
    question: {
      search,
      criteria,
      about: {
        kind: 'near',
        place,
        unit: near?.value.unit ?? KILOMETRES,
        isFar: near === null,
        served: servedPoint && servedPlace(servedPoint, clinical()),
        practice,
        notices: [...noticesOf(answer), ...(isElsewhere ? noticesOf(served) : [])],
        typeIds: typeIds.found,
      },
    },
    facts: isElsewhere
      ? { ...facts, origin: stricterOrigin(facts, originFacts(served), caller, policy(now), now) }
      : facts,
    shape: {
      cell: place?.cell ?? null,
      filters: filtersOf(search.criteria.filter(({ test }) => test.kind !== 'near')),
      target: null,
    },
  }
}

const JUDGED_ELSEWHERE: ReadonlySet<string> = new Set(['near', 'serves', 'practice'])

const servedAt = (
  { serves }: ForWhom,
  from: PlaceAnswer | null,
  places: Places,
): PlaceAnswer | string | null => (serves === null ? null : readServes(serves, from, places))

/** What whoever reads the answer must know of its origin. */
function noticesOf(answer: PlaceAnswer): string[] {
  const place = placeOf(answer)
  const notices: string[] = []
  if (answer.outcome === 'terminated') {
    notices.push(`${answer.label} ended in ${answer.endedOn}; the search is from where it was.`)
  }
  if (place && place.precision !== 'exact' && place.precision !== 'unit') {
    notices.push(
      `Where ${place.label} is, is known to some ${place.errorMetres} metres, and so are distances.`,
    )
  }
  if (place?.nearBorder) notices.push(place.nearBorder.askInstead)
  return notices
}
