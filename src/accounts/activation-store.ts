import type { Database, Query } from '../database/index.ts'
import type { Deed, EpochMillis } from '../vocabulary/index.ts'
import { step, type Unmet } from '../workflow/index.ts'
import type { Readiness, Standing } from './account-events.ts'
import { ACCOUNT_MACHINES } from './account-machine.ts'
import { type HoldersOf, tell } from './account-notices.ts'
import { keysServing } from './credential-read-store.ts'
import {
  type AccountMove,
  type AccountStep,
  type StoredAccount,
  takeStep,
  withAccount,
} from './step-store.ts'

/** In how many regions an individual is authorised. */
export async function regionsHeld(query: Query, accountId: string): Promise<number> {
  const [row] = await query<{ held: number }>(
    'select count(*)::int as held from accounts.region_authorisation where account_id = $1 and ended_at is null',
    [accountId],
  )
  return row?.held ?? 0
}

/** People come back under the agreement of their organisation, which is not theirs to renew. */
async function predecessorEnd(
  query: Query,
  { kind, predecessorId }: StoredAccount,
): Promise<EpochMillis | null> {
  if (kind !== 'web-service' || predecessorId === null) return null
  const [row] = await query<{ ended_at: Date | null }>(
    'select ended_at from accounts.account where id = $1',
    [predecessorId],
  )
  return row?.ended_at?.getTime() ?? null
}

async function readinessOf(
  query: Query,
  account: StoredAccount,
  standing: Standing | null,
  now: EpochMillis,
): Promise<Readiness> {
  return {
    kind: account.kind,
    environment: account.environment,
    standing,
    keys: await keysServing(query, account.id, now),
    regions: await regionsHeld(query, account.id),
    predecessorEndedAt: await predecessorEnd(query, account),
  }
}

/**
 * Lets an approved account be used from now on, which starts the clock of disuse (D7).
 * @param standing of the account's connection; null for the account of a product
 */
export const activateAccount = (
  database: Database,
  accountId: string,
  standing: Standing | null,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountMove> =>
  withAccount(database, accountId, (query, account) => activate(query, account, standing, holdersOf, deed))

async function activate(
  query: Query,
  account: StoredAccount,
  standing: Standing | null,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<AccountStep> {
  const facts = await readinessOf(query, account, standing, deed.at)
  const taken = await takeStep(query, account, 'activate', facts, deed)
  if (taken.outcome !== 'moved') return taken
  await query('update accounts.account set activated_at = $2 where id = $1', [account.id, new Date(deed.at)])
  await tell(query, holdersOf, account, 'account-active', '', deed.at)
  return taken
}

/** Activates an account whose row is held when nothing is missing, else leaves it; answers which. */
export async function activateIfReady(
  query: Query,
  account: StoredAccount,
  standing: Standing | null,
  holdersOf: HoldersOf,
  deed: Deed,
): Promise<boolean> {
  return (await activate(query, account, standing, holdersOf, deed)).outcome === 'moved'
}

/** What an approved account still lacks; empty in any other state, where there is nothing to activate. */
export async function missingFor(
  query: Query,
  account: StoredAccount,
  standing: Standing | null,
  now: EpochMillis,
): Promise<readonly Unmet[]> {
  const facts = await readinessOf(query, account, standing, now)
  const tried = step(ACCOUNT_MACHINES[account.kind], account.status, 'activate', { activate: facts })
  return tried.outcome === 'unmet' ? tried.unmet : []
}
