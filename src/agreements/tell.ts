import type { Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { EpochMillis, Role } from '../vocabulary/index.ts'
import type { Entity } from '../workflow/index.ts'
import type { HoldersOf } from './connection-notice.ts'

/** What the people hear who hold some role. */
export type RoleNotice = {
  readonly kind: string
  readonly about: { readonly entity: Entity; readonly id: string }
  readonly subject: string
  readonly text: string
  /** For each: everybody who holds the role for that scope; null: for the operator. */
  readonly to: readonly { readonly role: Role; readonly scopeId: string | null }[]
}

/** Leaves a notice for everybody who holds one of these roles, each once; in the transaction of what it tells of. */
export async function tellRoles(
  query: Query,
  holdersOf: HoldersOf,
  { to, ...notice }: RoleNotice,
  now: EpochMillis,
): Promise<void> {
  const people = new Set<string>()
  for (const { role, scopeId } of to) {
    for (const person of await holdersOf(query, role, scopeId, now)) people.add(person)
  }
  for (const person of [...people].sort()) await notify(query, { to: { person }, ...notice }, now)
}
