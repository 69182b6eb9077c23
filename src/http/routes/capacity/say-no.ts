import type { FastifyReply } from 'fastify'
import type { Problem } from '../../problem.ts'

export const CAPACITY_JSON = 'application/json; charset=utf-8'

/** What is said in words that clients know (sources, DoS 3). Bare texts are JSON all the same. */
export const SAID = {
  noUser: 'Given Dos user does not exist',
  userNotActive: 'Given Dos user does not have an active status',
  noService: 'Given service does not exist',
  serviceNotActive: 'Given service does not have an active status',
  noAuthority: 'Given DoS user does not have authority to edit the service',
} as const

/** Sends an answer that is not the one hoped for; nothing of it may be kept. */
export const sayJson = (reply: FastifyReply, status: number, body: unknown): FastifyReply =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('content-type', CAPACITY_JSON)
    .send(JSON.stringify(body))

/** How the parts of a request that are wrong by themselves are marked, to be told from members of the body. */
export const UNREADABLE = { notJson: 'not-json', notObject: 'not-object', mediaType: 'media-type' } as const

/** Says no in the interface's own way: exact words where it has them, else what problem details would say, as `detail`. */
export function sayNo(reply: FastifyReply, problem: Problem): FastifyReply {
  reply.refusedBecause = problem.reason
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  switch (problem.reason) {
    case 'token-missing':
      return sayUnknown(reply, 'Authentication credentials were not provided.')
    case 'token-invalid':
      return sayUnknown(reply, 'Invalid token.')
    case 'account-terminated':
    case 'account-never-opened':
      return sayJson(reply, 401, SAID.noUser)
    case 'account-suspended':
    case 'account-not-yet-active':
      return sayJson(reply, 401, SAID.userNotActive)
    case 'not-maintained':
      return sayJson(reply, 403, SAID.noAuthority)
    case 'not-found':
      return sayJson(reply, 404, SAID.noService)
    case 'route-unknown':
      return sayJson(reply, 404, { detail: problem.detail })
    case 'parameter-invalid':
      return sayWrong(reply, problem)
    default:
      return sayJson(reply, problem.status, inFull(problem))
  }
}

const sayUnknown = (reply: FastifyReply, detail: string): FastifyReply =>
  sayJson(reply.header('www-authenticate', 'Token'), 401, { detail })

function sayWrong(reply: FastifyReply, problem: Problem): FastifyReply {
  const { errors = [] } = problem
  const [first] = errors
  if (first?.code === UNREADABLE.mediaType) return sayJson(reply, 415, { detail: first.message })
  if (first?.code === UNREADABLE.notJson) return sayJson(reply, 400, { detail: first.message })
  const byMember = Map.groupBy(errors, error => error.parameter)
  const body = [...byMember].map(([member, said]) => [member, said.map(error => error.message)] as const)
  return sayJson(reply, 400, Object.fromEntries(body))
}

/** Everything problem details would say: `detail` for people, the rest for programs. */
function inFull(problem: Problem): object {
  const { title, detail, reason, clauses, remedy, contact, requestId, decisionId, policyVersion } = problem
  const rests = clauses.length > 0 ? ` Clauses: ${clauses.join(', ')}.` : ''
  const whom = `Contact: ${contact.name}, ${contact.email}, ${contact.phone}.`
  return {
    detail: `${title}. ${detail}${rests} ${remedy} ${whom}`,
    reason,
    clauses,
    remedy,
    contact,
    ...(requestId === undefined ? {} : { requestId }),
    ...(decisionId === undefined ? {} : { decisionId }),
    ...(policyVersion === undefined ? {} : { policyVersion }),
  }
}
