import { readRegionMap } from '../../accounts/index.ts'
import {
  type Agreement,
  type ConnectionEntry,
  type Permission,
  type PermissionSurroundings,
  readAgreement,
  readPermission,
} from '../../agreements/index.ts'
import { connectionReader } from '../../connection-reader.ts'
import type { Query } from '../../database/index.ts'
import { readActor } from '../../people/index.ts'
import { type Actor, type EpochMillis, holds, scopesOf } from '../../vocabulary/index.ts'
import type { ActRooms } from './act.ts'
import { type Reach, reachesOrganisation, reachesSupplier, reachOf } from './reach.ts'

/** What permissions are judged by, handed to the room that judges. */
export const surroundingsOf = (rooms: Pick<ActRooms, 'policy'>): PermissionSurroundings => ({
  connections: connectionReader,
  policy: rooms.policy,
})

/** Regions whose DoS Lead somebody is, with those merged into them. */
export async function leadsOf(query: Query, actor: Actor, now: EpochMillis): Promise<ReadonlySet<string>> {
  const own = scopesOf(actor, 'dos-lead')
  return own.length === 0 ? new Set() : (await readRegionMap(query)).ledBy(own, now)
}

/** Whether a connection is one of an organisation's or supplier's own, or the reader is the operator's. */
export const seesConnection = (reach: Reach, entry: ConnectionEntry): boolean =>
  reachesOrganisation(reach, entry.organisation.odsCode) || reachesSupplier(reach, entry.supplier.id)

/** Whether a lead is asked: for public display in one of their regions. */
export const asksLead = ({ scope }: Permission, regions: ReadonlySet<string>): boolean =>
  scope.type === 'public-display' && scope.regionIds.some(id => regions.has(id))

export type Seen = {
  readonly permission: Permission
  readonly connection: ConnectionEntry
  /** Regions of the reader that are asked for. */
  readonly regions: ReadonlySet<string>
}

/** A permission, if it is one the reader may see; what is not theirs is not there. */
export async function seePermission(
  query: Query,
  actor: Actor,
  id: string,
  now: EpochMillis,
): Promise<Seen | undefined> {
  const permission = await readPermission(query, id)
  const [connection] = permission ? await connectionReader(query, [permission.connectionId]) : []
  if (!permission || !connection) return undefined
  const regions = await leadsOf(query, actor, now)
  const seen = seesConnection(reachOf(actor), connection) || asksLead(permission, regions)
  return seen ? { permission, connection, regions } : undefined
}

/** An agreement and its connection, if it is the reader's to see. */
export async function seeAgreement(
  query: Query,
  actor: Actor,
  id: string,
): Promise<{ readonly agreement: Agreement; readonly connection: ConnectionEntry } | undefined> {
  const agreement = await readAgreement(query, id)
  const [connection] = agreement ? await connectionReader(query, [agreement.connectionId]) : []
  if (!agreement || !connection || !seesConnection(reachOf(actor), connection)) return undefined
  return { agreement, connection }
}

/**
 * Whether any of these people, one who proposes and one who agrees, acts for a side of an agreement's connection.
 * False where there is no such agreement: that is then answered as such.
 */
export async function isOwnCauseOf(
  query: Query,
  agreementId: string,
  actor: Actor,
  approvedBy: string | null,
  now: EpochMillis,
): Promise<boolean> {
  const agreement = await readAgreement(query, agreementId)
  const [connection] = agreement ? await connectionReader(query, [agreement.connectionId]) : []
  if (!connection) return false
  const second = approvedBy === null ? undefined : await readActor(query, approvedBy, now)
  return isOwnCause(actor, connection) || (second !== undefined && isOwnCause(second, connection))
}

/** In which role somebody asks for something of a connection's, or gives it up; undefined: it is not theirs. */
export function asksAs(actor: Actor, { organisation }: ConnectionEntry) {
  if (holds(actor, 'euo-admin', [organisation.odsCode])) return 'euo-admin'
  if (holds(actor, 'euo-signatory', [organisation.odsCode])) return 'euo-signatory'
  if (holds(actor, 'access-manager')) return 'access-manager'
  return undefined
}

/** Whether somebody who would decide about a connection acts for its organisation or supplier themselves (sources, use 3.2). */
export const isOwnCause = (actor: Actor, { organisation, supplier }: ConnectionEntry): boolean =>
  actor.roles.some(
    ({ scope }) =>
      (scope.kind === 'organisation' && scope.id === organisation.odsCode) ||
      (scope.kind === 'supplier' && scope.id === supplier.id),
  )

export const OWN_SIDE =
  'Who decides, or agrees, acts for the organisation or supplier of this connection: somebody else does.'
