import type { Database, Query } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { Entity } from './act-store.ts'

/** Something to be done at a time: a deadline, a reminder, an end. */
export type Due = {
  readonly id: number
  readonly entity: Entity
  readonly entityId: string
  readonly event: string
  readonly dueAt: EpochMillis
}

/**
 * Puts a date on something, in the transaction that makes it due. There is one open date for each thing and event:
 * a second one moves the first.
 */
export async function schedule(
  query: Query,
  entity: Entity,
  entityId: string,
  event: string,
  dueAt: EpochMillis,
): Promise<void> {
  await query(
    `insert into workflow.due (entity, entity_id, event, due_at) values ($1, $2, $3, $4)
     on conflict (entity, entity_id, event) where done_at is null do update set due_at = excluded.due_at`,
    [entity, entityId, event, new Date(dueAt)],
  )
}

/** Takes back what was scheduled for a thing: one event, or all. */
export async function unschedule(
  query: Query,
  entity: Entity,
  entityId: string,
  event: string | null = null,
): Promise<void> {
  await query(
    `delete from workflow.due where entity = $1 and entity_id = $2 and done_at is null
     and ($3::text is null or event = $3)`,
    [entity, entityId, event],
  )
}

/** What is open for a thing, soonest first. */
export async function readDue(query: Query, entity: Entity, entityId: string): Promise<Due[]> {
  return (
    await query<DueRow>(
      `select id, entity, entity_id, event, due_at from workflow.due
       where entity = $1 and entity_id = $2 and done_at is null order by due_at, id`,
      [entity, entityId],
    )
  ).map(dueOf)
}

/** Does what has become due. Its writes belong to the transaction that marks it done: both happen, or neither. */
export type DueHandler = (inside: Database, due: Due, now: EpochMillis) => Promise<void>

/**
 * Works through what is due at `now`, each in a transaction of its own, oldest first. Several nodes may do so side by
 * side: a row that one of them holds is passed over by the others.
 * @param handlers by `entity:event`; what has none stays open
 * @param failed hears of a handler that threw; its row stays open and is tried again at the next call
 * @returns how many were done
 */
export async function workThroughDue(
  database: Database,
  now: EpochMillis,
  handlers: Readonly<Record<string, DueHandler>>,
  failed: (due: Due, error: unknown) => void,
): Promise<number> {
  let done = 0
  let after = { at: new Date(0), id: 0 }
  const known = Object.keys(handlers)
  for (;;) {
    const next = await database.query<DueRow>(
      `select id, entity, entity_id, event, due_at from workflow.due
       where done_at is null and due_at <= $1 and entity || ':' || event = any($2::text[]) and (due_at, id) > ($3, $4)
       order by due_at, id limit 1`,
      [new Date(now), known, after.at, after.id],
    )
    const [row] = next
    if (!row) return done
    after = { at: row.due_at, id: row.id }
    const due = dueOf(row)
    try {
      if (await workOn(database, due, now, handlers)) done += 1
    } catch (error) {
      failed(due, error)
    }
  }
}

async function workOn(
  database: Database,
  due: Due,
  now: EpochMillis,
  handlers: Readonly<Record<string, DueHandler>>,
): Promise<boolean> {
  return database.transaction(async query => {
    const held = await query(
      'select 1 from workflow.due where id = $1 and done_at is null and due_at <= $2 for update skip locked',
      [due.id, new Date(now)],
    )
    const handler = handlers[`${due.entity}:${due.event}`]
    if (held.length === 0 || !handler) return false
    await query('update workflow.due set done_at = $2 where id = $1', [due.id, new Date(now)])
    await handler(inside(database, query), due, now)
    return true
  })
}

/** The same database as seen from inside a transaction: what opens a transaction there joins the one that is open. */
export const inside = (database: Database, query: Query): Database => ({
  ...database,
  query,
  transaction: work => work(query),
})

type DueRow = {
  readonly id: number
  readonly entity: Entity
  readonly entity_id: string
  readonly event: string
  readonly due_at: Date
}

const dueOf = (row: DueRow): Due => ({
  id: row.id,
  entity: row.entity,
  entityId: row.entity_id,
  event: row.event,
  dueAt: row.due_at.getTime(),
})
