import Type from 'typebox'
import { markRead, readNotices } from '../../notices/index.ts'
import {
  endSession,
  endSessionsOf,
  readAlerts,
  readPerson,
  readSecretState,
  readSessionsOf,
} from '../../people/index.ts'
import { type Act, act } from './act.ts'
import { exportActs } from './me-export.ts'
import { registrationActs } from './me-registration.ts'
import { secretActs } from './me-secrets.ts'
import { OwnReason, SessionView, SignInView, sessionView, TAG } from './me-words.ts'
import { AlertView, alertView, RoleView, roleView } from './people-words.ts'
import {
  Count,
  closed,
  isoOrNull as date,
  Flag,
  Id,
  Instant,
  iso,
  ListOf,
  Nullable,
  Text,
  Whole,
} from './words.ts'

const SessionPath = Type.Object({ id: Id('The session.') }, closed)
/** Counted up, and a guess is of no use: nobody is shown but their own. */
const NoticeId = Type.String({
  minLength: 1,
  maxLength: 12,
  pattern: '^[0-9]{1,12}$',
  description: 'The notice.',
})

const NoticeView = Type.Object(
  {
    id: NoticeId,
    kind: Text(100, 'What kind of notice.'),
    subject: Text(500, 'In one line.'),
    text: Type.String({ maxLength: 20_000, description: 'What it says.' }),
    about: Text(100, 'What it is about: an entity and its id.'),
    at: Instant('When it was left.'),
    readAt: Nullable(Instant('When you read it.')),
  },
  closed,
)

const self: readonly Act[] = [
  act({
    command: 'me whoami',
    method: 'GET',
    path: '/me',
    tag: TAG,
    summary: 'Who you are here: your roles, and the session you ask from',
    roles: 'anyone',
    clauses: ['AUP25-03'],
    answer: Type.Object(
      {
        id: Id('You.'),
        name: Text(200, 'Your name.'),
        email: Text(254, 'Your e-mail address.'),
        roles: ListOf(RoleView, 1000, 'The roles you hold now.'),
        session: Nullable(SessionView),
        signIn: Nullable(SignInView),
      },
      closed,
    ),
    run: async ({ rooms, actor, sessionId }) => {
      const { query } = rooms.database
      const person = await readPerson(query, actor.personId)
      if (!person) return { outcome: 'no-such' }
      const session = (await readSessionsOf(query, person.id)).find(one => one.id === sessionId)
      const signIn = await readSecretState(query, person.id)
      return {
        outcome: 'done',
        body: {
          id: person.id,
          name: person.name,
          email: person.email,
          roles: actor.roles.map(roleView),
          session: session ? sessionView(session, sessionId) : null,
          signIn: signIn
            ? {
                userName: signIn.userName,
                passwordSetAt: date(signIn.passwordSetAt),
                secondFactorSince: date(signIn.secondFactorSince),
              }
            : null,
        },
      }
    },
  }),
  act({
    command: 'me alerts',
    method: 'GET',
    path: '/me/alerts',
    tag: TAG,
    summary: 'Concurrent use of your account, lock-outs and recoveries, newest first',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    answer: Type.Object({ alerts: ListOf(AlertView, 100, 'Newest first.') }, closed),
    run: async ({ rooms, actor }) => {
      const alerts = await readAlerts(rooms.database.query, actor.personId, 100)
      return { outcome: 'done', body: { alerts: alerts.map(alertView) } }
    },
  }),
]

const sessions: readonly Act[] = [
  act({
    command: 'me sessions',
    method: 'GET',
    path: '/me/sessions',
    tag: TAG,
    summary: 'Where you are signed in, newest first',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    answer: Type.Object({ sessions: ListOf(SessionView, 1000, 'Newest first.') }, closed),
    run: async ({ rooms, actor, now, sessionId }) => {
      const all = await readSessionsOf(rooms.database.query, actor.personId)
      const live = all.filter(({ overAt }) => overAt > now)
      return { outcome: 'done', body: { sessions: live.map(one => sessionView(one, sessionId)) } }
    },
  }),
  act({
    command: 'me end-session',
    method: 'DELETE',
    path: '/me/sessions/:id',
    tag: TAG,
    summary: 'End one of your sessions',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    params: SessionPath,
    answer: Type.Object({ ended: Count }, closed),
    run: async ({ rooms, actor, params, deed }) => {
      const own = (await readSessionsOf(rooms.database.query, actor.personId)).some(
        ({ id }) => id === params.id,
      )
      if (!own || !(await endSession(rooms.database, params.id, deed('holder')))) {
        return { outcome: 'no-such' }
      }
      return { outcome: 'done', body: { ended: 1 } }
    },
  }),
  act({
    command: 'me sign-out',
    method: 'POST',
    path: '/me/sign-out',
    tag: TAG,
    summary: 'Sign out everywhere',
    roles: 'anyone',
    clauses: ['AUP25-05'],
    body: Type.Object(
      { keepThis: Type.Optional(Flag('Whether the session you ask from stays.')), reason: OwnReason },
      closed,
    ),
    answer: Type.Object({ ended: Count }, closed),
    run: async ({ rooms, actor, body, sessionId, deed }) => {
      const keep = body.keepThis === true && sessionId !== null ? sessionId : undefined
      const ended = await endSessionsOf(rooms.database, actor.personId, deed('holder'), keep)
      return { outcome: 'done', body: { ended } }
    },
  }),
]

const notices: readonly Act[] = [
  act({
    command: 'me notices',
    method: 'GET',
    path: '/me/notices',
    tag: TAG,
    summary: 'What you have been told, newest first',
    roles: 'anyone',
    clauses: [],
    query: Type.Object(
      {
        before: Type.Optional(NoticeId),
        limit: Type.Optional(Whole(1, 200, 'How many at most; 50 unless told.')),
        unread: Type.Optional(Flag('Only those you have not read.')),
      },
      closed,
    ),
    answer: Type.Object({ notices: ListOf(NoticeView, 200, 'Newest first.') }, closed),
    run: async ({ rooms, actor, query }) => {
      const found = await readNotices(rooms.database.query, actor.personId, {
        limit: query.limit ?? 50,
        before: query.before === undefined ? null : Number(query.before),
        unreadOnly: query.unread === true,
      })
      const body = found.map(({ id, kind, subject, text, entity, entityId, at, readAt }) => ({
        id: String(id),
        kind,
        subject,
        text,
        about: `${entity} ${entityId}`,
        at: iso(at),
        readAt: date(readAt),
      }))
      return { outcome: 'done', body: { notices: body } }
    },
  }),
  act({
    command: 'me read-notice',
    method: 'PUT',
    path: '/me/notices/:id/reading',
    tag: TAG,
    summary: 'Note that you have read a notice',
    roles: 'anyone',
    clauses: [],
    params: Type.Object({ id: NoticeId }, closed),
    answer: Type.Object({ read: Flag('Always true.') }, closed),
    run: async ({ rooms, actor, now, params }) => {
      const read = await markRead(rooms.database.query, actor.personId, Number(params.id), now)
      return read === 'read' ? { outcome: 'done', body: { read: true } } : { outcome: 'no-such' }
    },
  }),
]

/** What people do about themselves: whatever role they hold, and with none. */
export const ownActs: readonly Act[] = [
  ...self,
  ...sessions,
  ...secretActs,
  ...registrationActs,
  ...notices,
  ...exportActs,
]
