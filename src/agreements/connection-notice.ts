import type { Query } from '../database/index.ts'
import { notify } from '../notices/index.ts'
import type { EpochMillis, Role } from '../vocabulary/index.ts'
import type { Entity } from '../workflow/index.ts'
import type { ReadConnections } from './connection-entry.ts'

/** The ids of the people who hold a role for that scope at `now`; null: for the operator. */
export type HoldersOf = (
  query: Query,
  role: Role,
  scopeId: string | null,
  now: EpochMillis,
) => Promise<readonly string[]>

/** What notices need to find their readers. */
export type NoticeParts = { readonly connections: ReadConnections; readonly holdersOf: HoldersOf }

/** What people hear of a connection. */
export type ConnectionNotice = {
  readonly kind: string
  readonly connectionId: string
  /** Tells the DoS Leads of these regions besides; else the operator's access managers. */
  readonly leadsOf?: readonly string[]
  readonly about: { readonly entity: Entity; readonly id: string }
  readonly subject: string
  readonly text: string
}

/**
 * Leaves a notice for the administrators and signatories of a connection's organisation, and for the leads or access
 * managers concerned, each once; in the transaction of what it tells of.
 */
export async function tellOfConnection(
  query: Query,
  { connections, holdersOf }: NoticeParts,
  { connectionId, leadsOf, ...notice }: ConnectionNotice,
  now: EpochMillis,
): Promise<void> {
  const [connection] = await connections(query, [connectionId])
  const odsCode = connection?.organisation.odsCode
  const people = new Set<string>()
  const add = async (role: Role, scopeId: string | null): Promise<void> => {
    for (const person of await holdersOf(query, role, scopeId, now)) people.add(person)
  }
  if (odsCode !== undefined) {
    await add('euo-admin', odsCode)
    await add('euo-signatory', odsCode)
  }
  if (leadsOf) for (const regionId of leadsOf) await add('dos-lead', regionId)
  else await add('access-manager', null)
  for (const person of [...people].sort()) await notify(query, { to: { person }, ...notice }, now)
}
