import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify'
import { outcomeOf } from '../../../fhir/index.ts'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import { type Fault, faultProblem, type Problem } from '../../problem.ts'
import { sendOutcome } from './say-no.ts'

type Setting = {
  readonly contact: OperatorContact
  readonly sayNo: (reply: FastifyReply, problem: Problem) => FastifyReply
  /** Addresses there are, below the interface's own, and the methods each takes. */
  readonly addresses: readonly { readonly path: RegExp; readonly methods: string }[]
}

const FAULTS: Readonly<Record<number, Fault>> = {
  413: 'body-too-large',
  415: 'media-type-unsupported',
}

/** What no door answers, as an outcome: addresses there are none of, and what went wrong inside. */
export function answerErrors(app: FastifyInstance, { contact, sayNo, addresses }: Setting): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const extras = { requestId: request.id }
    const status = error.statusCode ?? 500
    if (status >= 400 && status < 500) {
      const detail = 'The request cannot be read.'
      return sayNo(reply, faultProblem(FAULTS[status] ?? 'request-malformed', detail, contact, extras))
    }
    request.log.error({ err: error }, 'an unexpected error')
    return sayNo(reply, faultProblem('unexpected', 'The details are in our log.', contact, extras))
  })
  app.setNotFoundHandler((request, reply) => {
    const path = (request.url.split('?', 1)[0] ?? '').slice(app.prefix.length)
    const known = addresses.find(address => address.path.test(path))
    if (known) {
      const detail = `${request.method} is not taken at this address.`
      const extras = { requestId: request.id }
      return sayNo(
        reply.header('allow', known.methods),
        faultProblem('method-not-allowed', detail, contact, extras),
      )
    }
    reply.refusedBecause = 'route-unknown'
    const diagnostics = `Unsupported service: ${path.replaceAll(/\p{C}/gu, '').slice(0, 200) || '/'}`
    return sendOutcome(
      reply,
      404,
      outcomeOf([{ code: 'not-supported', coding: 'UNSUPPORTED_SERVICE', diagnostics }]),
    )
  })
  // A part of the address longer than the router takes comes here, and not to the router's own refusal.
  app.get('/*', { config: { room: 'open' }, schema: { hide: true } }, (_request, reply) => {
    reply.callNotFound()
    return reply
  })
}
