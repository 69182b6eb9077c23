import { soapFault, XML_LIMITS } from '../../../dos/index.ts'
import type { Interface } from '../interfaces.ts'
import { describeSoap } from './describe.ts'
import { detailsDoor } from './details.ts'
import type { SoapRoute } from './door.ts'
import { hospitalsDoor } from './hospitals.ts'
import { MEDIA_TYPES, readMessages } from './read-messages.ts'
import { sayFault, sayNo } from './say-fault.ts'
import { searchDoor } from './search.ts'

/**
 * The SOAP interface of the DoS, PathWayService 1.3 to 1.5 (sources, DoS 2). All its questions come to one address, and
 * each goes from here to the governed door of its operation; what is no question at all goes no further.
 */
export const dosSoap: Interface = {
  prefix: '/app/api/webservices',
  // What reached no operation is told apart from none of them.
  sayNo: sayNo('CheckCapacitySummary'),
  addresses: [{ path: /^\/$/, methods: 'GET, HEAD, POST' }],
  unknown: () => 'Every message goes to one address; what there is to ask, its ?wsdl says.',
  words: {
    FST_ERR_CTP_BODY_TOO_LARGE: `The message is larger than ${XML_LIMITS.bytes} bytes.`,
    FST_ERR_CTP_INVALID_MEDIA_TYPE: `Send the message as one of ${MEDIA_TYPES.join(', ')}.`,
  },
  routes: async (app, { rooms, baseUrl }) => {
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
        if (body === undefined || body === null)
          return sayFault(reply, soapFault('malformed', 'It is empty.'))
        if (body.outcome === 'fault') return sayFault(reply, body.fault)
        return doors[body.call.operation].handler(request, reply)
      },
    )
  },
}
