import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Actor, type Deed, holds, type Role } from '../../vocabulary/index.ts'
import type { Quota } from '../../watch/index.ts'
import { propose } from '../../workflow/index.ts'
import { type Fault, faultProblem } from '../problem.ts'
import { actResponses } from '../problem-schema.ts'
import { rateLimitHeaders } from '../rate-limit.ts'
import { sendProblem } from '../send-problem.ts'
import { strictBody } from '../strict-body.ts'
import type { Act, ActOutcome, ActRooms, RawInput } from './act.ts'
import { problemOf } from './answer.ts'

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

const DAY = 86_400_000
/** How long a proposal waits for its second person. */
const PROPOSAL_DAYS = 14

/** Opens one route for each act, below the prefix it is registered under. */
export async function actRoutes(
  app: FastifyInstance,
  { acts, door }: { readonly acts: readonly Act[]; readonly door: ActDoor },
): Promise<void> {
  for (const act of acts) {
    app.route({
      method: act.method,
      url: act.path,
      config: { room: 'signed-in' },
      ...(act.body === null ? {} : { validatorCompiler: strictBody }),
      schema: {
        operationId: operationId(act),
        tags: [act.tag],
        summary: act.summary,
        description: `${act.description ?? `${act.summary}.`} ${whoMay(act)}`,
        params: act.params,
        querystring: act.query,
        ...(act.body === null ? {} : { body: act.body }),
        response: actResponses(act.answer, act.body !== null, act.secondPerson !== undefined),
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
  const reservation = door.quota.reserve(`person ${known.actor.personId}`, VOLUME)
  rateLimitHeaders(reply, { reservation, volume: VOLUME })
  if (reservation.outcome === 'exhausted') {
    const extras = { requestId: request.id, retryAfterSeconds: reservation.retryAfterSeconds }
    const detail = `One person has ${VOLUME.perMinute} requests a minute and ${VOLUME.perDay} a day.`
    return sendProblem(reply, faultProblem('too-many-requests', detail, rooms.contact, extras))
  }
  const input = { params: request.params, query: request.query, body: request.body }
  const outcome = await attempt(act, door, known, input, request.id)
  if (outcome.outcome !== 'done') return sendProblem(reply, problemOf(act, outcome, rooms, request.id))
  if (act.method !== 'GET') await door.settle()
  return reply
    .code(outcome.status ?? 200)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(outcome.body)
}

/** Judges the role, and either does the act or leaves it for a second person. */
async function attempt(
  act: Act,
  door: ActDoor,
  { actor, sessionId }: Extract<SignedIn, { outcome: 'known' }>,
  input: RawInput,
  requestId: string,
): Promise<ActOutcome> {
  if (!mayTry(act.roles, actor)) {
    const detail = `It takes one of these roles: ${act.roles === 'anyone' ? '' : act.roles.join(', ')}.`
    return { outcome: 'not-entitled', detail }
  }
  if (act.secondPerson) return leaveProposal(act, door.rooms, actor, input)
  return perform(act, door.rooms, actor, input, { approvedBy: null, requestId, sessionId })
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
  }: {
    readonly approvedBy: string | null
    readonly requestId: string
    readonly sessionId?: string | null
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
  return act.run({ rooms, actor, now, approvedBy, sessionId, deed }, input)
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
