import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type Deed, holds, type Role, unreachable } from '../../vocabulary/index.ts'
import type { Quota } from '../../watch/index.ts'
import { propose } from '../../workflow/index.ts'
import { type Fault, faultProblem, type Problem } from '../problem.ts'
import { actResponses } from '../problem-schema.ts'
import { policiesOf, rateLimitHeaders } from '../rate-limit.ts'
import { PROBLEM_JSON, sendProblem } from '../send-problem.ts'
import { strictBody } from '../strict-body.ts'
import type { Act, ActOutcome, ActRooms, RawInput } from './act.ts'
import { problemOf } from './answer.ts'
import { type Answered, once } from './once.ts'
import { headersOf, type Preconditions, preconditionsOf, tagOf, takesKey } from './preconditions.ts'

/** Who asks: somebody who signed in, or why nobody can be made out. */
export type SignedIn =
  | { readonly outcome: 'known'; readonly actor: Actor; readonly sessionId: string | null }
  | { readonly outcome: 'unknown'; readonly fault: Fault; readonly detail: string }

export type ActDoor = {
  readonly rooms: ActRooms
  readonly signedIn: (request: FastifyRequest) => Promise<SignedIn>
  /** Waits until this node knows what was just written. */
  readonly settle: () => Promise<unknown>
  readonly quota: Quota
}

/** What one person may do and look at: plenty for hands, too little for a program that copies registers. */
const VOLUME = { perMinute: 120, perDay: 5000 }
const POLICIES = policiesOf([{ layer: 'person', volume: VOLUME, spike: null, isTold: true }])

const DAY = 86_400_000
/** How long a proposal waits for its second person. */
const PROPOSAL_DAYS = 14

/** Opens one route for each act, below the prefix it is registered under. */
export async function actRoutes(
  app: FastifyInstance,
  { acts, door }: { readonly acts: readonly Act[]; readonly door: ActDoor },
): Promise<void> {
  for (const act of acts) {
    const headers = headersOf(act)
    app.route({
      method: act.method,
      url: act.path,
      config: { room: 'signed-in' },
      ...(act.body === null ? {} : { validatorCompiler: strictBody }),
      ...(act.bodyBytesMax === undefined ? {} : { bodyLimit: act.bodyBytesMax }),
      schema: {
        operationId: operationId(act),
        tags: [act.tag],
        summary: act.summary,
        description: `${act.description ?? `${act.summary}.`} ${whoMay(act)}`,
        ...(headers === null ? {} : { headers }),
        params: act.params,
        querystring: act.query,
        ...(act.body === null ? {} : { body: act.body }),
        response: actResponses(act.answer, {
          hasBody: act.body !== null,
          takesTwo: act.secondPerson !== undefined,
          takesKey: takesKey(act),
          version: act.version ?? 'none',
        }),
      },
      handler: async (request, reply) => answer(act, door, request, reply),
    })
  }
}

/** `account suspend` → `accountSuspend`. */
const operationId = (act: Act): string =>
  act.command.replaceAll(/[ -](\w)/g, (_, letter: string) => letter.toUpperCase())

function whoMay({ roles, secondPerson, clauses }: Act): string {
  const who = roles === 'anyone' ? 'For anyone who has signed in' : `For: ${roles.join(', ')}`
  const second = secondPerson ? `; a second person agrees: ${secondPerson.join(' or ')}` : ''
  return `${who}${second}.${clauses.length > 0 ? ` (${clauses.join(', ')})` : ''}`
}

async function answer(
  act: Act,
  door: ActDoor,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { rooms } = door
  const known = await door.signedIn(request)
  if (known.outcome === 'unknown') {
    return sendProblem(
      reply,
      faultProblem(known.fault, known.detail, rooms.contact, { requestId: request.id }),
    )
  }
  const key = `person ${known.actor.personId}`
  const reservation = door.quota.reserve([
    { layer: 'person', key, volume: VOLUME, spike: null, isTold: true },
  ])
  rateLimitHeaders(reply, { reservation, policies: POLICIES, partition: '', partitioned: POLICIES })
  if (reservation.outcome === 'exhausted') {
    const { retryAfterSeconds, violated } = reservation
    const violatedPolicies = violated.map(one => one.policy)
    reply.violatedPolicies = violatedPolicies
    const extras = { requestId: request.id, retryAfterSeconds, 'violated-policies': violatedPolicies }
    const detail = `One person has ${VOLUME.perMinute} requests a minute and ${VOLUME.perDay} a day.`
    return sendProblem(reply, faultProblem('too-many-requests', detail, rooms.contact, extras))
  }
  if (!mayTry(act.roles, known.actor)) {
    const detail = `It takes one of these roles: ${act.roles === 'anyone' ? '' : act.roles.join(', ')}.`
    return sendProblem(reply, problemOf(act, { outcome: 'not-entitled', detail }, rooms, request.id))
  }
  const asked = preconditionsOf(act, request.headers)
  if (asked.outcome !== 'fit') return sendProblem(reply, unfit(asked, rooms, request.id))
  const input = { params: request.params, query: request.query, body: request.body }
  const work = async (): Promise<Answered> =>
    answeredBy(
      act,
      door,
      await attempt(act, door, known, input, { requestId: request.id, asked }),
      request.id,
      reply,
    )
  if (asked.key === null) return deliver(reply, await work())
  // What was named and sent, in one text: the same key for anything else is another request.
  const content = JSON.stringify([act.command, input, asked.ifMatch])
  const personId = known.actor.personId
  const done = await once(rooms, { personId, key: asked.key, content }, work)
  return done.outcome === 'answered'
    ? deliver(reply, done.answer)
    : sendProblem(reply, notOnce(done.outcome, rooms, request.id))
}

