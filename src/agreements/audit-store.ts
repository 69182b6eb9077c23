import type { Query } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'

export type AgreementAuditRow = {
  readonly id: number
  readonly at: Date
  readonly who: string
  readonly acting_as: string
  readonly agreement_id: string
  readonly event: string
  readonly why: string
  readonly clauses: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

/** Writes the audit row of a change, in the transaction of the change itself. */
export async function audit(
  query: Query,
  agreementId: string,
  event: string,
  deed: Deed,
  before: unknown,
  after: unknown,
): Promise<void> {
  await query(
    `insert into agreements.audit (at, who, acting_as, agreement_id, event, why, clauses, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb)`,
    [
      new Date(deed.at),
      deed.who,
      deed.actingAs,
      agreementId,
      event,
      deed.why,
      deed.clauses ?? [],
      before === null ? null : JSON.stringify(before),
      after === null ? null : JSON.stringify(after),
    ],
  )
}

/** What has been done to an agreement, oldest first. */
export const readAgreementAudit = (query: Query, agreementId: string): Promise<AgreementAuditRow[]> =>
  query<AgreementAuditRow>(
    `select id, at, who, acting_as, agreement_id, event, why, clauses, before, after
     from agreements.audit where agreement_id = $1 order by id`,
    [agreementId],
  )
