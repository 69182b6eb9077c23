import { KEYS_MAX, type KeyHolder, type KeyRefusal, readKeyHolder } from '../../accounts/index.ts'
import { type Role, unreachable } from '../../vocabulary/index.ts'
import type { ActContext, ActOutcome } from './act.ts'
import { manages } from './reach.ts'

export const CREDENTIALS = 'Credentials'
export const MANAGE_KEYS: readonly Role[] = ['access-manager', 'euo-admin', 'supplier-admin']

/** Whose keys these are and in which role the actor manages them; undefined when they are not theirs to manage. */
export async function keysManaged(
  context: ActContext<{ id: string }, unknown, unknown>,
): Promise<{ readonly holder: KeyHolder; readonly role: Role } | undefined> {
  const holder = await readKeyHolder(context.rooms.database.query, context.params.id)
  // People have no keys: they sign in.
  if (!holder || holder.kind === 'individual') return undefined
  const role = manages(context, holder)
  return role && { holder, role }
}

/** Why a key was not taken, in words. */
export function notTakenUp(refusal: KeyRefusal): ActOutcome {
  switch (refusal.outcome) {
    case 'unknown-account':
      return { outcome: 'no-such' }
    case 'account-ended':
      return { outcome: 'not-legal', detail: 'The account has ended.' }
    case 'too-many-keys':
      return { outcome: 'conflict', detail: `An account has at most ${KEYS_MAX} keys that are not yet over.` }
    case 'kid-taken':
      return {
        outcome: 'conflict',
        detail: 'The account has, or had, another key of that kid: choose a new one.',
      }
    case 'key-used-before':
      return {
        outcome: 'conflict',
        detail: 'A key serves one account, once, and this one has been registered before. Make a new pair.',
      }
    default:
      return unreachable(refusal)
  }
}
