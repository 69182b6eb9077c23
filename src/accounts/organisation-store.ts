import { appendChanges, type Database, type Query } from '../database/index.ts'
import type { Deed } from '../vocabulary/index.ts'
import { readActs, recordAct, type Step, step } from '../workflow/index.ts'
import { FINAL_STATUSES, type Organisation } from './records.ts'
import { ORGANISATION, type OrganisationEvent } from './register-machines.ts'

/** What ODS says of an organisation besides; null where nobody said. Dates as YYYY-MM-DD. */
export type OdsDetails = {
  /** An ODS role such as RO76, or the setting or sub-type of older files. */
  readonly odsRole: string | null
  readonly openedOn: string | null
  readonly closedOn: string | null
}
export type OrganisationRecord = Organisation & OdsDetails & { readonly statusReason: string | null }

/** Writes an organisation, new or changed, in whatever state. Every account in its name hears of it through the change feed. */
export const saveOrganisation = (
  database: Database,
  organisation: Organisation & Partial<OdsDetails>,
  deed: Deed,
): Promise<void> =>
  database.transaction(async query => {
    const before = await lockOrganisation(query, organisation.odsCode)
    await write(query, before, { ...before, ...organisation }, deed)
    if (before) await followStatus(query, organisation.odsCode, before.status, organisation.status, deed)
    await appendAccountsOf(query, organisation.odsCode)
  })

/** Writes what an organisation is called and where it is; its state stays, and a new one is active. */
export const describeOrganisation = (
  database: Database,
  organisation: Omit<Organisation, 'status'> & Partial<OdsDetails>,
  deed: Deed,
): Promise<'created' | 'saved'> =>
  database.transaction(async query => {
    const before = await lockOrganisation(query, organisation.odsCode)
    await write(query, before, { ...before, status: before?.status ?? 'active', ...organisation }, deed)
    await appendAccountsOf(query, organisation.odsCode)
    return before ? 'saved' : 'created'
  })

export type OrganisationStep =
  | Step<Organisation['status'], OrganisationEvent>
  | { readonly outcome: 'unknown' }

/**
 * Takes an organisation from one state to another, with the reason of the deed. Closing it puts its connections on
 * hold and reopening it lifts that again; both are recorded of each connection and each account that has not ended.
 * One that was suspended when it was closed is so again when it is reopened.
 * @param closedOn YYYY-MM-DD, when closing, as ODS has it
 */
export const moveOrganisation = (
  database: Database,
  odsCode: string,
  event: OrganisationEvent,
  deed: Deed,
  closedOn: string | null = null,
): Promise<OrganisationStep> =>
  database.transaction(async query => {
    const before = await lockOrganisation(query, odsCode)
    if (!before) return { outcome: 'unknown' }
    return moveLocked(query, before, event, deed, closedOn)
  })

/** As `moveOrganisation`, for one whose row is held. */
export async function moveLocked(
  query: Query,
  before: OrganisationRecord,
  wanted: OrganisationEvent,
  deed: Deed,
  closedOn: string | null = null,
): Promise<Step<Organisation['status'], OrganisationEvent>> {
  const { odsCode } = before
  const event = wanted === 'reopen' && (await wasSuspended(query, before)) ? 'reopen-suspended' : wanted
  const taken = step(ORGANISATION, before.status, event, undefined)
  if (taken.outcome !== 'moved') return taken
  await query(
    'update accounts.organisation set status = $2, status_reason = $3, closed_on = $4 where ods_code = $1',
    [odsCode, taken.to, deed.why, event === 'close' ? closedOn : null],
  )
  const clauses = [...new Set([...(deed.clauses ?? []), ...taken.clauses])]
  const was = { status: before.status }
  await recordAct(query, 'organisation', odsCode, event, { ...deed, clauses }, was, { status: taken.to })
  await followStatus(query, odsCode, before.status, taken.to, deed)
  await appendAccountsOf(query, odsCode)
  return taken
}

/** Whether a closed organisation was suspended when it was closed, as its record has it. */
async function wasSuspended(query: Query, { odsCode, status }: OrganisationRecord): Promise<boolean> {
  if (status !== 'closed') return false
  const acts = await readActs(query, 'organisation', odsCode)
  const closing = acts.findLast(act => statusIn(act.after) === 'closed' && statusIn(act.before) !== 'closed')
  return closing !== undefined && statusIn(closing.before) === 'suspended'
}

const statusIn = (state: unknown): unknown =>
  typeof state === 'object' && state !== null && 'status' in state ? state.status : null

/** Closes an organisation: its web service accounts, and the people on them, are no longer answered. */
export const closeOrganisation = (
  database: Database,
  odsCode: string,
  deed: Deed,
  closedOn: string | null = null,
): Promise<OrganisationStep> => moveOrganisation(database, odsCode, 'close', deed, closedOn)

