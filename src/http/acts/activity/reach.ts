import { holds, type Role } from '../../../vocabulary/index.ts'
import { recordAct } from '../../../workflow/index.ts'
import type { ActContext } from '../act.ts'
import { OPERATOR, reachOf } from '../reach.ts'

type Context = Pick<ActContext<unknown, unknown, unknown>, 'rooms' | 'actor' | 'deed'>

/** Whose entries are meant; null: everybody's. */
export type Whose = { readonly account: string | null; readonly organisations: readonly string[] | null }

/**
 * Whose entries somebody may see of what they ask for: an organisation's people those that were asked for their
 * organisation, the operator's all. Of what is not theirs there are none, as of what is not there.
 */
export function whoseEntries(
  { actor }: Context,
  { account, organisation }: { readonly account?: string; readonly organisation?: string },
): Whose {
  const own = reachOf(actor)?.odsCodes
  const asked = organisation === undefined ? null : [organisation]
  const organisations = own?.filter(odsCode => asked?.includes(odsCode) ?? true) ?? asked
  return { account: account ?? null, organisations }
}

/** That somebody looked into the log is itself on record: entries tell what people did. */
export async function recordLook(
  { rooms, actor, deed }: Context,
  what: string,
  { account, organisations }: Whose,
): Promise<void> {
  const as: Role = OPERATOR.find(role => holds(actor, role)) ?? 'euo-admin'
  // Whoever sees only their own organisation may name any account: what they guessed at is not kept for them.
  const after = { account: OPERATOR.includes(as) ? account : null, organisations }
  await recordAct(rooms.database.query, 'activity-reading', actor.personId, what, deed(as), null, after)
}
