import type { FastifyRequest, RouteGenericInterface } from 'fastify'
import { holdsPostcode } from '../../../activity/index.ts'
import { firstWritten, type Service } from '../../../directory/index.ts'
import { NO_TRANSACTION, restSuccess, restWholeService, seenBy, transactionIdOf } from '../../../dos/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import { type GovernedAction, governed, type Stamp } from '../../governed.ts'
import { mayShow, type Named, namedBy } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { identifyBasic } from './identify-basic.ts'
import { REST_JSON, sayNo } from './say-no.ts'
import { surroundingsOf } from './surroundings.ts'
import { unknownParameters } from './wrong-parameter.ts'

/** By which of its codes a service is looked up. `code` as it came. */
export type LookUpBy = { readonly by: 'id' | 'ods-code'; readonly code: string; readonly query: object }

type LookUpQuestion = LookUpBy & { readonly named: Named }

/** GET /services/byServiceId and byOdsCode: services whole, as the follow-up of a search (AUP25-08, D2). */
export function lookUpDoor<R extends RouteGenericInterface>(
  rooms: HttpRooms,
  asked: (request: FastifyRequest<R>) => LookUpBy,
) {
  const action: GovernedAction<LookUpQuestion, R> = {
    interface: 'dos-rest',
    action: 'look-up',
    contentType: REST_JSON,
    identify: identifyBasic(rooms),
    refuse: sayNo,
    read: async (request, caller, now) => {
      const question = asked(request)
      const errors = unknownParameters(question.query)
      if (errors.length > 0) return { outcome: 'wrong', errors }
      const named = await namedBy(rooms, caller, idsOf(rooms, question, 'operator'), question.by, now)
      return {
        outcome: 'read',
        question: { ...question, named },
        facts: {
          action: 'look-up',
          purpose: null,
          audience: null,
          by: question.by,
          recentlyReturned: named.recent.size > 0,
        },
        shape: { cell: null, filters: [], target: recordable(question) },
      }
    },
    ask: async (question, allowed, stamp) => {
      const found = idsOf(rooms, question, allowed.audience)
        .filter(id => mayShow(question.named, id))
        .flatMap(id => seenWhole(rooms, id, allowed, stamp.now) ?? [])
        .slice(0, allowed.limits.resultsMax)
      // The records come first, all in one turn; only when each was first written has to be waited for.
      const created = await firstWritten(
        rooms.database.query,
        found.map(({ id }) => id),
      )
      const services = found.map(({ id, seen, around }) =>
        restWholeService(
          seen,
          { ...around, createdAt: created.get(id)?.getTime() ?? around.updatedAt },
          stamp.now,
        ),
      )
      return {
        outcome: 'answered',
        results: found.map(({ id }) => id),
        body: Buffer.from(JSON.stringify(restSuccess(transactionOf(question, stamp), services))),
      }
    },
  }
  return governed(rooms, action)
}

function idsOf(
  { memory }: HttpRooms,
  { by, code }: LookUpBy,
  audience: Parameters<HttpRooms['memory']['byUid']>[1],
): readonly number[] {
  if (by === 'ods-code') return memory.byOdsCode(code, audience)
  const slot = memory.byUid(code, audience)
  return slot === undefined ? [] : [memory.idAt(slot)]
}

/** A service as this caller may see it; undefined where it is none of theirs. */
function seenWhole({ memory, clinical }: HttpRooms, id: number, { audience, limits }: Allowed, now: number) {
  const slot = memory.byId(id, audience)
  if (slot === undefined) return undefined
  const service = memory.recordAt(slot)
  if (!isWithin(service, limits)) return undefined
  return {
    id,
    seen: seenBy(service, audience, now),
    around: {
      ...surroundingsOf(memory, clinical(), service, audience),
      updatedAt: memory.versionOf(slot).writtenAt,
    },
  }
}

const isWithin = ({ typeId, regionId }: Service, { typeIds, regions }: Allowed['limits']): boolean =>
  (typeIds === null || typeIds.includes(typeId)) &&
  (regions === 'national' || (regionId !== undefined && regions.includes(regionId)))

/** By ODS code there never was one (sources, DoS 1.4); the decision is in the activity log all the same. */
const transactionOf = ({ by }: LookUpBy, { decisionId }: Stamp): string =>
  by === 'ods-code' ? NO_TRANSACTION : transactionIdOf(decisionId)

/** What was looked for, as the activity log may hold it: a code, and no text that could be about a person. */
function recordable({ code }: LookUpBy): string {
  const plain = code.trim().toUpperCase()
  return /^[A-Z0-9]{1,20}$/.test(plain) && /[0-9]/.test(plain) && !holdsPostcode(plain) ? plain : 'unknown'
}
