import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import { londonMoment } from '../../../directory/index.ts'
import { type AgreementFacts, type PolicyVersion, termsOf } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { joinServices, serviceMembers, stampMembers } from './encode.ts'
import { pickMembers, readFields, unknownFields } from './fields.ts'
import { kindOf, type LookUpQuery } from './question.ts'

type LookUpRequest = { readonly id: number; readonly query: LookUpQuery }
type LookUpQuestion = { readonly id: number; readonly fields: readonly string[] | null }

/** For how long a search may be followed up: as the policy says, or terms of the agreement's own. */
const minutesToLookUp = (agreement: AgreementFacts, policy: PolicyVersion, now: EpochMillis): number =>
  termsOf(agreement, policy, now).parameters.lookUpAfterSearchMinutes

/** GET /services/{id}: the whole profile of one service, as the follow-up of a search (AUP25-08, D2). */
export function lookUpDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => LookUpRequest,
) {
  const { memory, recent, returnedElsewhere } = rooms
  const action: GovernedAction<LookUpQuestion, R> = {
    interface: 'native',
    action: 'look-up',
    contentType: 'application/json; charset=utf-8',
    read: async (request, caller, now) => {
      const { id, query } = asked(request)
      const { agreement } = caller
      const minutes = agreement ? minutesToLookUp(agreement, rooms.policy(now), now) : 0
      const recentlyReturned =
        recent.has(caller.account.id, id, minutes) ||
        (agreement?.lookUps === 'follow-up' &&
          (await returnedElsewhere(caller.account.id, id, now - minutes * 60_000)))
      const fields = readFields(query.fields)
      return {
        outcome: 'read',
        question: { id, fields },
        facts: {
          action: 'look-up',
          purpose: query.purpose ?? null,
          audience: query.audience ?? null,
          by: 'id',
          recentlyReturned,
          fields,
          kind: kindOf(query),
        },
        shape: { cell: null, filters: [], target: String(id) },
      }
    },
    unfit: ({ fields }, { audience }) => unknownFields(fields, audience, 'full', 'query'),
    ask: ({ id, fields }, allowed, stamp) => {
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
