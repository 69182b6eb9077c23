import type { FastifyReply } from 'fastify'
import { faultEnvelope, type SoapFault, type SoapOperation } from '../../../dos/index.ts'
import type { Problem } from '../../problem.ts'
import { faultOf } from './fault-of.ts'

export const SOAP_XML = 'application/soap+xml; charset=utf-8'

/** Statuses that say more than that there is a fault: when to ask again, and what was no message at all. */
const KEPT_STATUSES: readonly number[] = [413, 415, 429, 503]

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
    const kept = KEPT_STATUSES.includes(status) ? status : 500
    return sayFault(reply, faultOf(problem, operation), kept, reason)
  }
