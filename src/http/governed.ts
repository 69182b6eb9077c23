import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import type { ActivityEntry } from '../activity/index.ts'
import {
  type Allowed,
  type CallerFacts,
  decide,
  type QuestionFacts,
  type Refused,
  refuse,
} from '../policy/index.ts'
import { unreachable } from '../vocabulary/index.ts'
import { identify } from './identify.ts'
import { type Fault, faultProblem, type ParameterError, type Problem, refusalProblem } from './problem.ts'
import { rateLimitHeaders } from './rate-limit.ts'
import { type Deciding, recordDecision } from './record-decision.ts'
import type { HttpRooms } from './rooms.ts'
import { GOVERNED } from './route-room.ts'
import { sendProblem } from './send-problem.ts'

/** Room 1's second half: what passed the schema, as a question; or which parameters make no sense. */
export type ReadQuestion<Q> =
  | {
      readonly outcome: 'read'
      readonly question: Q
      readonly facts: QuestionFacts
      /** As much of the question as the activity log may hold. */
      readonly shape: ActivityEntry['question']
    }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

/** What every answer is stamped with. Instants in milliseconds since the epoch. */
export type Stamp = {
  readonly decisionId: string
  readonly now: number
  readonly change: number
  readonly confirmedAt: number
  readonly validUntil: number
}

/** `nothing`: allowed to ask, but there is no such thing, or none this caller may see; both look alike. */
export type Answered =
  | { readonly outcome: 'answered'; readonly results: readonly number[]; readonly body: Buffer }
  | { readonly outcome: 'nothing'; readonly detail: string }

/** What an interface adds to the one door: how to read its questions, how to answer, how to say no. */
export type GovernedAction<Q, R extends RouteGenericInterface> = {
  readonly interface: ActivityEntry['interface']
  readonly action: ActivityEntry['action']
  readonly contentType: string
  readonly read: (
    request: FastifyRequest<R>,
    caller: CallerFacts,
    now: number,
  ) => ReadQuestion<Q> | Promise<ReadQuestion<Q>>
  readonly ask: (question: Q, allowed: Allowed, stamp: Stamp) => Answered
  readonly refuse?: (reply: FastifyReply, problem: Problem) => FastifyReply
}

/** Where the terms-of-service link leads (AUP25-19). */
const TERMS_LINK = '</policy>; rel="terms-of-service"'

/**
 * The one door to service data (docs/tour.md). Reads the caller, asks policy, reserves from the quota, asks the
 * directory, records, and only then answers. What cannot be recorded is not answered.
 */
export function governed<Q, R extends RouteGenericInterface = RouteGenericInterface>(
  rooms: HttpRooms,
  action: GovernedAction<Q, R>,
) {
  const say = action.refuse ?? sendProblem
  const handler = async (request: FastifyRequest<R>, reply: FastifyReply): Promise<FastifyReply> => {
    const startedAt = performance.now()
    const fault = (
      name: Fault,
      detail: string,
      extras: { errors?: readonly ParameterError[] } = {},
    ): FastifyReply =>
      say(
        reply,
        faultProblem(name, detail, rooms.contact, { requestId: request.id, ...extras, ...waitFor(name) }),
      )

    const identified = await identify(rooms, request.headers.authorization)
    if (identified.outcome === 'unknown') return fault(identified.fault, identified.detail)
    const { caller } = identified

    const now = rooms.clock.now()
    const { change, confirmedAt } = rooms.freshness()
    if (now - confirmedAt > rooms.staleAfterMillis) {
      return fault('not-current', 'Whether anything has changed has not been confirmed for too long.')
    }

    const read = await action.read(request, caller, now)
    if (read.outcome === 'wrong')
      return fault('parameter-invalid', inWords(read.errors), { errors: read.errors })
    const { question, facts, shape } = read

    const policy = rooms.policy(now)
    const deciding: Deciding = {
      rooms,
      log: request.log,
      requestId: request.id,
      interface: action.interface,
      action: action.action,
      caller,
      policy,
      shape,
      asked: facts.purpose,
      now,
      change,
      startedAt,
    }
    const sayNo = async (refused: Refused, retryAfterSeconds?: number): Promise<FastifyReply> => {
      const decisionId = await recordDecision(deciding, refused)
      if (decisionId === null) return fault('not-recorded', NOT_RECORDED)
      const { reason, detail, clauses, policyVersion } = refused
      const wait = retryAfterSeconds === undefined ? {} : { retryAfterSeconds }
      const extras = { requestId: request.id, decisionId, policyVersion, ...wait }
      return say(reply, refusalProblem(reason, detail, clauses, rooms.contact, extras))
    }

    const decision = decide(caller, facts, policy, now)
    if (decision.outcome === 'refuse') return sayNo(decision)

    const reservation = reserve(rooms, caller)
    rateLimitHeaders(reply, reservation)
    if (reservation.outcome === 'exhausted') {
      const detail = `The agreed volume for a ${reservation.window} is used up.`
      return sayNo(refuse(policy, 'quota-exhausted', detail), reservation.retryAfterSeconds)
    }

    let answered = false
    try {
      const decisionId = rooms.newId(now)
      const validUntil = now + policy.parameters.answerValidSeconds * 1000
      const answer = action.ask(question, decision, { decisionId, now, change, confirmedAt, validUntil })
      const results = answer.outcome === 'answered' ? answer.results : []
      const recorded = await recordDecision(deciding, decision, { decisionId, results })
      if (recorded === null) return fault('not-recorded', NOT_RECORDED)
      answered = true
      if (action.action === 'search') rooms.recent.note(caller.account.id, results)
      if (answer.outcome === 'nothing') return fault('not-found', answer.detail)
      if (answer.outcome !== 'answered') return unreachable(answer)
      return reply
        .header('cache-control', 'no-store')
        .header('link', TERMS_LINK)
        .header('content-type', action.contentType)
        .send(answer.body)
    } finally {
      if (!answered) rooms.quota.giveBack(caller.account.id, reservation)
    }
  }
  return { handler, config: { room: 'governed' as const, governedBy: GOVERNED } }
}

const NOT_RECORDED = 'The activity log cannot be written to at this moment.'

/** Policy allows nobody without an agreement, so there is a volume to reserve from. */
function reserve(rooms: HttpRooms, { account, agreement }: CallerFacts) {
  if (!agreement) throw new Error('Policy allowed a caller that has no agreement.')
  return { ...rooms.quota.reserve(account.id, agreement.volume), volume: agreement.volume }
}

const waitFor = (fault: Fault): { retryAfterSeconds?: number } => {
  if (fault === 'not-current') return { retryAfterSeconds: 1 }
  return fault === 'not-recorded' ? { retryAfterSeconds: 2 } : {}
}

const inWords = (errors: readonly ParameterError[]): string =>
  errors.map(error => `${error.parameter}: ${error.message}`).join(' ')
