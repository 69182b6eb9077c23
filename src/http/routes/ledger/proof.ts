import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { type LeafRow, parseEntry } from '../../../activity/index.ts'
import { decisionProofText, findDecision, leafParts, proveDecision } from '../../../prove-decision.ts'
import { holds } from '../../../vocabulary/index.ts'
import { OPERATOR } from '../../acts/reach.ts'
import { closed, Instant, Nullable, Text } from '../../acts/words.ts'
import { identify } from '../../identify.ts'
import { faultProblem, type Problem } from '../../problem.ts'
import { ProblemSchema } from '../../problem-schema.ts'
import { policiesOf, rateLimitHeaders } from '../../rate-limit.ts'
import { sendProblem } from '../../send-problem.ts'
import { preferred } from '../accept.ts'
import type { LedgerRooms } from './index.ts'
import { notThere } from './log-routes.ts'
import { LeafCount, NoteText, ProofHashes, SaltText } from './words.ts'

const DecisionPath = Type.Object(
  {
    decision: Type.String({
      format: 'uuid',
      minLength: 36,
      maxLength: 36,
      description: 'The decisionId of an answer or a refusal.',
    }),
  },
  closed,
)

const ProofAnswer = Type.Object(
  {
    leaf: LeafCount('Its place in the log.'),
    size: LeafCount('Leaves of the checkpoint.'),
    node: Text(100, 'Which node recorded it.'),
    sequence: LeafCount('Its number among those of that node.'),
    at: Instant('When it was decided.'),
    commitment: Text(64, 'SHA-256 of salt and entry, in hex.'),
    salt: Nullable(SaltText),
    entry: Nullable(Text(1_000_000, 'The entry to the letter; null: erased when its time was over.')),
    leafData: Text(1000, 'The five lines that the leaf is the hash of.'),
    proof: ProofHashes,
    checkpoint: NoteText,
  },
  closed,
)

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: ProblemSchema } },
})

/** A proof seals what is new and reads some forty tiles: plenty for a doubt, too little for a copy of the log. */
const VOLUME = { perMinute: 120, perDay: 5000 }
const POLICIES = policiesOf([{ layer: 'person', volume: VOLUME, spike: null, isTold: true }])

/** Whoever asks, as far as this route cares. */
type Asker =
  | { readonly kind: 'operator' | 'other'; readonly key: string }
  | { readonly kind: 'account'; readonly key: string; readonly account: string }
  | { readonly kind: 'nobody'; readonly problem: Problem }

/**
 * Proves to an account that a decision about it is in the log, to the letter, whatever has become of the account; to the
 * operator's people, auditors among them, any decision. To all others it is as if there were none.
 */
export function proofRoute(app: FastifyInstance, rooms: LedgerRooms): void {
  const { query } = rooms.database
  const sealing = {
    settleLog: () => rooms.http.recorder.settle(),
    sealNow: () => rooms.ledger.sealers.activity.sealNow(),
  }

  app.get<{ Params: Static<typeof DecisionPath> }>(
    '/proof/:decision',
    {
      config: { room: 'signed-in' },
      schema: {
        operationId: 'proveDecision',
        tags: ['Ledger'],
        summary: 'That a decision is in the log',
        description:
          'For the account it concerns, by its own access token, and for the operator and its auditors. JSON, or with Accept: text/plain a C2SP tlog-proof whose extra data is JSON with node, sequence, at, salt and entry. (AUP25-36)',
        params: DecisionPath,
        querystring: { type: 'object', properties: {}, additionalProperties: false },
        response: {
          200: {
            description: 'The entry, and what proves it.',
            content: { 'application/json': { schema: ProofAnswer } },
          },
          400: problem('The id is no UUID, or there is a parameter that there is not.'),
          401: problem('No access token, or one that is not accepted.'),
          404: problem('There is no such decision for you.'),
          429: problem('Too many proofs in a minute or a day.'),
          500: problem('Something went wrong here.'),
        },
      },
    },
    async (request, reply) => {
      const asker = await askerOf(rooms, request)
      if (asker.kind === 'nobody') return sendProblem(reply, asker.problem)
      const reservation = rooms.http.quota.reserve([
        { layer: 'person', key: asker.key, volume: VOLUME, spike: null, isTold: true },
      ])
      rateLimitHeaders(reply, { reservation, policies: POLICIES, partition: '', partitioned: POLICIES })
      if (reservation.outcome === 'exhausted') {
        const { retryAfterSeconds, violated } = reservation
        const violatedPolicies = violated.map(one => one.policy)
        reply.violatedPolicies = violatedPolicies
        const extras = { requestId: request.id, retryAfterSeconds, 'violated-policies': violatedPolicies }
        const detail = `One account or person has ${VOLUME.perMinute} proofs a minute and ${VOLUME.perDay} a day.`
        return sendProblem(reply, faultProblem('too-many-requests', detail, rooms.contact, extras))
      }
      const row =
        asker.kind === 'other' ? undefined : await findDecision(query, sealing, request.params.decision)
      if (row === undefined || !maySee(asker, row))
        return notThere(reply, rooms, 'No decision of yours has this id.')
      const proved = await proveDecision(query, sealing, row)
      reply.header('vary', 'accept').header('cache-control', 'no-store')
      if (preferred(request.headers.accept, ['application/json', 'text/plain']) === 'text/plain')
        return reply.header('content-type', 'text/plain; charset=utf-8').send(decisionProofText(proved))
      const { checkpoint, commitment, hashes, leafData } = proved
      return reply.header('content-type', 'application/json; charset=utf-8').send({
        leaf: row.leaf,
        size: checkpoint.size,
        ...leafParts(row),
        commitment: Buffer.from(commitment).toString('hex'),
        leafData: Buffer.from(leafData).toString(),
        proof: hashes.map(hash => Buffer.from(hash).toString('base64')),
        checkpoint: checkpoint.note,
      })
    },
  )
}

/** Whom an erased entry concerned is erased with it. */
const maySee = (asker: Asker, { text }: LeafRow): boolean =>
  asker.kind === 'operator' ||
  (asker.kind === 'account' && text !== null && parseEntry(text).account === asker.account)

async function askerOf(rooms: LedgerRooms, request: FastifyRequest): Promise<Asker> {
  const person = await rooms.signedIn(request)
  if (person.outcome === 'known')
    return {
      kind: OPERATOR.some(role => holds(person.actor, role)) ? 'operator' : 'other',
      key: `proofs person ${person.actor.personId}`,
    }
  const known = await identify(rooms.http, request.headers)
  if (known.outcome === 'known') {
    const { id } = known.caller.account
    return { kind: 'account', account: id, key: `proofs account ${id}` }
  }
  const { fault, detail } = known
  return { kind: 'nobody', problem: faultProblem(fault, detail, rooms.contact, { requestId: request.id }) }
}
