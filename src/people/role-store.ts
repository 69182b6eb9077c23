import type { Database, Query } from '../database/index.ts'
import {
  type Actor,
  type Deed,
  type EpochMillis,
  type HeldRole,
  isRole,
  ROLES,
  type Role,
  type Scope,
} from '../vocabulary/index.ts'
import { recordAct, schedule } from '../workflow/index.ts'
import { readPerson } from './person-store.ts'

export type Granted =
  | 'granted'
  | 'unknown-person'
  | 'left'
  | 'wrong-scope'
  | 'wrong-dates'
  | 'already-held'
  /** An auditor holds no other role, and who holds another is no auditor. */
  | 'not-independent'

/**
 * Gives somebody a role for a scope of the kind that the role is held for. Who may do so is `judgeGrant`'s to say;
 * what nobody may do is said here.
 */
export async function grantRole(
  database: Database,
  personId: string,
  held: HeldRole,
  deed: Deed,
): Promise<Granted> {
  if (held.scope.kind !== ROLES[held.role].scope) return 'wrong-scope'
  if (held.until !== null && held.until <= held.from) return 'wrong-dates'
  return database.transaction(async query => {
    const person = await readPerson(query, personId, true)
    if (!person) return 'unknown-person'
    if (person.status === 'left') return 'left'
    const meanwhile = (await readRoles(query, personId)).filter(other => overlap(held, other))
    if (meanwhile.some(other => other.role === held.role && sameScope(other.scope, held.scope))) {
      return 'already-held'
    }
    if (meanwhile.some(other => clash(held.role, other.role))) return 'not-independent'
    await query(
      `insert into people.held_role (person_id, role, scope_kind, scope_id, held_from, held_until)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        personId,
        held.role,
        held.scope.kind,
        scopeIdOf(held.scope),
        new Date(held.from),
        held.until === null ? null : new Date(held.until),
      ],
    )
    if (held.until !== null) await noteEnd(query, personId, held.scope, held.until)
    await recordAct(query, 'person', personId, 'grant-role', deed, null, held)
    return 'granted'
  })
}

/** An end is looked at when it comes: whoever has no role of an organisation left has no account there either. */
async function noteEnd(query: Query, personId: string, scope: Scope, at: EpochMillis): Promise<void> {
  if (scope.kind !== 'organisation') return
  await schedule(query, 'person', `${personId} ${scope.id} ${at}`, 'role-over', at)
}

/** Whose role for which organisation it was that ended. */
export function personOfRoleEnd(entityId: string): { readonly personId: string; readonly odsCode: string } {
  const [personId = '', odsCode = ''] = entityId.split(' ')
  return { personId, odsCode }
}

const overlap = (one: HeldRole, other: HeldRole): boolean =>
  (other.until === null || one.from < other.until) && (one.until === null || other.from < one.until)

/** Those who check everybody act as nobody else: an auditor writes nothing (sources, use 3). */
const clash = (one: Role, other: Role): boolean => (one === 'auditor') !== (other === 'auditor')

export const sameScope = (one: Scope, other: Scope): boolean =>
  one.kind === other.kind && scopeIdOf(one) === scopeIdOf(other)

const scopeIdOf = (scope: Scope): string => (scope.kind === 'operator' ? '' : scope.id)

/**
 * Ends a role, now or at a later time: from that instant on it is not held. One that had not begun by then never is.
 * @param until epoch ms; a time that is over counts as now
 */
export async function endRole(
  database: Database,
  personId: string,
  which: Pick<HeldRole, 'role' | 'scope'>,
  until: EpochMillis,
  deed: Deed,
): Promise<'ended' | 'unknown-person' | 'not-held'> {
  return database.transaction(async query => {
    if (!(await readPerson(query, personId, true))) return 'unknown-person'
    const at = Math.max(until, deed.at)
    const open = (await readRoles(query, personId)).filter(
      held =>
        held.role === which.role &&
        sameScope(held.scope, which.scope) &&
        (held.until === null || held.until > at),
    )
    for (const held of open) await endOne(query, personId, held, at, deed)
    if (open.length > 0) await noteEnd(query, personId, which.scope, at)
    return open.length > 0 ? 'ended' : 'not-held'
  })
}

/** Ends everything somebody holds, in a transaction that holds their row. */
export async function endAllRoles(query: Query, personId: string, deed: Deed): Promise<void> {
  const open = (await readRoles(query, personId)).filter(held => held.until === null || held.until > deed.at)
  for (const held of open) await endOne(query, personId, held, deed.at, deed)
}

async function endOne(
  query: Query,
  personId: string,
  held: HeldRole,
  at: EpochMillis,
  deed: Deed,
): Promise<void> {
  const which = [personId, held.role, scopeIdOf(held.scope), new Date(held.from)]
  if (held.from >= at) {
    await query(
      'delete from people.held_role where person_id = $1 and role = $2 and scope_id = $3 and held_from = $4',
      which,
    )
  } else {
    await query(
      `update people.held_role set held_until = $5
       where person_id = $1 and role = $2 and scope_id = $3 and held_from = $4`,
      [...which, new Date(at)],
    )
  }
  await recordAct(query, 'person', personId, 'end-role', deed, held, { ...held, until: at })
}

/** Every role somebody holds, has held or is to hold, oldest first. A role this program does not know gives nothing. */
export async function readRoles(query: Query, personId: string): Promise<HeldRole[]> {
  const rows = await query<RoleRow>(
    `select person_id, role, scope_kind, scope_id, held_from, held_until from people.held_role
     where person_id = $1 order by held_from, id`,
    [personId],
  )
  return rows.flatMap(heldRole)
}

/** Somebody with the roles that hold at `now`; undefined when there is no such person, or none who may act. */
export async function readActor(
  query: Query,
  personId: string,
  now: EpochMillis,
): Promise<Actor | undefined> {
  const person = await readPerson(query, personId)
  if (person?.status !== 'active') return undefined
  const roles = (await readRoles(query, personId)).filter(held => isHeldAt(held, now))
  return { personId, name: person.name, roles }
}

/** From its first instant up to, but not including, its last. */
export const isHeldAt = (held: HeldRole, now: EpochMillis): boolean =>
  held.from <= now && (held.until === null || now < held.until)

/**
 * Whether an organisation has, had or is to have somebody who administers it: the operator gives the first and no
 * other, so that it cannot put one in by ending those there are. Two who ask at once are asked one after the
 * other: the second finds what the first grants in this transaction.
 */
export async function hasAdministrator(query: Query, odsCode: string): Promise<boolean> {
  await query(`select pg_advisory_xact_lock(hashtext('first-euo-admin:' || $1))`, [odsCode])
  const rows = await query(
    `select 1 from people.held_role where role = 'euo-admin' and scope_id = $1 limit 1`,
    [odsCode],
  )
  return rows.length > 0
}

/**
 * The ids of the people who may act in a role at `now`.
 * @param scopeId for which region, organisation or supplier; null: for the operator
 */
export async function holdersOf(
  query: Query,
  role: Role,
  scopeId: string | null,
  now: EpochMillis,
): Promise<readonly string[]> {
  const rows = await query<{ id: string }>(
    `select distinct person.id from people.held_role join people.person on person.id = person_id
     where role = $1 and scope_id = $2 and held_from <= $3 and (held_until is null or held_until > $3)
       and status = 'active' order by person.id`,
    [role, scopeId ?? '', new Date(now)],
  )
  return rows.map(row => row.id)
}

export type RoleRow = {
  readonly person_id: string
  readonly role: string
  readonly scope_kind: Scope['kind']
  readonly scope_id: string
  readonly held_from: Date
  readonly held_until: Date | null
}

export const heldRole = (row: RoleRow): HeldRole[] =>
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
