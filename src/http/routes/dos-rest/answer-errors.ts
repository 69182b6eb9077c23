import type { FastifyError, FastifyInstance } from 'fastify'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import { faultProblem } from '../../problem.ts'
import { sayNo } from './say-no.ts'

/** What no door answers, in the interface's own shape: addresses there are none of, and what went wrong inside. */
export function answerErrors(app: FastifyInstance, contact: OperatorContact): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const extras = { requestId: request.id }
    if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
      const detail = 'The request cannot be read.'
      return sayNo(reply, faultProblem('request-malformed', detail, contact, extras))
    }
    request.log.error({ err: error }, 'an unexpected error')
    const detail = 'The details are in our log, under the request id.'
    return sayNo(reply, faultProblem('unexpected', detail, contact, extras))
  })
  app.setNotFoundHandler((request, reply) => {
    const detail =
      'There is byClinicalTerm and byServiceType with nine positions after it, byOdsCode and byServiceId with one, each below /services and to be read with GET.'
    return sayNo(reply, faultProblem('route-unknown', detail, contact, { requestId: request.id }))
  })
  // A position longer than the router takes comes here, and not to the router's own refusal.
  app.get('/*', { config: { room: 'open' }, schema: { hide: true } }, (_request, reply) => {
    reply.callNotFound()
    return reply
  })
}
