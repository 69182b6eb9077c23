import type { RouteGenericInterface } from 'fastify'
import { SERVICE_TYPES } from '../../../directory/index.ts'
import { type GovernedAction, governed } from '../../governed.ts'
import type { HttpRooms } from '../../rooms.ts'
import { stampMembers } from './encode.ts'

const LIST = JSON.stringify(
  SERVICE_TYPES.filter(type => type.searchable).map(({ id, code, name }) => ({ id, code, name })),
)

/** GET /service-types: the types a search may ask for. */
export function serviceTypesDoor(rooms: HttpRooms) {
  const action: GovernedAction<null, RouteGenericInterface> = {
    interface: 'native',
    action: 'reference',
    contentType: 'application/json; charset=utf-8',
    read: () => ({
      outcome: 'read',
      question: null,
      facts: { action: 'reference', purpose: null },
      shape: { cell: null, filters: [], target: 'service-types' },
    }),
    ask: (_question, allowed, stamp) => ({
      outcome: 'answered',
      results: [],
      body: Buffer.from(`{${stampMembers(stamp, allowed)}"serviceTypes":${LIST}}`),
    }),
  }
  return governed(rooms, action)
}
