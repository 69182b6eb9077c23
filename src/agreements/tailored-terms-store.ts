import { appendChanges, type Database, type Query } from '../database/index.ts'
import { type PolicyParameters, type PolicyVersion, tailoringProblems } from '../policy/index.ts'
import type { ClauseId, Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, type Step, schedule, step, type Unmet, unschedule } from '../workflow/index.ts'
import { dayOf, monthsAfter } from './calendar.ts'
import { holdAgreements } from './permissions/hold-store.ts'
import { nextNotice } from './permissions/timers.ts'
import {
  TAILORED_MACHINE,
  TAILORED_MONTHS_MAX,
  type TailoredDraft,
  type TailoredEvent,
  type TailoredRecord,
  type TailoredState,
} from './tailored-terms.ts'

/** Columns as typed here are what the check constraints of migration 0013 let in. */
type Row = {
  readonly id: string
  readonly agreement_id: string
  readonly connection_id: string
  readonly policy_version: string
  readonly state: TailoredState
  readonly parameters: Partial<PolicyParameters>
  readonly waives: readonly ClauseId[]
  readonly reason: string
  readonly summary: string
  readonly proposed_by: string
  readonly approved_by: string
  readonly approved_at: Date
  readonly valid_from: Date
  readonly valid_until: Date
  readonly ended_at: Date | null
}

export type Tailored =
  | { readonly outcome: 'tailored'; readonly superseded: string | null }
  | { readonly outcome: 'unknown-agreement' | 'id-taken' | 'one-person' }
  /** Others speak now, and these begin later only: the ones would end before the others begin. */
  | { readonly outcome: 'too-early'; readonly other: string }
  | { readonly outcome: 'unmet'; readonly unmet: readonly Unmet[] }

/**
 * Lays terms over a policy version for one agreement, as two people have agreed: who proposed and who approved are the
 * deed's. Those that were there are superseded.
 */
