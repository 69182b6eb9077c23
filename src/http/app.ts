import { randomUUID } from 'node:crypto'
import helmet from '@fastify/helmet'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import type { Config } from '../config.ts'
import { answerMalformed, handleErrors } from './errors.ts'
import { oauthPlugin } from './oauth/index.ts'
import { describeApi } from './openapi.ts'
import type { HttpRooms } from './rooms.ts'
import { requireRooms } from './route-room.ts'
import { docsRoutes } from './routes/docs.ts'
import { healthRoutes, type Readiness } from './routes/health.ts'
import { measure } from './routes/metrics.ts'
import { nativeRoutes } from './routes/native/index.ts'
import { policyRoutes } from './routes/policy.ts'
import { problemRoutes } from './routes/problems.ts'

const BODY_BYTES_MAX = 16 * 1024
const REQUEST_ID = /^[\w.:-]{1,128}$/

/** Takes log lines, each JSON with its line end. */
export type LogStream = { readonly write: (line: string) => void }

export type AppParts = {
  readonly config: Pick<Config, 'logLevel' | 'metrics' | 'trustedProxies'>
  /** Standard output unless told. */
  readonly logs?: LogStream
  readonly rooms: HttpRooms
  readonly oauth: Parameters<typeof oauthPlugin>[1]
  readonly readiness: () => Promise<Readiness>
}

/** Every way in, in order. The tests build the app with this same function. */
export async function buildApp({
  config,
  logs,
  rooms,
  oauth,
  readiness,
}: AppParts): Promise<FastifyInstance> {
  const app = Fastify({
    logger:
      config.logLevel === 'silent'
        ? false
        : { level: config.logLevel, serializers: quietSerializers, ...(logs ? { stream: logs } : {}) },
    // The one line per request that Fastify would write holds the URL, and with it a postcode.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES_MAX,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    requestIdHeader: false,
    forceCloseConnections: 'idle',
    genReqId: request => {
      const given = request.headers['x-request-id']
      return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID()
    },
    ajv: {
      customOptions: { removeAdditional: false, allErrors: true, coerceTypes: true, useDefaults: false },
    },
    clientErrorHandler: (error, socket) => answerMalformed(error, socket, rooms.contact),
  })
  requireRooms(app)
  handleErrors(app, rooms.contact)
  await app.register(helmet, {
    contentSecurityPolicy: PLAIN_ANSWERS,
    strictTransportSecurity: { maxAge: 31_536_000 },
    frameguard: { action: 'deny' },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    const correlation = request.headers['x-correlation-id']
    if (typeof correlation === 'string' && REQUEST_ID.test(correlation))
      reply.header('x-correlation-id', correlation)
  })
  measure(app, config.metrics)
  await describeApi(app, rooms.contact)
  await app.register(oauthPlugin, oauth)
  await app.register(healthRoutes, { readiness })
  await app.register(nativeRoutes, { prefix: '/api/v1', rooms })
  await app.register(problemRoutes, { contact: rooms.contact })
  await app.register(policyRoutes, { clock: rooms.clock, policy: rooms.policy })
  await app.register(docsRoutes)
  return app
}

/** JSON needs nothing from anywhere; the docs page has a policy of its own. */
const PLAIN_ANSWERS = {
  useDefaults: false,
  directives: { 'default-src': ["'none'"], 'frame-ancestors': ["'none'"] },
}

/** Logs name the route's pattern, never the address asked for, nor who asked from where. */
const quietSerializers = {
  req: (request: { method: string; routeOptions?: { url?: string | undefined } }) => ({
    method: request.method,
    route: request.routeOptions?.url,
  }),
  res: (reply: { statusCode: number | null }) => ({ status: reply.statusCode }),
}
