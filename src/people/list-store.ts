import type { Query } from '../database/index.ts'
import type { EpochMillis, HeldRole, Role, Scope } from '../vocabulary/index.ts'
import { PERSON_COLUMNS, type Person, type PersonRow, type PersonStatus, personOf } from './person-store.ts'
import { heldRole, type RoleRow } from './role-store.ts'

/** Somebody with the roles they hold or are to hold. */
export type PersonWithRoles = Person & { readonly roles: readonly HeldRole[] }

export type PeopleFilter = {
  /** Only people with a role for one of these, and of their roles only those; null: everybody, with all. */
  readonly within: readonly Scope[] | null
  readonly role: Role | null
  readonly status: PersonStatus | null
  /** Only people with a role for this organisation. */
  readonly odsCode: string | null
  readonly id: string | null
  /** The last id of the page before. */
  readonly after: string | null
  readonly limit: number
}

/** How a scope stands in the filter of a query. */
const keyOf = (scope: Scope): string =>
  scope.kind === 'operator' ? 'operator:' : `${scope.kind}:${scope.id}`

/** People as somebody may see them, in order of id. Roles that are over count no more. */
export async function listPeople(
  query: Query,
  filter: PeopleFilter,
  now: EpochMillis,
): Promise<PersonWithRoles[]> {
  const within = filter.within?.map(keyOf) ?? null
  const roleFilter = filter.within !== null || filter.role !== null || filter.odsCode !== null
  const rows = await query<PersonRow>(
    `select ${PERSON_COLUMNS} from people.person
     where ($1::text is null or status = $1) and ($2::text is null or id = $2) and ($3::text is null or id > $3)
       and (not $4 or exists (select 1 from people.held_role where person_id = person.id
         and (held_until is null or held_until > $5)
         and ($6::text[] is null or scope_kind || ':' || scope_id = any($6))
         and ($7::text is null or role = $7)
         and ($8::text is null or (scope_kind = 'organisation' and scope_id = $8))))
     order by id limit $9`,
    [
      filter.status,
      filter.id,
      filter.after,
      roleFilter,
      new Date(now),
      within,
      filter.role,
      filter.odsCode,
      filter.limit,
    ],
  )
  const roles = await query<RoleRow>(
    `select person_id, role, scope_kind, scope_id, held_from, held_until from people.held_role
     where person_id = any($1::text[]) and (held_until is null or held_until > $2)
       and ($3::text[] is null or scope_kind || ':' || scope_id = any($3)) order by held_from, id`,
    [rows.map(row => row.id), new Date(now), within],
  )
  return rows.map(row => ({
    ...personOf(row),
    roles: roles.filter(role => role.person_id === row.id).flatMap(heldRole),
  }))
}
