import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import { londonMoment } from '../../../directory/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import { recentlyReturned } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { joinServices, serviceMembers, stampMembers } from './encode.ts'
import { pickMembers, readFields, unknownFields } from './fields.ts'
import { kindOf, type LookUpQuery } from './question.ts'
import { idNamed, NEVER_ISSUED, namedWhole } from './service-names.ts'

type LookUpRequest = { readonly id: string; readonly query: LookUpQuery }
type LookUpQuestion = {
  /** As the caller gave it, and the service it stands for; null: none. */
  readonly named: string
  readonly id: number | null
  readonly fields: readonly string[] | null
}

/** GET /services/{id}: the whole profile of one service, as the follow-up of a search (AUP25-08, D2). */
export function lookUpDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => LookUpRequest,
) {
  const { memory } = rooms
  const action: GovernedAction<LookUpQuestion, R> = {
    interface: 'native',
    action: 'look-up',
    contentType: 'application/json; charset=utf-8',
    read: async (request, caller, now) => {
      const { id: named, query } = asked(request)
      const id = idNamed(rooms, caller, named)
      const fields = readFields(query.fields)
      return {
        outcome: 'read',
        question: { named, id, fields },
        facts: {
          action: 'look-up',
          purpose: query.purpose ?? null,
          audience: query.audience ?? null,
          by: 'id',
          recentlyReturned: id !== null && (await recentlyReturned(rooms, caller, [id], now)),
          ...(id === null ? { neverIssued: true } : {}),
          fields,
          kind: kindOf(query),
        },
        shape: { cell: null, filters: [], target: id === null ? NEVER_ISSUED : String(id) },
      }
    },
    unfit: ({ fields }, { audience }) => unknownFields(fields, audience, 'full', 'query'),
    ask: ({ named, id, fields }, allowed, stamp) => {
      const nothing = {
        outcome: 'nothing',
        detail: `There is no service ${named} that you may see.`,
      } as const
      if (id === null) return nothing
      const slot = memory.byId(id, allowed.audience)
      const service = memory.recordOf(id)
      const { typeIds, regions } = allowed.limits
      const fits =
        service !== undefined &&
        (typeIds === null || typeIds.includes(service.typeId)) &&
        (regions === 'national' || (service.regionId !== undefined && regions.includes(service.regionId)))
      if (slot === undefined || !fits) return nothing
      const { version, writtenAt } = memory.versionOf(slot)
      const about = `"version":${version},"updatedAt":"${new Date(writtenAt).toISOString()}",`
      const parts = namedWhole(rooms, allowed.limits, id, {
        members: serviceMembers(memory, slot, allowed.audience, londonMoment(stamp.now), stamp.now, null),
        prepared: memory.fragment(slot, allowed.audience, 'full', stamp.now),
      })
      const picked = fields === null ? parts : pickMembers(parts, fields)
      return {
        outcome: 'answered',
        results: [id],
        body: joinServices(`{${stampMembers(stamp, allowed)}${about}"service":`, [picked], '}'),
      }
    },
  }
  return governed(rooms, action)
}
