import Type from 'typebox'
import { grantRegion, withdrawRegion } from '../../agreements/index.ts'
import { holds } from '../../vocabulary/index.ts'
import { type Act, act } from './act.ts'
import { tellingOf } from './permission-outcome.ts'
import { isOwnCause, seePermission, surroundingsOf } from './permission-reach.ts'
import { Conditions, PermissionView, RegionPath } from './permission-words.ts'
import { JustReason } from './register-words.ts'
import { closed, Instant, Reason } from './words.ts'

const TAG = 'Permissions'

export const permissionRegionActs: readonly Act[] = [
  act({
    command: 'permission grant-region',
    method: 'POST',
    path: '/permissions/:id/regions/:region/grant',
    tag: TAG,
    summary: 'Grant that services of your region are shown to the public',
    description:
      'By a DoS Lead of that region, or of the one it was merged into; never by one who acts for the organisation or its supplier.',
    roles: ['dos-lead'],
    clauses: ['AUP18-16'],
    params: RegionPath,
    body: Type.Object(
      {
        conditions: Type.Optional(Conditions),
        from: Type.Optional(Instant('From when; at once unless told.')),
        until: Type.Optional(Instant('Until when; a year, and no longer than the agreement, unless told.')),
        reason: Reason,
      },
      closed,
    ),
    answer: PermissionView,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const seen = await seePermission(rooms.database.query, actor, params.id, now)
      if (!seen?.regions.has(params.region)) return { outcome: 'no-such' }
      if (isOwnCause(actor, seen.connection) || seen.permission.requestedBy === actor.personId) {
        const detail = 'You act for the organisation or supplier that would display: hand it over.'
        return { outcome: 'own-cause', detail }
      }
      const terms = {
        id: rooms.newId(),
        regionId: params.region,
        conditions: body.conditions ?? [],
        from: body.from === undefined ? null : Date.parse(body.from),
        until: body.until === undefined ? null : Date.parse(body.until),
      }
      const notice = {
        kind: 'region-granted',
        leadsOf: [params.region],
        subject: `Region ${params.region} has granted public display`,
        text: `The DoS Lead of region ${params.region} has granted that its services are shown (permission ${params.id}).\n\nReason: ${body.reason}`,
      }
      return tellingOf(rooms.database, now, notice, inner =>
        grantRegion(inner, params.id, terms, surroundingsOf(rooms), deed('dos-lead')),
      )
    },
  }),
  act({
    command: 'permission withdraw-region',
    method: 'POST',
    path: '/permissions/:id/regions/:region/withdrawal',
    tag: TAG,
    summary: 'Take back that services of a region are shown to the public; at once',
    roles: ['dos-lead', 'access-manager'],
    clauses: ['AUP18-16'],
    params: RegionPath,
    body: JustReason,
    answer: PermissionView,
    run: async ({ rooms, actor, now, params, body, deed }) => {
      const seen = await seePermission(rooms.database.query, actor, params.id, now)
      const leads = seen?.regions.has(params.region) === true
      if (!seen || !(leads || holds(actor, 'access-manager'))) return { outcome: 'no-such' }
      const notice = {
        kind: 'region-grant-withdrawn',
        leadsOf: [params.region],
        subject: `Region ${params.region} is no longer shown to the public`,
        text: `The grant of region ${params.region} (permission ${params.id}) has been taken back. Its services are no longer in what the public is shown.\n\nReason: ${body.reason}`,
      }
      const as = deed(leads ? 'dos-lead' : 'access-manager')
      return tellingOf(rooms.database, now, notice, inner =>
        withdrawRegion(inner, params.id, params.region, surroundingsOf(rooms), as),
      )
    },
  }),
]
