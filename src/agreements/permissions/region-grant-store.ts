import type { Database } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { unschedule } from '../../workflow/index.ts'
import { dayOf, monthsAfter } from '../calendar.ts'
import type { PermissionParameters } from './circumstances.ts'
import type { PermissionSurroundings } from './circumstances-store.ts'
import { monthsMax } from './guards.ts'
import { change, type PermissionChange, type WrongDates } from './permission-store.ts'
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

export type RegionChange = PermissionChange

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
  const untilFor = (agreementUntil: EpochMillis | null): EpochMillis =>
    terms.until ?? Math.min(longest(from, parameters), agreementUntil ?? longest(from, parameters))
  return change(database, permissionId, 'grant-region', surroundings, deed, {
    region: terms.regionId,
    refuse: async (_query, { agreement }) => {
      const over = agreement.facts.until
      return wrongDates(from, untilFor(over), { now: deed.at, latest: longest(from, parameters), over })
    },
    write: async (query, { agreement }) => {
      const until = untilFor(agreement.facts.until)
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

const longest = (from: EpochMillis, parameters: PermissionParameters): EpochMillis =>
  monthsAfter(from, monthsMax('public-display', parameters))

/** A grant lies within its year and within its agreement, and has something left of it. */
function wrongDates(
  from: EpochMillis,
  until: EpochMillis,
  bounds: { readonly now: EpochMillis; readonly latest: EpochMillis; readonly over: EpochMillis | null },
): WrongDates | null {
  const { now, latest, over } = bounds
  const wrong = (parameter: WrongDates['parameter'], what: string): WrongDates => ({
    outcome: 'wrong-dates',
    parameter,
    what,
  })
  if (from < now) return wrong('from', 'It must not lie in the past.')
  if (over !== null && over <= from)
    return wrong('from', `The agreement ends on ${dayOf(over)}, before that.`)
  if (until <= from) return wrong('until', 'It must lie after its beginning.')
  if (until > latest) return wrong('until', `It must not lie after ${dayOf(latest)}.`)
  if (over !== null && until > over) {
    return wrong('until', `It must not outlast the agreement, which ends on ${dayOf(over)}.`)
  }
  return null
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
