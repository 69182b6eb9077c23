import type { FastifyError, FastifyInstance } from 'fastify'
import { FAULTS } from '../../problem.ts'
import { sayJson } from './say-no.ts'

/** What no door answers, in the interface's own shape: addresses there are none of, and what went wrong inside. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status === 413) return sayJson(reply, 413, { detail: FAULTS['body-too-large'].title })
    if (status >= 400 && status < 500) return sayJson(reply, 400, { detail: 'The request cannot be read.' })
    request.log.error({ err: error }, 'an unexpected error')
    return sayJson(reply, 500, { detail: `Something went wrong here. Request: ${request.id}.` })
  })
  app.setNotFoundHandler((_request, reply) => sayJson(reply, 404, { detail: 'Not found.' }))
}
