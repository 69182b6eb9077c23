import Type from 'typebox'
import type { Database } from '../../database/index.ts'
import {
  beginAnew,
  endRole,
  type Granted,
  grantRole,
  hasAdministrator,
  judgeGrant,
  mayEnd,
  SECOND_PERSON,
  takesTwo,
} from '../../people/index.ts'
import { endAccountsWithoutRole } from '../../role-over.ts'
import {
  type Actor,
  type EpochMillis,
  ROLE_NAMES,
  type Role,
  type Scope,
  unreachable,
} from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import { type Act, type ActContext, type ActOutcome, act } from './act.ts'
import { actorOf, allOrNothing, isRegistered, leadsScope } from './people-reach.ts'
import { CodeView, codeView, PersonPath, RoleView, roleView, ScopeId, scopeFor } from './people-words.ts'
import { choice, closed, Instant, Nullable, Reason, RoleName, Text } from './words.ts'

const TAG = 'People'
const Evidence = Text(500, 'What the person’s authority rests on, by reference, such as a letter’s number.')
const From = Instant('From when; at once unless told. Never in the past.')
const Until = Instant('From when it is held no more.')

/** What is asked of `give`, the same for a person there is and one just made. */
export type Grant = {
  readonly personId: string
  readonly role: Role
  readonly scope: Scope
  readonly evidence: string | null
  readonly from: EpochMillis
  readonly until: EpochMillis | null
}

type Giving = Pick<ActContext<unknown, unknown, unknown>, 'rooms' | 'actor' | 'now' | 'approvedBy' | 'deed'>

/** Whether the actor may give it: undefined when so. Said before anything of the person is looked at. */
export async function whyNotGive(
  context: Giving,
  inner: Database,
  actor: Actor,
  grant: Grant,
): Promise<ActOutcome | { readonly outcome: 'may'; readonly as: Role }> {
  const { scope } = grant
  const asksForAdministrator = grant.role === 'euo-admin' && scope.kind === 'organisation'
  const verdict = judgeGrant({
    actor,
    personId: grant.personId,
    role: grant.role,
    scope,
    evidence: grant.evidence,
    approvedBy: context.approvedBy,
    hasAdministrator: asksForAdministrator && (await hasAdministrator(inner.query, scope.id)),
    leads: await leadsScope(inner.query, actor, scope, context.now),
  })
  switch (verdict.outcome) {
    case 'may':
      return verdict
    case 'unmet':
      return verdict
    case 'own-cause':
      return { outcome: 'own-cause', detail: 'Nobody gives a role to themselves.', clauses: ['AUP18-03'] }
    case 'not-theirs':
      return { outcome: 'not-entitled', detail: 'None of your roles lets you give that role there.' }
    default:
      return unreachable(verdict)
  }
}

/** Gives a role in the transaction of `inner`. */
export async function give(context: Giving, inner: Database, grant: Grant): Promise<ActOutcome> {
  const actor = await actorOf(context, inner.query)
  const may = await whyNotGive(context, inner, actor, grant)
  if (may.outcome !== 'may') return may
  if (!(await isRegistered(inner.query, grant.scope, grant.from)))
    return wrongScope('There is nothing of that id in the register.')
  const { role, scope, from, until } = grant
  const evidence = grant.evidence === null ? {} : { evidence: [grant.evidence] }
  const held = { role, scope, from, until }
  const by = context.deed(may.as, evidence)
  const anew = takesTwo(role) ? await beginAnew(inner, grant.personId, by, context.rooms.random) : undefined
  const granted = await grantRole(inner, grant.personId, held, by)
  if (granted !== 'granted') return notGranted(granted)
  if (anew?.outcome === 'not-active') {
    return { outcome: 'not-legal', detail: 'They are locked: let them in again first.' }
  }
  const body = roleView(held)
  if (!anew) return { outcome: 'done', status: 201, body }
  const signIn = anew.outcome === 'issued' ? codeView(anew) : null
  return { outcome: 'done', status: 201, body: { ...body, signIn } }
}

export const wrongScope = (message: string): ActOutcome => ({
  outcome: 'wrong',
  errors: [{ parameter: 'scope', in: 'body', message }],
})

function notGranted(granted: Exclude<Granted, 'granted'>): ActOutcome {
  switch (granted) {
    case 'unknown-person':
      return { outcome: 'no-such' }
    case 'left':
      return { outcome: 'not-legal', detail: 'They have left; whoever returns is entered anew.' }
    case 'wrong-scope':
      return wrongScope('The role is not held for a thing of that kind.')
    case 'wrong-dates':
      return {
        outcome: 'wrong',
        errors: [{ parameter: 'until', in: 'body', message: 'It must be later than the beginning.' }],
      }
    case 'already-held':
      return { outcome: 'conflict', detail: 'They hold that role already, or will within that time.' }
    case 'not-independent':
      return {
        outcome: 'conflict',
        detail: 'An auditor holds no other role, and who holds another is no auditor.',
        clauses: ['AUP18-03'],
      }
    default:
      return unreachable(granted)
  }
}

