import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import { restError } from '../../../dos/index.ts'
import type { Problem } from '../../problem.ts'

export const REST_JSON = 'application/json; charset=utf-8'

/** Word for word as clients know it (sources, DoS 1.2). */
const UNAUTHORISED = 'Unauthorized: You are not authorized to access this resource.'

/** Says no in the interface's own shape: a code, and one text that begins with the name of the status. */
export function sayNo(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  // RFC 7617 section 2: a realm, and that user names and passwords are read as UTF-8.
  if (problem.status === 401) reply.header('www-authenticate', 'Basic realm="signpost", charset="UTF-8"')
  reply.refusedBecause = problem.reason
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', REST_JSON)
    .send(JSON.stringify(restError(problem.status, messageOf(problem))))
}

/** Of several things wrong the first is told, as the interface always has. */
function messageOf(problem: Problem): string {
  if (problem.status === 401) return UNAUTHORISED
  const phrase = STATUS_CODES[problem.status] ?? 'Error'
  const [first] = problem.reason === 'parameter-invalid' ? (problem.errors ?? []) : []
  return `${phrase}: ${first?.message ?? explained(problem)}`
}

/** Everything problem details would say, in sentences: what happened, by which clauses, what to do, whom to ask. */
function explained({ title, detail, clauses, remedy, contact, decisionId, requestId }: Problem): string {
  const said = [`${title}.`, detail]
  if (clauses.length > 0) said.push(`Clauses: ${clauses.join(', ')}.`)
  said.push(remedy, `Contact: ${contact.name}, ${contact.email}, ${contact.phone}.`)
  if (decisionId !== undefined) said.push(`Decision: ${decisionId}.`)
  if (requestId !== undefined) said.push(`Request: ${requestId}.`)
  return said.join(' ')
}