export async function tailorTerms(
  database: Database,
  draft: TailoredDraft,
  policy: PolicyVersion,
  deed: Deed,
): Promise<Tailored> {
  const second = deed.approvedBy
  if (second === undefined || second === deed.who) return { outcome: 'one-person' }
  const unmet = unmetForTailoring(draft, policy, deed.at)
  if (unmet.length > 0) return { outcome: 'unmet', unmet }
  return database.transaction(async query => {
    const [agreement] = await query<{ connection_id: string }>(
      'select connection_id from agreements.agreement where id = $1',
      [draft.agreementId],
    )
    if (!agreement) return { outcome: 'unknown-agreement' }
    await holdAgreements(query, agreement.connection_id)
    const [other] = await readTailored(query, { agreementIds: [draft.agreementId], inForceOnly: true })
    if (other && draft.from > deed.at) return { outcome: 'too-early', other: other.id }
    const taken = await query('select 1 from agreements.tailored_terms where id = $1', [draft.id])
    if (taken.length > 0) return { outcome: 'id-taken' }
    if (other) await finishTailored(query, other, 'supersede', deed)
    await query(
      `insert into agreements.tailored_terms (id, agreement_id, policy_version, state, parameters, waives, reason, summary,
         proposed_by, approved_by, approved_at, valid_from, valid_until)
       values ($1, $2, $3, 'in-force', $4::jsonb, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [
        draft.id,
        draft.agreementId,
        draft.policyVersion,
        JSON.stringify(draft.parameters),
        draft.waives,
        draft.reason,
        draft.summary,
        deed.who,
        second,
        new Date(deed.at),
        new Date(draft.from),
        new Date(draft.until),
      ],
    )
    await schedule(query, 'tailored-terms', draft.id, 'expire', draft.until)
    const notice = nextNotice(draft.until, policy.parameters.permissionNoticeDays, deed.at)
    if (notice !== null) await schedule(query, 'tailored-terms', draft.id, 'notice', notice)
    await recordAct(query, 'tailored-terms', draft.id, 'tailor', deed, null, draft)
    await appendChanges(query, 'agreement', [agreement.connection_id])
    return { outcome: 'tailored', superseded: other?.id ?? null }
  })
}

/** What stands in the way of tailored terms: what the policy will not hear, and dates (sources, use 1.1 on AUP18-10). */
export function unmetForTailoring(
  draft: TailoredDraft,
  policy: PolicyVersion,
  now: EpochMillis,
): readonly Unmet[] {
  const latest = monthsAfter(Math.max(now, draft.from), TAILORED_MONTHS_MAX)
  const empty = Object.keys(draft.parameters).length === 0 && draft.waives.length === 0
  const problems = [
    ...tailoringProblems(draft, policy),
    ...(empty ? ['They set no parameter and waive no clause.'] : []),
    ...(draft.until <= now ? ['They would have ended already.'] : []),
    ...(draft.until > latest
      ? [`They may last ${TAILORED_MONTHS_MAX} months at most, to ${dayOf(latest)}.`]
      : []),
  ]
  return problems.map(what => ({
    what,
    clauses: ['AUP18-10'],
    whoCanFix: 'the access manager who proposes them',
  }))
}

export type TailoredChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'unknown-terms' }
  | Exclude<Step<TailoredState, TailoredEvent>, { outcome: 'moved' }>

/** Ends tailored terms, or notes that they have run out: the agreement is back on the common terms. */
export async function endTailored(
  database: Database,
  id: string,
  event: 'end' | 'expire',
  deed: Deed,
): Promise<TailoredChange> {
  return database.transaction(async query => {
    const [before] = await readTailored(query, { ids: [id] })
    if (!before) return { outcome: 'unknown-terms' }
    await holdAgreements(query, before.connectionId)
    const [held] = await readTailored(query, { ids: [id] })
    if (!held) return { outcome: 'unknown-terms' }
    const taken = step(TAILORED_MACHINE, held.state, event, { now: deed.at, until: held.until })
    if (taken.outcome !== 'moved') return taken
    await finishTailored(query, held, event, { ...deed, clauses: taken.clauses })
    await appendChanges(query, 'agreement', [held.connectionId])
    return { outcome: 'changed' }
  })
}

const AFTER: Record<TailoredEvent, TailoredState> = {
  supersede: 'superseded',
  expire: 'expired',
  end: 'ended',
}

/** Writes how tailored terms end; the step has been judged, and the agreement is held. */
export async function finishTailored(
  query: Query,
  terms: TailoredRecord,
  event: TailoredEvent,
  deed: Deed,
): Promise<void> {
  await query('update agreements.tailored_terms set state = $2, ended_at = $3 where id = $1', [
    terms.id,
    AFTER[event],
    new Date(deed.at),
  ])
  await unschedule(query, 'tailored-terms', terms.id)
  await recordAct(
    query,
    'tailored-terms',
    terms.id,
    event,
    deed,
    { state: terms.state },
    { state: AFTER[event] },
  )
}

/** Tailored terms, newest first; of these agreements or connections, or all. */
export async function readTailored(
  query: Query,
  of: {
    readonly ids?: readonly string[]
    readonly agreementIds?: readonly string[]
    readonly connectionIds?: readonly string[]
    readonly inForceOnly?: boolean
  } = {},
): Promise<TailoredRecord[]> {
  const rows = await query<Row>(
    `select t.*, a.connection_id from agreements.tailored_terms t
     join agreements.agreement a on a.id = t.agreement_id
     where ($1::text[] is null or t.id = any($1::text[]))
       and ($2::text[] is null or t.agreement_id = any($2::text[]))
       and ($3::text[] is null or a.connection_id = any($3::text[]))
       and (not $4 or t.state = 'in-force')
     order by t.approved_at desc, t.id desc`,
    [of.ids ?? null, of.agreementIds ?? null, of.connectionIds ?? null, of.inForceOnly === true],
  )
  return rows.map(row => ({
    id: row.id,
    agreementId: row.agreement_id,
    connectionId: row.connection_id,
    policyVersion: row.policy_version,
    state: row.state,
    parameters: row.parameters,
    waives: row.waives,
    reason: row.reason,
    summary: row.summary,
    proposedBy: row.proposed_by,
    approvedBy: row.approved_by,
    approvedAt: row.approved_at.getTime(),
    from: row.valid_from.getTime(),
    until: row.valid_until.getTime(),
    endedAt: row.ended_at?.getTime() ?? null,
  }))
}
