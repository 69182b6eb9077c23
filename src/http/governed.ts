import type { FastifyReply, FastifyRequest, RouteGenericInterface } from 'fastify'
import { type ActivityEntry, askedThrough, type QuestionShape } from '../activity/index.ts'
import {
  type Allowed,
  type CallerFacts,
  decide,
  type PolicyVersion,
  type QuestionFacts,
  type Refused,
  refuse,
} from '../policy/index.ts'
import { type EpochMillis, unreachable } from '../vocabulary/index.ts'
import { answerHeaders } from './answer-headers.ts'
import { type BrakeNotice, brakeHeader, brakeNotice } from './brake-notice.ts'
import { type Identified, identify } from './identify.ts'
import {
  type Fault,
  faultProblem,
  type ParameterError,
  type Problem,
  type ProblemExtras,
  refusalProblem,
} from './problem.ts'
import { rateLimitHeaders, reserve, usedUp } from './rate-limit.ts'
import { type Deciding, type Recorded, recordDecision } from './record-decision.ts'
import type { HttpRooms } from './rooms.ts'
import { GOVERNED } from './route-room.ts'
import { sendProblem } from './send-problem.ts'
import { askedOf, type UnderWatch, underBrake, watchFound } from './watched-question.ts'

/** Room 1's second half: what passed the schema, as a question; or which parameters make no sense. */
export type ReadQuestion<Q> =
  | {
      readonly outcome: 'read'
      readonly question: Q
      readonly facts: QuestionFacts
      /** What the activity log may hold of the question beside the facts. */
      readonly shape: QuestionShape
    }
  | { readonly outcome: 'wrong'; readonly errors: readonly ParameterError[] }

/** What every answer is stamped with. Instants in milliseconds since the epoch. */
export type Stamp = {
  readonly decisionId: string
  readonly now: number
  readonly change: number
  readonly confirmedAt: number
  readonly validUntil: number
  /** The brake it is given under; null: none. */
  readonly brake: BrakeNotice | null
  /** It is asked a second time, because the first time raised a brake: what counts questions counted it then. */
  readonly again: boolean
}

/** `nothing`: allowed to ask, but there is no such thing, or none this caller may see; both look alike. */
export type Answered =
  | {
      readonly outcome: 'answered'
      readonly results: readonly number[]
      readonly body: Buffer
      /** 200 unless told. */
      readonly status?: number
      /** Beside those that every answer has. */
      readonly headers?: Readonly<Record<string, string>>
    }
  | { readonly outcome: 'nothing'; readonly detail: string }

/**
 * A change that is allowed and not yet made. It is on record before it is made: whoever reads the record may find a
 * change there that came to nothing (the history of what was to be changed says so), and never one that is missing.
 */
export type Intended = {
  readonly outcome: 'intended'
  /** The services concerned, which the entry names whatever becomes of the change. */
  readonly results: readonly number[]
  /** Called once, when the entry is durable. */
  readonly write: () => Promise<Answered>
}

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
  /**
   * Parameters that make no sense to whoever is allowed to ask this. Judged by the audience decided on, so that a member
   * which only others may see is as unknown as one there is not.
   */
  readonly unfit?: (question: Q, allowed: Allowed) => readonly ParameterError[]
  /** Changes nothing: what is to be changed is handed back as intended. At once, unless something is looked up first. */
  readonly ask: (
    question: Q,
    allowed: Allowed,
    stamp: Stamp,
  ) => Answered | Intended | Promise<Answered | Intended>
  /** Who asks, where that is said in another way than by a bearer token. */
  readonly identify?: (request: FastifyRequest<R>) => Promise<Identified>
  /** Says no in the interface's own way; problem details unless told. */
  readonly refuse?: (reply: FastifyReply, problem: Problem) => FastifyReply
}

/**
 * The one door to service data (docs/tour.md). Reads the caller, asks policy, reserves from the quota, asks the
 * directory, records, and only then writes or answers. What cannot be recorded is neither written nor answered.
 */
