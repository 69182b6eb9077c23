import { appendChanges, type Database, type Query } from '../../database/index.ts'
import type { Deed, EpochMillis } from '../../vocabulary/index.ts'
import { recordAct } from '../../workflow/index.ts'
import type { DeclaredEvent } from '../detection/types.ts'

export const EVENT_KINDS = ['load-test', 'launch', 'outbreak', 'audit', 'other'] as const
export type EventKind = (typeof EVENT_KINDS)[number]

/** An event as people declare it, with what the detectors need of it. */
export type EventRecord = DeclaredEvent & {
  readonly kind: EventKind
  readonly title: string
  readonly declaredAt: EpochMillis
  readonly declaredBy: string
  readonly agreedBy: string | null
}

type Row = {
  readonly id: string
  readonly kind: EventKind
  readonly title: string
  readonly effect: DeclaredEvent['effect']
  readonly from_at: Date
  readonly until_at: Date
  readonly accounts: readonly string[] | null
  readonly organisations: readonly string[] | null
  readonly regions: readonly string[] | null
  readonly type_ids: readonly number[] | null
  readonly declared_at: Date
  readonly declared_by: string
  readonly agreed_by: string | null
}

const COLUMNS = `id, kind, title, effect, from_at, until_at, accounts, organisations, regions, type_ids, declared_at,
  declared_by, agreed_by`

/** Declares an event, on every node. */
export const declareEvent = (
  database: Pick<Database, 'transaction'>,
  event: Omit<EventRecord, 'declaredAt' | 'declaredBy' | 'agreedBy'>,
  deed: Deed,
): Promise<void> =>
  database.transaction(async query => {
    await query(
      `insert into watch.declared_event (${COLUMNS})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
      [
        event.id,
        event.kind,
        event.title,
        event.effect,
        new Date(event.from),
        new Date(event.until),
        event.accounts,
        event.organisations,
        event.regions,
        event.types,
        new Date(deed.at),
        deed.who,
        deed.approvedBy ?? null,
      ],
    )
    await recordAct(query, 'declared-event', event.id, 'declare', deed, null, event)
    await appendChanges(query, 'watch', [event.id])
  })

/** Events that are not over at an instant, or that were declared since it; in the order in which they were declared. */
export async function readEvents(query: Query, since: EpochMillis): Promise<EventRecord[]> {
  const rows = await query<Row>(
    `select ${COLUMNS} from watch.declared_event where until_at > $1 or declared_at > $1 order by declared_at, id`,
    [new Date(since)],
  )
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    title: row.title,
    effect: row.effect,
    from: row.from_at.getTime(),
    until: row.until_at.getTime(),
    accounts: row.accounts,
    organisations: row.organisations,
    regions: row.regions,
    types: row.type_ids,
    declaredAt: row.declared_at.getTime(),
    declaredBy: row.declared_by,
    agreedBy: row.agreed_by,
  }))
}
