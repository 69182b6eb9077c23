import type { Database, Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import type { Evidence, EvidenceKind } from './evidence.ts'

/** Columns as typed here are what the check constraints of migration 0013 let in. */
type Row = {
  readonly id: string
  readonly kind: EvidenceKind
  readonly standard: string | null
  readonly standard_version: string | null
  readonly product_id: string | null
  readonly product_version: string | null
  readonly ods_code: string | null
  readonly reference: string
  readonly sha256: string
  readonly issued_at: Date
  readonly expires_at: Date
  readonly officer_name: string | null
  readonly officer_registration: string | null
  readonly added_by: string
  readonly added_at: Date
}

/**
 * Enters a document into the register. Documents are never changed: a newer one is added beside them.
 * The officer's name stays in this table and out of the record of acts.
 */
export async function addEvidence(
  database: Database,
  evidence: Evidence,
  deed: Deed,
): Promise<'added' | 'id-taken'> {
  return database.transaction(async query => {
    const made = await query(
      `insert into agreements.evidence (id, kind, standard, standard_version, product_id, product_version, ods_code,
         reference, sha256, issued_at, expires_at, officer_name, officer_registration, added_by, added_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) on conflict do nothing returning id`,
      [
        evidence.id,
        evidence.kind,
        evidence.standard,
        evidence.standardVersion,
        evidence.productId,
        evidence.productVersion,
        evidence.odsCode,
        evidence.reference,
        evidence.sha256,
        new Date(evidence.issuedAt),
        new Date(evidence.expiresAt),
        evidence.officer?.name ?? null,
        evidence.officer?.registration ?? null,
        evidence.addedBy,
        new Date(evidence.addedAt),
      ],
    )
    if (made.length === 0) return 'id-taken'
    const { officer, ...rest } = evidence
    const after = {
      ...rest,
      officerRegistration: officer?.registration ?? null,
      officerId: officer?.personId ?? null,
    }
    await recordAct(
      query,
      'evidence',
      evidence.id,
      'add',
      { ...deed, evidence: [evidence.sha256] },
      null,
      after,
    )
    return 'added'
  })
}

/** Documents of these products or these organisations, newest first; with neither, all. */
export async function readEvidence(
  query: Query,
  of: { readonly productIds?: readonly string[]; readonly odsCodes?: readonly string[] } = {},
): Promise<Evidence[]> {
  const { productIds = null, odsCodes = null } = of
  const rows = await query<Row>(
    `select * from agreements.evidence
     where ($1::text[] is null and $2::text[] is null) or product_id = any($1::text[]) or ods_code = any($2::text[])
     order by added_at desc, id desc`,
    [productIds, odsCodes],
  )
  return rows.map(evidenceOf)
}

/** The safety case of that id, as permissions rest on it; undefined without one. */
export async function safetyCaseOf(query: Query, id: string | null): Promise<Evidence | undefined> {
  const [row] = await query<Row>('select * from agreements.evidence where id = $1', [id])
  return row && evidenceOf(row)
}

const evidenceOf = (row: Row): Evidence => ({
  id: row.id,
  kind: row.kind,
  standard: row.standard,
  standardVersion: row.standard_version,
  productId: row.product_id,
  productVersion: row.product_version,
  odsCode: row.ods_code,
  reference: row.reference,
  sha256: row.sha256,
  issuedAt: row.issued_at.getTime(),
  expiresAt: row.expires_at.getTime(),
  officer:
    row.officer_name === null || row.officer_registration === null
      ? null
      : { name: row.officer_name, registration: row.officer_registration },
  addedBy: row.added_by,
  addedAt: row.added_at.getTime(),
})