type GrantBody = {
  readonly role: Role
  readonly scope?: string
  readonly evidence?: string
  readonly from?: string
  readonly until?: string
}

/** What a body asks for. What was to begin while it waited for a second person begins when that one agrees. */
function grantIn(context: Giving, personId: string, body: GrantBody): Grant | ActOutcome {
  const scope = scopeFor(body.role, body.scope)
  if (typeof scope === 'string') return wrongScope(scope)
  const from = body.from === undefined ? context.now : Date.parse(body.from)
  if (from < context.now && context.approvedBy === null) {
    return {
      outcome: 'wrong',
      errors: [{ parameter: 'from', in: 'body', message: 'It must not be in the past.' }],
    }
  }
  return {
    personId,
    role: body.role,
    scope,
    evidence: body.evidence ?? null,
    from: Math.max(from, context.now),
    until: body.until === undefined ? null : Date.parse(body.until),
  }
}

async function grantAct(context: Giving, personId: string, body: GrantBody): Promise<ActOutcome> {
  const grant = grantIn(context, personId, body)
  if ('outcome' in grant) return grant
  const { database } = context.rooms
  return database.transaction(query => give(context, inside(database, query), grant))
}

const ONE: readonly Role[] = ROLE_NAMES.filter(role => !takesTwo(role))
/** A later administrator for an organisation that has none left is among them. */
const TWO: readonly Role[] = [...ROLE_NAMES.filter(takesTwo), 'euo-admin']

/** With the code of whoever begins anew; none: they sign in elsewhere, or as before. */
const Appointed = Type.Object({ ...RoleView.properties, signIn: Nullable(CodeView) }, closed)

export const roleActs: readonly Act[] = [
  act({
    command: 'role grant',
    method: 'POST',
    path: '/people/:id/roles',
    tag: TAG,
    summary: 'Give somebody a role of an organisation or supplier, or the keeping of an entry',
    description:
      'Administrators give their own organisation individual end users and administrators. An access manager gives an organisation its first administrator, and, on evidence of authority, signatories and clinical safety officers; and suppliers their administrators. The DoS Lead of an entry’s region, or an access manager, names its service editors.',
    roles: ['euo-admin', 'dos-lead', 'access-manager'],
    clauses: ['AUP25-18'],
    params: PersonPath,
    body: Type.Object(
      {
        role: choice(ONE, 'The role.'),
        scope: ScopeId,
        from: Type.Optional(From),
        until: Type.Optional(Until),
        evidence: Type.Optional(Evidence),
        reason: Reason,
      },
      closed,
    ),
    answer: RoleView,
    run: context => grantAct(context, context.params.id, context.body),
  }),
  act({
    command: 'role appoint',
    method: 'POST',
    path: '/people/:id/appointments',
    tag: TAG,
    summary: 'Give somebody a role of the operator, the lead of a region, or a new administrator',
    description:
      'Somebody who signs in here and holds no such role yet begins anew: what they signed in with leads in no more, and the second person is given a one-time code for them.',
    roles: ['access-manager'],
    secondPerson: SECOND_PERSON,
    clauses: ['AUP18-03', 'AUP25-06'],
    params: PersonPath,
    body: Type.Object(
      {
        role: choice(TWO, 'The role.'),
        scope: Type.Optional(ScopeId),
        from: Type.Optional(From),
        until: Type.Optional(Until),
        reason: Reason,
      },
      closed,
    ),
    answer: Appointed,
    run: context => grantAct(context, context.params.id, context.body),
  }),
  act({
    command: 'role end',
    method: 'POST',
    path: '/people/:id/roles/end',
    tag: TAG,
    summary: 'End a role that somebody holds, or lay down one of your own',
    description: 'It is held no more from the next request on, or from the time given.',
    roles: 'anyone',
    clauses: ['AUP25-18'],
    params: PersonPath,
    body: Type.Object(
      { role: RoleName, scope: Type.Optional(ScopeId), until: Type.Optional(Until), reason: Reason },
      closed,
    ),
    answer: Type.Object({ until: Instant('From when it is held no more.') }, closed),
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const scope = scopeFor(body.role, body.scope)
      if (typeof scope === 'string') return wrongScope(scope)
      const leads = await leadsScope(rooms.database.query, actor, scope, now)
      const as = mayEnd(actor, params.id, { role: body.role, scope }, leads)
      if (!as) return { outcome: 'no-such' }
      const until = body.until === undefined ? now : Math.max(now, Date.parse(body.until))
      return allOrNothing(rooms.database, async inner => {
        const ended = await endRole(inner, params.id, { role: body.role, scope }, until, deed(as))
        if (ended !== 'ended') return { outcome: 'no-such' }
        // At once, and not when the calendar is next looked at (AUP25-18).
        if (until === now && scope.kind === 'organisation') {
          await endAccountsWithoutRole(inner, params.id, scope.id, now, deed(as))
        }
        return { outcome: 'done', body: { until: new Date(until).toISOString() } }
      })
    },
  }),
]
