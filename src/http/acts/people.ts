import Type from 'typebox'
import { endAccountsOf } from '../../accounts/index.ts'
import { endAgreementsOf } from '../../agreements/index.ts'
import {
  holdersOf,
  leavePerson,
  linkIdentity,
  listPeople,
  lockPerson,
  type PersonStep,
  readAlerts,
  readRegistrations,
  SECOND_PERSON,
  unlockPerson,
} from '../../people/index.ts'
import type { Role } from '../../vocabulary/index.ts'
import { readActs } from '../../workflow/index.ts'
import { type Act, type ActContext, type ActOutcome, act, notTaken } from './act.ts'
import { RegistrationView, registrationView } from './me-words.ts'
import { enterPerson, NewPersonBody } from './people-enter.ts'
import { type Managed, managed, seenPerson, withinOf } from './people-reach.ts'
import { recoveryActs } from './people-recovery.ts'
import {
  AlertView,
  alertView,
  CodeView,
  OPERATOR_ROLES,
  PersonPath,
  PersonView,
  personView,
  Status,
} from './people-words.ts'
import { roleActs } from './roles.ts'
import { closed, Id, ListOf, Nullable, OdsCode, Reason, RoleName, Text, Whole } from './words.ts'

const TAG = 'People'
const LOOK_AFTER: readonly Role[] = ['access-manager', 'euo-admin']
const SEE: readonly Role[] = [...OPERATOR_ROLES, 'euo-admin', 'supplier-admin']

const JustReason = Type.Object({ reason: Reason }, closed)
const StatusAnswer = Type.Object({ status: Status }, closed)

/** A step in the life of a person's entry. */
const stepAct = (
  command: string,
  path: string,
  summary: string,
  take: (one: Managed, context: ActContext<{ id: string }, unknown, unknown>) => Promise<PersonStep>,
): Act =>
  act({
    command,
    method: 'POST',
    path,
    tag: TAG,
    summary,
    roles: LOOK_AFTER,
    clauses: ['AUP25-18'],
    params: PersonPath,
    body: JustReason,
    answer: StatusAnswer,
    run: context =>
      managed(context, context.params.id, async (one): Promise<ActOutcome> => {
        const taken = await take(one, context)
        if (taken.outcome === 'unknown-person') return { outcome: 'no-such' }
        return taken.outcome === 'moved' ? { outcome: 'done', body: { status: taken.to } } : notTaken(taken)
      }),
  })