export const readOrganisation = async (
  query: Query,
  odsCode: string,
): Promise<OrganisationRecord | undefined> => one(query, odsCode, '')

/** Holds an organisation's row until the transaction ends. */
export const lockOrganisation = (query: Query, odsCode: string): Promise<OrganisationRecord | undefined> =>
  one(query, odsCode, 'for update')

/** Organisations by code, of these or of all, past `after`. */
export async function readOrganisations(
  query: Query,
  wanted: {
    readonly odsCodes: readonly string[] | null
    readonly status: Organisation['status'] | null
    readonly after: string
    readonly limit: number
  },
): Promise<OrganisationRecord[]> {
  const rows = await query<OrganisationRow>(
    `select * from accounts.organisation where ($1::text[] is null or ods_code = any($1::text[]))
     and ($2::text is null or status = $2) and ods_code > $3 order by ods_code limit $4`,
    [wanted.odsCodes, wanted.status, wanted.after, wanted.limit],
  )
  return rows.map(recordOf)
}

/** Writes the row and the act, and touches nothing else. */
export async function write(
  query: Query,
  before: OrganisationRecord | undefined,
  organisation: Organisation & Partial<OdsDetails>,
  deed: Deed,
): Promise<void> {
  const { odsCode, name, addressLines, postcode, status } = organisation
  const { odsRole = null, openedOn = null, closedOn = null } = organisation
  await query(
    `insert into accounts.organisation (ods_code, name, address_lines, postcode, status, ods_role, opened_on, closed_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (ods_code) do update set name = excluded.name, address_lines = excluded.address_lines,
       postcode = excluded.postcode, status = excluded.status, ods_role = excluded.ods_role,
       opened_on = excluded.opened_on, closed_on = excluded.closed_on`,
    [odsCode, name, addressLines, postcode, status, odsRole, openedOn, closedOn],
  )
  await recordAct(query, 'organisation', odsCode, 'save', deed, before ?? null, organisation)
}

/** Tells the feed of every account in an organisation's name. Called last. */
export async function appendAccountsOf(query: Query, odsCode: string): Promise<void> {
  const rows = await query<{ id: string }>(
    `select a.id from accounts.account a join accounts.connection c on c.id = a.connection_id
     where c.ods_code = $1 order by a.id`,
    [odsCode],
  )
  const ids = rows.map(row => row.id)
  if (ids.length > 0) await appendChanges(query, 'account', ids)
}

/** Connections and accounts of an organisation whose row is held follow it into, and out of, being closed. */
async function followStatus(
  query: Query,
  odsCode: string,
  from: Organisation['status'],
  to: Organisation['status'],
  deed: Deed,
): Promise<void> {
  if ((from === 'closed') === (to === 'closed')) return
  const [was, is, event] =
    to === 'closed' ? (['open', 'suspended', 'suspend'] as const) : (['suspended', 'open', 'resume'] as const)
  const connections = await query<{ id: string }>(
    'select id from accounts.connection where ods_code = $1 and status = $2 order by id for update',
    [odsCode, was],
  )
  for (const { id } of connections) {
    await query('update accounts.connection set status = $2, status_reason = $3 where id = $1', [
      id,
      is,
      deed.why,
    ])
    await recordAct(query, 'connection', id, event, deed, { status: was }, { status: is })
  }
  const accounts = await query<{ id: string }>(
    `select a.id from accounts.account a join accounts.connection c on c.id = a.connection_id
     where c.ods_code = $1 and a.status <> all($2::text[]) order by a.id`,
    [odsCode, FINAL_STATUSES],
  )
  const heard = to === 'closed' ? 'organisation-closed' : 'organisation-reopened'
  for (const { id } of accounts) await recordAct(query, 'account', id, heard, deed, null, { odsCode })
}

type OrganisationRow = {
  readonly ods_code: string
  readonly name: string
  readonly address_lines: readonly string[]
  readonly postcode: string | null
  readonly status: Organisation['status']
  readonly ods_role: string | null
  readonly opened_on: string | null
  readonly closed_on: string | null
  readonly status_reason: string | null
}

const recordOf = (row: OrganisationRow): OrganisationRecord => ({
  odsCode: row.ods_code,
  name: row.name,
  addressLines: row.address_lines,
  postcode: row.postcode,
  status: row.status,
  odsRole: row.ods_role,
  openedOn: row.opened_on,
  closedOn: row.closed_on,
  statusReason: row.status_reason,
})

async function one(
  query: Query,
  odsCode: string,
  hold: '' | 'for update',
): Promise<OrganisationRecord | undefined> {
  const [row] = await query<OrganisationRow>(
    `select * from accounts.organisation where ods_code = $1 ${hold}`,
    [odsCode],
  )
  return row && recordOf(row)
}
