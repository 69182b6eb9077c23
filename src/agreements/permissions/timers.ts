import type { Query } from '../../database/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import { schedule, unschedule } from '../../workflow/index.ts'
import { daysAfter } from '../calendar.ts'
import type { Circumstances } from './circumstances.ts'

/** The next day on which its end is to be told: of `days` before it, the first that lies after `now`; null: none. */
export function nextNotice(
  until: EpochMillis,
  days: readonly number[],
  now: EpochMillis,
): EpochMillis | null {
  const to = days.map(day => daysAfter(until, -day)).filter(at => at > now)
  return to.length > 0 ? Math.min(...to) : null
}

/** Puts dates on the ends of a permission: its own, and that of the safety case it rests on. */
export async function scheduleEnds(query: Query, id: string, about: Circumstances): Promise<void> {
  const { now, until, scope, safetyCase, parameters } = about
  await unschedule(query, 'permission', id)
  await schedule(query, 'permission', id, 'expire', until)
  const notice = nextNotice(until, parameters.permissionNoticeDays, now)
  if (notice !== null) await schedule(query, 'permission', id, 'notice', notice)
  if (scope.type !== 'public-display' || safetyCase === null) return
  const warning = daysAfter(safetyCase.expiresAt, -parameters.safetyCaseWarningDays)
  await schedule(query, 'permission', id, 'evidence-warning', Math.max(now, warning))
  await schedule(query, 'permission', id, 'evidence-lapse', safetyCase.expiresAt)
}

/** The same for the grant of one region, known by an id of its own. */
export async function scheduleRegionEnds(
  query: Query,
  grantId: string,
  until: EpochMillis,
  days: readonly number[],
  now: EpochMillis,
): Promise<void> {
  await schedule(query, 'permission', grantId, 'region-end', until)
  const notice = nextNotice(until, days, now)
  if (notice !== null) await schedule(query, 'permission', grantId, 'region-notice', notice)
}
