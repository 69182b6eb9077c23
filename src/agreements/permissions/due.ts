import type { Database } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { type Due, type DueHandler, recordAct, schedule } from '../../workflow/index.ts'
import { dayOf } from '../calendar.ts'
import { type NoticeParts, tellOfConnection } from '../connection-notice.ts'
import { CLAUSES_OF_TYPE } from './circumstances.ts'
import type { PermissionSurroundings } from './circumstances-store.ts'
import { safetyCaseOf } from './evidence-store.ts'
import type { Permission, RegionGrant } from './permission.ts'
import { readPermission, readPermissionOfGrant } from './permission-read-store.ts'
import { movePermission } from './permission-store.ts'
import { nextNotice } from './timers.ts'

export type PermissionDueParts = PermissionSurroundings & NoticeParts

const system = (why: string, at: EpochMillis, permission: Permission): Deed => ({
  who: 'system',
  actingAs: 'system',
  why,
  at,
  clauses: CLAUSES_OF_TYPE[permission.scope.type],
})

/**
 * What comes by the calendar to permissions: notices before they end, the end, the warning and the lapse of the safety
 * case one rests on, and the same for the grants of regions. A handler that comes too late for its permission, which
 * has ended another way, does nothing.
 */
export function permissionDueHandlers(parts: PermissionDueParts): Readonly<Record<string, DueHandler>> {
  return {
    'permission:notice': async (inside, due, now) => {
      const permission = await standing(inside, due)
      if (!permission || permission.until === null) return
      const again = nextNotice(permission.until, parts.policy(now).parameters.permissionNoticeDays, now)
      if (again !== null) await schedule(inside.query, 'permission', permission.id, 'notice', again)
      const text = `The permission ${nameOf(permission)} ends on ${dayOf(permission.until)}. If it is needed longer, ask for it anew in time.`
      await say(parts, inside, permission, 'permission-ending', text, now)
    },
    'permission:expire': async (inside, due, now) => {
      const permission = await standing(inside, due)
      if (!permission) return
      const why = 'Its last day has come.'
      const ended = await movePermission(inside, due.entityId, 'expire', parts, system(why, now, permission))
      if (ended.outcome !== 'changed') return
      const text = `The permission ${nameOf(permission)} has ended, and with it what it allowed.`
      await say(parts, inside, permission, 'permission-expired', text, now)
    },
    'permission:evidence-warning': async (inside, due, now) => {
      const permission = await standing(inside, due)
      const safety = permission && (await safetyCaseOf(inside.query, permission.evidenceId))
      if (!permission || !safety) return
      const text = `The clinical safety case that ${nameOf(permission)} rests on runs out on ${dayOf(safety.expiresAt)}. Add a new one, and have the permission reaffirmed; else nothing is shown to the public from then on.`
      await say(parts, inside, permission, 'safety-case-ending', text, now)
    },
    'permission:evidence-lapse': async (inside, due, now) => {
      const permission = await standing(inside, due)
      const safety = permission && (await safetyCaseOf(inside.query, permission.evidenceId))
      if (permission?.state !== 'granted' || (safety && now < safety.expiresAt)) return
      const deed = system('The clinical safety case it rests on has run out.', now, permission)
      const suspended = await movePermission(inside, due.entityId, 'suspend', parts, deed)
      if (suspended.outcome !== 'changed') return
      const text = `The permission ${nameOf(permission)} is suspended, because the clinical safety case it rests on has run out. Nothing is shown to the public until a new one is there and the permission is reaffirmed.`
      await say(parts, inside, permission, 'permission-suspended', text, now)
    },
    'permission:region-notice': async (inside, due, now) => {
      const found = await liveGrant(inside, due)
      if (!found) return
      const { permission, grant } = found
      const again = nextNotice(grant.until, parts.policy(now).parameters.permissionNoticeDays, now)
      if (again !== null) await schedule(inside.query, 'permission', grant.id, 'region-notice', again)
      const text = `The grant of region ${grant.regionId} for ${nameOf(permission)} ends on ${dayOf(grant.until)}.`
      await say(parts, inside, permission, 'region-grant-ending', text, now, [grant.regionId])
    },
    'permission:region-review': async (inside, due, now) => {
      const found = await liveGrant(inside, due)
      if (!found || found.grant.until <= now) return
      const { permission, grant } = found
      const text = `Region ${grant.regionId} inherited a grant for ${nameOf(permission)} when regions were merged, and its DoS Lead was to look at it by today. It stands until ${dayOf(grant.until)} unless it is taken back.`
      await say(parts, inside, permission, 'region-grant-review-due', text, now, [grant.regionId])
    },
    'permission:region-end': async (inside, due, now) => {
      const found = await liveGrant(inside, due)
      if (!found) return
      const { permission, grant } = found
      const deed = system('Its last day has come.', now, permission)
      const after = { regionId: grant.regionId, grant: grant.id }
      await recordAct(inside.query, 'permission', permission.id, 'region-expired', deed, null, after)
      const text = `The grant of region ${grant.regionId} for ${nameOf(permission)} has ended: services of that region are no longer shown to the public.`
      await say(parts, inside, permission, 'region-grant-ended', text, now, [grant.regionId])
    },
  }
}

const SUBJECTS = {
  'permission-ending': 'A permission ends soon',
  'permission-expired': 'A permission has ended',
  'safety-case-ending': 'A clinical safety case runs out soon',
  'permission-suspended': 'Public display is suspended: its safety case has run out',
  'region-grant-ending': 'The grant of a region ends soon',
  'region-grant-review-due': 'An inherited grant is to be looked at',
  'region-grant-ended': 'The grant of a region has ended',
} as const

const nameOf = ({ id, scope }: Permission): string => `${scope.type} (${id})`

/** The permission a date is about, while it is granted or suspended. */
async function standing(inside: Database, due: Due): Promise<Permission | undefined> {
  const permission = await readPermission(inside.query, due.entityId)
  return permission && ['granted', 'suspended'].includes(permission.state) ? permission : undefined
}

/** The grant a date is about, while it has not been taken back and its permission may still be of use. */
async function liveGrant(
  inside: Database,
  due: Due,
): Promise<{ readonly permission: Permission; readonly grant: RegionGrant } | undefined> {
  const permission = await readPermissionOfGrant(inside.query, due.entityId)
  const grant = permission?.grants.find(one => one.id === due.entityId)
  const alive = permission && ['requested', 'discussing', 'granted', 'suspended'].includes(permission.state)
  return alive && grant && grant.endedAt === null ? { permission, grant } : undefined
}

function say(
  parts: PermissionDueParts,
  { query }: Database,
  permission: Permission,
  kind: keyof typeof SUBJECTS,
  text: string,
  now: EpochMillis,
  leadsOf?: readonly string[],
): Promise<void> {
  const { id, connectionId } = permission
  const about = {
    kind,
    connectionId,
    about: { entity: 'permission', id },
    subject: SUBJECTS[kind],
    text,
  } as const
  return tellOfConnection(query, parts, leadsOf ? { ...about, leadsOf } : about, now)
}
