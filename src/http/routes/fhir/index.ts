import type { FastifyReply, FastifyRequest } from 'fastify'
import { RESOURCE_TYPES } from '../../../fhir/index.ts'
import { faultProblem } from '../../problem.ts'
import type { Interface } from '../interfaces.ts'
import { requireAcceptable } from './content.ts'
import { describedRead, describedSearch, describeFhir } from './describe.ts'
import { openRoutes } from './open-routes.ts'
import { sayNo } from './outcome.ts'
import { OWN_PARAMETERS } from './own-parameters.ts'
import { type ReadRequest, readDoor } from './read-resource.ts'
import { searchDoor } from './search.ts'
import { inFormat, readyForXml } from './xml.ts'

const PREFIX = '/fhir/R4'
const FORM = /^application\/x-www-form-urlencoded(\s*;|$)/i
/** As FHIR writes ids; anything else is no address of ours. */
const ID = ':id(^[A-Za-z0-9.-]{1,64}$)'

const READ = 'GET, HEAD'
const TYPE = `(${RESOURCE_TYPES.join('|')})`
const ADDRESSES = [
  { path: new RegExp(`^/${TYPE}/_search$`), methods: 'POST' },
  { path: new RegExp(`^/${TYPE}(/[A-Za-z0-9.-]{1,64})?$`), methods: READ },
  { path: /^\/(metadata|\.well-known\/smart-configuration)$/, methods: READ },
  {
    path: new RegExp(`^/SearchParameter/(${OWN_PARAMETERS.map(({ code }) => code).join('|')})$`),
    methods: READ,
  },
]

/** The FHIR R4 directory: read and search of four types, and what the server can do. Answers are JSON, or XML where it is asked for. */
export const fhir: Interface = {
  prefix: PREFIX,
  sayNo,
  addresses: ADDRESSES,
  unknown: () =>
    `There are ${RESOURCE_TYPES.join(', ')}, each to be read by id and searched, and metadata; no history, no operations, no batches.`,
  routes: async (app, { rooms, contact, baseUrl }) => {
    const base = (): string => `${baseUrl()}${PREFIX}`
    await describeFhir(app, contact, baseUrl)
    // Parameters are read by src/fhir/search, which knows their grammar; a schema only describes them.
    app.setValidatorCompiler(() => () => true)
    app.removeAllContentTypeParsers()
    app.addContentTypeParser(FORM, { parseAs: 'string' }, (_request, body, done) => done(null, body))
    // Of a body nobody reads, the method or the media type is what is wrong.
    app.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume()
      done(null, undefined)
    })
    app.addHook('preHandler', requireAcceptable)
    app.addHook('preHandler', readyForXml)
    app.addHook('onSend', inFormat)
    openRoutes(app, baseUrl, base, contact)

    const formOnly = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const { 'content-type': type } = request.headers
      if (type === undefined || FORM.test(type)) return undefined
      const extras = { requestId: request.id }
      return sayNo(
        reply,
        faultProblem('media-type-unsupported', 'Of this kind nothing is read here.', contact, extras),
      )
    }
    for (const type of RESOURCE_TYPES) {
      const search = searchDoor(rooms, base, type)
      app.get(`/${type}`, { config: search.config, schema: describedSearch(type, 'GET') }, search.handler)
      app.post(
        `/${type}/_search`,
        { config: search.config, schema: describedSearch(type, 'POST'), preHandler: formOnly },
        search.handler,
      )
      const read = readDoor(rooms, type)
      app.get<ReadRequest>(
        `/${type}/${ID}`,
        { config: read.config, schema: describedRead(type) },
        read.handler,
      )
    }
  },
}
