import type { FastifyReply } from 'fastify'
import { faultEnvelope, type SoapFault, type SoapOperation } from '../../../dos/index.ts'
import type { Problem } from '../../problem.ts'
import { faultOf } from './fault-of.ts'

export const SOAP_XML = 'application/soap+xml; charset=utf-8'

/** Statuses that say more than that there is a fault: when to ask again. */
const KEPT_STATUSES: readonly number[] = [429, 503]
/** What was no message at all, or came to no address, and is answered as on any website. */
const NO_MESSAGE: readonly string[] = [
  'request-malformed',
  'body-too-large',
  'media-type-unsupported',
  'route-unknown',
  'method-not-allowed',
]

/**
 * Sends a fault. Its HTTP status is 500, whoever has to put it right: by SOAP 1.2 a sender's fault would come with 400,
 * but clients of this interface are built on stacks that look for a fault under 500 and nowhere else.
 */
export function sayFault(
  reply: FastifyReply,
  fault: SoapFault,
  status = 500,
  because = 'request-malformed',
): FastifyReply {
  reply.refusedBecause = because
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', SOAP_XML)
    .send(faultEnvelope(fault))
}

/** Says no as the interface does, to what was asked of one of its operations. */
export const sayNo =
  (operation: SoapOperation) =>
  (reply: FastifyReply, problem: Problem): FastifyReply => {
    const { reason, retryAfterSeconds, status } = problem
    if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
    const kept = KEPT_STATUSES.includes(status) || NO_MESSAGE.includes(reason) ? status : 500
    return sayFault(reply, faultOf(problem, operation), kept, reason)
  }
