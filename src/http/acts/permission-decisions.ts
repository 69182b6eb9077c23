import Type, { type Static } from 'typebox'
import {
  grantPermission,
  movePermission,
  type PermissionChange,
  type PlainEvent,
  reaffirmPermission,
} from '../../agreements/index.ts'
import type { Database, Query } from '../../database/index.ts'
import { type ClauseId, holds, type Role } from '../../vocabulary/index.ts'
import { readActs } from '../../workflow/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { addedItsSafetyCase } from './evidence-officer.ts'
import { changed, tellingOf } from './permission-outcome.ts'
import { asksAs, asksLead, isOwnCause, seePermission, surroundingsOf } from './permission-reach.ts'
import { Conditions, PermissionPath, PermissionView } from './permission-words.ts'
import { JustReason } from './register-words.ts'
import { closed, Instant, ListOf, Reason, RegionId } from './words.ts'

const TAG = 'Permissions'

type Context = ActContext<{ id: string }, unknown, { reason: string }>

/** What an operator's decision needs: a permission they see, about which they do not decide in their own cause. */
async function deciding(
  context: Context,
  work: (inner: Database) => Promise<PermissionChange>,
  said: { readonly kind: string; readonly subject: string; readonly text: string } | null,
  { notTheAsker = false, grants = false }: { readonly notTheAsker?: boolean; readonly grants?: boolean } = {},
): Promise<ActOutcome> {
  const { rooms, actor, now, params, body } = context
  const seen = await seePermission(rooms.database.query, actor, params.id, now)
  if (!seen) return { outcome: 'no-such' }
  if (isOwnCause(actor, seen.connection)) {
    return { outcome: 'own-cause', detail: 'You act for the organisation or supplier of this connection.' }
  }
  if (notTheAsker && (await hasAsked(rooms.database.query, params.id, actor.personId))) {
    return {
      outcome: 'own-cause',
      detail: 'Whoever asked for it, for themselves or others, does not decide it.',
    }
  }
  const { query } = rooms.database
  const display = seen.permission.scope.type === 'public-display'
  if (grants && display && (await addedItsSafetyCase(query, actor, seen.connection, now))) {
    return { outcome: 'own-cause', detail: 'You added the clinical safety case that it would rest on.' }
  }
  if (said === null) return changed(await work(rooms.database))
  const { scope } = seen.permission
  const text = `${said.text}\n\nPermission: ${scope.type} (${params.id})\nReason: ${body.reason}`
  return tellingOf(rooms.database, now, { ...said, text }, work)
}

/** Whoever asked for it, or wrote into what was asked: else one person could ask in another's name, and grant. */
const hasAsked = async (query: Query, id: string, personId: string): Promise<boolean> =>
  (await readActs(query, 'permission', id)).some(
    ({ event, who }) => who === personId && (event === 'request' || event === 'amend'),
  )

const move =
  (event: PlainEvent, context: Context, role: Role) =>
  (inner: Database): Promise<PermissionChange> =>
    movePermission(inner, context.params.id, event, surroundingsOf(context.rooms), context.deed(role))

type PlainDecision = {
  readonly command: string
  readonly path: string
  readonly summary: string
  readonly event: PlainEvent
  readonly role: Role
  readonly clauses: readonly ClauseId[]
  readonly said: { readonly kind: string; readonly subject: string; readonly text: string }
}

/** Decisions that set a state and say why. */
const PLAIN: readonly PlainDecision[] = [
  {
    command: 'permission refuse',
    path: '/permissions/:id/refusal',
    summary: 'Refuse a request, with the reason',
    event: 'refuse',
    role: 'access-manager',
    clauses: ['AUP25-40'],
    said: {
      kind: 'permission-refused',
      subject: 'A permission has been refused',
      text: 'What you asked for has been refused. You may ask anew when the reason no longer holds.',
    },
  },
  {
    command: 'permission suspend',
    path: '/permissions/:id/suspension',
    summary: 'Suspend a permission at once',
    event: 'suspend',
    role: 'access-manager',
    clauses: ['AUP25-41'],
    said: {
      kind: 'permission-suspended',
      subject: 'A permission is suspended',
      text: 'The permission is suspended: what it allowed is no longer allowed until it is reaffirmed.',
    },
  },
  {
    command: 'permission take-up',
    path: '/permissions/:id/taking-up',
    summary: 'Look all the same at a request not to be listed that came out of time',
    event: 'take-up',
    role: 'decision-owner',
    clauses: ['AUP25-61'],
    said: {
      kind: 'permission-taken-up',
      subject: 'Your late request is looked at',
      text: 'Your request not to be listed came out of time; it is looked at all the same. The connection is listed meanwhile.',
    },
  },
]

const plainActs: readonly Act[] = PLAIN.map(({ command, path, summary, event, role, clauses, said }) =>
  act({
    command,
    method: 'POST',
    path,
    tag: TAG,
    summary,
    roles: [role],
    clauses,
    params: PermissionPath,
    body: JustReason,
    answer: PermissionView,
    run: context => deciding(context, move(event, context, role), said),
  }),
)

