import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Ledger, publishedKeys } from '../../../ledger/index.ts'
import type { OperatorContact } from '../../../vocabulary/index.ts'
import type { SignedIn } from '../../acts/index.ts'
import { describeInterface } from '../../openapi.ts'
import type { HttpRooms } from '../../rooms.ts'
import { governanceRoutes } from './governance.ts'
import { logRoutes, OPEN } from './log-routes.ts'
import { proofRoute } from './proof.ts'
import { KeysAnswer } from './words.ts'

export type LedgerRooms = Pick<HttpRooms, 'database' | 'contact'> & {
  readonly http: HttpRooms
  readonly ledger: Pick<Ledger, 'sealers'>
  readonly signedIn: (request: FastifyRequest) => Promise<SignedIn>
}

/** The ledger: both logs for anybody to hold us to, and for each account the proof of its own decisions (AUP25-36). */
export async function ledgerRoutes(
  app: FastifyInstance,
  { rooms, contact, baseUrl }: { rooms: LedgerRooms; contact: OperatorContact; baseUrl: () => string },
): Promise<void> {
  await describeInterface(app, {
    name: 'ledger',
    title: 'Signpost: the ledger',
    description:
      'Two logs that cannot be changed without it being seen: what was asked and decided, at /ledger, and what was done to the registers, at /ledger/governance. Both are trees of hashes (RFC 9162) with signed checkpoints (C2SP tlog-checkpoint) and tiles (C2SP tlog-tiles: /ledger/tile/<L>/<N>).',
    tags: [{ name: 'Ledger', description: 'Checkpoints, proofs, and what was done to the registers.' }],
    security: {
      accessToken: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description: 'A JWT access token (RFC 9068, handled as RFC8725 asks) of the account, or of a person.',
      },
    },
    contact,
    baseUrl,
  })
  app.get(
    '/keys',
    {
      config: OPEN,
      schema: {
        operationId: 'listLedgerKeys',
        tags: ['Ledger'],
        summary: 'The keys by which checkpoints are verified',
        description: 'Those that are retired stay, with the days they signed from and until.',
        security: [],
        response: { 200: KeysAnswer },
      },
    },
    async (_request, reply) => {
      const keys = await publishedKeys(rooms.database.query)
      return reply.header('cache-control', 'public, max-age=60').send({
        keys: keys.map(({ log, key, from, retiredAt }) => ({
          log,
          key,
          from: from.toISOString(),
          retiredAt: retiredAt?.toISOString() ?? null,
        })),
      })
    },
  )
  logRoutes(app, rooms, 'activity')
  proofRoute(app, rooms)
  await app.register(governanceRoutes, { prefix: '/governance', rooms })
}
