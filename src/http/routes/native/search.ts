import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import { londonMoment, type Serving } from '../../../directory/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { joinServices, originMember, roundDistance, serviceMembers, stampMembers } from './encode.ts'
import { pickMembers, unknownFields } from './fields.ts'
import type { SearchQuery } from './question.ts'
import { readSearch, type SearchQuestion } from './read-search.ts'
import { namedList } from './service-names.ts'

/** GET /services and POST /services/search: one question, asked in the address or in the body. */
export function searchDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => SearchQuery,
  location: 'query' | 'body',
) {
  const { memory } = rooms
  const action: GovernedAction<SearchQuestion, R> = {
    interface: 'native',
    action: 'search',
    contentType: 'application/json; charset=utf-8',
    read: (request, caller, now) => readSearch(rooms, asked(request), location, caller, now),
    unfit: ({ fields }, { audience }) => unknownFields(fields, audience, 'list', location),
    ask: (question, allowed, stamp) => {
      const { place, fields } = question
      if (!place) throw new Error('Policy allowed a search that has no origin.')
      const { audience, limits } = allowed
      const served = question.served
      const serving = served && memory.serving(served.known, question.practice)
      const withinMetres = question.isFar ? limits.distanceMetresMax : limits.distanceMetres
      const found = memory.nearest({
        easting: place.easting,
        northing: place.northing,
        typeIds: question.typeIds ?? limits.typeIds,
        withinMetres,
        limit: limits.results,
        audience,
        now: stamp.now,
        openAt: question.openAt,
        ageDays: question.ageDays,
        sex: question.sex,
        practice: question.practice,
        capacity: question.capacity,
        referralRoleIds: inBoth(limits.referralRoleIds, question.referralRoleIds),
        regionIds: limits.regions === 'national' ? null : limits.regions,
        where: serving ? slot => serving(slot).serves === 'yes' : undefined,
      })
      const moment = londonMoment(stamp.now)
      const whole = found.map(({ slot, distanceMetres }) => ({
        members: withServing(
          serviceMembers(memory, slot, audience, moment, stamp.now, roundDistance(distanceMetres, place)),
          serving?.(slot) ?? null,
        ),
        prepared: memory.fragment(slot, audience, 'list', stamp.now),
      }))
      const named = namedList(rooms, limits, found, whole)
      // Beyond the members agreed on for lists nothing is asked: policy refuses it.
      const only = fields ?? limits.listMembers
      const services =
        only === null ? named : named.map(parts => pickMembers(parts, [...only, ...OF_SERVING]))
      const head =
        `{${stampMembers(stamp, allowed)}"origin":${originMember(place, question.notices)},` +
        (served ? `"served":${originMember(served.place, [])},` : '') +
        `"withinMetres":${withinMetres},"limit":${limits.results},"count":${found.length},"services":[`
      return {
        outcome: 'answered',
        results: found.map(({ id }) => id),
        body: joinServices(head, services, ']}'),
      }
    },
  }
  return governed(rooms, action)
}

/** What stands in front of a service where it was asked whom it serves; it comes always then. */
const OF_SERVING = ['serves', 'servesBecause'] as const

const withServing = (members: string, serving: Serving | null): string =>
  serving === null
    ? members
    : `{"serves":"${serving.serves}","servesBecause":"${serving.because}",${members.slice(1)}`

/** Roles that are in both lists; null is no narrowing. */
function inBoth(
  allowed: readonly number[] | null,
  asked: readonly number[] | null,
): readonly number[] | null {
  if (allowed === null) return asked
  return asked === null ? allowed : asked.filter(role => allowed.includes(role))
}
