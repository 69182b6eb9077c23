import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { recordAct, schedule, unschedule } from '../../workflow/index.ts'
import { dayOf, daysAfter } from '../calendar.ts'
import { type NoticeParts, tellOfConnection } from '../connection-notice.ts'
import type { PermissionSurroundings } from './circumstances-store.ts'
import { holdAgreements } from './hold-store.ts'
import { grantHolds, type Permission, type RegionGrant } from './permission.ts'
import { readPermissions } from './permission-read-store.ts'
import { scheduleRegionEnds } from './timers.ts'

/** What a merger needs to set its dates and tell people. */
export type MergerParts = Pick<PermissionSurroundings, 'policy'> &
  NoticeParts & { readonly newId: () => string }

/** How soon the lead who answers for a merged region looks at the grants it has inherited. */
const REVIEW_DAYS = 30

/**
 * Lets grants follow regions that were merged, with where they come from (sources, use 2.4). The successor has a grant
 * exactly when every region it is made of has: what one lead gave for one patch opens no other lead's services. It is
 * for the shortest time and under all conditions of those it comes from, and flagged for the new lead to look at. Where
 * a part joins that had not granted, an inherited grant ends; one the new lead gave stays.
 * @param parts every region the successor is made of by now; itself too when it had services of its own before
 * @returns the permissions that were changed
 */
export async function settleMergedRegion(
  database: Database,
  successor: string,
  parts: readonly string[],
  around: MergerParts,
  deed: Deed,
): Promise<readonly string[]> {
  return database.transaction(async query => {
    const concerned = await holdConcerned(query, [...parts, successor])
    const changed: Permission[] = []
    for (const permission of concerned) {
      if (await settle(query, permission, successor, parts, around, deed)) changed.push(permission)
    }
    const connections = [...new Set(changed.map(permission => permission.connectionId))]
    if (connections.length > 0) await appendChanges(query, 'agreement', connections)
    return changed.map(permission => permission.id)
  })
}

/** A region of the register: it ends when it is merged into its successor, from `until` on. */
export type RegionEntry = {
  readonly id: string
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  readonly successorId: string | null
}

/**
 * Settles every merger in effect at `now`, in the order in which they took effect. Done again, it changes nothing.
 * @returns the permissions that were changed
 */
export async function settleMergers(
  database: Database,
  regions: readonly RegionEntry[],
  around: MergerParts,
  now: EpochMillis,
): Promise<readonly string[]> {
  const changed = new Set<string>()
  for (const [successor, parts] of partsOfMerged(regions, now)) {
    const why = `${parts.filter(part => part !== successor).join(' and ')} merged into ${successor}.`
    const deed: Deed = { who: 'system', actingAs: 'system', why, at: now, clauses: ['AUP18-16'] }
    for (const id of await settleMergedRegion(database, successor, parts, around, deed)) changed.add(id)
  }
  return [...changed]
}

/** What each successor is made of by now: the regions merged into it, and itself where it was there before them. */
export function partsOfMerged(
  regions: readonly RegionEntry[],
  now: EpochMillis,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>()
  const byDate = regions.toSorted((a, b) => (a.until ?? 0) - (b.until ?? 0))
  for (const { id, until, successorId } of byDate) {
    if (successorId === null || until === null || until > now) continue
    const successor = regions.find(one => one.id === successorId)
    const before = successor !== undefined && successor.from < until
    const parts = found.get(successorId) ?? (before ? [successorId] : [])
    parts.push(id)
    found.set(successorId, parts)
  }
  return found
}

/** Public-display permissions that may be of use still and name one of these regions, held. */
async function holdConcerned(query: Query, regions: readonly string[]): Promise<readonly Permission[]> {
  const places = await query<{ id: string; connection_id: string }>(
    `select p.id, a.connection_id from agreements.permission p join agreements.agreement a on a.id = p.agreement_id
     where p.type = 'public-display' and p.region_ids && $1::text[]
       and p.state in ('requested', 'discussing', 'granted', 'suspended') order by a.connection_id, p.id`,
    [regions],
  )
  for (const connectionId of new Set(places.map(place => place.connection_id))) {
    await holdAgreements(query, connectionId)
  }
  const ids = places.map(place => place.id)
  await query('select id from agreements.permission where id = any($1::text[]) order by id for update', [ids])
  return readPermissions(query, { ids })
}

