import type { FastifyPluginAsync } from 'fastify'
import { requestIdIn } from '../../../fhir/index.ts'
import { describeInterface } from '../../openapi.ts'
import type { InterfaceParts } from '../interfaces.ts'
import { answerErrors } from './answer-errors.ts'
import { DESCRIBED, DOCUMENT } from './describe.ts'
import { organisationDoor, type ReadRoute, type SearchRoute, serviceDoor, servicesDoor } from './doors.ts'
import { sayNo } from './say-no.ts'
import { statusRoutes } from './status.ts'

const ADDRESSES = [
  {
    path: /^\/(Organization|HealthcareService|HealthcareService\/[^/]+|_ping|_status)$/,
    methods: 'GET, HEAD',
  },
]

/** The DoS Search API (sources, DoS 4.1). Every route that reads services goes through governed(). */
export const dosSearchRoutes: FastifyPluginAsync<InterfaceParts> = async (
  app,
  { rooms, contact, baseUrl },
) => {
  await describeInterface(app, { ...DOCUMENT, contact, baseUrl })
  answerErrors(app, { contact, sayNo, addresses: ADDRESSES })
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
}