export function governed<Q, R extends RouteGenericInterface = RouteGenericInterface>(
  rooms: HttpRooms,
  action: GovernedAction<Q, R>,
) {
  const say = action.refuse ?? sendProblem
  const handler = async (request: FastifyRequest<R>, reply: FastifyReply): Promise<FastifyReply> => {
    const startedAt = performance.now()
    const fault = (name: Fault, detail: string, errors?: readonly ParameterError[]): FastifyReply =>
      say(
        reply,
        faultProblem(name, detail, rooms.contact, {
          requestId: request.id,
          ...(errors === undefined ? {} : { errors }),
          ...waitFor(name),
        }),
      )
    const wrong = (errors: readonly ParameterError[]): FastifyReply =>
      fault('parameter-invalid', inWords(errors), errors)

    const identified = await (action.identify?.(request) ?? identify(rooms, request.headers))
    if (identified.outcome === 'unknown') return fault(identified.fault, identified.detail, identified.errors)
    const { caller, boundPurpose } = identified

    const now = rooms.clock.now()
    const { change, confirmedAt } = rooms.freshness()
    if (now - confirmedAt > rooms.staleAfterMillis()) {
      return fault('not-current', 'Whether anything has changed has not been confirmed for too long.')
    }

    const read = await action.read(request, caller, now)
    if (read.outcome === 'wrong') return wrong(read.errors)
    const { question, shape } = read
    const facts = withPurpose(askedThrough(read.facts, action.interface), boundPurpose)

    const policy = rooms.policy(now)
    const deciding: Deciding = {
      rooms,
      log: request.log,
      requestId: request.id,
      interface: action.interface,
      caller,
      policy,
      facts,
      shape,
      now,
      change,
      startedAt,
      address: request.ip,
    }
    const sayNo = async (
      refused: Refused,
      more: ProblemExtras = {},
      seen?: Pick<Recorded, 'decisionId' | 'watched'>,
    ): Promise<FastifyReply> => {
      const decisionId = await recordDecision(deciding, refused, seen)
      if (decisionId === null) return fault('not-recorded', NOT_RECORDED)
      const { reason, detail, clauses, policyVersion } = refused
      const extras = { requestId: request.id, decisionId, policyVersion, ...more }
      return say(reply, refusalProblem(reason, detail, clauses, rooms.contact, extras))
    }

    const decision = decide(caller, facts, policy, now)
    if (decision.outcome === 'refuse') return sayNo(inFull(decision, facts, boundPurpose))
    const errors = action.unfit?.(question, decision) ?? []
    if (errors.length > 0) return wrong(errors)

    const asking = askedOf(rooms, deciding, decision)
    const before = underBrake(rooms, asking)
    if (before.brake !== null) brakeHeader(reply, before.brake)
    if (before.outcome === 'no') return sayNo(before.refused, before.more)

    const taken = reserve(
      rooms.quota,
      caller,
      decision.limits,
      policy.parameters,
      () => agreedVolume(caller, facts, policy, now),
      rooms.sharedVolumes?.(caller, now),
    )
    const { reservation } = taken
    rateLimitHeaders(reply, taken)
    if (reservation.outcome === 'exhausted') {
      const { detail, extras } = usedUp(reservation, taken.draws)
      reply.violatedPolicies = extras['violated-policies']
      return sayNo(refuse(policy, 'quota-exhausted', detail, decision.tailoredTerms), extras)
    }

    let answered = false
    try {
      const decisionId = rooms.newId(now)
      const validUntil = now + decision.limits.answerValidSeconds * 1000
      const ask = ({ allowed, brake }: Extract<UnderWatch, { outcome: 'go' }>, again: boolean) => {
        const told = brake && brakeNotice(brake, rooms.contact)
        const stamp = { decisionId, now, change, confirmedAt, validUntil, brake: told, again }
        return action.ask(question, allowed, stamp)
      }
      const asked = ask(before, false)
      // Waiting for what is here already costs every search a turn of the queue.
      let found = asked instanceof Promise ? await asked : asked
      const { watched, left } = watchFound(rooms, asking, before.brake, decisionId, resultsOf(found))
      if (left !== null) {
        // The very question that raised a brake is under it: it is asked again for what is left of it.
        if (left.brake !== null) brakeHeader(reply, left.brake)
        if (left.outcome === 'no') return sayNo(left.refused, left.more, { decisionId, watched })
        found = await ask(left, true)
      }
      const recorded = await recordDecision(deciding, decision, { decisionId, found, watched })
      if (recorded === null) return fault('not-recorded', NOT_RECORDED)
      // From here on it is on record as asked for, and counts, were the change to fail.
      answered = true
      const answer = found.outcome === 'intended' ? await found.write() : found
      if (answer.outcome === 'nothing') return fault('not-found', answer.detail)
      if (answer.outcome !== 'answered') return unreachable(answer)
      if (facts.action === 'search') rooms.recent.note(caller.account.id, answer.results)
      answerHeaders(reply, decision)
      if (answer.headers) reply.headers(answer.headers)
      return reply
        .code(answer.status ?? 200)
        .header('content-type', action.contentType)
        .send(answer.body)
    } finally {
      if (!answered) rooms.quota.giveBack(reservation)
    }
  }
  return { handler, config: { room: 'governed' as const, governedBy: GOVERNED } }
}

const resultsOf = (found: Answered | Intended): readonly number[] =>
  found.outcome === 'nothing' ? NOTHING : found.results
const NOTHING: readonly number[] = []

const NOT_RECORDED = 'The activity log cannot be written to at this moment.'

/** A token bound to one purpose speaks where the question is silent. Where both speak, policy judges (bound-purpose.ts). */
const withPurpose = (facts: QuestionFacts, bound: string | null): QuestionFacts =>
  bound === null || facts.purpose !== null ? facts : { ...facts, purpose: bound }

/** That a purpose is agreed and still refused wants an explanation: the token was asked for with another one. */
function inFull(refused: Refused, { purpose }: QuestionFacts, bound: string | null): Refused {
  if (bound === null || purpose === bound || refused.reason !== 'purpose-not-agreed') return refused
  return {
    ...refused,
    detail: `The token is bound to the purpose ${bound}; the question names ${purpose ?? 'none'}.`,
  }
}

/** What the whole connection has: what would be decided were nothing taken from this one account. */
function agreedVolume(caller: CallerFacts, facts: QuestionFacts, policy: PolicyVersion, now: EpochMillis) {
  const unrestricted = { ...caller, account: { ...caller.account, restrictions: [] } }
  const decision = decide(unrestricted, facts, policy, now)
  if (decision.outcome === 'refuse') throw new Error('Policy allows a restricted account more than another.')
  return decision.limits.volume
}

/** Tries of passwords are counted by the minute (accounts/secret-tries.ts). */
const TRIES_WINDOW_SECONDS = 60

const waitFor = (fault: Fault): { retryAfterSeconds?: number } => {
  if (fault === 'not-current') return { retryAfterSeconds: 1 }
  if (fault === 'too-many-failures') return { retryAfterSeconds: TRIES_WINDOW_SECONDS }
  return fault === 'not-recorded' ? { retryAfterSeconds: 2 } : {}
}

const inWords = (errors: readonly ParameterError[]): string =>
  errors.map(error => `${error.parameter}: ${error.message}`).join(' ')
