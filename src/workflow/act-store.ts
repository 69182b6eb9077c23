import type { Query } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'

/** Kinds of things whose history is kept. */
export type Entity =
  | 'organisation'
  | 'supplier'
  | 'product'
  | 'connection'
  | 'account'
  | 'credential'
  | 'signing-key'
  | 'restriction'
  | 'region'
  | 'person'
  | 'session'
  | 'application'
  | 'agreement'
  | 'permission'
  | 'tailored-terms'
  | 'policy-version'
  | 'reference-document'
  | 'listing'
  | 'evidence'
  | 'proposal'
  | 'service'
  | 'service-draft'
  | 'service-reading'
  | 'feedback'
  | 'finding'
  | 'declared-event'
  | 'ledger-key'
  | 'activity-hold'
  | 'activity-month'
  | 'activity-reading'

/** One act as recorded. */
export type Act = {
  readonly id: number
  readonly at: Date
  readonly who: string
  readonly acting_as: string
  readonly on_behalf_of: string | null
  readonly approved_by: string | null
  readonly entity: Entity
  readonly entity_id: string
  readonly event: string
  readonly why: string
  readonly clauses: readonly string[]
  readonly evidence: readonly string[]
  readonly request_id: string | null
  readonly before: unknown
  readonly after: unknown
}

const COLUMNS = `id, at, who, acting_as, on_behalf_of, approved_by, entity, entity_id, event, why, clauses, evidence,
  request_id, before, after`

/**
 * Writes down what was done, in the transaction that does it. Only ever added to.
 * @param before what it was, as stored; null when it is new
 * @param after what it is now. Never a secret, never more about a person than an id.
 */
export async function recordAct(
  query: Query,
  entity: Entity,
  entityId: string,
  event: string,
  deed: Deed,
  before: unknown,
  after: unknown,
): Promise<void> {
  await query(
    `insert into workflow.act (at, who, acting_as, on_behalf_of, approved_by, entity, entity_id, event, why, clauses,
       evidence, request_id, before, after)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::jsonb, $14::jsonb)`,
    [
      new Date(deed.at),
      deed.who,
      deed.actingAs,
      deed.onBehalfOf ?? null,
      deed.approvedBy ?? null,
      entity,
      entityId,
      event,
      deed.why,
      deed.clauses ?? [],
      deed.evidence ?? [],
      deed.requestId ?? null,
      before === null ? null : JSON.stringify(before),
      after === null ? null : JSON.stringify(after),
    ],
  )
}

/** What has been done to one thing, oldest first. */
export const readActs = (query: Query, entity: Entity, entityId: string): Promise<Act[]> =>
  query<Act>(`select ${COLUMNS} from workflow.act where entity = $1 and entity_id = $2 order by id`, [
    entity,
    entityId,
  ])

/** What one person, or the system, has done, newest first. */
export const readActsBy = (query: Query, who: string, limit: number): Promise<Act[]> =>
  query<Act>(
    `select ${COLUMNS} from workflow.act where who = $1 or approved_by = $1 order by id desc limit $2`,
    [who, limit],
  )
