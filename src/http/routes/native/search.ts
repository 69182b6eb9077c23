import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import { londonMoment } from '../../../directory/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { joinServices, originMember, roundDistance, serviceMembers, stampMembers } from './encode.ts'
import { pickMembers, unknownFields } from './fields.ts'
import type { SearchQuery } from './question.ts'
import { readSearch, type SearchQuestion } from './read-search.ts'

/** GET /services and POST /services/search: one question, asked in the address or in the body. */
export function searchDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => SearchQuery,
  location: 'query' | 'body',
) {
  const { memory, places } = rooms
  const action: GovernedAction<SearchQuestion, R> = {
    interface: 'native',
    action: 'search',
    contentType: 'application/json; charset=utf-8',
    read: (request, _caller, now) => readSearch(places, asked(request), location, now),
    unfit: ({ fields }, { audience }) => unknownFields(fields, audience, 'list', location),
    ask: (question, allowed, stamp) => {
      const { place, fields } = question
      if (!place) throw new Error('Policy allowed a search that has no origin.')
      const { audience, limits } = allowed
      const found = memory.nearest({
        easting: place.easting,
        northing: place.northing,
        typeIds: question.typeIds ?? limits.typeIds,
        withinMetres: limits.distanceMetres,
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
      })
      const moment = londonMoment(stamp.now)
      const whole = found.map(({ slot, distanceMetres }) => ({
        members: serviceMembers(
          memory,
          slot,
          audience,
          moment,
          stamp.now,
          roundDistance(distanceMetres, place),
        ),
        prepared: memory.fragment(slot, audience, 'list', stamp.now),
      }))
      const services = fields === null ? whole : whole.map(parts => pickMembers(parts, fields))
      const head =
        `{${stampMembers(stamp, allowed)}"origin":${originMember(place, question.notices)},` +
        `"withinMetres":${limits.distanceMetres},"limit":${limits.results},"count":${found.length},"services":[`
      return {
        outcome: 'answered',
        results: found.map(({ id }) => id),
        body: joinServices(head, services, ']}'),
      }
    },
  }
  return governed(rooms, action)
}

/** Roles that are in both lists; null is no narrowing. */
function inBoth(
  allowed: readonly number[] | null,
  asked: readonly number[] | null,
): readonly number[] | null {
  if (allowed === null) return asked
  return asked === null ? allowed : asked.filter(role => allowed.includes(role))
}
