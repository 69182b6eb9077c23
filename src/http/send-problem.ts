import type { FastifyReply } from 'fastify'
import type { Problem } from './problem.ts'

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8'

/** Says no to a caller, in the shape that callers of the interface read. */
export type SayNo = (reply: FastifyReply, problem: Problem) => FastifyReply

/** Answers with problem details. Never stored, whatever it says. */
export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  if (problem.status === 401) {
    // RFC 6750 section 3: no error code when no token came at all.
    const error =
      problem.reason === 'token-missing'
        ? ''
        : `, error="invalid_token", error_description="${plain(problem.detail)}"`
    reply.header('www-authenticate', `Bearer realm="signpost"${error}`)
  }
  reply.refusedBecause = problem.reason
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .header('content-type', PROBLEM_JSON)
    .send(JSON.stringify(problem))
}

/** What RFC 6750 lets stand in a quoted error_description. */
const plain = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, "'")
