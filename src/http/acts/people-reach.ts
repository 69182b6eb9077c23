import { readOrganisation, readRegionMap, readSuppliers } from '../../accounts/index.ts'
import type { Database, Query } from '../../database/index.ts'
import { readService, type Service } from '../../directory/index.ts'
import {
  listPeople,
  mayManage,
  type PersonWithRoles,
  readActor,
  readPerson,
  readRoles,
} from '../../people/index.ts'
import {
  type Actor,
  type EpochMillis,
  type HeldRole,
  holds,
  type Scope,
  scopesOf,
  unreachable,
} from '../../vocabulary/index.ts'
import { inside } from '../../workflow/index.ts'
import { ledBy } from './accounts-reach.ts'
import type { ActContext, ActOutcome } from './act.ts'
import { OPERATOR_ROLES } from './people-words.ts'

/** How far somebody reaches among people: whom they see, and whom they may lock, recover or see off. */

type Context = Pick<ActContext<unknown, unknown, unknown>, 'rooms' | 'actor' | 'now' | 'approvedBy'>

/** What somebody sees people for; null: everybody. */
export const withinOf = (actor: Actor): readonly Scope[] | null =>
  OPERATOR_ROLES.some(role => holds(actor, role))
    ? null
    : [
        ...scopesOf(actor, 'euo-admin').map(id => ({ kind: 'organisation' as const, id })),
        ...scopesOf(actor, 'supplier-admin').map(id => ({ kind: 'supplier' as const, id })),
      ]

/** One person as somebody may see them; undefined when there is nobody of that id, or nobody for them. */
export async function seenPerson(
  query: Query,
  actor: Actor,
  id: string,
  now: EpochMillis,
): Promise<PersonWithRoles | undefined> {
  const filter = { role: null, status: null, odsCode: null, after: null, limit: 1 }
  const [person] = await listPeople(query, { ...filter, id, within: withinOf(actor) }, now)
  return person
}

/**
 * Who acts. An act that two people take is done in the name of the first, with the roles that person holds by the time
 * the second agrees.
 */
export async function actorOf(
  { actor, now, approvedBy }: Omit<Context, 'rooms'>,
  query: Query,
): Promise<Actor> {
  if (approvedBy === null) return actor
  return (await readActor(query, actor.personId, now)) ?? { ...actor, roles: [] }
}

export type Managed = {
  readonly database: Database
  readonly query: Query
  readonly as: 'access-manager' | 'euo-admin'
  /** All they hold or are to hold. */
  readonly roles: readonly HeldRole[]
}

/** Does something to a person's entry, in a transaction that holds it, if they are the actor's to look after. */
export async function managed(
  context: Context,
  id: string,
  work: (managed: Managed) => Promise<ActOutcome>,
): Promise<ActOutcome> {
  const { rooms, now, approvedBy } = context
  return rooms.database.transaction(async query => {
    const actor = await actorOf(context, query)
    const person = await readPerson(query, id, true)
    if (!person || !(await seenPerson(query, actor, id, now))) return { outcome: 'no-such' }
    if (actor.personId === id || approvedBy === id) {
      return { outcome: 'own-cause', detail: 'Nobody does this to their own entry.', clauses: ['AUP18-03'] }
    }
    const roles = (await readRoles(query, id)).filter(({ until }) => until === null || until > now)
    const as = mayManage(actor, person, roles)
    if (!as) {
      const detail = 'This person is looked after by the operator: ask an access manager.'
      return { outcome: 'not-entitled', detail }
    }
    return work({ database: inside(rooms.database, query), query, as, roles })
  })
}

/** Whether what a role is to be held for is in the register. */
export async function isRegistered(query: Query, scope: Scope, now: EpochMillis): Promise<boolean> {
  switch (scope.kind) {
    case 'operator':
      return true
    case 'organisation':
      return (await readOrganisation(query, scope.id)) !== undefined
    case 'supplier':
      return (await readSuppliers(query, { ids: [scope.id], after: '', limit: 1 })).length > 0
    case 'service':
      return (await entryOfScope(query, scope)) !== undefined
    case 'region':
      return (await readRegionMap(query)).stateOf(scope.id, now) === 'current'
    default:
      return unreachable(scope)
  }
}

/** The entry that a role is held for; undefined where the scope is none, or names one that is not there. */
async function entryOfScope(query: Query, scope: Scope): Promise<Service | undefined> {
  const id = scope.kind === 'service' && /^[1-9]\d{0,14}$/.test(scope.id) ? Number(scope.id) : undefined
  return id === undefined ? undefined : (await readService(query, id))?.service
}

/** Whether somebody is DoS Lead of the region of the entry that a role is held for, or of one that took it in. */
export async function leadsScope(
  query: Query,
  actor: Actor,
  scope: Scope,
  now: EpochMillis,
): Promise<boolean> {
  if (scope.kind !== 'service' || !holds(actor, 'dos-lead')) return false
  const regionId = (await entryOfScope(query, scope))?.regionId
  return regionId !== undefined && ledBy(actor, await readRegionMap(query), now).has(regionId)
}

/** Does several things, or none of them: an outcome that is not `done` takes back what was written before it. */
export async function allOrNothing(
  database: Database,
  work: (inner: Database) => Promise<ActOutcome>,
): Promise<ActOutcome> {
  return database
    .transaction(async query => {
      const outcome = await work(inside(database, query))
      if (outcome.outcome !== 'done') throw new Undone(outcome)
      return outcome
    })
    .catch((error: unknown) => {
      if (error instanceof Undone) return error.outcome
      throw error
    })
}

/** Carries a refusal out of a transaction, which it ends. */
class Undone extends Error {
  readonly outcome: ActOutcome
  constructor(outcome: ActOutcome) {
    super('An act was not done.')
    this.outcome = outcome
  }
}
