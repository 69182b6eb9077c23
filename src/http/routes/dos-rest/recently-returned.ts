import { type CallerFacts, termsOf } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'

/**
 * Whether a search of the account returned any of these services lately, on this node or another (D2). For how long that
 * counts, the policy says, or terms of the agreement's own.
 */
export async function recentlyReturned(
  { recent, returnedElsewhere, policy }: HttpRooms,
  { account, agreement }: CallerFacts,
  ids: readonly number[],
  now: EpochMillis,
): Promise<boolean> {
  if (agreement === null) return false
  const minutes = termsOf(agreement, policy(now), now).parameters.lookUpAfterSearchMinutes
  if (ids.some(id => recent.has(account.id, id, minutes))) return true
  if (agreement.lookUps !== 'follow-up') return false
  for (const id of ids) {
    if (await returnedElsewhere(account.id, id, now - minutes * 60_000)) return true
  }
  return false
}
