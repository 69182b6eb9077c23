import Type from 'typebox'
import { publishedKeys, rotateKey } from '../../ledger/index.ts'
import { type Act, act } from './act.ts'
import { closed, ListOf, Reason, Text } from './words.ts'

/** What people may do to the ledger; everything else of it is read. */
export const ledgerActs: readonly Act[] = [
  act({
    command: 'ledger rotate-key',
    method: 'POST',
    path: '/ledger/keys/rotation',
    tag: 'Ledger',
    summary: 'Put a new key in the place of the one that signs checkpoints',
    description:
      'The newest checkpoint of each log is signed once more by both; then the private half of the old one is forgotten. Its public half stays published, with the days it signed from and until.',
    roles: ['ig-officer'],
    clauses: ['AUP25-36'],
    body: Type.Object({ reason: Reason }, closed),
    answer: Type.Object(
      { keys: ListOf(Text(500, 'A verifier key.'), 10, 'Of each log, the one now in use.') },
      closed,
    ),
    run: async ({ rooms, deed }) => {
      const { database, random, ledgerSeeds } = rooms
      const rotated = await rotateKey(database, ledgerSeeds, random, deed('ig-officer'))
      if (rotated === 'kept-in-a-file') {
        const detail =
          'The key is kept in a file (SIGNPOST_LEDGER_KEY_FILE): put a new one before it there, and start the nodes again.'
        return { outcome: 'conflict', detail }
      }
      if (rotated === 'no-name') return { outcome: 'conflict', detail: 'The ledger has not been opened yet.' }
      const keys = await publishedKeys(database.query)
      const inUse = keys.filter(({ retiredAt }) => retiredAt === null).map(({ key }) => key)
      return { outcome: 'done', body: { keys: inUse } }
    },
  }),
]
