import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import {
  REST_MESSAGES,
  type RestSegments,
  readServiceTypeIds,
  readSymptomPair,
  restError,
  restFoundService,
  restSuccess,
  seenBy,
  transactionIdOf,
} from '../../../dos/index.ts'
import { type Answered, type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { findServices } from './find-services.ts'
import { identifyBasic } from './identify-basic.ts'
import { type RestQuestion, readSearch, type Wanted } from './read-search.ts'
import { REST_JSON, sayNo } from './say-no.ts'

export type ClinicalTermPath = RestSegments & {
  readonly disposition: string
  readonly symptomGroupDiscriminatorCombos: string
}
export type ServiceTypePath = RestSegments & {
  readonly disposition: string
  readonly serviceTypeIds: string
}

type Asked<P> = { readonly path: P; readonly query: object }

/** GET /services/byClinicalTerm: services that manage a symptom group with a discriminator. */
export const clinicalTermDoor = <R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => Asked<ClinicalTermPath>,
) =>
  searchDoor<R, ClinicalTermPath>(rooms, asked, path => ({
    outcome: 'read',
    read: { by: 'clinical-term', pair: readSymptomPair(path.symptomGroupDiscriminatorCombos) },
  }))

/** GET /services/byServiceType: services of some types. */
export const serviceTypeDoor = <R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => Asked<ServiceTypePath>,
) =>
  searchDoor<R, ServiceTypePath>(rooms, asked, path => {
    const typeIds = readServiceTypeIds(path.serviceTypeIds)
    return typeIds.outcome === 'wrong'
      ? typeIds
      : { outcome: 'read', read: { by: 'service-type', typeIds: typeIds.read } }
  })

function searchDoor<R extends RouteGenericInterface, P extends RestSegments>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => Asked<P>,
  wantedOf: (path: P) => Parameters<typeof readSearch>[3],
) {
  const { memory, places } = rooms
  const action: GovernedAction<RestQuestion, R> = {
    interface: 'dos-rest',
    action: 'search',
    contentType: REST_JSON,
    identify: identifyBasic(rooms),
    refuse: sayNo,
    read: request => {
      const { path, query } = asked(request)
      return readSearch(places, path, query, wantedOf(path))
    },
    ask: (question, allowed, stamp) => {
      const { place, wanted } = question
      if (place === null) throw new Error('Policy allowed a search that has no origin.')
      const practice = practiceOf(rooms, question.practiceId, allowed.audience)
      if (practice === undefined) return wrong('practice')
      if (!isAskable(rooms, wanted)) return wrong('pair')
      const { now } = stamp
      const found = findServices(
        memory,
        {
          ...question,
          place,
          practice,
          typeIds: wanted.by === 'service-type' ? wanted.typeIds : null,
          pair: wanted.by === 'clinical-term' ? wanted.pair : null,
        },
        allowed,
      )
      const services = found.map(({ slot, distanceMetres }) =>
        restFoundService(seenBy(memory.recordAt(slot), allowed.audience, now), distanceMetres, now),
      )
      return {
        outcome: 'answered',
        results: found.map(({ id }) => id),
        body: inBytes(restSuccess(transactionIdOf(stamp.decisionId), services)),
      }
    },
  }
  return governed(rooms, action)
}

/** ODS code of the practice with that service id, null for none asked about or one without a code; undefined: there is none. */
function practiceOf(
  { memory }: HttpRooms,
  serviceId: string | null,
  audience: Parameters<HttpRooms['memory']['byUid']>[1],
): string | null | undefined {
  if (serviceId === null) return null
  const slot = memory.byUid(serviceId, audience)
  return slot === undefined ? undefined : (memory.recordAt(slot).odsCode ?? null)
}

const isAskable = (rooms: HttpRooms, wanted: Wanted): boolean =>
  wanted.by === 'service-type' ||
  (wanted.pair !== null &&
    rooms.clinical().pairs.get(wanted.pair.group)?.has(wanted.pair.discriminator) === true)

/**
 * That a code means nothing is found out behind the door, recorded and counted like an answer: which services there are
 * could else be tried out in any number.
 */
const wrong = (what: 'practice' | 'pair'): Answered => ({
  outcome: 'answered',
  status: 400,
  results: [],
  body: inBytes(restError(400, `Bad Request: ${REST_MESSAGES[what]}`)),
})

const inBytes = (body: object): Buffer => Buffer.from(JSON.stringify(body))
