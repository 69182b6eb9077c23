import Type, { type Static } from 'typebox'
import { readAcceptances, readAuthorisations, readSeenAccounts, type Sight } from '../../accounts/index.ts'
import { readEntriesOfIndividual } from '../../activity/index.ts'
import type { Query } from '../../database/index.ts'
import { readNotices } from '../../notices/index.ts'
import { HELD_MAX, readHeldOfPerson } from '../../people/index.ts'
import { type Act as Done, readActs } from '../../workflow/index.ts'
import { type Act, act } from './act.ts'
import { RegistrationView, registrationView, SessionView, SignInView, sessionView, TAG } from './me-words.ts'
import { AlertView, alertView, PersonPath, PersonView, personView } from './people-words.ts'
import { closed, Flag, Instant, iso, isoOrNull, ListOf, Nullable, Text } from './words.ts'

/** As a room keeps it: what is held is shown as it is held, and a member added later is shown as well. */
const AsKept = Type.Object({}, { additionalProperties: true })

const ExportView = Type.Object(
  {
    at: Instant('When this was put together.'),
    person: PersonView,
    signIn: Nullable(SignInView),
    registrations: ListOf(RegistrationView, 1000, 'With professional regulators.'),
    sessions: ListOf(SessionView, HELD_MAX, 'Of the last 90 days.'),
    alerts: ListOf(AlertView, HELD_MAX, 'Newest first.'),
    notices: ListOf(AsKept, HELD_MAX, 'What was told, newest first.'),
    accounts: ListOf(AsKept, HELD_MAX, 'Individual accounts, with what was decided about each.'),
    actsAbout: ListOf(AsKept, HELD_MAX, 'What was done to this entry and its sessions, oldest first.'),
    actsBy: ListOf(AsKept, HELD_MAX, 'What was done or agreed to by this person, newest first.'),
    activity: ListOf(AsKept, HELD_MAX, 'Questions asked through those accounts, oldest first.'),
    complete: Flag(`Whether this is all; a list that reaches ${HELD_MAX} is cut there. Ask us for the rest.`),
    privacyNotice: Text(300, 'Where it is said what all this is kept for, and for how long.'),
  },
  closed,
)

/**
 * Everything held about one person, as UK GDPR article 15 has it: what this directory keeps of them, what was done
 * about them, and what was asked in their name.
 */
async function exportOf(
  query: Query,
  id: string,
  now: number,
  baseUrl: string,
): Promise<Static<typeof ExportView> | undefined> {
  const held = await readHeldOfPerson(query, id)
  if (!held) return undefined
  const { person, roles, signIn } = held
  const accounts = await accountsOf(query, id)
  const activity = await activityOf(
    query,
    accounts.map(account => account.id),
  )
  const notices = await readNotices(query, id, { limit: HELD_MAX, before: null, unreadOnly: false })
  const body = {
    at: iso(now),
    person: personView({ ...person, roles }),
    signIn: signIn && {
      userName: signIn.userName,
      passwordSetAt: isoOrNull(signIn.passwordSetAt),
      secondFactorSince: isoOrNull(signIn.secondFactorSince),
    },
    registrations: held.registrations.map(registrationView),
    sessions: held.sessions.slice(0, HELD_MAX).map(one => sessionView(one, null)),
    alerts: held.alerts.map(alertView),
    notices: notices.map(notice => ({ ...notice, at: iso(notice.at) })),
    accounts,
    actsAbout: held.actsAbout.slice(0, HELD_MAX).map(shown),
    actsBy: held.actsBy.map(shown),
    activity,
    privacyNotice: `${baseUrl}/privacy`,
  }
  const { sessions, actsBy, actsAbout, alerts } = body
  const complete = [sessions, actsBy, actsAbout, alerts, notices, activity].every(
    list => list.length < HELD_MAX,
  )
  return { ...body, complete }
}

const shown = ({ at, ...rest }: Done) => ({ at: at.toISOString(), ...rest })

/** Of a person and nobody else: no organisation, supplier or region is looked into. */
const sightOf = (personId: string): Sight => ({
  all: false,
  personId,
  odsCodes: [],
  supplierIds: [],
  regionIds: [],
})

async function accountsOf(query: Query, personId: string) {
  const filter = { odsCode: null, connectionId: null, personId, status: null, after: null, limit: 1000 }
  const accounts = await readSeenAccounts(query, sightOf(personId), filter)
  const ids = accounts.map(account => account.id)
  const authorisations = await readAuthorisations(query, ids)
  const all = []
  for (const { emailTokenHash: _, ...account } of accounts) {
    all.push({
      ...account,
      authorisations: authorisations.get(account.id) ?? [],
      acceptances: await readAcceptances(query, account.id),
      acts: (await readActs(query, 'account', account.id)).map(shown),
    })
  }
  return all
}

/** The log knows a person by the id of their account, and by nothing else. */
async function activityOf(query: Query, accountIds: readonly string[]) {
  const entries = []
  for (const id of accountIds) {
    for await (const { entry } of readEntriesOfIndividual(query, id)) {
      if (entries.length >= HELD_MAX) return entries
      entries.push(entry)
    }
  }
  return entries
}

export const exportActs: readonly Act[] = [
  act({
    command: 'me export',
    method: 'GET',
    path: '/me/export',
    tag: TAG,
    summary: 'Everything held about you',
    roles: 'anyone',
    clauses: ['AUP25-57', 'AUP25-59'],
    answer: ExportView,
    run: async ({ rooms, actor, now }) => {
      const body = await exportOf(rooms.database.query, actor.personId, now, rooms.baseUrl())
      return body ? { outcome: 'done', body } : { outcome: 'no-such' }
    },
  }),
  act({
    command: 'person export',
    method: 'GET',
    path: '/people/:id/export',
    tag: 'People',
    summary: 'Everything held about somebody who asks for it and cannot sign in',
    roles: ['ig-officer'],
    clauses: ['AUP25-57', 'AUP25-59'],
    params: PersonPath,
    answer: ExportView,
    run: async ({ rooms, params, now }) => {
      const body = await exportOf(rooms.database.query, params.id, now, rooms.baseUrl())
      return body ? { outcome: 'done', body } : { outcome: 'no-such' }
    },
  }),
]
