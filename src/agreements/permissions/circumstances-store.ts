import type { Query } from '../../database/index.ts'
import { type PolicyVersion, termsOf } from '../../policy/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Unmet } from '../../workflow/index.ts'
import type { Agreement } from '../agreement.ts'
import { monthsAfter } from '../calendar.ts'
import type { ConnectionEntry, ReadConnections } from '../connection-entry.ts'
import { readAgreements } from '../read-store.ts'
import type { Circumstances } from './circumstances.ts'
import { readDerogations } from './derogation-store.ts'
import { safetyCaseFor } from './evidence.ts'
import { readEvidence } from './evidence-store.ts'
import { monthsMax, unmetForGrant } from './guards.ts'
import { holdAgreements } from './hold-store.ts'
import type { Permission } from './permission.ts'
import { readPermissions } from './permission-read-store.ts'

/** What permissions are judged by and do not know themselves. */
export type PermissionSurroundings = {
  readonly connections: ReadConnections
  readonly policy: (now: EpochMillis) => PolicyVersion
}

/** A permission held for the length of a transaction, with the agreement and connection it belongs to. */
export type Held = {
  readonly permission: Permission
  readonly agreement: Agreement
  readonly connection: ConnectionEntry
}

/**
 * Holds a permission until the transaction ends. The agreements of its connection come first, in order of id, as
 * whoever changes those holds them, then every permission of its agreement; so that no two hold each other up.
 */
export async function holdPermission(
  query: Query,
  id: string,
  { connections }: PermissionSurroundings,
): Promise<Held | undefined> {
  const [place] = await query<{ connection_id: string; agreement_id: string }>(
    `select a.connection_id, p.agreement_id from agreements.permission p
     join agreements.agreement a on a.id = p.agreement_id where p.id = $1`,
    [id],
  )
  if (!place) return undefined
  const { connection_id: connectionId, agreement_id: agreementId } = place
  await holdAgreements(query, connectionId)
  await query('select id from agreements.permission where agreement_id = $1 order by id for update', [
    agreementId,
  ])
  const [permission] = await readPermissions(query, { ids: [id] })
  const agreement = (await readAgreements(query, [connectionId])).find(one => one.facts.id === agreementId)
  const [connection] = await connections(query, [connectionId])
  return permission && agreement && connection ? { permission, agreement, connection } : undefined
}

/** Gathers what the guards look at, as it stands inside the transaction. */
export async function circumstancesOf(
  query: Query,
  { permission, agreement, connection }: Held,
  surroundings: PermissionSurroundings,
  wished: {
    readonly now: EpochMillis
    readonly from: EpochMillis
    readonly until: EpochMillis
    readonly regionsNow?: readonly string[] | null
  },
): Promise<Circumstances> {
  const { now } = wished
  const { product, organisation } = connection
  const evidence = await readEvidence(query, { productIds: [product.id] })
  const derogationId = 'derogationId' in permission.scope ? permission.scope.derogationId : null
  const derogations = derogationId === null ? [] : await readDerogations(query, [permission.agreementId])
  const granted = agreement.facts.permissions ?? []
  const policy = surroundings.policy(now)
  const { parameters, waived } = termsOf(agreement.facts, policy, now)
  return {
    now,
    from: wished.from,
    until: wished.until,
    regionsNow: wished.regionsNow ?? null,
    scope: permission.scope,
    requestedAt: permission.requestedAt,
    outOfTime: permission.outOfTime,
    takenUpAt: permission.takenUpAt,
    grants: permission.grants,
    agreement: agreement.facts,
    product: { id: product.id, version: product.version },
    safetyCase: safetyCaseFor(evidence, product, organisation.odsCode, now),
    derogation: derogations.find(one => one.id === derogationId) ?? null,
    granted: granted.flatMap(one =>
      one.id !== permission.id && one.from <= now && now < one.until ? [one.type] : [],
    ),
    parameters: {
      ...parameters,
      publicDisplayRegionGrants: parameters.publicDisplayRegionGrants && !waived.has('AUP18-16'),
    },
  }
}

/** Everything that would still stand in the way of granting it at `now`, for whoever looks at it; holds nothing. */
export async function readUnmet(
  query: Query,
  permission: Permission,
  surroundings: PermissionSurroundings,
  now: EpochMillis,
): Promise<readonly Unmet[]> {
  const agreement = (await readAgreements(query, [permission.connectionId])).find(
    one => one.facts.id === permission.agreementId,
  )
  const [connection] = await surroundings.connections(query, [permission.connectionId])
  if (!agreement || !connection) return []
  const held = { permission, agreement, connection }
  const about = await circumstancesOf(query, held, surroundings, { now, from: now, until: now })
  return unmetForGrant({ ...about, ...defaultDates(about, now) })
}

/** From `now` for as long as such a permission may last, and no longer than its agreement. */
export function defaultDates(
  { scope, parameters, agreement }: Circumstances,
  from: EpochMillis,
): { readonly from: EpochMillis; readonly until: EpochMillis } {
  const longest = monthsAfter(from, monthsMax(scope.type, parameters))
  return { from, until: agreement.until === null ? longest : Math.min(longest, agreement.until) }
}
