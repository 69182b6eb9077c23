import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Config } from '../config.ts'
import type { Ledger } from '../ledger/index.ts'
import { ACTS, type ActDoor, actRoutes } from './acts/index.ts'
import { answerMalformed, answerUnroutable, handleErrors, houseWays } from './errors.ts'
import { lazySerializers } from './lazy-serializers.ts'
import { type OpenOauth, oauthPlugin } from './oauth/index.ts'
import { describeApi } from './openapi.ts'
import { styleRoute } from './plain-page.ts'
import { faultProblem } from './problem.ts'
import type { HttpRooms } from './rooms.ts'
import { requireRooms } from './route-room.ts'
import { connectionRoutes } from './routes/connections.ts'
import { docsRoutes } from './routes/docs.ts'
import { healthRoutes, type Readiness } from './routes/health.ts'
import { interfaceRoutes, sayNoAt } from './routes/interfaces.ts'
import { ledgerRoutes } from './routes/ledger/index.ts'
import { measure } from './routes/metrics.ts'
import { nativeRoutes } from './routes/native/index.ts'
import { policyRoutes } from './routes/policy.ts'
import { privacyRoutes } from './routes/privacy.ts'
import { problemRoutes } from './routes/problems.ts'
import { tokenPage } from './routes/token-page.ts'
import { SAFE_HEADERS } from './safe-headers.ts'
import { signInPlugin } from './sign-in/plugin.ts'

const BODY_BYTES_MAX = 16 * 1024
/** The ids of every type of service may stand in one position of an address (sources, DoS 1.1): some 250 characters. */
const ADDRESS_POSITION_MAX = 1000
const REQUEST_ID = /^[\w.:-]{1,128}$/

/** Takes log lines, each JSON with its line end. */
export type LogStream = { readonly write: (line: string) => void }

export type AppParts = {
  readonly config: Pick<Config, 'logLevel' | 'metrics' | 'trustedProxies'>
  /** Standard output unless told. */
  readonly logs?: LogStream
  readonly rooms: HttpRooms
  readonly oauth: OpenOauth
  readonly acts: ActDoor
  readonly readiness: () => Promise<Readiness>
  readonly ledger: Pick<Ledger, 'sealers'>
}

/** Every way in, in order. The tests build the app with this same function. */
export async function buildApp({
  config,
  logs,
  rooms,
  oauth,
  acts,
  readiness,
  ledger,
}: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger:
      config.logLevel === 'silent'
        ? false
        : { level: config.logLevel, serializers: quietSerializers, ...(logs ? { stream: logs } : {}) },
    // The one line per request that Fastify would write holds the URL, and with it a postcode.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: ADDRESS_POSITION_MAX },
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    genReqId: request => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    schemaController: { compilersFactory: { buildSerializer: lazySerializers } },
    ajv: {
      customOptions: { removeAdditional: false, allErrors: true, coerceTypes: true, useDefaults: false },
    },
    // Node answers a request without a host by itself, and with nothing in it at all.
    http: { requireHostHeader: false },
    clientErrorHandler: (error, socket) => answerMalformed(error, socket, rooms.contact),
    frameworkErrors: (error, request, reply) =>
      answerUnroutable(error, request, reply, rooms.contact, sayNoAt(request.url)),
  })
  // Fastify reads text/plain unless told; here a body is JSON, or a form at the token endpoint.
  app.removeContentTypeParser('text/plain')
  requireRooms(app)
  handleErrors(app, rooms.contact, houseWays(app))
  const ownOrigin = originOf(oauth.baseUrl)
  // Called back and not awaited: a promise for each hook of each request is measurable.
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SAFE_HEADERS)
    reply.header('x-request-id', request.id)
    // Pages of other sites have no business here; said in a header, for the published rules ask for one.
    reply.header('access-control-allow-origin', ownOrigin())
    const correlation = request.headers['x-correlation-id']
    if (typeof correlation === 'string' && REQUEST_ID.test(correlation))
      reply.header('x-correlation-id', correlation)
    // RFC 9112 section 3.2: HTTP/1.1 without a host is answered 400.
    if (request.raw.httpVersion === '1.1' && request.headers.host === undefined) {
      const problem = faultProblem('request-malformed', 'The Host header is missing.', rooms.contact)
      sayNoAt(request.url)(reply, problem)
    } else done()
  })
  measure(app, config.metrics, rooms.watch, ledger)
  await describeApi(app, { contact: rooms.contact, baseUrl: oauth.baseUrl })
  await app.register(oauthPlugin, oauth)
  await app.register(signInPlugin, { ...oauth, policy: rooms.policy })
  await app.register(healthRoutes, { readiness })
  await app.register(nativeRoutes, { prefix: '/api/v1', rooms })
  await interfaceRoutes(app, { rooms, contact: rooms.contact, baseUrl: oauth.baseUrl })
  await app.register(actRoutes, { prefix: '/api/v1', acts: ACTS, door: acts })
  await app.register(styleRoute)
  await app.register(problemRoutes, { contact: rooms.contact })
  await app.register(policyRoutes, { clock: rooms.clock, policy: rooms.policy })
  await app.register(privacyRoutes, { contact: rooms.contact, clock: rooms.clock })
  await app.register(connectionRoutes, { rooms: acts.rooms })
  const { database, contact } = rooms
  const { baseUrl } = oauth
  const ledgerRooms = { database, contact, http: rooms, ledger, signedIn: acts.signedIn }
  await app.register(ledgerRoutes, { prefix: '/ledger', rooms: ledgerRooms, contact, baseUrl })
  await app.register(tokenPage, { contact: rooms.contact, baseUrl: oauth.baseUrl })
  app.get('/', { config: { room: 'open' }, schema: { hide: true } }, (_request, reply) =>
    reply.redirect('/docs'),
  )
  await app.register(docsRoutes, { baseUrl: oauth.baseUrl })
  return app
}

/** The origin of an address that may change once, when the server listens. */
function originOf(address: () => string): () => string {
  let known = { address: '', origin: '' }
  return () => {
    const now = address()
    if (now !== known.address) known = { address: now, origin: new URL(now).origin }
    return known.origin
  }
}

/** Logs name the route's pattern, never the address asked for, nor who asked from where. */
const quietSerializers = {
  req: (request: { method: string; routeOptions?: { url?: string | undefined } }) => ({
    method: request.method,
    route: request.routeOptions?.url,
  }),
  res: (reply: { statusCode: number | null }) => ({ status: reply.statusCode }),
}
