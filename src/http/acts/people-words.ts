import Type, { type Static } from 'typebox'
import type { Alert, CodeIssued, Person, PersonWithRoles } from '../../people/index.ts'
import { type HeldRole, ROLE_NAMES, ROLES, type Role, type Scope } from '../../vocabulary/index.ts'
import { choice, closed, Id, Instant, iso, isoOrNull, ListOf, Nullable, RoleName, Text } from './words.ts'

/** Words that acts on people share. */

/** Roles of the operator: they see everybody. */
export const OPERATOR_ROLES: readonly Role[] = ROLE_NAMES.filter(role => ROLES[role].scope === 'operator')

export const PersonPath = Type.Object({ id: Id('The person.') }, closed)
export const ScopeId = Id(
  'What the role is held for: an organisation, a region, a supplier or an entry; none for the operator.',
)

export const RoleView = Type.Object(
  {
    role: RoleName,
    for: choice(
      ['operator', 'region', 'organisation', 'supplier', 'service'],
      'What kind of thing it is held for.',
    ),
    scope: Nullable(ScopeId),
    from: Instant('From when.'),
    until: Nullable(Instant('From when it is held no more.')),
  },
  closed,
)

export const roleView = ({ role, scope, from, until }: HeldRole): Static<typeof RoleView> => ({
  role,
  for: scope.kind,
  scope: scope.kind === 'operator' ? null : scope.id,
  from: iso(from),
  until: isoOrNull(until),
})

export const Status = choice(['active', 'locked', 'left'], 'Whether they may sign in.')

export const PersonView = Type.Object(
  {
    id: Id('The person.'),
    name: Type.String({ maxLength: 200, description: 'Empty once their retention is over.' }),
    email: Type.String({ maxLength: 254, description: 'E-mail address.' }),
    status: Status,
    homeOrganisation: Nullable(Id('The organisation that brought them in; none: the operator.')),
    linked: Type.Boolean({ description: 'Whether they sign in at another provider.' }),
    createdAt: Instant('When they were entered.'),
    leftAt: Nullable(Instant('When they left.')),
    roles: ListOf(RoleView, 1000, 'What they hold or are to hold, as far as it is yours to see.'),
  },
  closed,
)

export const personView = (person: PersonWithRoles): Static<typeof PersonView> => ({
  ...personPart(person),
  roles: person.roles.map(roleView),
})

const personPart = (person: Person) => ({
  id: person.id,
  name: person.name,
  email: person.email,
  status: person.status,
  homeOrganisation: person.homeOdsCode,
  linked: person.identity !== null,
  createdAt: iso(person.createdAt),
  leftAt: isoOrNull(person.leftAt),
})

/** A one-time code, which stands in this answer and nowhere else. */
export const CodeView = Type.Object(
  {
    code: Text(40, 'One-time code with which to begin. It is shown once: hand it to the person alone.'),
    until: Instant('Until when it can be used.'),
  },
  closed,
)

export const codeView = ({
  code,
  until,
}: Extract<CodeIssued, { outcome: 'issued' }>): Static<typeof CodeView> => ({ code, until: iso(until) })

export const AlertView = Type.Object(
  {
    id: Type.Integer({ format: 'int32', minimum: 1, maximum: 2_000_000_000, description: 'The alert.' }),
    person: Nullable(Id('Whom it is about; none: nobody has the user name that was tried.')),
    kind: choice(['concurrent-use', 'locked-out', 'recovery'], 'What happened.'),
    at: Instant('When.'),
    session: Nullable(Id('Of concurrent use: the session that was opened.')),
    otherSession: Nullable(Id('The session it found.')),
  },
  closed,
)

export const alertView = (alert: Alert): Static<typeof AlertView> => ({
  id: alert.id,
  person: alert.personId,
  kind: alert.kind,
  at: iso(alert.at),
  session: alert.sessionId,
  otherSession: alert.otherSessionId,
})

/** The scope a role is held for, or what is wrong with it, in a sentence. */
export function scopeFor(role: Role, id: string | undefined): Scope | string {
  const { scope: kind } = ROLES[role]
  if (kind === 'operator') {
    return id === undefined
      ? { kind }
      : `The role ${role} is held for the operator, and for nothing narrower.`
  }
  return id === undefined ? `The role ${role} is held for one ${kind}; name it.` : { kind, id }
}
