import type { Query } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'

export type AuditedEntity =
  | 'organisation'
  | 'supplier'
  | 'product'
  | 'connection'
  | 'account'
  | 'credential'
  | 'signing-key'

export type AuditRow = {
  readonly id: number
  readonly at: Date
  readonly who: string
  readonly acting_as: string
  readonly entity: AuditedEntity
  readonly entity_id: string
  readonly event: string
  readonly why: string
  readonly clauses: readonly string[]
  readonly before: unknown
  readonly after: unknown
}

/**
 * Writes the audit row of a change, in the transaction of the change itself.
 * @param before what it was, as stored; null when it is new
 * @param after what it is now. Never a secret: public keys and statuses only.
 */
export async function audit(
  query: Query,
  entity: AuditedEntity,
  entityId: string,
  event: string,
  deed: Deed,
  before: unknown,
  after: unknown,
): Promise<void> {
  await query(
    `insert into accounts.audit (at, who, acting_as, entity, entity_id, event, why, clauses, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb)`,
    [
      new Date(deed.at),
      deed.who,
      deed.actingAs,
      entity,
      entityId,
      event,
      deed.why,
      deed.clauses ?? [],
      before === null ? null : JSON.stringify(before),
      after === null ? null : JSON.stringify(after),
    ],
  )
}

/** What has been done to one entity, oldest first. */
export const readAudit = (query: Query, entity: AuditedEntity, entityId: string): Promise<AuditRow[]> =>
  query<AuditRow>(
    `select id, at, who, acting_as, entity, entity_id, event, why, clauses, before, after
     from accounts.audit where entity = $1 and entity_id = $2 order by id`,
    [entity, entityId],
  )