type Fit = Extract<Preconditions, { outcome: 'fit' }>

function unfit(asked: Exclude<Preconditions, Fit>, rooms: ActRooms, requestId: string): Problem {
  if (asked.outcome === 'version-not-named') {
    const detail = 'What is done here rests on a version: name it in If-Match.'
    return faultProblem('version-not-named', detail, rooms.contact, { requestId })
  }
  const { error } = asked
  const detail = `${error.parameter}: ${error.message}`
  return faultProblem('parameter-invalid', detail, rooms.contact, { requestId, errors: [error] })
}

/** Why a request with a key was neither done nor answered. */
function notOnce(
  outcome: 'used-otherwise' | 'under-way' | 'unknown-end',
  rooms: ActRooms,
  requestId: string,
): Problem {
  switch (outcome) {
    case 'used-otherwise': {
      const detail = 'What was sent with it first was something else.'
      return faultProblem('key-used-otherwise', detail, rooms.contact, { requestId })
    }
    case 'under-way': {
      const extras = { requestId, retryAfterSeconds: 1 }
      return faultProblem('request-under-way', 'It is being done at this moment.', rooms.contact, extras)
    }
    case 'unknown-end': {
      const detail =
        'It broke off: whether it was done is not known here. Look, and use a new key if it is still to be done.'
      return faultProblem('request-under-way', detail, rooms.contact, { requestId })
    }
    default:
      return unreachable(outcome)
  }
}

/** What came of an act, as it goes out. Waits until this node knows what was written. */
async function answeredBy(
  act: Act,
  door: ActDoor,
  outcome: ActOutcome,
  requestId: string,
  reply: FastifyReply,
): Promise<Answered> {
  const tag = 'version' in outcome && outcome.version !== undefined ? { etag: tagOf(outcome.version) } : {}
  if (outcome.outcome !== 'done') {
    const problem = problemOf(act, outcome, door.rooms, requestId)
    const headers = { 'content-type': PROBLEM_JSON, ...tag }
    return { status: problem.status, headers, body: JSON.stringify(problem) }
  }
  if (act.method !== 'GET') await door.settle()
  const status = outcome.status ?? 200
  const headers = { 'content-type': 'application/json; charset=utf-8', ...tag }
  // Only what the schema names goes out.
  const serialize = reply.getSerializationFunction(String(status), 'application/json') ?? JSON.stringify
  return { status, headers, body: serialize(outcome.body) }
}

/** Sends an answer, given now or before. Never stored, whatever it says. */
function deliver(reply: FastifyReply, { status, headers, body }: Answered): FastifyReply {
  if (status >= 400) reply.refusedBecause = reasonIn(body)
  return reply
    .code(status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    .send(body)
}

/** The reason that problem details state. */
function reasonIn(problem: string): string {
  const { reason }: { reason?: unknown } = { ...JSON.parse(problem) }
  return typeof reason === 'string' ? reason : ''
}

/** Either does the act or leaves it for a second person. */
async function attempt(
  act: Act,
  door: ActDoor,
  { actor, sessionId }: Extract<SignedIn, { outcome: 'known' }>,
  input: RawInput,
  { requestId, asked }: { readonly requestId: string; readonly asked: Fit },
): Promise<ActOutcome> {
  if (act.secondPerson) return leaveProposal(act, door.rooms, actor, input)
  const { ifMatch } = asked
  return perform(act, door.rooms, actor, input, { approvedBy: null, requestId, sessionId, ifMatch })
}

export const mayTry = (roles: readonly Role[] | 'anyone', actor: Actor): boolean =>
  roles === 'anyone' || roles.some(role => holds(actor, role))

/** Does an act in the name of `actor`. */
export function perform(
  act: Act,
  rooms: ActRooms,
  actor: Actor,
  input: RawInput,
  {
    approvedBy,
    requestId,
    sessionId = null,
    ifMatch = [],
  }: {
    readonly approvedBy: string | null
    readonly requestId: string
    readonly sessionId?: string | null
    readonly ifMatch?: readonly number[]
  },
): Promise<ActOutcome> {
  const now = rooms.now()
  const given = typeof input.body === 'object' && input.body !== null ? { ...input.body } : {}
  const reason = 'reason' in given && typeof given.reason === 'string' ? given.reason : act.summary
  const deed = (actingAs: Role | 'holder', more: Partial<Deed> = {}): Deed => ({
    who: actor.personId,
    actingAs,
    why: reason,
    at: now,
    clauses: act.clauses,
    requestId,
    ...(approvedBy === null ? {} : { approvedBy }),
    ...more,
  })
  return act.run({ rooms, actor, now, approvedBy, sessionId, ifMatch, deed }, input)
}

async function leaveProposal(act: Act, rooms: ActRooms, actor: Actor, input: RawInput): Promise<ActOutcome> {
  const now = rooms.now()
  const body = record(input.body)
  const role = act.roles === 'anyone' ? undefined : act.roles.find(one => holds(actor, one))
  const proposal = {
    id: rooms.newId(),
    command: act.command,
    params: record(input.params),
    query: record(input.query),
    body,
    pin: await act.pin(rooms, input),
    why: typeof body['reason'] === 'string' ? body['reason'] : act.summary,
    proposedBy: actor.personId,
    proposedAs: role ?? 'holder',
    proposedAt: now,
    expiresAt: now + PROPOSAL_DAYS * DAY,
  }
  await propose(rooms.database, proposal)
  return {
    outcome: 'done',
    status: 202,
    body: {
      proposal: proposal.id,
      command: act.command,
      needs: act.secondPerson,
      expiresAt: new Date(proposal.expiresAt).toISOString(),
    },
  }
}

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {}
