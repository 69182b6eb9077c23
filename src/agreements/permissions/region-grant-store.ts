import type { Database } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { unschedule } from '../../workflow/index.ts'
import { monthsAfter } from '../calendar.ts'
import type { PermissionSurroundings } from './circumstances-store.ts'
import { monthsMax } from './guards.ts'
import { change, type PermissionChange } from './permission-store.ts'
import { scheduleRegionEnds } from './timers.ts'

export type RegionTerms = {
  /** Of the grant, new. */
  readonly id: string
  readonly regionId: string
  readonly conditions?: readonly string[]
  readonly from?: EpochMillis | null
  /** A year, and no longer than the agreement, unless said. */
  readonly until?: EpochMillis | null
}

export type RegionChange =
  | PermissionChange
  | { readonly outcome: 'wrong-dates'; readonly latest: EpochMillis }

/**
 * The leave of a region's DoS Lead to display its services (AUP18-16). It may come before the permission is granted or
 * after; the services show once both hold. Whether the deed is that of a lead of that region, the caller has judged.
 */
export async function grantRegion(
  database: Database,
  permissionId: string,
  terms: RegionTerms,
  surroundings: PermissionSurroundings,
  deed: Deed,
): Promise<RegionChange> {
  const { parameters } = surroundings.policy(deed.at)
  const from = terms.from ?? deed.at
  const latest = monthsAfter(from, monthsMax('public-display', parameters))
  if (terms.until && !(from < terms.until && deed.at < terms.until && terms.until <= latest)) {
    return { outcome: 'wrong-dates', latest }
  }
  return change(database, permissionId, 'grant-region', surroundings, deed, {
    region: terms.regionId,
    write: async (query, { agreement }) => {
      const until = terms.until ?? Math.min(latest, agreement.facts.until ?? latest)
      // One that has run out makes way; it ended on its own day.
      await query(
        `update agreements.region_grant set ended_at = valid_until
         where permission_id = $1 and region_id = $2 and ended_at is null and valid_until <= $3`,
        [permissionId, terms.regionId, new Date(deed.at)],
      )
      await query(
        `insert into agreements.region_grant (id, permission_id, region_id, conditions, granted_by, granted_at,
           valid_from, valid_until) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          terms.id,
          permissionId,
          terms.regionId,
          terms.conditions ?? [],
          deed.who,
          new Date(deed.at),
          new Date(from),
          new Date(until),
        ],
      )
      await scheduleRegionEnds(query, terms.id, until, parameters.permissionNoticeDays, deed.at)
    },
  })
}

/**
 * Takes the leave of a region back, at once (sources, use 3.2). Where it was inherited from regions merged into this one,
 * theirs end with it: else those services would go on being shown, and the leave would be inherited again. What was
 * inherited from it ends too.
 */
export const withdrawRegion = (
  database: Database,
  permissionId: string,
  regionId: string,
  surroundings: PermissionSurroundings,
  deed: Deed,
): Promise<PermissionChange> =>
  change(database, permissionId, 'withdraw-region', surroundings, deed, {
    region: regionId,
    write: async query => {
      const ended = await query<{ id: string }>(
        `with recursive gone as (
           select id, inherited_from from agreements.region_grant
           where permission_id = $1 and region_id = $2 and ended_at is null
           union select g.id, g.inherited_from
           from agreements.region_grant g join gone on g.id = any(gone.inherited_from)),
         heirs as (
           select id from gone
           union select g.id from agreements.region_grant g join heirs on heirs.id = any(g.inherited_from))
         update agreements.region_grant set ended_at = $3, ended_by = $4
         where id in (select id from heirs) and ended_at is null returning id`,
        [permissionId, regionId, new Date(deed.at), deed.who],
      )
      for (const grant of ended) await unschedule(query, 'permission', grant.id)
    },
  })
