import { requestIdIn } from '../../../fhir/index.ts'
import { describeInterface } from '../../openapi.ts'
import type { Interface } from '../interfaces.ts'
import { DESCRIBED, DOCUMENT } from './describe.ts'
import { organisationDoor, type ReadRoute, type SearchRoute, serviceDoor, servicesDoor } from './doors.ts'
import { sayNo, unsupported } from './say-no.ts'
import { statusRoutes } from './status.ts'

const ADDRESSES = [
  {
    path: /^\/(Organization|HealthcareService|HealthcareService\/[^/]+|_ping|_status)$/,
    methods: 'GET, HEAD',
  },
]

/** The DoS Search API (sources, DoS 4.1). Every route that reads services goes through governed(). */
export const dosSearch: Interface = {
  prefix: '/dos-search/FHIR/R4',
  sayNo,
  addresses: ADDRESSES,
  unknown: unsupported,
  routes: async (app, { rooms, contact, baseUrl }) => {
    await describeInterface(app, { ...DOCUMENT, contact, baseUrl })
    // The schemas describe. What is wrong is said by the door, to those it knows, in the contract's words and order.
    app.setValidatorCompiler(() => () => true)
    app.addHook('onRequest', (request, reply, done) => {
      const given = requestIdIn(request.headers)
      if (given !== undefined) reply.header('x-request-id', given)
      done()
    })

    const parts = { rooms, base: () => `${baseUrl()}${app.prefix}` }
    const organisation = organisationDoor(parts)
    app.get<SearchRoute>(
      '/Organization',
      { config: organisation.config, schema: DESCRIBED.organisation },
      organisation.handler,
    )
    const services = servicesDoor(parts)
    app.get<SearchRoute>(
      '/HealthcareService',
      { config: services.config, schema: DESCRIBED.services },
      services.handler,
    )
    const service = serviceDoor(parts)
    app.get<ReadRoute>(
      '/HealthcareService/:id',
      { config: service.config, schema: DESCRIBED.service },
      service.handler,
    )
    statusRoutes(app, rooms)
  },
}
