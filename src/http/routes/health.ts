import type { FastifyPluginAsync } from 'fastify'
import Type from 'typebox'

/** Whether this node can answer now, and which part of it cannot. */
export type Readiness = {
  readonly ready: boolean
  readonly checks: {
    readonly database: boolean
    /** The memory index is loaded and confirmed current. */
    readonly index: boolean
    /** The activity log takes entries. */
    readonly activity: boolean
    /** What was recorded is sealed. Answering goes on while it cannot be. */
    readonly ledger: boolean
  }
  readonly services: number
  readonly change: number
}

const Check = Type.Boolean()
const ReadinessSchema = Type.Object(
  {
    ready: Type.Boolean(),
    checks: Type.Object(
      { database: Check, index: Check, activity: Check, ledger: Check },
      { additionalProperties: false },
    ),
    services: Type.Integer({ format: 'int32', minimum: 0, maximum: 100_000_000 }),
    change: Type.Integer({ format: 'int64', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  },
  { additionalProperties: false },
)

/** `live`: the process runs. `ready`: it can answer; a load balancer sends no questions while it says 503. */
export const healthRoutes: FastifyPluginAsync<{ readiness: () => Promise<Readiness> }> = async (
  app,
  { readiness },
) => {
  app.get(
    '/health/live',
    {
      config: { room: 'open' },
      schema: {
        operationId: 'getLiveness',
        tags: ['Health'],
        summary: 'Is the process running?',
        security: [],
        response: { 200: Type.Object({ live: Type.Boolean() }, { additionalProperties: false }) },
      },
    },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ live: true }),
  )
  app.get(
    '/health/ready',
    {
      config: { room: 'open' },
      schema: {
        operationId: 'getReadiness',
        tags: ['Health'],
        summary: 'Can this node answer questions now?',
        security: [],
        response: { 200: ReadinessSchema, 503: ReadinessSchema },
      },
    },
    async (_request, reply) => {
      const state = await readiness()
      return reply
        .code(state.ready ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(state)
    },
  )
}
