import Type from 'typebox'
import { squaresAsked } from '../../../activity/index.ts'
import { scopesOf } from '../../../vocabulary/index.ts'
import {
  type FindingRecord,
  listFindings,
  OPEN_FINDINGS,
  readFinding,
  squareMap,
} from '../../../watch/index.ts'
import { readActs } from '../../../workflow/index.ts'
import { type Act, type ActRooms, act } from '../act.ts'
import { After, Next, paged } from '../register-words.ts'
import { choice, closed, ListOf, OdsCode, Text, Whole } from '../words.ts'
import { toldOf } from './told.ts'
import {
  FindingPath,
  FindingRow,
  FindingView,
  findingRow,
  findingView,
  HOLDERS,
  READERS,
  SQUARES_MAX,
  StateName,
  TAG,
  Told,
} from './words.ts'

const PAGE = 100
const MAP_MILLIS = 30 * 86_400_000

/** Seeing what the watch found. */
export const readFindingActs: readonly Act[] = [
  act({
    command: 'finding list',
    method: 'GET',
    path: '/findings',
    tag: TAG,
    summary: 'What the watch found, the newest first',
    roles: READERS,
    clauses: ['AUP25-29', 'AUP25-30'],
    query: Type.Object(
      {
        state: Type.Optional(StateName),
        kind: Type.Optional(choice(['crawl', 'conduct'], 'Only of that kind.')),
        account: Type.Optional(Text(200, 'Only about this account.')),
        after: After,
        limit: Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`)),
      },
      closed,
    ),
    answer: Type.Object({ findings: ListOf(FindingRow, PAGE, 'Open ones unless told.'), next: Next }, closed),
    run: async ({ rooms, query: { state, kind, account, after, limit = PAGE } }) => {
      const found = await listFindings(rooms.database.query, {
        states: state === undefined ? OPEN_FINDINGS : [state],
        kind: kind ?? null,
        account: account ?? null,
        organisations: null,
        after: after ?? null,
        limit: limit + 1,
      })
      const { page, next } = paged(found, limit, ({ id }) => id)
      return { outcome: 'done', body: { findings: page.map(findingRow), next } }
    },
  }),
  act({
    command: 'finding show',
    method: 'GET',
    path: '/findings/:id',
    tag: TAG,
    summary: 'A finding with its evidence, a map of where was asked, and all that was done about it',
    roles: READERS,
    clauses: ['AUP25-29', 'AUP25-30'],
    params: FindingPath,
    answer: FindingView,
    run: async ({ rooms, params }) => {
      const { query } = rooms.database
      const finding = await readFinding(query, params.id)
      if (!finding) return { outcome: 'no-such' }
      const squares = await squaresOf(rooms, finding)
      const acts = (await readActs(query, 'finding', finding.id)).slice(-200)
      const body = {
        ...findingView(finding),
        squares,
        map: squareMap(squares, rooms.watch.middleOf),
        history: acts.map(one => ({
          at: one.at.toISOString(),
          who: one.who,
          as: one.acting_as,
          event: one.event,
          why: one.why,
        })),
      }
      return { outcome: 'done', body }
    },
  }),
  act({
    command: 'finding mine',
    method: 'GET',
    path: '/organisation-findings',
    tag: TAG,
    summary: 'What the watch found about your organisation: what was noticed, what follows, how it ends',
    roles: HOLDERS,
    clauses: ['AUP25-28', 'AUP25-29', 'AUP25-31'],
    query: Type.Object(
      {
        odsCode: Type.Optional(OdsCode),
        after: After,
        limit: Type.Optional(Whole(1, PAGE, `How many at most; ${PAGE} unless told.`)),
      },
      closed,
    ),
    answer: Type.Object({ findings: ListOf(Told, PAGE, 'The newest first.'), next: Next }, closed),
    run: async ({ rooms, actor, query: { odsCode, after, limit = PAGE } }) => {
      const own = HOLDERS.flatMap(role => scopesOf(actor, role))
      const found = await listFindings(rooms.database.query, {
        states: null,
        kind: null,
        account: null,
        organisations: odsCode === undefined ? own : own.filter(one => one === odsCode),
        after: after ?? null,
        limit: limit + 1,
      })
      const { page, next } = paged(found, limit, ({ id }) => id)
      return { outcome: 'done', body: { findings: page.map(toldOf), next } }
    },
  }),
]

/** Where whom it is about asked in the thirty days before it was last raised. */
async function squaresOf({ database, watch }: ActRooms, { scope, subject, lastRaisedAt }: FindingRecord) {
  if (scope !== 'account' && scope !== 'organisation') return []
  const of = scope === 'account' ? { account: subject } : { organisation: subject }
  const from = new Date(lastRaisedAt - MAP_MILLIS)
  const asked = await squaresAsked(database.query, of, from, new Date(lastRaisedAt), SQUARES_MAX)
  return asked.map(({ square, searches }) => ({
    square,
    searches,
    inside:
      scope === 'account'
        ? watch.live.insideOf({ account: subject, flags: [], watched: { square, nearestMetres: null } })
        : null,
  }))
}
