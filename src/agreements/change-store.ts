import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { recordAct, step } from '../workflow/index.ts'
import type { AgreementStatus, PolicyText } from './agreement.ts'
import {
  AGREEMENT,
  type AgreementContext,
  type AgreementEvent,
  type AgreementState,
} from './agreement-machine.ts'
import type { Application } from './applications/application.ts'
import { readApplication } from './applications/read-store.ts'

export type AgreementChange =
  | { readonly outcome: 'changed' }
  | { readonly outcome: 'unknown-agreement' }
  /** That cannot be done to an agreement in its present state. */
  | { readonly outcome: 'not-in-state'; readonly status: AgreementState }
  /** What would be accepted is not what was issued: another version, or another text under its name. */
  | { readonly outcome: 'not-as-issued'; readonly issued: PolicyText }
  /** Another serves the connection now, and this one begins later only: nothing would serve it in between. */
  | { readonly outcome: 'too-early'; readonly from: EpochMillis }

/** An agreement that is held by the transaction, with the application it came from. */
export type Held = {
  readonly id: string
  readonly connectionId: string
  readonly state: AgreementState
  readonly audience: 'public' | 'professional'
  readonly purposes: readonly string[]
  readonly application: Application | null
  readonly issued: PolicyText | null
  /** The newer text that is to be accepted as well. */
  readonly asked: PolicyText | null
  readonly accepted: string | null
  readonly from: EpochMillis
  readonly until: EpochMillis | null
  readonly termMonths: number | null
  readonly wasRead: boolean
  /** The others of its connection, in order of their ids, held too. */
  readonly others: readonly HeldRow[]
}

type HeldRow = {
  readonly id: string
  readonly connection_id: string
  readonly status: AgreementStatus
  readonly audience: 'public' | 'professional'
  readonly purposes: readonly string[]
  readonly application_id: string | null
  readonly issued_version: string | null
  readonly issued_hash: string | null
  readonly accepted_version: string | null
  readonly reaccept_version: string | null
  readonly reaccept_hash: string | null
  readonly valid_from: Date
  readonly valid_until: Date | null
  readonly term_months: number | null
  readonly read_at: Date | null
}

/** How a step is judged, what it writes, and what goes on record of it. */
export type Change = {
  readonly context?: Partial<AgreementContext>
  /** Writes all but the state, before it: a connection has one in force, so what was in force goes first. */
  readonly write?: () => Promise<unknown>
  readonly after?: Readonly<Record<string, unknown>>
}

/**
 * One transaction: holds the application the agreement came from, then the agreements of its connection, in one order,
 * so that two cannot come into force side by side; takes the step, records it and tells the feed.
 */
export async function changeAgreement(
  database: Database,
  id: string,
  event: AgreementEvent,
  deed: Deed,
  prepare: (query: Query, held: Held) => Change | Promise<Change>,
): Promise<AgreementChange> {
  return database.transaction(async query => {
    const held = await holdAgreement(query, id)
    if (!held) return { outcome: 'unknown-agreement' }
    const change = await prepare(query, held)
    const taken = await takeAgreementStep(query, held, event, deed, change)
    if (taken.outcome === 'changed') await appendChanges(query, 'agreement', [held.connectionId])
    return taken
  })
}

export async function holdAgreement(query: Query, id: string): Promise<Held | undefined> {
  const [known] = await query<{ application_id: string | null }>(
    'select application_id from agreements.agreement where id = $1',
    [id],
  )
  if (!known) return undefined
  const { application_id } = known
  const application = application_id === null ? undefined : await readApplication(query, application_id, true)
  const rows = await query<HeldRow>(
    `select id, connection_id, status, audience, purposes, application_id, issued_version, issued_hash, accepted_version,
       reaccept_version, reaccept_hash, valid_from, valid_until, term_months, read_at
     from agreements.agreement
     where connection_id = (select connection_id from agreements.agreement where id = $1) order by id for update`,
    [id],
  )
  const row = rows.find(one => one.id === id)
  return row && { ...heldOf(row), application: application ?? null, others: rows.filter(one => one !== row) }
}

const heldOf = (row: HeldRow): Omit<Held, 'application' | 'others'> => ({
  id: row.id,
  connectionId: row.connection_id,
  state: stateOf(row),
  audience: row.audience,
  purposes: row.purposes,
  issued: textOf(row.issued_version, row.issued_hash),
  asked: textOf(row.reaccept_version, row.reaccept_hash),
  accepted: row.accepted_version,
  from: row.valid_from.getTime(),
  until: row.valid_until?.getTime() ?? null,
  termMonths: row.term_months,
  wasRead: row.read_at !== null,
})

/** The state of the machine: one in force that is asked to accept anew is told apart. */
export const stateOf = (row: Pick<HeldRow, 'status' | 'reaccept_version'>): AgreementState =>
  row.status === 'in-force' && row.reaccept_version !== null ? 'reaccept-due' : row.status

const textOf = (version: string | null, hash: string | null): PolicyText | null =>
  version === null || hash === null ? null : { version, hash }

/** Takes one step of an agreement that is held: writes it and records it, or says why not and writes nothing. */
export async function takeAgreementStep(
  query: Query,
  held: Held,
  event: AgreementEvent,
  deed: Deed,
  { context = {}, write, after = {} }: Change,
): Promise<AgreementChange> {
  const all: AgreementContext = { offered: null, asked: null, servedUntil: null, ...context }
  const taken = step(AGREEMENT, held.state, event, all)
  if (taken.outcome === 'not-legal') return { outcome: 'not-in-state', status: taken.from }
  if (taken.outcome === 'unmet') {
    return event === 'put-in-force'
      ? { outcome: 'too-early', from: held.from }
      : { outcome: 'not-as-issued', issued: all.asked ?? { version: '', hash: '' } }
  }
  const status = taken.to === 'reaccept-due' ? 'in-force' : taken.to
  await write?.()
  await query('update agreements.agreement set status = $2 where id = $1', [held.id, status])
  await recordAct(
    query,
    'agreement',
    held.id,
    event,
    { ...deed, clauses: [...new Set([...(deed.clauses ?? []), ...taken.clauses])] },
    { status: taken.from },
    { status: taken.to, ...after },
  )
  return { outcome: 'changed' }
}