const personActs: readonly Act[] = [
  act({
    command: 'person list',
    method: 'GET',
    path: '/people',
    tag: TAG,
    summary: 'People, with the roles they hold',
    description:
      'Administrators see those who hold a role for their organisation or supplier, and no other roles of theirs.',
    roles: SEE,
    clauses: ['AUP25-03'],
    query: Type.Object(
      {
        role: Type.Optional(RoleName),
        status: Type.Optional(Status),
        organisation: Type.Optional(OdsCode),
        after: Type.Optional(Id('The last person of the page before.')),
        limit: Type.Optional(Whole(1, 500, 'How many at most; 100 unless told.')),
      },
      closed,
    ),
    answer: Type.Object({ people: ListOf(PersonView, 500, 'In order of id.') }, closed),
    run: async ({ rooms, actor, now, query }) => {
      const filter = {
        within: withinOf(actor),
        role: query.role ?? null,
        status: query.status ?? null,
        odsCode: query.organisation ?? null,
        id: null,
        after: query.after ?? null,
        limit: query.limit ?? 100,
      }
      const people = await listPeople(rooms.database.query, filter, now)
      return { outcome: 'done', body: { people: people.map(personView) } }
    },
  }),
  act({
    command: 'person show',
    method: 'GET',
    path: '/people/:id',
    tag: TAG,
    summary: 'One person, with their roles and professional registrations',
    roles: SEE,
    clauses: ['AUP25-03'],
    params: PersonPath,
    answer: Type.Object(
      { person: PersonView, registrations: ListOf(RegistrationView, 100, 'As they stated them.') },
      closed,
    ),
    run: async ({ rooms, actor, now, params }) => {
      const { query } = rooms.database
      const person = await seenPerson(query, actor, params.id, now)
      if (!person) return { outcome: 'no-such' }
      const registrations = (await readRegistrations(query, person.id)).map(registrationView)
      return { outcome: 'done', body: { person: personView(person), registrations } }
    },
  }),
  act({
    command: 'person create',
    method: 'POST',
    path: '/people',
    tag: TAG,
    summary: 'Enter somebody, and invite them to sign in',
    description:
      'Administrators enter people of their own organisation, who hold a role for it at once. With a user name they sign in here, beginning with a one-time code; with issuer and subject, or a verified e-mail address where that is set up, at another provider.',
    roles: LOOK_AFTER,
    clauses: ['AUP25-03', 'AUP25-05'],
    body: NewPersonBody,
    answer: Type.Object({ person: PersonView, invitation: Nullable(CodeView) }, closed),
    run: enterPerson,
  }),
  stepAct(
    'person lock',
    '/people/:id/lock',
    'Keep somebody out, and end their sessions',
    (one, { params, deed }) => lockPerson(one.database, params.id, deed(one.as)),
  ),
  stepAct(
    'person unlock',
    '/people/:id/unlock',
    'Let somebody in again; whom the operator keeps out, the operator alone',
    async (one, { params, deed }) => {
      const last = (await readActs(one.query, 'person', params.id)).findLast(
        ({ event }) => event === 'lock' || event === 'unlock',
      )
      if (one.as === 'euo-admin' && last?.event === 'lock' && last.acting_as !== 'euo-admin') {
        const what = 'The operator keeps them out.'
        const unmet = [{ what, clauses: ['AUP25-18'], whoCanFix: 'an access manager' }] as const
        return { outcome: 'unmet', from: 'locked', event: 'unlock', unmet }
      }
      return unlockPerson(one.database, params.id, deed(one.as))
    },
  ),
  stepAct(
    'person leave',
    '/people/:id/leaving',
    'Note that somebody has left: accounts, sessions, roles and secrets end, the record stays',
    async (one, { params, deed, rooms, now }) => {
      const by = deed(one.as)
      const { retentionYears } = rooms.policy(now).parameters
      const taken = await leavePerson(one.database, params.id, retentionYears, by)
      // A token they still hold is worth nothing from the next question on (AUP25-18).
      if (taken.outcome === 'moved')
        await endAccountsOf(one.database, params.id, null, holdersOf, endAgreementsOf, by)
      return taken
    },
  ),
  act({
    command: 'person link',
    method: 'POST',
    path: '/people/:id/identity',
    tag: TAG,
    summary: 'Tie somebody to their identity at another provider, where they sign in from then on',
    roles: ['access-manager'],
    secondPerson: SECOND_PERSON,
    clauses: ['AUP25-05'],
    params: PersonPath,
    body: Type.Object(
      {
        issuer: Text(500, 'The provider, as it calls itself.'),
        subject: Text(255, 'What it calls the person.'),
        reason: Reason,
      },
      closed,
    ),
    answer: Type.Object({ linked: Type.Boolean({ description: 'Always true.' }) }, closed),
    run: context =>
      managed(context, context.params.id, async ({ database, as }): Promise<ActOutcome> => {
        const { issuer, subject } = context.body
        const linked = await linkIdentity(database, context.params.id, { issuer, subject }, context.deed(as))
        switch (linked) {
          case 'linked':
            return { outcome: 'done', body: { linked: true } }
          case 'unknown-person':
            return { outcome: 'no-such' }
          case 'left':
            return { outcome: 'not-legal', detail: 'They have left.' }
          case 'linked-elsewhere':
            return { outcome: 'conflict', detail: 'They have another identity; one identity is one person.' }
          case 'identity-taken':
            return { outcome: 'conflict', detail: 'That identity belongs to somebody else.' }
        }
      }),
  }),
  act({
    command: 'alert list',
    method: 'GET',
    path: '/alerts',
    tag: TAG,
    summary: 'Concurrent use of accounts, lock-outs and recoveries, newest first',
    roles: OPERATOR_ROLES,
    clauses: ['AUP25-05'],
    query: Type.Object(
      {
        person: Type.Optional(Id('Only of this person.')),
        limit: Type.Optional(Whole(1, 1000, 'How many at most; 100 unless told.')),
      },
      closed,
    ),
    answer: Type.Object({ alerts: ListOf(AlertView, 1000, 'Newest first.') }, closed),
    run: async ({ rooms, query }) => {
      const alerts = await readAlerts(rooms.database.query, query.person ?? null, query.limit ?? 100)
      return { outcome: 'done', body: { alerts: alerts.map(alertView) } }
    },
  }),
]

export const peopleActs: readonly Act[] = [...personActs, ...recoveryActs, ...roleActs]
