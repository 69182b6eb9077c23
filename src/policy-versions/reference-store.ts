import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { type DueHandler, recordAct, schedule } from '../workflow/index.ts'

/** A document of others that the policy leans on, as somebody here read it (AUP25-13). */
export type ReferenceDocument = {
  readonly id: string
  /** As its publisher calls it: a number, a date. */
  readonly version: string
  readonly title: string
  readonly issuer: string
  readonly url: string | null
  readonly effectiveFrom: EpochMillis
  /** What it means for the purposes of use here. */
  readonly note: string
  readonly reviewBy: EpochMillis
}

/** Notes a version that has been read. The same version again only moves its next review. */
export async function noteReference(
  database: Database,
  document: ReferenceDocument,
  deed: Deed,
): Promise<void> {
  await database.transaction(async query => {
    await query(
      `insert into policy.reference_document (id, version, title, issuer, url, effective_from, note, noted_by, noted_at, review_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
       on conflict (id, version) do update set note = excluded.note, noted_by = excluded.noted_by,
         noted_at = excluded.noted_at, review_by = excluded.review_by`,
      [
        document.id,
        document.version,
        document.title,
        document.issuer,
        document.url,
        new Date(document.effectiveFrom),
        document.note,
        deed.who,
        new Date(deed.at),
        new Date(document.reviewBy),
      ],
    )
    await schedule(query, 'reference-document', document.id, 'review', document.reviewBy)
    await recordAct(query, 'reference-document', document.id, 'review', deed, null, {
      version: document.version,
      reviewBy: new Date(document.reviewBy).toISOString(),
    })
  })
}

/** Every version that was read, newest first. */
export async function readReferences(query: Query): Promise<ReferenceDocument[]> {
  const rows = await query<ReferenceRow>(
    'select * from policy.reference_document order by id, effective_from desc, noted_at desc',
  )
  return rows.map(row => ({
    id: row.id,
    version: row.version,
    title: row.title,
    issuer: row.issuer,
    url: row.url,
    effectiveFrom: row.effective_from.getTime(),
    note: row.note,
    reviewBy: row.review_by.getTime(),
  }))
}

type ReferenceRow = {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly issuer: string
  readonly url: string | null
  readonly effective_from: Date
  readonly note: string
  readonly review_by: Date
}

const DAY = 86_400_000
/** While nobody has looked, it is said again this often. */
const REMIND_DAYS = 7

/**
 * A review that is due is put on record, again each week until somebody looks, so that an auditor can see it was due.
 * @param remind tells the people whose task it is
 */
export const referenceDueHandlers = (
  remind: (inside: Database, id: string, now: EpochMillis) => Promise<void>,
): Readonly<Record<string, DueHandler>> => ({
  'reference-document:review': async (inside, due, now) => {
    const deed: Deed = {
      who: 'signpost',
      actingAs: 'system',
      why: 'The review of this document is due.',
      at: now,
      clauses: ['AUP25-13'],
    }
    await recordAct(inside.query, 'reference-document', due.entityId, 'review-due', deed, null, null)
    await schedule(inside.query, 'reference-document', due.entityId, 'review', now + REMIND_DAYS * DAY)
    await remind(inside, due.entityId, now)
  },
})
