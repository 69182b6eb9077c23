import type { Database, Query } from '../database/index.ts'
import {
  type Actor,
  type Deed,
  type EpochMillis,
  type HeldRole,
  isRole,
  ROLES,
  type Scope,
} from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'

export type PersonStatus = 'active' | 'locked' | 'left'

export type Person = {
  readonly id: string
  readonly name: string
  readonly email: string
  /** Issuer and subject at the identity provider; null while they have never signed in there. */
  readonly identity: { readonly issuer: string; readonly subject: string } | null
  readonly status: PersonStatus
}

/** Adds a person. One e-mail address, and one identity, is one person (AUP25-05). */
export async function createPerson(
  database: Database,
  person: Person,
  deed: Deed,
): Promise<'created' | 'id-taken' | 'already-known'> {
  return database.transaction(async query => {
    const made = await query(
      `insert into people.person (id, name, email, issuer, subject, status, created_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning id`,
      [
        person.id,
        person.name,
        person.email,
        person.identity?.issuer ?? null,
        person.identity?.subject ?? null,
        person.status,
        new Date(deed.at),
      ],
    )
    if (made.length === 0) {
      const taken = await query('select 1 from people.person where id = $1', [person.id])
      return taken.length > 0 ? 'id-taken' : 'already-known'
    }
    await recordAct(query, 'person', person.id, 'create', deed, null, { status: person.status })
    return 'created'
  })
}

export async function readPerson(query: Query, id: string): Promise<Person | undefined> {
  const [row] = await query<PersonRow>('select * from people.person where id = $1', [id])
  return row && personOf(row)
}

/** Gives somebody a role for a scope of the kind that the role is held for. */
export async function grantRole(
  database: Database,
  personId: string,
  held: HeldRole,
  deed: Deed,
): Promise<'granted' | 'unknown-person' | 'wrong-scope' | 'already-held'> {
  if (held.scope.kind !== ROLES[held.role].scope) return 'wrong-scope'
  return database.transaction(async query => {
    const [person] = await query('select 1 from people.person where id = $1 for update', [personId])
    if (!person) return 'unknown-person'
    const scopeId = held.scope.kind === 'operator' ? '' : held.scope.id
    const there = await query(
      `select 1 from people.held_role where person_id = $1 and role = $2 and scope_id = $3
       and (held_until is null or held_until > $4)`,
      [personId, held.role, scopeId, new Date(held.from)],
    )
    if (there.length > 0) return 'already-held'
    await query(
      `insert into people.held_role (person_id, role, scope_kind, scope_id, held_from, held_until)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        personId,
        held.role,
        held.scope.kind,
        scopeId,
        new Date(held.from),
        held.until === null ? null : new Date(held.until),
      ],
    )
    await recordAct(query, 'person', personId, 'grant-role', deed, null, held)
    return 'granted'
  })
}

/** Somebody with the roles that hold at `now`; undefined when there is no such person, or none who may act. */
export async function readActor(
  query: Query,
  personId: string,
  now: EpochMillis,
): Promise<Actor | undefined> {
  const person = await readPerson(query, personId)
  if (person?.status !== 'active') return undefined
  const roles = await query<RoleRow>(
    `select role, scope_kind, scope_id, held_from, held_until from people.held_role
     where person_id = $1 and held_from <= $2 and (held_until is null or held_until > $2) order by id`,
    [personId, new Date(now)],
  )
  return { personId, name: person.name, roles: roles.flatMap(heldRole) }
}

type PersonRow = {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly issuer: string | null
  readonly subject: string | null
  readonly status: PersonStatus
}

const personOf = ({ id, name, email, issuer, subject, status }: PersonRow): Person => ({
  id,
  name,
  email,
  identity: issuer === null || subject === null ? null : { issuer, subject },
  status,
})

export type RoleRow = {
  readonly role: string
  readonly scope_kind: Scope['kind']
  readonly scope_id: string
  readonly held_from: Date
  readonly held_until: Date | null
}

/** A role this program does not know gives nothing. */
const heldRole = (row: RoleRow): HeldRole[] =>
  isRole(row.role)
    ? [
        {
          role: row.role,
          scope:
            row.scope_kind === 'operator' ? { kind: 'operator' } : { kind: row.scope_kind, id: row.scope_id },
          from: row.held_from.getTime(),
          until: row.held_until?.getTime() ?? null,
        },
      ]
    : []
