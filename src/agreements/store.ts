import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct } from '../workflow/index.ts'
import type { AgreementDraft, AgreementStatus, PolicyText } from './agreement.ts'

/** Writes a new agreement, in state `drafted`. A connection may have several; one is in force at a time. */
export async function draftAgreement(
  database: Database,
  draft: AgreementDraft,
  deed: Deed,
): Promise<'drafted' | 'id-taken'> {
  return database.transaction(async query => {
    const made = await query(
      `insert into agreements.agreement (id, connection_id, status, use_case, purposes, audience, regions, type_ids,
         results_max, distance_metres_max, per_minute, per_day, look_ups, origins, valid_from, valid_until)
       values ($1, $2, 'drafted', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       on conflict do nothing returning id`,
      [
        draft.id,
        draft.connectionId,
        draft.useCase,
        draft.purposes,
        draft.audience,
        draft.regions === 'national' ? null : draft.regions,
        draft.typeIds,
        draft.resultsMax,
        draft.distanceMetresMax,
        draft.volume.perMinute,
        draft.volume.perDay,
        draft.lookUps,
        draft.origins,
        new Date(draft.from),
        draft.until === null ? null : new Date(draft.until),
      ],
    )
    if (made.length === 0) return 'id-taken'
    await recordAct(query, 'agreement', draft.id, 'draft', deed, null, draft)
    await appendChanges(query, 'agreement', [draft.connectionId])
    return 'drafted'
  })
}

export type AgreementChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'unknown-agreement' }
  /** That cannot be done to an agreement in its present state. */
  | { readonly outcome: 'not-in-state'; readonly status: AgreementStatus }
  /** What would be accepted is not what was issued: another version, or another text under its name. */
  | { readonly outcome: 'not-as-issued'; readonly issued: PolicyText }
  /** Another serves the connection now, and this one begins later only: nothing would serve it in between. */
  | { readonly outcome: 'too-early'; readonly from: EpochMillis }

/** Sends the policy to the organisation (AUP18-08): which version, which text. `drafted` → `issued`. */
export const issueAgreement = (
  database: Database,
  id: string,
  policy: PolicyText,
  deed: Deed,
): Promise<AgreementChange> =>
  change(database, id, ['drafted', 'issued'], deed, async query => {
    await query(
      `update agreements.agreement set status = 'issued', issued_version = $2, issued_hash = $3, issued_at = $4
       where id = $1`,
      [id, policy.version, policy.hash, new Date(deed.at)],
    )
    return ['issue', { status: 'issued', ...policy }]
  })

/**
 * Notes that a signatory accepted the very text that was issued: `issued` → `accepted`. Who and in which role is
 * the deed's; that the role has the authority is for the caller to know.
 */
export const acceptAgreement = (
  database: Database,
  id: string,
  policy: PolicyText,
  deed: Deed,
): Promise<AgreementChange> =>
  change(database, id, ['issued'], deed, async (query, before) => {
    const issued = { version: before.issued_version ?? '', hash: before.issued_hash ?? '' }
    if (issued.version !== policy.version || issued.hash !== policy.hash) {
      return { outcome: 'not-as-issued', issued }
    }
    await query(
      `update agreements.agreement set status = 'accepted', accepted_version = $2, accepted_hash = $3,
         accepted_at = $4, accepted_by = $5, accepted_as = $6 where id = $1`,
      [id, policy.version, policy.hash, new Date(deed.at), deed.who, deed.actingAs],
    )
    return ['accept', { status: 'accepted', ...policy }]
  })

/**
 * `accepted` → `in-force`; the one before it on the same connection becomes `superseded`. Its dates still apply, so one
 * that follows another can come into force from its first day on, not before: patients' searches hang on the other.
 */
export const putInForce = (database: Database, id: string, deed: Deed): Promise<AgreementChange> =>
  change(database, id, ['accepted'], deed, async (query, before) => {
    if (before.valid_from.getTime() > deed.at) {
      const serving = await query(
        `select 1 from agreements.agreement where connection_id = $1 and status = 'in-force'
         and (valid_until is null or valid_until > $2)`,
        [before.connection_id, new Date(deed.at)],
      )
      if (serving.length > 0) return { outcome: 'too-early', from: before.valid_from.getTime() }
    }
    const replaced = await query<{ id: string }>(
      `update agreements.agreement set status = 'superseded' where connection_id = $1 and status = 'in-force'
       returning id`,
      [before.connection_id],
    )
    for (const other of replaced) {
      await recordAct(
        query,
        'agreement',
        other.id,
        'supersede',
        deed,
        { status: 'in-force' },
        { status: 'superseded', by: id },
      )
    }
    await setStatus(query, id, 'in-force')
    return ['put-in-force', { status: 'in-force' }]
  })

/** Any state but the last two → `ended`. There is no way back. */
export const endAgreement = (database: Database, id: string, deed: Deed): Promise<AgreementChange> =>
  change(database, id, ['drafted', 'issued', 'accepted', 'in-force'], deed, async query => {
    await setStatus(query, id, 'ended')
    return ['end', { status: 'ended' }]
  })

type Locked = {
  readonly connection_id: string
  readonly status: AgreementStatus
  readonly issued_version: string | null
  readonly issued_hash: string | null
  readonly valid_from: Date
}

type Done = readonly [event: string, after: Readonly<Record<string, unknown>>]

/** One transaction: holds the agreement, checks its state, does the work, writes the audit row, tells the feed. */
async function change(
  database: Database,
  id: string,
  from: readonly AgreementStatus[],
  deed: Deed,
  work: (query: Query, before: Locked) => Promise<Done | AgreementChange>,
): Promise<AgreementChange> {
  return database.transaction(async query => {
    // All of the connection are held, in one order, so that two cannot come into force side by side.
    const rows = await query<Locked & { readonly id: string }>(
      `select id, connection_id, status, issued_version, issued_hash, valid_from from agreements.agreement
       where connection_id = (select connection_id from agreements.agreement where id = $1) order by id for update`,
      [id],
    )
    const before = rows.find(row => row.id === id)
    if (!before) return { outcome: 'unknown-agreement' }
    if (!from.includes(before.status)) return { outcome: 'not-in-state', status: before.status }
    const done = await work(query, before)
    if ('outcome' in done) return done
    const [event, after] = done
    await recordAct(query, 'agreement', id, event, deed, { status: before.status }, after)
    await appendChanges(query, 'agreement', [before.connection_id])
    return { outcome: 'changed' }
  })
}

const setStatus = (query: Query, id: string, status: AgreementStatus): Promise<unknown> =>
  query('update agreements.agreement set status = $2 where id = $1', [id, status])
