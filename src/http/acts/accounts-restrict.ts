import Type, { type Static } from 'typebox'
import {
  liftRestriction,
  type NewRestriction,
  readRegionMap,
  restrictAccount,
  type StoredAccount,
} from '../../accounts/index.ts'
import { holdersOf } from '../../people/index.ts'
import type { EpochMillis, Role } from '../../vocabulary/index.ts'
import type { ParameterError } from '../problem.ts'
import { answerMove, sideOf, withAccountAs } from './accounts-reach.ts'
import { ACCOUNTS, AccountPath, RegionIds, StepAnswer } from './accounts-words.ts'
import { type Act, act } from './act.ts'
import { closed, Flag, Id, Instant, ListOf, Reason, Whole } from './words.ts'

/** Narrowing accounts. An employer does so with its own people, the operator with any. */

const LIMIT: readonly Role[] = ['decision-owner', 'euo-admin']
const limits = ({ kind }: StoredAccount): readonly Role[] =>
  kind === 'individual' ? LIMIT : ['decision-owner']

const RestrictBody = Type.Object(
  {
    regions: Type.Optional(RegionIds('Only places of these regions.')),
    types: Type.Optional(ListOf(Whole(0, 99_999, 'A type.'), 200, 'Only services of these types.')),
    resultsMax: Type.Optional(Whole(1, 100, 'The most results of an answer.')),
    perMinute: Type.Optional(Whole(1, 2_000_000_000, 'Questions a minute; with perDay.')),
    perDay: Type.Optional(Whole(1, 2_000_000_000, 'Questions a day; with perMinute.')),
    publicOnly: Type.Optional(Flag('Only what the public may see is shown.')),
    days: Type.Optional(ListOf(Whole(1, 7, '1 Monday to 7 Sunday.'), 7, 'Only on these days.')),
    fromMinute: Type.Optional(Whole(0, 1439, 'Only from this minute of the day on, Europe/London.')),
    untilMinute: Type.Optional(Whole(1, 1440, 'Only up to this minute of the day.')),
    reviewBy: Instant('When it is looked at again.'),
    until: Type.Optional(Instant('When it ends by itself.')),
    reason: Reason,
  },
  closed,
)

export const accountRestrictionActs: readonly Act[] = [
  act({
    command: 'account restrict',
    method: 'POST',
    path: '/accounts/:id/restrictions',
    tag: ACCOUNTS,
    summary: 'Narrow what an account may ask, at once and with a date of review',
    description:
      'An administrator narrows what people of the organisation may ask; the operator any account.',
    roles: LIMIT,
    clauses: ['AUP25-41', 'AUP25-18'],
    params: AccountPath,
    body: RestrictBody,
    answer: Type.Object({ ...StepAnswer.properties, restriction: Id('The restriction.') }, closed),
    run: context =>
      withAccountAs(context, limits, async (account, as) => {
        const { rooms, now, body, deed } = context
        const regions = await readRegionMap(rooms.database.query)
        const unknown = (body.regions ?? []).filter(id => regions.stateOf(id, now) !== 'current')
        const errors = wrongIn(body, unknown)
        if (errors.length > 0) return { outcome: 'wrong', errors }
        const restriction = restrictionOf(body, rooms.newId())
        const by = deed(as)
        const move = await restrictAccount(rooms.database, account.id, restriction, sideOf(as), holdersOf, by)
        return answerMove(move, account.id, { restriction: restriction.id })
      }),
  }),
  act({
    command: 'account lift',
    method: 'POST',
    path: '/accounts/:id/restrictions/:restriction/lifting',
    tag: ACCOUNTS,
    summary: 'End a restriction of an account',
    roles: LIMIT,
    clauses: ['AUP25-41', 'AUP25-18'],
    params: Type.Object({ ...AccountPath.properties, restriction: Id('The restriction.') }, closed),
    body: Type.Object({ reason: Reason }, closed),
    answer: StepAnswer,
    run: context =>
      withAccountAs(context, limits, async ({ id, personId }, as) => {
        const { rooms, params, actor, deed } = context
        if (personId === actor.personId) {
          return { outcome: 'own-cause', detail: 'Nobody decides about their own account.' }
        }
        const which = { id: params.restriction, accountId: id }
        const lifted = await liftRestriction(rooms.database, which, sideOf(as), holdersOf, deed(as))
        if (lifted.outcome === 'no-such-restriction') return { outcome: 'no-such' }
        if (lifted.outcome === 'unmet') return { outcome: 'unmet', unmet: lifted.unmet }
        return answerMove(lifted, id)
      }),
  }),
]

type Restricting = Static<typeof RestrictBody>

/** What goes together is given together. */
function wrongIn(body: Restricting, unknownRegions: readonly string[]): readonly ParameterError[] {
  const wrong: ParameterError[] = []
  const say = (parameter: string, message: string): void => {
    wrong.push({ parameter, in: 'body', message })
  }
  for (const id of unknownRegions) say('regions', `${id} is no region of the register`)
  if (body.regions?.length === 0) say('regions', 'names at least one')
  if (body.types?.length === 0) say('types', 'names at least one')
  if ((body.perMinute === undefined) !== (body.perDay === undefined)) say('perDay', 'goes with perMinute')
  const hours = [body.days, body.fromMinute, body.untilMinute].filter(value => value !== undefined).length
  if (hours !== 0 && hours !== 3) say('days', 'goes with fromMinute and untilMinute')
  if (body.days?.length === 0) say('days', 'names at least one')
  if ((body.fromMinute ?? 0) >= (body.untilMinute ?? 1440)) say('untilMinute', 'is after fromMinute')
  return wrong
}

const instant = (text: string): EpochMillis => Date.parse(text)

function restrictionOf(body: Restricting, id: string): NewRestriction {
  const { days, fromMinute, untilMinute } = body
  const timed = days !== undefined && fromMinute !== undefined && untilMinute !== undefined
  return {
    id,
    regions: body.regions ?? null,
    typeIds: body.types ?? null,
    resultsMax: body.resultsMax ?? null,
    perMinute: body.perMinute ?? null,
    perDay: body.perDay ?? null,
    audience: body.publicOnly === true ? 'public' : null,
    hours: timed ? { days, fromMinute, untilMinute } : null,
    until: body.until === undefined ? null : instant(body.until),
    reviewBy: instant(body.reviewBy),
  }
}
