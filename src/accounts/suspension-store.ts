import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import type {
  InactivityFinding,
  Settlement,
  Standing,
  Suspension,
  SuspensionGround,
} from './account-events.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import { regionsHeld } from './activation-store.ts'
import { keysServing } from './credential-read-store.ts'
import {
  type AccountMove,
  type AccountStep,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'

/** A ground on which an account is suspended. */
export type OpenSuspension = {
  readonly ground: SuspensionGround
  /** The impact assessment or the notice it rests on. */
  readonly reference: string | null
  readonly from: EpochMillis
}

type Row = { readonly ground: SuspensionGround; readonly reference: string | null; readonly held_from: Date }

/** The grounds on which an account is suspended, oldest first. */
export async function readSuspensions(query: Query, accountId: string): Promise<OpenSuspension[]> {
  const rows = await query<Row>(
    `select ground, reference, held_from from accounts.suspension
     where account_id = $1 and settled_at is null order by id`,
    [accountId],
  )
  return rows.map(row => ({ ground: row.ground, reference: row.reference, from: row.held_from.getTime() }))
}

/** Suspends an account, at once and without prior notice (AUP25-42, AUP25-53); a second ground joins the first. */
export const suspendAccount = (
  database: Database,
  accountId: string,
  suspension: Suspension,
  by: 'operator' | 'employer',
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, (query, account) =>
    suspend(query, account, suspension, by, holdersOf, deed),
  )

async function suspend(
  query: Query,
  account: StoredAccount,
  suspension: Suspension,
  by: 'operator' | 'employer',
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep> {
  const open = (await readSuspensions(query, account.id)).map(({ ground }) => ground)
  const reference = referenceOf(suspension)
  const evidence = reference === null ? (deed.evidence ?? []) : [...(deed.evidence ?? []), reference]
  const step = await takeStep(
    query,
    account,
    'suspend',
    { kind: account.kind, suspension, by, open },
    { ...deed, evidence },
    { before: { grounds: open }, after: { grounds: [...open, suspension.ground] } },
  )
  if (step.outcome !== 'moved') return step
  await query(
    'insert into accounts.suspension (account_id, ground, reference, held_from) values ($1, $2, $3, $4)',
    [account.id, suspension.ground, reference, new Date(deed.at)],
  )
  const detail = `Ground: ${suspension.ground}\nReason: ${deed.why}`
  await tell(query, holdersOf, account, 'account-suspended', detail, deed.at)
  return step
}

function referenceOf(suspension: Suspension): string | null {
  if (suspension.ground === 'significant-risk') return suspension.assessment
  return suspension.ground === 'expired-intention-notice' ? suspension.notice : null
}

export type Reinstatement = {
  /** Which ground is settled; null: the only one. */
  readonly ground: SuspensionGround | null
  readonly by: 'operator' | 'employer'
  /** The case closed as remedied, where the ground asks for one. */
  readonly closedCase: string | null
  readonly standing: Standing | null
  readonly finding: InactivityFinding | null
}

export type Reinstated =
  | AccountMove
  | { readonly outcome: 'which-ground'; readonly open: readonly SuspensionGround[] }

/**
 * Settles a ground of suspension. With the last one the account is answered again, within whatever restrictions stand;
 * while another stands it stays suspended.
 */
export const reinstateAccount = (
  database: Database,
  accountId: string,
  reinstatement: Reinstatement,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<Reinstated> =>
  withAccount(database, accountId, async (query, account): Promise<Reinstated> => {
    const suspensions = await readSuspensions(query, accountId)
    const open = suspensions.map(({ ground }) => ground)
    const ground = reinstatement.ground ?? (open.length === 1 ? (open[0] ?? null) : null)
    if (account.status === 'suspended' && open.length > 0 && (ground === null || !open.includes(ground))) {
      return { outcome: 'which-ground', open }
    }
    return settle(query, account, suspensions, { ...reinstatement, ground }, holdersOf, deed)
  })

async function settle(
  query: Query,
  account: StoredAccount,
  suspensions: readonly OpenSuspension[],
  reinstatement: Reinstatement,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep> {
  const { ground, closedCase } = reinstatement
  const open = suspensions.map(one => one.ground)
  // The key that was lost may hold still; only one registered since shows that it is no longer asked with.
  const lost = suspensions.find(one => one.ground === ground && ground === 'credential-compromise')
  const facts: Settlement = {
    kind: account.kind,
    ground,
    by: reinstatement.by,
    closedCase,
    agreementInForce: reinstatement.standing?.agreement != null,
    keys:
      account.kind === 'individual'
        ? null
        : await keysServing(query, account.id, deed.at, lost?.from ?? null),
    regions: await regionsHeld(query, account.id),
    finding: reinstatement.finding,
    othersOpen: open.filter(one => one !== ground),
    restrictions: await restrictionsOpen(query, account.id),
  }
  const evidence = closedCase === null ? (deed.evidence ?? []) : [...(deed.evidence ?? []), closedCase]
  const noted = { before: { grounds: open }, after: { grounds: facts.othersOpen } }
  const step = await takeStep(query, account, eventOf(facts), facts, { ...deed, evidence }, noted)
  if (step.outcome !== 'moved') return step
  await query(
    `update accounts.suspension set settled_at = $3, settled_by_reference = $4
     where account_id = $1 and ground = $2 and settled_at is null`,
    [account.id, ground, new Date(deed.at), closedCase],
  )
  await tell(query, holdersOf, account, 'account-reinstated', `It is ${step.to} now.`, deed.at)
  return step
}

function eventOf({
  othersOpen,
  restrictions,
}: Settlement): 'settle-ground' | 'reinstate' | 'reinstate-restricted' {
  if (othersOpen.length > 0) return 'settle-ground'
  return restrictions > 0 ? 'reinstate-restricted' : 'reinstate'
}

/** How many restrictions of an account stand, begun or not. */
export async function restrictionsOpen(query: Query, accountId: string): Promise<number> {
  const [row] = await query<{ open: number }>(
    'select count(*)::int as open from accounts.restriction where account_id = $1 and lifted_at is null',
    [accountId],
  )
  return row?.open ?? 0
}

/** Suspends an individual whose last region was withdrawn, if the account is one that could be answered. */
export async function noRegionLeft(
  query: Query,
  account: StoredAccount,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep | null> {
  if (account.status === 'approved') return null
  const open = (await readSuspensions(query, account.id)).map(({ ground }) => ground)
  if (open.includes('no-region-left')) return null
  return suspend(query, account, { ground: 'no-region-left' }, 'operator', holdersOf, deed)
}

/** Settles the want of a region for an individual that has one again, as far as nothing else is in the way. */
export async function regionFound(
  query: Query,
  account: StoredAccount,
  standing: Standing | null,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep | null> {
  const open = await readSuspensions(query, account.id)
  if (!open.some(({ ground }) => ground === 'no-region-left')) return null
  const reinstatement: Reinstatement = {
    ground: 'no-region-left',
    by: 'operator',
    closedCase: null,
    standing,
    finding: null,
  }
  const step = await settle(query, account, open, reinstatement, holdersOf, deed)
  return step.outcome === 'moved' ? step : null
}
