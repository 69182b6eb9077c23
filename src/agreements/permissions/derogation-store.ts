import type { Database, Query } from '../../database/index.ts'
import type { PolicyVersion } from '../../policy/index.ts'
import type { ClauseId, Deed, EpochMillis } from '../../vocabulary/index.ts'
import { recordAct, type Unmet } from '../../workflow/index.ts'
import { monthsAfter } from '../calendar.ts'
import { holdAgreements } from './hold-store.ts'
import type { DerogableType, Derogation } from './permission.ts'

/** Columns as typed here are what the check constraints of migration 0013 let in. */
type Row = {
  readonly id: string
  readonly agreement_id: string
  readonly permits: DerogableType
  readonly cites: readonly string[]
  readonly reason: string
  readonly pattern: string
  readonly fields: readonly string[]
  readonly purposes: readonly string[]
  readonly max_age_seconds: number | null
  readonly purge_on_signal: boolean
  readonly signed_by: string
  readonly signed_second: string
  readonly signed_at: Date
  readonly review_by: Date
}

/** The clauses a derogation sets aside, and those that let it: written by the program, so that none is forgotten. */
const CITES: Record<DerogableType, readonly ClauseId[]> = {
  'cache-exception': ['AUP25-25', 'AUP18-10', 'AUP18-20'],
  'dataset-snapshot': ['AUP25-16', 'AUP25-26', 'AUP25-28', 'AUP18-10'],
}

export type DerogationDraft = Omit<Derogation, 'cites' | 'signedBy' | 'signedSecond' | 'signedAt'>

export type DerogationSigned =
  | { readonly outcome: 'signed' }
  | { readonly outcome: 'unknown-agreement' | 'id-taken' | 'one-person' }
  | { readonly outcome: 'unmet'; readonly unmet: readonly Unmet[] }

/** Writes a derogation that two people have signed: who did it and who agreed are the deed's. It is never changed. */
export async function signDerogation(
  database: Database,
  draft: DerogationDraft,
  policy: PolicyVersion,
  deed: Deed,
): Promise<DerogationSigned> {
  const second = deed.approvedBy
  if (second === undefined || second === deed.who) return { outcome: 'one-person' }
  const unmet = unmetForSigning(draft, policy, deed.at)
  if (unmet.length > 0) return { outcome: 'unmet', unmet }
  return database.transaction(async query => {
    const [agreement] = await query<{ connection_id: string }>(
      'select connection_id from agreements.agreement where id = $1',
      [draft.agreementId],
    )
    if (!agreement) return { outcome: 'unknown-agreement' }
    await holdAgreements(query, agreement.connection_id)
    const made = await query(
      `insert into agreements.derogation (id, agreement_id, permits, cites, reason, pattern, fields, purposes,
         max_age_seconds, purge_on_signal, signed_by, signed_second, signed_at, review_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict do nothing returning id`,
      [
        draft.id,
        draft.agreementId,
        draft.permits,
        CITES[draft.permits],
        draft.reason,
        draft.pattern,
        draft.fields,
        draft.purposes,
        draft.maxAgeSeconds,
        draft.purgeOnSignal,
        deed.who,
        second,
        new Date(deed.at),
        new Date(draft.reviewBy),
      ],
    )
    if (made.length === 0) return { outcome: 'id-taken' }
    const told: Deed = { ...deed, clauses: CITES[draft.permits] }
    await recordAct(query, 'agreement', draft.agreementId, 'derogate', told, null, draft)
    return { outcome: 'signed' }
  })
}

/** What a derogation still lacks (sources, use 1.3 rule 4, 4.3). */
export function unmetForSigning(
  draft: DerogationDraft,
  policy: PolicyVersion,
  now: EpochMillis,
): readonly Unmet[] {
  const { cacheReviewMonths: months, cacheMaxAgeSecondsMax: most } = policy.parameters
  const clauses = CITES[draft.permits]
  const need = (met: boolean, what: string): Unmet[] =>
    met ? [] : [{ what, clauses, whoCanFix: 'whoever proposes the derogation' }]
  const caching = draft.permits === 'cache-exception'
  return [
    ...need(draft.reviewBy > now, 'Its review lies in the past.'),
    ...need(draft.reviewBy <= monthsAfter(now, months), `It must be reviewed within ${months} months.`),
    ...need(!caching || draft.fields.length > 0, 'It lists no fields.'),
    ...need(!caching || draft.purposes.length > 0, 'It lists no purposes.'),
    ...need(
      !caching || (draft.maxAgeSeconds !== null && draft.maxAgeSeconds <= most),
      `It does not say for how long, in seconds, up to ${most}.`,
    ),
    ...need(!caching || draft.purgeOnSignal, 'It does not ask for what is kept to be thrown away on signal.'),
  ]
}

/** Derogations of these agreements, or of all, newest first. */
export async function readDerogations(
  query: Query,
  agreementIds: readonly string[] | null,
): Promise<Derogation[]> {
  const rows = await query<Row>(
    `select * from agreements.derogation where $1::text[] is null or agreement_id = any($1::text[])
     order by signed_at desc, id desc`,
    [agreementIds],
  )
  return rows.map(row => ({
    id: row.id,
    agreementId: row.agreement_id,
    permits: row.permits,
    cites: row.cites,
    reason: row.reason,
    pattern: row.pattern,
    fields: row.fields,
    purposes: row.purposes,
    maxAgeSeconds: row.max_age_seconds,
    purgeOnSignal: row.purge_on_signal,
    signedBy: row.signed_by,
    signedSecond: row.signed_second,
    signedAt: row.signed_at.getTime(),
    reviewBy: row.review_by.getTime(),
  }))
}
