import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { inside, recordAct, schedule, unschedule } from '../workflow/index.ts'
import type { AgreementDraft, PolicyText } from './agreement.ts'
import { takeStep } from './applications/step-store.ts'
import { daysAfter, monthsAfter } from './calendar.ts'
import { type AgreementChange, changeAgreement, type Held } from './change-store.ts'
import { carryPermissions, endPermissions } from './permissions/succession-store.ts'

/** What a draft may have besides when it comes from an application. */
export type DraftOrigin = {
  readonly applicationId: string
  /** Calendar months it holds once it is in force. */
  readonly termMonths: number
}

/** Writes a new agreement, in state `drafted`. A connection may have several; one is in force at a time. */
export async function draftAgreement(
  database: Database,
  draft: AgreementDraft,
  deed: Deed,
  origin: DraftOrigin | null = null,
): Promise<'drafted' | 'id-taken'> {
  return database.transaction(async query => {
    const made = await query(
      `insert into agreements.agreement (id, connection_id, status, use_case, purposes, audience, regions, type_ids,
         results_max, distance_metres_max, per_minute, per_day, look_ups, origins, valid_from, valid_until, user_roles,
         application_id, term_months, footprint, service_ids, list_members)
       values ($1, $2, 'drafted', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19::jsonb,
         $20, $21)
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
        draft.userRoles ?? null,
        origin?.applicationId ?? null,
        origin?.termMonths ?? null,
        draft.footprint === undefined ? null : JSON.stringify(draft.footprint),
        draft.serviceIds ?? null,
        draft.listMembers ?? null,
      ],
    )
    if (made.length === 0) return 'id-taken'
    await recordAct(query, 'agreement', draft.id, 'draft', deed, null, { ...draft, ...origin })
    await appendChanges(query, 'agreement', [draft.connectionId])
    return 'drafted'
  })
}

/**
 * Sends the policy to the organisation (AUP18-08): which version, which text, by whom and by which way.
 * `drafted` → `issued`; one that was issued and not accepted may be issued anew.
 */
export const issueAgreement = (
  database: Database,
  id: string,
  policy: PolicyText,
  deed: Deed,
  channel = 'directory',
): Promise<AgreementChange> =>
  changeAgreement(database, id, 'issue', deed, (query, held) => ({
    write: async () => {
      await query(
        `update agreements.agreement set issued_version = $2, issued_hash = $3, issued_at = $4, issued_by = $5,
           issued_via = $6, read_at = null, read_by = null where id = $1`,
        [id, policy.version, policy.hash, new Date(deed.at), deed.who, channel],
      )
      await followApplication(query, held, 'issue', deed)
    },
    after: { ...policy, channel },
  }))

/**
 * Notes that a signatory accepted the very text that was issued: `issued` → `accepted`. Who and in which role is
 * the deed's; that the role has the authority is for the caller to know.
 * @param privacyNotice the version of the privacy notice that was shown with it (AUP25-59)
 */
export const acceptAgreement = (
  database: Database,
  id: string,
  policy: PolicyText,
  deed: Deed,
  privacyNotice: string | null = null,
): Promise<AgreementChange> =>
  changeAgreement(database, id, 'accept', deed, (query, held) => ({
    context: { offered: policy, asked: held.issued },
    write: async () => {
      await writeAcceptance(query, id, policy, deed, privacyNotice)
      await followApplication(query, held, 'accept', deed)
    },
    after: { ...policy, privacyNotice },
  }))

/** Makes `policy` the version accepted, and keeps who accepted it, in which role, and when. */
export async function writeAcceptance(
  query: Query,
  id: string,
  policy: PolicyText,
  deed: Deed,
  privacyNotice: string | null,
): Promise<void> {
  await query(
    `update agreements.agreement set accepted_version = $2, accepted_hash = $3, accepted_at = $4, accepted_by = $5,
       accepted_as = $6 where id = $1`,
    [id, policy.version, policy.hash, new Date(deed.at), deed.who, deed.actingAs],
  )
  await query(
    `insert into agreements.acceptance (agreement_id, version, hash, kind, at, by_person, acting_as, privacy_notice)
     values ($1, $2, $3, 'signed', $4, $5, $6, $7)
     on conflict (agreement_id, version, kind) do update set hash = excluded.hash, at = excluded.at,
       by_person = excluded.by_person, acting_as = excluded.acting_as, privacy_notice = excluded.privacy_notice`,
    [id, policy.version, policy.hash, new Date(deed.at), deed.who, deed.actingAs, privacyNotice],
  )
}

/**
 * `accepted` → `in-force`; the one before it on the same connection becomes `superseded`. Its dates still apply, so one
 * that follows another can come into force from its first day on, not before: patients' searches hang on the other.
 * One with a term holds for it from now on; a renewal, from the end of the year before it.
 * @param renewalWindowDays how long before its end the renewal opens, as the policy in force has it
 */
export const putInForce = (
  database: Database,
  id: string,
  deed: Deed,
  renewalWindowDays: number = RENEWAL.windowDays,
): Promise<AgreementChange> =>
  changeAgreement(database, id, 'put-in-force', deed, (query, held) => {
    const before = held.others.filter(other => other.status === 'in-force')
    const serving = before.filter(other => (other.valid_until?.getTime() ?? deed.at + 1) > deed.at)
    const until = untilOf(held, before, deed.at)
    return {
      context: { servedUntil: held.from > deed.at && serving.length > 0 ? held.from : null },
      write: async () => {
        for (const other of before) {
          await supersede(query, other.id, id, deed)
          // What was granted goes on with the use, and not over a time in which there was none (AUP25-38).
          if (serving.includes(other)) await carryPermissions(query, other.id, held, deed)
          else await endPermissions(query, other.id, deed)
        }
        await query('update agreements.agreement set valid_until = $2 where id = $1', [
          id,
          until === null ? null : new Date(until),
        ])
        if (until !== null) await setDates(query, id, until, renewalWindowDays, deed.at)
      },
      after: { until: until === null ? null : new Date(until).toISOString() },
    }
  })

/** The end of one that comes into force at `now`: that of its draft, or a term on; a renewal adds to the year before. */
function untilOf(held: Held, before: Held['others'], now: EpochMillis): EpochMillis | null {
  if (held.termMonths === null) return held.until
  const ends = before.map(other => other.valid_until?.getTime() ?? now)
  const begins = held.application?.kind === 'renewal' ? Math.max(now, ...ends) : now
  return monthsAfter(begins, held.termMonths)
}

async function supersede(query: Query, id: string, by: string, deed: Deed): Promise<void> {
  await query(`update agreements.agreement set status = 'superseded' where id = $1`, [id])
  await unschedule(query, 'agreement', id)
  const after = { status: 'superseded', by }
  await recordAct(query, 'agreement', id, 'supersede', deed, { status: 'in-force' }, after)
}

/** How long before its end a renewal opens, and when a restriction is recommended if none is under way. */
export const RENEWAL = { windowDays: 60, lastCallDays: 14 } as const

/** From when on the renewal of an agreement that ends then may be asked for. */
export const renewalOpensAt = (until: EpochMillis, windowDays: number): EpochMillis =>
  daysAfter(until, -windowDays)

async function setDates(
  query: Query,
  id: string,
  until: EpochMillis,
  windowDays: number,
  now: EpochMillis,
): Promise<void> {
  const dates = {
    'renewal-window': renewalOpensAt(until, windowDays),
    'renewal-last-call': daysAfter(until, -RENEWAL.lastCallDays),
    lapse: until,
  }
  for (const [event, dueAt] of Object.entries(dates)) {
    await schedule(query, 'agreement', id, event, Math.max(now, dueAt))
  }
}

/**
 * Any state but the last two → `ended`. There is no way back. The application of one that was never accepted is over
 * with it.
 */
export const endAgreement = (database: Database, id: string, deed: Deed): Promise<AgreementChange> =>
  changeAgreement(database, id, 'end', deed, (query, held) => ending(query, held, deed))

/**
 * Ends all that was ever agreed for a connection and has not ended: nothing of it waits for whoever comes back
 * (AUP25-38; sources, use 4.2 and 4.6). Done inside the transaction in which its last account ends.
 */
export const endAgreementsOf = (database: Database, connectionId: string, deed: Deed): Promise<void> =>
  database.transaction(async query => {
    // Applications before agreements, each in order of their ids, as everywhere.
    await query(
      `select 1 from agreements.application
       where id in (select application_id from agreements.agreement where connection_id = $1)
       order by id for update`,
      [connectionId],
    )
    const open = await query<{ id: string }>(
      `select id from agreements.agreement where connection_id = $1 and status not in ('superseded', 'ended')
       order by id for update`,
      [connectionId],
    )
    for (const { id } of open) await endAgreement(inside(database, query), id, deed)
  })

/** What ending writes beside the state. */
export const ending = (query: Query, held: Held, deed: Deed) => ({
  write: async () => {
    await unschedule(query, 'agreement', held.id)
    await endPermissions(query, held.id, deed)
    await followApplication(query, held, 'expire', deed)
  },
})

/** Takes the application an agreement came from along, as far as a step leads on from where it is. */
async function followApplication(
  query: Query,
  { application }: Held,
  event: 'issue' | 'accept' | 'expire',
  deed: Deed,
): Promise<void> {
  if (application) await takeStep(query, application, event, deed)
}
