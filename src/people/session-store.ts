import { randomBytes } from 'node:crypto'
import type { Database, Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import { type Deed, type EpochMillis, type Random, uuidv7 } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import { raiseAlert } from './alert-store.ts'
import {
  type Assurance,
  hashOfSecret,
  SEEN_EVERY_MILLIS,
  SESSION_IDLE_MILLIS,
  SESSION_MILLIS_MAX,
  type Session,
  sessionOverAt,
} from './session.ts'

/** Who signed in, and how; the network and program are what a person knows a session again by. */
export type NewSession = Omit<Session, 'id' | 'openedAt' | 'seenAt'>

const USER_AGENT_MAX = 256
/** How long a session that is over is still shown to its person, and given out in a copy of what is held of them. */
const KEPT_MILLIS = 90 * 86_400_000

const COLUMNS = `id, person_id, issuer, sid, assurance, role, network, user_agent, opened_at, seen_at, ended_at`
/** At the instant of that parameter: neither ended, nor left alone too long, nor too old. */
const liveAt = (parameter: string): string => `ended_at is null
  and seen_at > ${parameter}::timestamptz - interval '${SESSION_IDLE_MILLIS} milliseconds'
  and opened_at > ${parameter}::timestamptz - interval '${SESSION_MILLIS_MAX} milliseconds'`

/**
 * Opens a session for somebody who has proved who they are. While another of theirs is live from a different network
 * or program, that is recorded and an alert raised: accounts of people are personal (AUP25-05).
 * @returns its id, and the secret that the browser is to hold, which is nowhere else
 * @throws when nobody who may sign in has that id
 */
export async function openSession(
  database: Database,
  session: NewSession,
  now: EpochMillis,
  random: Random = randomBytes,
): Promise<{ readonly id: string; readonly secret: string }> {
  const id = uuidv7(now, random(10))
  const secret = Buffer.from(random(32)).toString('base64url')
  const made = { ...session, userAgent: session.userAgent.slice(0, USER_AGENT_MAX) }
  const deed: Deed = { who: session.personId, actingAs: 'holder', why: 'sign-in', at: now }
  await database.transaction(async query => {
    // Held, so that of two that open at once the second finds the first, and one that is locked out meanwhile none.
    const [person] = await query(
      `select 1 from people.person where id = $1 and status = 'active' for update`,
      [session.personId],
    )
    if (!person) throw new Error('A session was asked for somebody who may not sign in.')
    const others = await readLiveSessions(query, session.personId, now)
    await query(
      `insert into people.session (id, secret_hash, person_id, issuer, sid, assurance, role, network, user_agent,
         opened_at, seen_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)`,
      [
        id,
        hashOfSecret(secret),
        made.personId,
        made.issuer,
        made.sid,
        made.assurance,
        made.role,
        made.network,
        made.userAgent,
        new Date(now),
      ],
    )
    const after = { personId: made.personId, issuer: made.issuer, assurance: made.assurance, role: made.role }
    await recordAct(query, 'session', id, 'open', deed, null, after)
    await noteConcurrentUse(query, id, made, others, deed)
    await dropOldSessions(query, now)
  })
  return { id, secret }
}

async function noteConcurrentUse(
  query: Query,
  id: string,
  made: NewSession,
  others: readonly Session[],
  deed: Deed,
): Promise<void> {
  const other = others.find(one => one.network !== made.network || one.userAgent !== made.userAgent)
  if (!other) return
  const seen: Deed = {
    ...deed,
    who: 'system',
    actingAs: 'system',
    why: 'two sessions at once',
    clauses: ['AUP25-05'],
  }
  await recordAct(query, 'session', id, 'concurrent-use', seen, null, {
    personId: made.personId,
    other: other.id,
  })
  await raiseAlert(query, {
    personId: made.personId,
    kind: 'concurrent-use',
    at: deed.at,
    sessionId: id,
    otherSessionId: other.id,
  })
  await notify(
    query,
    {
      to: { person: made.personId },
      kind: 'concurrent-use',
      subject: 'Your account was opened in a second place',
      text: 'You have signed in while you were signed in elsewhere. Accounts are personal (AUP25-05). If this was not you, sign out everywhere, change your password and tell us at once.',
      about: { entity: 'session', id },
    },
    deed.at,
  )
}

/** The live session that a secret opens; reading it counts as using it. */
export async function readSession(
  database: Database,
  secret: string,
  now: EpochMillis,
): Promise<Session | undefined> {
  const session = await readOneLive(database.query, 'secret_hash = $1', hashOfSecret(secret), now)
  return session && noteUse(database, session, now)
}

/** Notes that a live session was used, once a minute at most. */
export async function noteUse(database: Database, session: Session, now: EpochMillis): Promise<Session> {
  if (now - session.seenAt < SEEN_EVERY_MILLIS) return session
  await database.query(
    'update people.session set seen_at = $2 where id = $1 and ended_at is null and seen_at < $2',
    [session.id, new Date(now)],
  )
  return { ...session, seenAt: now }
}

/** A live session by its id, without using it; undefined as well once its person may not sign in. */
export const readSessionById = (query: Query, id: string, now: EpochMillis): Promise<Session | undefined> =>
  readOneLive(query, 'id::text = $1', id, now)

async function readOneLive(
  query: Query,
  which: string,
  value: string,
  now: EpochMillis,
): Promise<Session | undefined> {
  const [row] = await query<SessionRow>(
    `select ${COLUMNS} from people.session where ${which} and ${liveAt('$2')}
     and exists (select 1 from people.person where person.id = session.person_id and status = 'active')`,
    [value, new Date(now)],
  )
  return row && sessionOf(row)
}

/** Somebody's live sessions, oldest first. */
export async function readLiveSessions(query: Query, personId: string, now: EpochMillis): Promise<Session[]> {
  const rows = await query<SessionRow>(
    `select ${COLUMNS} from people.session where person_id = $1 and ${liveAt('$2')} order by opened_at, id`,
    [personId, new Date(now)],
  )
  return rows.map(sessionOf)
}

/** Every session of somebody's still kept, newest first, each with when it was, or will be, over. */
export async function readSessionsOf(
  query: Query,
  personId: string,
): Promise<(Session & { readonly overAt: EpochMillis })[]> {
  const rows = await query<SessionRow>(
    `select ${COLUMNS} from people.session where person_id = $1 order by opened_at desc, id`,
    [personId],
  )
  return rows.map(row => {
    const session = sessionOf(row)
    const over = sessionOverAt(session)
    return { ...session, overAt: row.ended_at === null ? over : Math.min(row.ended_at.getTime(), over) }
  })
}

/** Ends one session; false when there was none to end. */
export const endSession = (database: Database, id: string, deed: Deed): Promise<boolean> =>
  database.transaction(async query => (await endThose(query, 'id::text = $2', [id], deed)) > 0)

/** Ends all of somebody's sessions, but for one if told; answers how many. */
export const endSessionsOf = (
  database: Database,
  personId: string,
  deed: Deed,
  exceptId?: string,
): Promise<number> =>
  database.transaction(query =>
    endThose(query, 'person_id = $2 and id::text is distinct from $3', [personId, exceptId ?? null], deed),
  )

/**
 * Ends sessions as the place of sign-in asks (OpenID Connect Back-Channel Logout 1.0 section 2.6): one by its name
 * there, all of a subject, or, given both, the one if it is that subject's. Reaches only sessions opened there.
 * @returns how many; none when neither is given
 */
export function endSessionsAt(
  database: Database,
  at: { readonly issuer: string; readonly sid?: string | undefined; readonly subject?: string | undefined },
  deed: Deed,
): Promise<number> {
  if (at.sid === undefined && at.subject === undefined) return Promise.resolve(0)
  const which = `issuer = $2 and ($3::text is null or sid = $3) and ($4::text is null or person_id in
    (select id from people.person where id = $4 or (person.issuer = $2 and person.subject = $4)))`
  return database.transaction(query =>
    endThose(query, which, [at.issuer, at.sid ?? null, at.subject ?? null], deed),
  )
}

async function endThose(
  query: Query,
  which: string,
  values: readonly (string | null)[],
  deed: Deed,
): Promise<number> {
  const found = await query<{ id: string; person_id: string }>(
    `select id, person_id from people.session where ${liveAt('$1')} and ${which} order by id for update`,
    [new Date(deed.at), ...values],
  )
  await query('update people.session set ended_at = $2 where id = any($1::uuid[])', [
    found.map(row => row.id),
    new Date(deed.at),
  ])
  for (const row of found)
    await recordAct(query, 'session', row.id, 'end', deed, { personId: row.person_id }, null)
  return found.length
}

/** Sessions long over go, a few at each new one, so that nothing has to come by and sweep. */
async function dropOldSessions(query: Query, now: EpochMillis): Promise<void> {
  await query(
    `delete from people.session where id in (select id from people.session where opened_at < $1
     order by opened_at limit 20 for update skip locked)`,
    [new Date(now - KEPT_MILLIS)],
  )
}

type SessionRow = {
  readonly id: string
  readonly person_id: string
  readonly issuer: string
  readonly sid: string | null
  readonly assurance: Assurance
  readonly role: string | null
  readonly network: string
  readonly user_agent: string
  readonly opened_at: Date
  readonly seen_at: Date
  readonly ended_at: Date | null
}

const sessionOf = (row: SessionRow): Session => ({
  id: row.id,
  personId: row.person_id,
  issuer: row.issuer,
  sid: row.sid,
  assurance: row.assurance,
  role: row.role,
  network: row.network,
  userAgent: row.user_agent,
  openedAt: row.opened_at.getTime(),
  seenAt: row.seen_at.getTime(),
})
