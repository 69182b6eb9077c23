import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import { londonMoment } from '../../../directory/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { joinServices, serviceMembers, stampMembers } from './encode.ts'
import type { LookUpQuery } from './question.ts'

type LookUpRequest = { readonly id: number; readonly query: LookUpQuery }

/** GET /services/{id}: the whole profile of one service, as the follow-up of a search (AUP25-08, D2). */
export function lookUpDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => LookUpRequest,
) {
  const { memory, recent, returnedElsewhere } = rooms
  const action: GovernedAction<number, R> = {
    interface: 'native',
    action: 'look-up',
    contentType: 'application/json; charset=utf-8',
    read: async (request, caller, now) => {
      const { id, query } = asked(request)
      const since = now - rooms.policy(now).parameters.lookUpAfterSearchMinutes * 60_000
      const followUpOnly = caller.agreement?.lookUps === 'follow-up'
      const recentlyReturned =
        recent.has(caller.account.id, id) ||
        (followUpOnly && (await returnedElsewhere(caller.account.id, id, since)))
      return {
        outcome: 'read',
        question: id,
        facts: {
          action: 'look-up',
          purpose: query.purpose ?? null,
          audience: query.audience ?? null,
          by: 'id',
          recentlyReturned,
        },
        shape: {
          cell: null,
          typeIds: null,
          withinMetres: null,
          limit: null,
          filters: [],
          target: String(id),
        },
      }
    },
    ask: (id, allowed, stamp) => {
      const slot = memory.byId(id, allowed.audience)
      const service = memory.recordOf(id)
      const { typeIds, regions } = allowed.limits
      const fits =
        service !== undefined &&
        (typeIds === null || typeIds.includes(service.typeId)) &&
        (regions === 'national' || (service.regionId !== undefined && regions.includes(service.regionId)))
      if (slot === undefined || !fits) {
        return { outcome: 'nothing', detail: `There is no service ${id} that you may see.` }
      }
      const { version, writtenAt } = memory.versionOf(slot)
      const about = `"version":${version},"updatedAt":"${new Date(writtenAt).toISOString()}",`
      const parts = {
        members: serviceMembers(memory, slot, allowed.audience, londonMoment(stamp.now), stamp.now, null),
        prepared: memory.fragment(slot, allowed.audience, 'full', stamp.now),
      }
      return {
        outcome: 'answered',
        results: [id],
        body: joinServices(`{${stampMembers(stamp, allowed)}${about}"service":`, [parts], '}'),
      }
    },
  }
  return governed(rooms, action)
}
