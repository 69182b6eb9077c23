import Type, { type Static } from 'typebox'
import { createPerson, invite, normalUserName, USER_NAME } from '../../people/index.ts'
import { holds, type Role, type Scope } from '../../vocabulary/index.ts'
import type { ActContext, ActOutcome } from './act.ts'
import { allOrNothing, seenPerson } from './people-reach.ts'
import { codeView, personView, ScopeId, scopeFor } from './people-words.ts'
import { give, whyNotGive, wrongScope } from './roles.ts'
import { closed, Email, Reason, RoleName, Text } from './words.ts'

export const NewPersonBody = Type.Object(
  {
    name: Text(200, 'Their name, for people to read.'),
    email: Email,
    userName: Type.Optional(Text(64, 'With what they are to sign in here.')),
    issuer: Type.Optional(Text(500, 'The provider where they sign in, as it calls itself; with `subject`.')),
    subject: Type.Optional(Text(255, 'What that provider calls them.')),
    role: Type.Optional(RoleName),
    scope: Type.Optional(ScopeId),
    evidence: Type.Optional(Text(500, 'What their authority rests on, by reference.')),
    reason: Reason,
  },
  closed,
)
type Body = Static<typeof NewPersonBody>

type Entry = { readonly role: Role; readonly scope: Scope } | null

const wrong = (parameter: string, message: string): ActOutcome => ({
  outcome: 'wrong',
  errors: [{ parameter, in: 'body', message }],
})

/** Enters a person, gives them their first role and invites them: all of it, or nothing. */
export async function enterPerson(context: ActContext<unknown, unknown, Body>): Promise<ActOutcome> {
  const { rooms, actor, body } = context
  const fault = faultOf(body)
  if (fault) return fault
  if (body.issuer !== undefined && !holds(actor, 'access-manager')) {
    const detail = 'An access manager alone ties somebody to an identity at another provider.'
    return { outcome: 'not-entitled', detail, clauses: ['AUP25-05'] }
  }
  const entry = entryOf(body)
  if (entry && 'outcome' in entry) return entry
  if (entry === null && !holds(actor, 'access-manager')) {
    return wrong('role', 'Administrators give those they enter a role of their organisation.')
  }
  return allOrNothing(rooms.database, async inner => enter(context, inner, entry))
}

async function enter(
  context: ActContext<unknown, unknown, Body>,
  inner: ActContext<unknown, unknown, unknown>['rooms']['database'],
  entry: Entry,
): Promise<ActOutcome> {
  const { rooms, actor, now, body, deed } = context
  const id = rooms.newId()
  const as = holds(actor, 'access-manager') ? 'access-manager' : 'euo-admin'
  const { issuer, subject } = body
  const identity = issuer === undefined || subject === undefined ? null : { issuer, subject }
  const homeOdsCode = entry?.scope.kind === 'organisation' ? entry.scope.id : null
  const person = { id, name: body.name, email: body.email, identity, status: 'active', homeOdsCode } as const
  const grant = entry && { personId: id, ...entry, evidence: body.evidence ?? null, from: now, until: null }
  if (grant) {
    // First of all: whether an address is known is told to nobody who could not enter its owner.
    const may = await whyNotGive(context, inner, actor, grant)
    if (may.outcome !== 'may') return may
  }
  const created = await createPerson(inner, person, deed(as))
  if (created !== 'created') {
    const detail = 'Somebody is known by that e-mail address or identity already; they can tell you their id.'
    return { outcome: 'conflict', detail, clauses: ['AUP25-05'] }
  }
  if (grant) {
    const given = await give(context, inner, grant)
    if (given.outcome !== 'done') return given
  }
  const invitation = body.userName === undefined ? null : await invited(context, inner, id, body.userName, as)
  if (invitation && 'outcome' in invitation) return invitation
  const entered = await seenPerson(inner.query, actor, id, now)
  if (!entered) throw new Error('Somebody entered a person they may not see.')
  return { outcome: 'done', status: 201, body: { person: personView(entered), invitation } }
}

async function invited(
  { rooms, deed }: ActContext<unknown, unknown, Body>,
  inner: ActContext<unknown, unknown, unknown>['rooms']['database'],
  personId: string,
  userName: string,
  as: Role,
): Promise<ActOutcome | ReturnType<typeof codeView>> {
  const issued = await invite(inner, { personId, userName }, deed(as), rooms.random)
  if (issued.outcome === 'issued') return codeView(issued)
  if (issued.outcome === 'user-name-taken') {
    return { outcome: 'conflict', detail: 'Somebody has that user name already.', clauses: ['AUP25-05'] }
  }
  throw new Error(`Somebody just entered could not be invited: ${issued.outcome}.`)
}

function faultOf(body: Body): ActOutcome | undefined {
  if ((body.issuer === undefined) !== (body.subject === undefined)) {
    return wrong('subject', 'An identity is an issuer and a subject, both or neither.')
  }
  if (body.userName === undefined) return undefined
  if (body.issuer !== undefined) {
    return wrong('userName', 'They sign in here or at another provider, not both.')
  }
  if (!USER_NAME.test(normalUserName(body.userName))) {
    return wrong('userName', 'It may hold letters, digits and . _ @ + -, three at least, the first no sign.')
  }
  return undefined
}

function entryOf({ role, scope }: Body): Entry | ActOutcome {
  if (role === undefined) return scope === undefined ? null : wrong('role', 'Name the role, too.')
  const held = scopeFor(role, scope)
  return typeof held === 'string' ? wrongScope(held) : { role, scope: held }
}
