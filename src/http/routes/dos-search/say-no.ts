import type { FastifyReply } from 'fastify'
import {
  codingOf,
  type Outcome,
  outcomeOf,
  refusalOutcome,
  type Saying,
  type Way,
} from '../../../fhir/index.ts'
import type { ParameterError, Problem } from '../../problem.ts'

export const FHIR_JSON = 'application/fhir+json'

/** Sends an outcome that is not the one hoped for; nothing of it may be kept. */
export function sendOutcome(reply: FastifyReply, status: number, outcome: Outcome): FastifyReply {
  return (
    reply
      .code(status)
      .header('cache-control', 'no-store')
      .header('content-type', FHIR_JSON)
      // Bytes, so that nothing is added to the type, which clients compare.
      .send(Buffer.from(JSON.stringify(outcome)))
  )
}

/** Said of an address below these interfaces where there is nothing, in the words of their contracts. */
export const unsupported = (path: string): string =>
  `Unsupported service: ${path.replaceAll(/\p{C}/gu, '').slice(0, 200)}`

/** What every refusal of these interfaces has in its headers. */
export function refusalHeaders(
  reply: FastifyReply,
  { status, reason, retryAfterSeconds }: Problem,
): FastifyReply {
  reply.refusedBecause = reason
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (status === 401) {
    // RFC 6750 section 3: no error code when no token came at all.
    const error = reason === 'token-missing' ? '' : ', error="invalid_token"'
    reply.header('www-authenticate', `Bearer realm="signpost"${error}`)
  }
  return reply
}

/** Says no in the words of the contract (sources, DoS 4.1), and then in full why. */
export function sayNo(reply: FastifyReply, problem: Problem): FastifyReply {
  const { errors = [], reason, status } = problem
  refusalHeaders(reply, problem)
  if (reason === 'parameter-invalid' && errors.length > 0) {
    return sendOutcome(reply, status, outcomeOf(errors.map(sayingOf)))
  }
  if (reason === 'route-unknown') return sendUnsupported(reply, problem)
  return sendOutcome(reply, status, refusalOutcome(problem, wayOf(problem)))
}

export const sendUnsupported = (reply: FastifyReply, { detail }: Problem): FastifyReply =>
  sendOutcome(
    reply,
    404,
    outcomeOf([{ code: 'not-supported', coding: 'UNSUPPORTED_SERVICE', diagnostics: detail }]),
  )

const wayOf = ({ reason }: Problem): Way | undefined =>
  reason === 'request-malformed' ? 'malformed' : undefined

/** A fault of ours carries its issue type as its code; one of the door itself is about a value. */
const sayingOf = ({ parameter, in: where, message, code }: ParameterError): Saying => ({
  code: isIssueType(code) ? code : 'value',
  coding: codingOf(where),
  diagnostics: code === undefined ? `${parameter}: ${message}` : message,
})

const ISSUE_TYPES = ['required', 'value', 'code-invalid', 'invalid', 'structure'] as const
const isIssueType = (code: string | undefined): code is (typeof ISSUE_TYPES)[number] =>
  ISSUE_TYPES.some(type => type === code)