const GrantBody = Type.Object(
  {
    conditions: Type.Optional(Conditions),
    from: Type.Optional(Instant('From when; at once unless told.')),
    until: Type.Optional(
      Instant('Until when; the longest it may last, and no longer than its agreement, unless told.'),
    ),
    regions: Type.Optional(
      ListOf(RegionId, 50, 'Of public display: regions that must have granted; the others may follow.'),
    ),
    reason: Reason,
  },
  closed,
)

const termsOf = ({ conditions, from, until, regions }: Static<typeof GrantBody>) => ({
  conditions: conditions ?? [],
  from: from === undefined ? null : Date.parse(from),
  until: until === undefined ? null : Date.parse(until),
  regions: regions ?? null,
})

const grantingActs: readonly Act[] = [
  act({
    command: 'permission grant',
    method: 'POST',
    path: '/permissions/:id/grant',
    tag: TAG,
    summary: 'Grant a permission that nothing stands in the way of',
    description:
      'What is still missing is told all at once. One of the same type that was granted before makes way.',
    roles: ['access-manager'],
    clauses: ['AUP18-10', 'AUP18-14', 'AUP18-16', 'AUP18-17', 'AUP18-20'],
    params: PermissionPath,
    body: GrantBody,
    answer: PermissionView,
    run: context => {
      const { rooms, params, body, deed } = context
      const terms = termsOf(body)
      const grant = (inner: Database): Promise<PermissionChange> =>
        grantPermission(inner, params.id, terms, surroundingsOf(rooms), deed('access-manager'))
      return deciding(
        context,
        grant,
        {
          kind: 'permission-granted',
          subject: 'A permission has been granted',
          text: 'What you asked for has been granted, under the conditions and dates that "signpost permission show" tells.',
        },
        { notTheAsker: true, grants: true },
      )
    },
  }),
  act({
    command: 'permission reaffirm',
    method: 'POST',
    path: '/permissions/:id/reaffirmation',
    tag: TAG,
    summary: 'Look at a permission anew, on the newest evidence; lifts a suspension',
    roles: ['access-manager'],
    clauses: ['AUP25-22', 'AUP18-17'],
    params: PermissionPath,
    body: JustReason,
    answer: PermissionView,
    run: context => {
      const { rooms, params, deed } = context
      const reaffirm = (inner: Database): Promise<PermissionChange> =>
        reaffirmPermission(inner, params.id, surroundingsOf(rooms), deed('access-manager'))
      const said = {
        kind: 'permission-reaffirmed',
        subject: 'A permission has been reaffirmed',
        text: 'The permission holds, on the newest evidence.',
      }
      return deciding(context, reaffirm, said, { grants: true })
    },
  }),
]

const talkingActs: readonly Act[] = [
  act({
    command: 'permission discuss',
    method: 'POST',
    path: '/permissions/:id/discussion',
    tag: TAG,
    summary: 'Note that a request is being discussed, and what about',
    roles: ['access-manager', 'dos-lead'],
    clauses: ['AUP18-11', 'AUP18-15'],
    params: PermissionPath,
    body: JustReason,
    answer: PermissionView,
    run: async context => {
      const role = await discussesAs(context)
      return role ? deciding(context, move('discuss', context, role), null) : { outcome: 'no-such' }
    },
  }),
  act({
    command: 'permission withdraw',
    method: 'POST',
    path: '/permissions/:id/withdrawal',
    tag: TAG,
    summary: 'Withdraw a permission at once, or give up one’s own',
    roles: ['access-manager', 'euo-admin', 'euo-signatory'],
    clauses: ['AUP25-32', 'AUP25-41'],
    params: PermissionPath,
    body: JustReason,
    answer: PermissionView,
    run: async context => {
      const { rooms, actor, now, params } = context
      const seen = await seePermission(rooms.database.query, actor, params.id, now)
      const role = seen && asksAs(actor, seen.connection)
      if (!role) return { outcome: 'no-such' }
      const said = {
        kind: 'permission-withdrawn',
        subject: 'A permission has been withdrawn',
        text: `The permission ${params.id} has been withdrawn: what it allowed is no longer allowed.\n\nReason: ${context.body.reason}`,
      }
      return tellingOf(rooms.database, now, said, move('withdraw', context, role))
    },
  }),
]

async function discussesAs({ rooms, actor, now, params }: Context): Promise<Role | undefined> {
  if (holds(actor, 'access-manager')) return 'access-manager'
  const seen = await seePermission(rooms.database.query, actor, params.id, now)
  return seen && asksLead(seen.permission, seen.regions) ? 'dos-lead' : undefined
}

export const permissionDecisionActs: readonly Act[] = [...talkingActs, ...grantingActs, ...plainActs]
