import type { FastifyPluginAsync } from 'fastify'
import { soapFault } from '../../../dos/index.ts'
import type { InterfaceParts } from '../interfaces.ts'
import { describeSoap } from './describe.ts'
import { detailsDoor } from './details.ts'
import type { SoapRoute } from './door.ts'
import { hospitalsDoor } from './hospitals.ts'
import { readMessages } from './read-messages.ts'
import { sayFault } from './say-fault.ts'
import { searchDoor } from './search.ts'

/**
 * The SOAP interface of the DoS, PathWayService 1.3 to 1.5 (sources, DoS 2). All its questions come to one address, and
 * each goes from here to the governed door of its operation; what is no question at all goes no further.
 */
export const dosSoapRoutes: FastifyPluginAsync<InterfaceParts> = async (app, { rooms, baseUrl }) => {
  readMessages(app)
  describeSoap(app, () => `${baseUrl()}${app.prefix}`)
  const doors = {
    CheckCapacitySummary: searchDoor(rooms),
    ServiceDetailsById: detailsDoor(rooms),
    GetHospitalScores: hospitalsDoor(rooms),
  }
  app.post<SoapRoute>(
    '/',
    { config: doors.CheckCapacitySummary.config, schema: { hide: true } },
    (request, reply) => {
      const { body, query } = request
      const [unknown] = Object.keys(query)
      if (unknown !== undefined) {
        const more = 'A message goes to the address without a query.'
        return sayFault(reply, soapFault('malformed', more), 400)
      }
      if (body === undefined || body === null) return sayFault(reply, soapFault('malformed', 'It is empty.'))
      if (body.outcome === 'fault') return sayFault(reply, body.fault)
      return doors[body.call.operation].handler(request, reply)
    },
  )
}
