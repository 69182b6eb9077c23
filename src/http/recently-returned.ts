import { type CallerFacts, termsOf } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { HttpRooms } from './rooms.ts'

type Rooms = Pick<HttpRooms, 'recent' | 'returnedElsewhere' | 'policy'>

/** What a look-up names, and what of it policy and the answer need. */
export type Named = {
  /** Services it names, or that belong to an organisation it names. */
  readonly services: readonly number[]
  /** Those of them that a search of this account returned lately, on this node or another (D2). */
  readonly recent: ReadonlySet<number>
  /** Only those may be shown: looking up is not agreed on by itself. */
  readonly recentOnly: boolean
  readonly by: 'id' | 'ods-code'
}

/** Each costs a question to the database. */
const ASKED_ELSEWHERE_MAX = 50

/**
 * Which services a look-up may be about for this caller: one rule for every interface. For how long a search counts, the
 * policy says, or terms of the agreement's own.
 */
export async function namedBy(
  { recent, returnedElsewhere, policy }: Rooms,
  { account, agreement }: CallerFacts,
  services: readonly number[],
  by: Named['by'],
  now: EpochMillis,
): Promise<Named> {
  if (agreement === null) return { services, recent: new Set(), recentOnly: true, by }
  const { parameters, waived } = termsOf(agreement, policy(now), now)
  const minutes = parameters.lookUpAfterSearchMinutes
  const lately = new Set(services.filter(id => recent.has(account.id, id, minutes)))
  const followsUp = agreement.lookUps === 'follow-up'
  for (const id of followsUp ? services.slice(0, ASKED_ELSEWHERE_MAX) : []) {
    if (lately.has(id)) continue
    if (await returnedElsewhere(account.id, id, now - minutes * 60_000)) lately.add(id)
  }
  // As policy judges it (policy/check-scope.ts).
  const recentOnly = followsUp && parameters.geographicOnly && !waived.has('AUP25-08')
  return { services, recent: lately, recentOnly, by }
}

/** Whether this of its services may be shown. */
export const mayShow = ({ recent, recentOnly }: Pick<Named, 'recent' | 'recentOnly'>, id: number): boolean =>
  !recentOnly || recent.has(id)

/** Whether a search of the account returned any of these services lately. */
export async function recentlyReturned(
  rooms: Rooms,
  caller: CallerFacts,
  ids: readonly number[],
  now: EpochMillis,
): Promise<boolean> {
  const { recent } = await namedBy(rooms, caller, ids, 'id', now)
  return recent.size > 0
}