async function settle(
  query: Query,
  permission: Permission,
  successor: string,
  parts: readonly string[],
  around: MergerParts,
  deed: Deed,
): Promise<boolean> {
  const holding = permission.grants.filter(grant => grantHolds(grant, deed.at))
  const own = permission.grants.find(
    grant => grant.regionId === successor && grant.endedAt === null && deed.at < grant.until,
  )
  const sources = parts.flatMap(part => holding.find(grant => grant.regionId === part) ?? [])
  const whole = sources.length === parts.length
  const asked = await ask(query, permission, successor, deed)
  if (own) {
    if (whole || own.inheritedFrom.length === 0) return asked
    await endInherited(query, permission, own, deed)
    return true
  }
  if (!whole || parts.includes(successor)) return asked
  await inherit(query, permission, successor, sources, around, deed)
  return true
}

/** Whoever asked for a region asks for its successor, so that the lead who answers for it now can grant it. */
async function ask(query: Query, permission: Permission, successor: string, deed: Deed): Promise<boolean> {
  const { scope, id } = permission
  if (scope.type !== 'public-display' || scope.regionIds.includes(successor)) return false
  const regionIds = [...scope.regionIds, successor]
  await query('update agreements.permission set region_ids = $2 where id = $1', [id, regionIds])
  await recordAct(
    query,
    'permission',
    id,
    'follow-region',
    deed,
    { regionIds: scope.regionIds },
    { regionIds },
  )
  return true
}

async function inherit(
  query: Query,
  permission: Permission,
  successor: string,
  sources: readonly RegionGrant[],
  around: MergerParts,
  deed: Deed,
): Promise<void> {
  const id = around.newId()
  const reviewBy = daysAfter(deed.at, REVIEW_DAYS)
  const until = Math.min(...sources.map(source => source.until))
  const from = Math.max(...sources.map(source => source.from))
  const inheritedFrom = sources.map(source => source.id)
  // One that has run out makes way; it ended on its own day.
  await query(
    `update agreements.region_grant set ended_at = valid_until
     where permission_id = $1 and region_id = $2 and ended_at is null`,
    [permission.id, successor],
  )
  await query(
    `insert into agreements.region_grant (id, permission_id, region_id, conditions, granted_by, granted_at, valid_from,
       valid_until, inherited_from, review_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      id,
      permission.id,
      successor,
      [...new Set(sources.flatMap(source => source.conditions))],
      deed.who,
      new Date(deed.at),
      new Date(from),
      new Date(until),
      inheritedFrom,
      new Date(reviewBy),
    ],
  )
  const after = { regionId: successor, grant: id, inheritedFrom }
  await recordAct(query, 'permission', permission.id, 'inherit-region', deed, null, after)
  const { permissionNoticeDays } = around.policy(deed.at).parameters
  await scheduleRegionEnds(query, id, until, permissionNoticeDays, deed.at)
  if (reviewBy < until) await schedule(query, 'permission', id, 'region-review', reviewBy)
  const notice = {
    kind: 'region-grant-inherited',
    connectionId: permission.connectionId,
    leadsOf: [successor],
    about: { entity: 'permission', id: permission.id },
    subject: `Region ${successor} has inherited a grant of public display`,
    text: `${deed.why} What was granted there for permission ${permission.id} holds for ${successor}, to ${dayOf(until)}. Its DoS Lead is to look at it by ${dayOf(reviewBy)}; see \`signpost permission show ${permission.id}\`.`,
  } as const
  await tellOfConnection(query, around, notice, deed.at)
}

async function endInherited(
  query: Query,
  permission: Permission,
  own: RegionGrant,
  deed: Deed,
): Promise<void> {
  await query('update agreements.region_grant set ended_at = $2, ended_by = $3 where id = $1', [
    own.id,
    new Date(deed.at),
    deed.who,
  ])
  await unschedule(query, 'permission', own.id)
  const before = { regionId: own.regionId, grant: own.id, inheritedFrom: own.inheritedFrom }
  await recordAct(query, 'permission', permission.id, 'disinherit-region', deed, before, null)
}
