import type { FastifyError, FastifyInstance } from 'fastify'
import { RESOURCE_TYPES } from '../../../fhir/index.ts'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import { type Fault, faultProblem } from '../../problem.ts'
import { sayNo } from './outcome.ts'
import { OWN_PARAMETERS } from './own-parameters.ts'

const FAULTS: Readonly<Record<number, Fault>> = { 413: 'body-too-large', 415: 'media-type-unsupported' }

/** What no door answers, as OperationOutcomes: addresses there are none of, methods not taken, and what went wrong inside. */
export function answerErrors(app: FastifyInstance, contact: OperatorContact, prefix: string): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const extras = { requestId: request.id }
    const { statusCode } = error
    if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
      const detail = 'The request cannot be read.'
      return sayNo(reply, faultProblem(FAULTS[statusCode] ?? 'request-malformed', detail, contact, extras))
    }
    request.log.error({ err: error }, 'an unexpected error')
    const detail = 'The details are in our log, under the request id.'
    return sayNo(reply, faultProblem('unexpected', detail, contact, extras))
  })
  app.setNotFoundHandler((request, reply) => {
    const extras = { requestId: request.id }
    const allowed = methodsAt((request.url.split('?', 1)[0] ?? '').slice(prefix.length))
    if (allowed === null) {
      const detail = `There are ${RESOURCE_TYPES.join(', ')}, each to be read by id and searched, and metadata; no history, no operations, no batches.`
      return sayNo(reply, faultProblem('route-unknown', detail, contact, extras))
    }
    reply.header('allow', allowed)
    const detail = `${request.method} is not taken here; the directory is read by FHIR and changed elsewhere.`
    return sayNo(reply, faultProblem('method-not-allowed', detail, contact, extras))
  })
  // A part longer than the router takes comes here, and not to the router's own refusal.
  app.all('/*', { config: { room: 'open' }, schema: { hide: true } }, (_request, reply) => {
    reply.callNotFound()
    return reply
  })
}

const READ = 'GET, HEAD'
const TYPE = `(${RESOURCE_TYPES.join('|')})`
const PATHS: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^/${TYPE}/_search$`), 'POST'],
  [new RegExp(`^/${TYPE}(/[A-Za-z0-9.-]{1,64})?$`), READ],
  [/^\/metadata$/, READ],
  [/^\/\.well-known\/smart-configuration$/, READ],
  [new RegExp(`^/SearchParameter/(${OWN_PARAMETERS.map(({ code }) => code).join('|')})$`), READ],
]

/** The methods an address takes; null where there is nothing. */
const methodsAt = (path: string): string | null => PATHS.find(([shape]) => shape.test(path))?.[1] ?? null
