import Type from 'typebox'
import { readOrganisation, readRegions } from '../../../accounts/index.ts'
import { holds } from '../../../vocabulary/index.ts'
import { declareEvent, EVENT_KINDS, type EventRecord, readEvents } from '../../../watch/index.ts'
import { type Act, act } from '../act.ts'
import {
  choice,
  closed,
  Id,
  Instant,
  iso,
  ListOf,
  Nullable,
  OdsCode,
  Reason,
  RegionId,
  Text,
  Whole,
} from '../words.ts'
import { READERS, TAG } from './words.ts'

const DAY_MILLIS = 86_400_000
/** Longer than a season nothing is an event. */
const DAYS_MAX = 120
const EVENTS_MAX = 1000

const Kind = choice(EVENT_KINDS, 'What it is.')
const Effect = choice(
  ['annotate', 'suppress'],
  'Findings say that it was going on; or what falls into it is no evidence.',
)
const Whom = {
  accounts: ListOf(Text(200, 'An account.'), 500, 'Only these accounts.'),
  organisations: ListOf(OdsCode, 500, 'Only these organisations.'),
  regions: ListOf(RegionId, 50, 'Only about these regions.'),
  types: ListOf(Whole(0, 2_147_483_647, 'A service type.'), 200, 'Only for these service types.'),
}
const EventView = Type.Object(
  {
    id: Id('The event.'),
    kind: Kind,
    title: Text(200, 'What it is called.'),
    effect: Effect,
    from: Instant('Its first instant.'),
    until: Instant('The instant it ends.'),
    accounts: Nullable(Whom.accounts),
    organisations: Nullable(Whom.organisations),
    regions: Nullable(Whom.regions),
    types: Nullable(Whom.types),
    declaredAt: Instant('When it was declared.'),
    declaredBy: Text(200, 'By whom.'),
    agreedBy: Nullable(Text(200, 'Who agreed.')),
  },
  closed,
)
const eventView = (event: EventRecord) => ({
  ...event,
  from: iso(event.from),
  until: iso(event.until),
  declaredAt: iso(event.declaredAt),
})

/** What is announced beforehand, so that the watch does not take it for crawling: with a second person, since it blinds it. */
export const declaredEventActs: readonly Act[] = [
  act({
    command: 'watch declare',
    method: 'POST',
    path: '/watch/events',
    tag: TAG,
    summary: 'Declare a load test, a launch, an outbreak or an audit to the watch, with a second person',
    description:
      'Nobody named: everybody. What it names together is narrowed by each: these accounts, about these regions, for these types.',
    roles: ['compliance-reviewer', 'access-manager'],
    secondPerson: ['decision-owner'],
    clauses: ['AUP25-28', 'AUP25-29'],
    body: Type.Object(
      {
        kind: Kind,
        title: Text(200, 'What it is called.'),
        effect: Effect,
        from: Instant('Its first instant.'),
        until: Instant(`The instant it ends; at most ${DAYS_MAX} days later.`),
        ...Type.Partial(Type.Object(Whom)).properties,
        reason: Reason,
      },
      closed,
    ),
    answer: EventView,
    run: async ({ rooms, actor, body, deed, now }) => {
      const from = Date.parse(body.from)
      const until = Date.parse(body.until)
      if (!(until > from) || until - from > DAYS_MAX * DAY_MILLIS) {
        const message = `It ends after it begins, and at most ${DAYS_MAX} days later.`
        return { outcome: 'wrong', errors: [{ parameter: 'until', in: 'body', message }] }
      }
      const { kind, title, effect, accounts, organisations, regions, types } = body
      const { query } = rooms.database
      for (const odsCode of organisations ?? []) {
        if (!(await readOrganisation(query, odsCode))) return { outcome: 'no-such' }
      }
      const known = new Set((await readRegions(query)).map(({ id }) => id))
      if (regions?.some(id => !known.has(id))) return { outcome: 'no-such' }
      const event = {
        id: rooms.newId(),
        kind,
        title,
        effect,
        from,
        until,
        accounts: accounts ?? null,
        organisations: organisations ?? null,
        regions: regions ?? null,
        types: types ?? null,
      }
      const role = holds(actor, 'compliance-reviewer') ? 'compliance-reviewer' : 'access-manager'
      const by = deed(role)
      await declareEvent(rooms.database, event, by)
      const declared = { ...event, declaredAt: now, declaredBy: by.who, agreedBy: by.approvedBy ?? null }
      return { outcome: 'done', status: 201, body: eventView(declared) }
    },
  }),
  act({
    command: 'watch events',
    method: 'GET',
    path: '/watch/events',
    tag: TAG,
    summary: 'Events that were declared and are not over',
    roles: READERS,
    clauses: ['AUP25-28', 'AUP25-29'],
    answer: Type.Object(
      { events: ListOf(EventView, EVENTS_MAX, 'In the order they were declared.') },
      closed,
    ),
    run: async ({ rooms, now }) => {
      const events = await readEvents(rooms.database.query, now)
      return { outcome: 'done', body: { events: events.slice(0, EVENTS_MAX).map(eventView) } }
    },
  }),
]
