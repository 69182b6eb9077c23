import type { Query } from '../../database/index.ts'
import type { Deed } from '../../vocabulary/index.ts'
import { readDue, recordAct, type Step, schedule, step, unschedule } from '../../workflow/index.ts'
import { type Application, contextOf, datesOf } from './application.ts'
import { formHash } from './form.ts'
import {
  APPLICATION,
  type ApplicationContext,
  type ApplicationEvent,
  type ApplicationState,
} from './machine.ts'
import { readApplication } from './read-store.ts'

export type ApplicationStep = Step<ApplicationState, ApplicationEvent>
/** A step of an application, or of one of its reviews, that was not taken. */
export type NotTaken = Exclude<Step<string, string>, { outcome: 'moved' }>

/** What a step changes of an application besides its state, and what goes on record of it: no names, no answers. */
export type Taking = {
  readonly set?: Partial<
    Pick<
      Application,
      | 'form'
      | 'revision'
      | 'submitted'
      | 'overdueAt'
      | 'checks'
      | 'checkedHash'
      | 'connectionId'
      | 'decided'
      | 'refusals'
    >
  >
  readonly context?: Partial<ApplicationContext>
  readonly after?: Readonly<Record<string, unknown>>
  /** Writes what lies beside the application, such as a question, once the step is known to be legal. */
  readonly beside?: () => Promise<unknown>
  /** Whether something changed that dates count from. */
  readonly touched?: boolean
}

/**
 * Takes one step of an application that is held by this transaction: changes it, records the act and sets its dates
 * anew. A step that is not legal, or whose guard finds something missing, writes nothing.
 */
export async function takeStep(
  query: Query,
  held: Application,
  event: ApplicationEvent,
  deed: Deed,
  { set = {}, context = {}, after = {}, touched = true, beside }: Taking = {},
): Promise<ApplicationStep> {
  const taken = step(APPLICATION, held.state, event, { ...contextOf({ ...held, ...set }), ...context })
  if (taken.outcome !== 'moved') return taken
  const next: Application = {
    ...held,
    ...set,
    state: taken.to,
    touchedAt: touched ? deed.at : held.touchedAt,
  }
  await beside?.()
  await writeApplication(query, next)
  await recordAct(
    query,
    'application',
    held.id,
    event,
    { ...deed, clauses: [...new Set([...(deed.clauses ?? []), ...taken.clauses])] },
    { state: taken.from },
    { state: taken.to, ...after },
  )
  await setDates(query, held.id)
  return taken
}

/**
 * Works out the open dates of an application from what is stored of it, and sets these and no others. Those that stay
 * are not touched: whoever works through what is due may hold them at this moment, and want this application.
 */
export async function setDates(query: Query, id: string): Promise<void> {
  const application = await readApplication(query, id)
  if (!application) return
  const wanted = datesOf(application)
  const open = await readDue(query, 'application', id)
  for (const { event } of open) {
    if (!wanted.some(date => date.event === event)) await unschedule(query, 'application', id, event)
  }
  for (const { event, dueAt } of wanted) {
    const stands = open.some(date => date.event === event && date.dueAt === dueAt)
    if (!stands) await schedule(query, 'application', id, event, dueAt)
  }
}

async function writeApplication(query: Query, next: Application): Promise<void> {
  const { submitted, decided } = next
  await query(
    `update agreements.application set state = $2, form = $3::jsonb, form_hash = $4, revision = $5, submitted_at = $6,
       submitted_by = $7, touched_at = $8, overdue_at = $9, checks = $10::jsonb, checked_hash = $11,
       connection_id = $12, decided_at = $13, decided_by = $14, second_person = $15, refusals = $16
     where id = $1`,
    [
      next.id,
      next.state,
      JSON.stringify(next.form),
      formHash(next.form),
      next.revision,
      submitted === null ? null : new Date(submitted.at),
      submitted?.by ?? null,
      new Date(next.touchedAt),
      next.overdueAt === null ? null : new Date(next.overdueAt),
      JSON.stringify(next.checks),
      next.checkedHash,
      next.connectionId,
      decided === null ? null : new Date(decided.at),
      decided?.by ?? null,
      decided?.secondPerson ?? null,
      next.refusals,
    ],
  )
}
