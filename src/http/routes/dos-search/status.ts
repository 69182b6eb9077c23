import type { FastifyInstance } from 'fastify'
import { identify } from '../../identify.ts'
import { faultProblem } from '../../problem.ts'
import type { HttpRooms } from '../../rooms.ts'
import { sayNo } from './say-no.ts'

const JSON_TYPE = 'application/json; charset=utf-8'

/** `_ping`: is anybody there; `_status`: can this node answer, for those it knows (sources, DoS 4.1). */
export function statusRoutes(app: FastifyInstance, rooms: HttpRooms): void {
  app.get('/_ping', { config: { room: 'open' }, schema: { hide: true } }, (_request, reply) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-type', JSON_TYPE)
      .send(JSON.stringify({ status: 'pass' })),
  )
  app.get('/_status', { config: { room: 'signed-in' }, schema: { hide: true } }, async (request, reply) => {
    const identified = await identify(rooms, request.headers)
    if (identified.outcome === 'unknown') {
      const { fault, detail, errors } = identified
      const extras = { requestId: request.id, ...(errors ? { errors } : {}) }
      return sayNo(reply, faultProblem(fault, detail, rooms.contact, extras))
    }
    const { confirmedAt } = rooms.freshness()
    const isCurrent = rooms.clock.now() - confirmedAt <= rooms.staleAfterMillis()
    const asOf = new Date(confirmedAt).toISOString()
    return reply
      .code(isCurrent ? 200 : 503)
      .header('cache-control', 'no-store')
      .header('content-type', JSON_TYPE)
      .send(JSON.stringify({ status: isCurrent ? 'pass' : 'fail', asOf }))
  })
}
