import Type, { type Static } from 'typebox'
import {
  checkListing,
  differenceInWords,
  type ListedConnection,
  type ListingChange,
  readListingCheck,
  readListingHistory,
} from '../../agreements/index.ts'
import { connectionReader } from '../../connection-reader.ts'
import type { Role } from '../../vocabulary/index.ts'
import { type Act, act } from './act.ts'
import { OPERATOR } from './reach.ts'
import { PAGE } from './register-words.ts'
import { choice, closed, Flag, Id, Instant, iso, isoOrNull, ListOf, Nullable, Text, Whole } from './words.ts'

const TAG = 'Published list'
const SEE: readonly Role[] = OPERATOR
const CHANGES = [
  'added',
  'changed',
  'ceased',
  'withheld',
  'removed',
] as const satisfies readonly ListingChange[]
const Change = choice(CHANGES, 'What changed.')
const Status = Nullable(Text(40, 'How the connection stood in the list; null: not in it.'))

const EntryView = Type.Object(
  {
    id: Whole(1, 2_000_000_000, 'The change, in their order.'),
    at: Instant('When it was published.'),
    connection: Id('The connection.'),
    change: Change,
    before: Status,
    after: Status,
    differs: ListOf(Text(60, 'A member.'), 50, 'Members of the entry that changed.'),
  },
  closed,
)

export const listingActs: readonly Act[] = [
  act({
    command: 'listing check',
    method: 'GET',
    path: '/listing/check',
    tag: TAG,
    summary: 'Whether the published list is what the register says, and where it is not',
    description: 'Nothing is changed by looking. The list is brought up to the register once a minute.',
    roles: SEE,
    clauses: ['AUP25-60'],
    answer: Type.Object(
      {
        same: Flag('Whether list and register are the same.'),
        comparedAt: Nullable(Instant('When the list was last brought up to the register.')),
        differences: ListOf(
          Type.Object(
            { connection: Id('The connection.'), change: Change, says: Text(500, 'In words.') },
            closed,
          ),
          100_000,
          'Where they differ.',
        ),
      },
      closed,
    ),
    run: async ({ rooms, now }) => {
      const found = await checkListing(rooms.database, connectionReader, now)
      const comparedAt = isoOrNull(await readListingCheck(rooms.database.query))
      const differences = found.map(one => ({
        connection: one.connectionId,
        change: one.change,
        says: differenceInWords(one),
      }))
      return { outcome: 'done', body: { same: found.length === 0, comparedAt, differences } }
    },
  }),
  act({
    command: 'listing history',
    method: 'GET',
    path: '/listing/history',
    tag: TAG,
    summary: 'What changed in the published list, newest first',
    roles: SEE,
    clauses: ['AUP25-60', 'AUP25-61'],
    query: Type.Object(
      {
        connection: Type.Optional(Id('Only of this connection.')),
        before: Type.Optional(Whole(1, 2_000_000_000, 'Only changes older than this one.')),
        limit: Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`)),
      },
      closed,
    ),
    answer: Type.Object({ changes: ListOf(EntryView, PAGE, 'Newest first.') }, closed),
    run: async ({ rooms, query: { connection, before, limit = PAGE } }) => {
      const history = await readListingHistory(rooms.database.query, {
        limit,
        ...(connection === undefined ? {} : { connectionId: connection }),
        ...(before === undefined ? {} : { before }),
      })
      const changes = history.map(
        (entry): Static<typeof EntryView> => ({
          id: entry.id,
          at: iso(entry.at),
          connection: entry.connectionId,
          change: entry.change,
          before: entry.before?.status ?? null,
          after: entry.after?.status ?? null,
          differs: entry.before && entry.after ? differing(entry.before, entry.after) : [],
        }),
      )
      return { outcome: 'done', body: { changes } }
    },
  }),
]

const differing = (before: ListedConnection, after: ListedConnection): string[] => {
  const old = new Map<string, unknown>(Object.entries(before))
  return Object.entries(after).flatMap(([name, value]) =>
    JSON.stringify(old.get(name)) === JSON.stringify(value) ? [] : [name],
  )
}
