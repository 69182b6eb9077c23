import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import type { ReadFirstUse } from '../connection-entry.ts'
import { CLAUSES_OF_TYPE } from './circumstances.ts'
import type { PermissionSurroundings } from './circumstances-store.ts'
import { holdAgreements } from './hold-store.ts'
import type { Permission, PermissionScope } from './permission.ts'
import { readPermission } from './permission-read-store.ts'
import { change, type PermissionChange } from './permission-store.ts'

export type PermissionRequest = {
  readonly id: string
  readonly agreementId: string
  readonly scope: PermissionScope
  readonly reason: string
}

export type PermissionRequested =
  | { readonly outcome: 'requested' | 'out-of-time'; readonly permission: Permission }
  | { readonly outcome: 'unknown-agreement' | 'id-taken' }
  | { readonly outcome: 'agreement-over'; readonly status: 'superseded' | 'ended' }

/**
 * Enters a request. One not to be listed that comes after the first production use is recorded as out of time and
 * refused in the same breath (AUP25-61, D14); the connection stays listed meanwhile.
 * @param firstUse when the connection was first answered in production; asked for such requests only
 */
export async function requestPermission(
  database: Database,
  request: PermissionRequest,
  firstUse: ReadFirstUse,
  deed: Deed,
): Promise<PermissionRequested> {
  return database.transaction(async query => {
    const [agreement] = await query<{ connection_id: string }>(
      'select connection_id from agreements.agreement where id = $1',
      [request.agreementId],
    )
    if (!agreement) return { outcome: 'unknown-agreement' }
    const { connection_id: connectionId } = agreement
    await holdAgreements(query, connectionId)
    const [now] = await query<{ status: string }>('select status from agreements.agreement where id = $1', [
      request.agreementId,
    ])
    if (now?.status === 'superseded' || now?.status === 'ended') {
      return { outcome: 'agreement-over', status: now.status }
    }
    const used = request.scope.type === 'publication-opt-out' ? await firstUse(query, connectionId) : null
    const late = used !== null && used <= deed.at
    const made = await query(
      `insert into agreements.permission (id, agreement_id, type, state, reason, requested_by, requested_at, out_of_time)
       values ($1, $2, $3, 'requested', $4, $5, $6, $7) on conflict do nothing returning id`,
      [
        request.id,
        request.agreementId,
        request.scope.type,
        request.reason,
        deed.who,
        new Date(deed.at),
        late,
      ],
    )
    if (made.length === 0) return { outcome: 'id-taken' }
    await writeScope(query, request.id, request.scope)
    const asked: Deed = { ...deed, clauses: CLAUSES_OF_TYPE[request.scope.type] }
    await recordAct(query, 'permission', request.id, 'request', asked, null, {
      state: 'requested',
      agreementId: request.agreementId,
      scope: request.scope,
      outOfTime: late,
    })
    if (late) await refuseAsLate(query, request.id, used, deed)
    const permission = await readPermission(query, request.id)
    if (!permission) throw new Error(`The permission ${request.id} was written and is not there.`)
    await appendChanges(query, 'agreement', [connectionId])
    return { outcome: late ? 'out-of-time' : 'requested', permission }
  })
}

async function refuseAsLate(query: Query, id: string, used: EpochMillis, deed: Deed): Promise<void> {
  await query(`update agreements.permission set state = 'refused', decided_at = $2 where id = $1`, [
    id,
    new Date(deed.at),
  ])
  const why = `Out of time: first used in production at ${new Date(used).toISOString()}.`
  const refusal: Deed = { who: 'system', actingAs: 'system', why, at: deed.at, clauses: ['AUP25-61'] }
  await recordAct(query, 'permission', id, 'refuse', refusal, { state: 'requested' }, { state: 'refused' })
}

/** Sets anew what a request says, while nothing is decided. Its type stays. */
export const amendRequest = (
  database: Database,
  id: string,
  amend: (scope: PermissionScope) => PermissionScope,
  surroundings: PermissionSurroundings,
  deed: Deed,
): Promise<PermissionChange> =>
  change(database, id, 'amend', surroundings, deed, {
    write: async (query, { permission }) => {
      const scope = amend(permission.scope)
      if (scope.type !== permission.scope.type) throw new Error('A request keeps its type.')
      await writeScope(query, id, scope)
    },
  })

type Columns = {
  readonly regionIds?: readonly string[]
  readonly checklist?: readonly string[]
  readonly summary?: string | null
  readonly pattern?: string | null
  readonly fields?: readonly string[]
  readonly purposes?: readonly string[]
  readonly maxAgeSeconds?: number | null
  readonly purgeOnSignal?: boolean
  readonly derogationId?: string | null
  readonly perMinute?: number | null
  readonly perDay?: number | null
  readonly everyMinutes?: number | null
}

async function writeScope(query: Query, id: string, scope: PermissionScope): Promise<void> {
  const { type: _type, ...columns }: PermissionScope & Columns = scope
  await query(
    `update agreements.permission set region_ids = $2, checklist = $3, summary = $4, pattern = $5, fields = $6,
       purposes = $7, max_age_seconds = $8, purge_on_signal = $9, derogation_id = $10, per_minute = $11, per_day = $12,
       every_minutes = $13 where id = $1`,
    [
      id,
      columns.regionIds ?? null,
      columns.checklist ?? null,
      columns.summary ?? null,
      columns.pattern ?? null,
      columns.fields ?? null,
      columns.purposes ?? null,
      columns.maxAgeSeconds ?? null,
      columns.purgeOnSignal ?? null,
      columns.derogationId ?? null,
      columns.perMinute ?? null,
      columns.perDay ?? null,
      columns.everyMinutes ?? null,
    ],
  )
}
