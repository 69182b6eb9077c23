import type { Query } from '../../database/index.ts'
import { type Deed, unreachable } from '../../vocabulary/index.ts'
import { recordAct, unschedule } from '../../workflow/index.ts'
import { finishTailored, readTailored } from '../tailored-terms-store.ts'
import type { Permission } from './permission.ts'
import { readPermissions } from './permission-read-store.ts'

/**
 * What becomes of the permissions of an agreement that another takes over from (renewal, change of use): those that fit
 * the new one go on under it, with their derogations, dates and grants; the others are superseded. Tailored terms go on
 * where the use is the same. Call it in the
 * transaction that puts the new one in force, which holds the agreements of the connection. Coming back after an end
 * is no succession: nothing is inherited then (AUP25-38).
 */
export async function carryPermissions(
  query: Query,
  from: string,
  to: {
    readonly id: string
    readonly audience: 'public' | 'professional'
    readonly purposes: readonly string[]
  },
  deed: Deed,
): Promise<void> {
  const all = await liveOf(query, from)
  for (const permission of all) {
    if (!fits(permission, to)) {
      await end(query, permission, 'superseded', 'supersede', deed)
      continue
    }
    await query('update agreements.permission set agreement_id = $2 where id = $1', [permission.id, to.id])
    const before = { agreementId: from }
    await recordAct(query, 'permission', permission.id, 'carry', deed, before, { agreementId: to.id })
  }
  await query('update agreements.derogation set agreement_id = $2 where agreement_id = $1', [from, to.id])
  await succeedTailored(query, from, to.id, deed)
}

/**
 * Ends every permission of an agreement that ends, and its tailored terms; in the transaction that ends it. What was
 * granted expires before its day: the published list tells by that which ones stood to the end.
 */
export async function endPermissions(query: Query, agreementId: string, deed: Deed): Promise<void> {
  for (const permission of await liveOf(query, agreementId)) {
    const stands = permission.state === 'granted' || permission.state === 'suspended'
    if (stands) await end(query, permission, 'expired', 'expire', deed)
    else await end(query, permission, 'withdrawn', 'withdraw', deed)
  }
  await endTailoredOf(query, agreementId, deed)
}

/** Terms tailored to a use go on with that very use, unless the new agreement has terms of its own; else they end. */
async function succeedTailored(query: Query, from: string, to: string, deed: Deed): Promise<void> {
  const moved = await query<{ id: string }>(
    `update agreements.tailored_terms t set agreement_id = $2
     from agreements.agreement old, agreements.agreement new
     where t.agreement_id = $1 and t.state = 'in-force' and old.id = $1 and new.id = $2
       and old.use_case = new.use_case and old.purposes = new.purposes and old.audience = new.audience
       and not exists (select 1 from agreements.tailored_terms own where own.agreement_id = $2 and own.state = 'in-force')
     returning t.id`,
    [from, to],
  )
  for (const { id } of moved) {
    await recordAct(query, 'tailored-terms', id, 'carry', deed, { agreementId: from }, { agreementId: to })
  }
  await endTailoredOf(query, from, deed)
}

async function endTailoredOf(query: Query, agreementId: string, deed: Deed): Promise<void> {
  for (const terms of await readTailored(query, { agreementIds: [agreementId], inForceOnly: true })) {
    await finishTailored(query, terms, 'end', deed)
  }
}

const LIVE = ['requested', 'discussing', 'granted', 'suspended']

async function liveOf(query: Query, agreementId: string): Promise<readonly Permission[]> {
  await query('select id from agreements.permission where agreement_id = $1 order by id for update', [
    agreementId,
  ])
  const all = await readPermissions(query, { agreementIds: [agreementId] })
  return all.filter(permission => LIVE.includes(permission.state))
}

async function end(
  query: Query,
  permission: Permission,
  state: 'expired' | 'withdrawn' | 'superseded',
  event: 'expire' | 'withdraw' | 'supersede',
  deed: Deed,
): Promise<void> {
  await query('update agreements.permission set state = $2, decided_at = $3 where id = $1', [
    permission.id,
    state,
    new Date(deed.at),
  ])
  await unschedule(query, 'permission', permission.id)
  await recordAct(query, 'permission', permission.id, event, deed, { state: permission.state }, { state })
}

/** Whether a permission means under the new agreement what it meant under the old one. */
function fits(
  { scope }: Permission,
  to: { readonly audience: 'public' | 'professional'; readonly purposes: readonly string[] },
): boolean {
  switch (scope.type) {
    case 'public-display':
      return to.audience === 'public'
    case 'cache-exception':
      return scope.purposes.every(purpose => to.purposes.includes(purpose))
    // The new agreement says its own volume, and a raise of the old one would narrow or widen it by accident.
    case 'raised-quota':
      return false
    case 'unattended-service':
    case 'care-record-extract':
    case 'synthetic-monitoring':
    case 'dataset-snapshot':
    case 'publication-opt-out':
      return true
    default:
      return unreachable(scope)
  }
}
