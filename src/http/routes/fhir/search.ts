import type { ResourceType } from '../../../fhir/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { answerSearch } from './answer-search.ts'
import { FHIR_JSON, sayNo } from './outcome.ts'
import type { FhirQuestion } from './question.ts'
import { readQuestion } from './read-question.ts'

/** GET /{type} and POST /{type}/_search: what is near a place, or what is already known by name. */
export function searchDoor(rooms: HttpRooms, base: () => string, type: ResourceType) {
  const action: GovernedAction<FhirQuestion, object> = {
    interface: 'fhir',
    action: 'search',
    contentType: FHIR_JSON,
    refuse: sayNo,
    read: (request, caller, now) => readQuestion(rooms, base(), type, request, caller, now),
    ask: (question, allowed, stamp) => answerSearch(rooms, base(), question, allowed, stamp),
  }
  return governed(rooms, action)
}
