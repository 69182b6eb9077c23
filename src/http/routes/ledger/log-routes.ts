import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Static } from 'typebox'
import {
  type Log,
  proveConsistency,
  readCheckpointRow,
  readTile,
  readTilePath,
  type Tile,
} from '../../../ledger/index.ts'
import { faultProblem } from '../../problem.ts'
import { sendProblem } from '../../send-problem.ts'
import type { LedgerRooms } from './index.ts'
import { ConsistencyAnswer, ConsistencyQuery } from './words.ts'

/** What will never change: anybody may keep it for good. */
const FOR_GOOD = 'public, max-age=31536000, immutable'
export const OPEN = { room: 'open' } as const
const NOTHING = { type: 'object', properties: {}, additionalProperties: false } as const

/** One log as the world reads it (C2SP tlog-tiles), below the prefix it is registered under. Nothing in it is secret. */
export function logRoutes(app: FastifyInstance, rooms: LedgerRooms, log: Log): void {
  const { query } = rooms.database
  const about = log === 'activity' ? 'what was asked and decided' : 'what was done to the registers'

  app.get(
    '/checkpoint',
    {
      config: OPEN,
      schema: {
        operationId: `${log}Checkpoint`,
        tags: ['Ledger'],
        summary: `The newest checkpoint of the log of ${about}`,
        description: `A signed note with the log’s name, how many leaves it has and their root (C2SP tlog-checkpoint). The tiles its root is made of are at tile/<L>/<N>, with .p/<W> behind partial ones (C2SP tlog-tiles).`,
        security: [],
        querystring: NOTHING,
      },
    },
    async (_request, reply) => {
      const newest = await readCheckpointRow(query, log)
      if (newest === undefined) return notThere(reply, rooms, 'There is no checkpoint yet.')
      return reply
        .header('content-type', 'text/plain; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(newest.note)
    },
  )

  app.get<{ Params: { level: string; '*': string } }>(
    '/tile/:level/*',
    { config: OPEN, schema: { hide: true, querystring: NOTHING } },
    async (request, reply) => {
      const tile = readTilePath(request.params.level, request.params['*'])
      const hashes = tile && (await isSealed(tile)) ? await readTile(query, log, tile) : undefined
      if (hashes === undefined) return notThere(reply, rooms, 'The log has no such tile.')
      return sendForGood(reply, hashes)
    },
  )

  app.get<{ Querystring: Static<typeof ConsistencyQuery> }>(
    '/consistency',
    {
      config: OPEN,
      schema: {
        operationId: `${log}Consistency`,
        tags: ['Ledger'],
        summary: 'That one tree begins with another',
        description:
          'The hashes that prove it (RFC 9162 section 2.1.4). Anybody can make the same proof of the tiles.',
        security: [],
        querystring: ConsistencyQuery,
        response: { 200: ConsistencyAnswer },
      },
    },
    async (request, reply) => {
      const from = Number(request.query.from)
      const to = Number(request.query.to)
      const wrong =
        from > to
          ? {
              parameter: 'from',
              in: 'query',
              message: 'The earlier tree has no more leaves than the later one.',
            }
          : to > (await sealedLeaves())
            ? { parameter: 'to', in: 'query', message: 'No checkpoint is over so many leaves.' }
            : undefined
      if (wrong !== undefined) {
        const detail = `${wrong.parameter}: ${wrong.message}`
        return sendProblem(
          reply,
          faultProblem('parameter-invalid', detail, rooms.contact, { errors: [wrong] }),
        )
      }
      const proof = await proveConsistency(query, log, from, to)
      return reply
        .header('cache-control', FOR_GOOD)
        .send({ from, to, proof: proof.map(hash => Buffer.from(hash).toString('base64')) })
    },
  )

  const sealedLeaves = async (): Promise<number> => (await readCheckpointRow(query, log))?.size ?? 0
  /** Whether the newest checkpoint is over all of it: what is not sealed yet is not told. */
  const isSealed = async ({ level, index, width }: Tile): Promise<boolean> =>
    (index * 256 + width) * 256 ** level <= (await sealedLeaves())
}

export const sendForGood = (reply: FastifyReply, bytes: Uint8Array): FastifyReply =>
  reply
    .header('content-type', 'application/octet-stream')
    .header('cache-control', FOR_GOOD)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))

export const notThere = (reply: FastifyReply, { contact }: LedgerRooms, detail: string): FastifyReply =>
  sendProblem(reply, faultProblem('no-such-record', detail, contact))
