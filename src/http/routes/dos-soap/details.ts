import { holdsPostcode } from '../../../activity/index.ts'
import type { Service } from '../../../directory/index.ts'
import { detailsEnvelope, type SoapVersion, seenBy } from '../../../dos/index.ts'
import type { Allowed } from '../../../policy/index.ts'
import type { Audience } from '../../../vocabulary/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import { mayShow, type Named, namedBy } from '../../recently-returned.ts'
import type { HttpRooms } from '../../rooms.ts'
import { asErrors, callOf, isVersion, type SoapRoute, soapDoor, stampHeaders } from './door.ts'

type DetailsQuestion = {
  readonly version: SoapVersion
  readonly by: 'id' | 'ods-code'
  readonly code: string
  readonly named: Named
}

/**
 * ServiceDetailsById: by what a service can be reached, as the follow-up of a search (AUP25-08, D2). Its element takes
 * the id of a service or an ODS code; an id that there is comes first.
 */
export function detailsDoor(rooms: HttpRooms) {
  const { memory } = rooms
  const action: GovernedAction<DetailsQuestion, SoapRoute> = {
    ...soapDoor(rooms, 'ServiceDetailsById'),
    action: 'look-up',
    read: async (request, caller, now) => {
      const { version, serviceId } = callOf(request, call => call.operation === 'ServiceDetailsById')
      if (!isVersion(version)) return { outcome: 'wrong', errors: asErrors('serviceVersion', version) }
      const code = serviceId ?? ''
      const by = memory.byUid(code, 'operator') === undefined ? 'ods-code' : 'id'
      const ids = idsOf(rooms, { by, code }, 'operator')
      const named = await namedBy(rooms, caller, ids, by, now)
      return {
        outcome: 'read',
        question: { version, by, code, named },
        facts: {
          action: 'look-up',
          purpose: null,
          audience: null,
          by,
          recentlyReturned: named.recent.size > 0,
        },
        shape: { cell: null, filters: [], target: recordable(code, ids) },
      }
    },
    ask: ({ version, by, code, named }, allowed, stamp) => {
      const found = idsOf(rooms, { by, code }, allowed.audience)
        .filter(id => mayShow(named, id))
        .map(id => ({ id, service: memory.recordOf(id) }))
        .filter((one): one is { id: number; service: Service } => isWithin(one.service, allowed))
        .slice(0, allowed.limits.resultsMax)
      if (found.length === 0) return { outcome: 'nothing', detail: 'There is no such service for you.' }
      const seen = found.map(({ service }) => seenBy(service, allowed.audience, stamp.now))
      return {
        outcome: 'answered',
        results: found.map(({ id }) => id),
        headers: stampHeaders(stamp),
        body: detailsEnvelope(seen, version),
      }
    },
  }
  return governed(rooms, action)
}

function idsOf(
  { memory }: HttpRooms,
  { by, code }: Pick<DetailsQuestion, 'by' | 'code'>,
  audience: Audience,
): readonly number[] {
  if (code === '') return []
  if (by === 'ods-code') return memory.byOdsCode(code, audience)
  const slot = memory.byUid(code, audience)
  return slot === undefined ? [] : [memory.idAt(slot)]
}

const isWithin = (service: Service | undefined, { limits: { typeIds, regions } }: Allowed): boolean =>
  service !== undefined &&
  (typeIds === null || typeIds.includes(service.typeId)) &&
  (regions === 'national' || (service.regionId !== undefined && regions.includes(service.regionId)))

/** What was looked for, as the activity log may hold it: a code that there is, and no text of the caller's own. */
const recordable = (code: string, ids: readonly number[]): string =>
  ids.length > 0 && !holdsPostcode(code) ? code.toUpperCase() : 'unknown'
