import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { describeInterface } from '../../openapi.ts'
import { faultProblem } from '../../problem.ts'
import type { Interface } from '../interfaces.ts'
import { DESCRIBED, DOCUMENT } from './describe.ts'
import { documentRoutes } from './documents.ts'
import { readDoor, writeDoor } from './doors.ts'
import { identifyByToken } from './identify-token.ts'
import type { CapacityRoute } from './read-request.ts'
import { sayJson, sayNo } from './say-no.ts'

/** With and without the last slash: clients know it with, and some leave it out. Ids are numbers. */
const RESOURCE = '/services/:id(^\\d+$)/capacitystatus'
const TAKEN = 'GET, HEAD, PUT'

/** The Capacity Status API (sources, DoS 3). Every route that reads or sets a status goes through governed(). */
export const capacity: Interface = {
  prefix: '/api/v0.0.1/capacity',
  sayNo,
  // The address of a status says itself what it does not take, once it knows who asks.
  addresses: [{ path: /^\/apidoc(\.json|\.yaml|\/)?$/, methods: 'GET, HEAD' }],
  unknown: () => 'Not found.',
  routes: async (app, { rooms, contact, baseUrl }) => {
    await describeInterface(app, { ...DOCUMENT, contact, baseUrl })
    takeBodiesAsText(app)
    // The schemas describe. What is wrong is said by the door, to those it knows, in the contract's words and order.
    app.setValidatorCompiler(() => () => true)

    const read = readDoor(rooms)
    const write = writeDoor(rooms)
    /** Whoever is known hears that it cannot be done this way; it is nobody's data, so policy has nothing to decide. */
    const notAllowed = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const identified = await identifyByToken(rooms, request)
      if (identified.outcome === 'unknown') {
        const extras = { requestId: request.id, ...(identified.errors ? { errors: identified.errors } : {}) }
        return sayNo(reply, faultProblem(identified.fault, identified.detail, contact, extras))
      }
      const instead = request.method === 'PATCH' ? ' Please use "PUT" instead.' : ''
      const detail = `Method "${request.method}" not allowed.${instead}`
      return sayJson(reply.header('allow', TAKEN), 405, { detail })
    }
    for (const url of [`${RESOURCE}/`, RESOURCE]) {
      // Described once: rules for such documents want no slash at the end.
      const hide = url !== RESOURCE
      app.get<CapacityRoute>(url, { config: read.config, schema: { ...DESCRIBED.read, hide } }, read.handler)
      app.put<CapacityRoute>(
        url,
        { config: write.config, schema: { ...DESCRIBED.write, hide } },
        write.handler,
      )
      const method = ['PATCH', 'POST', 'DELETE', 'OPTIONS']
      app.route({ method, url, config: { room: 'signed-in' }, schema: { hide: true }, handler: notAllowed })
    }
    documentRoutes(app, baseUrl)
  },
}

/** Read as JSON by the door, once it knows who asks: until then nothing is said of what was sent. */
function takeBodiesAsText(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body))
}
