import type { Thing } from '../../../fhir/index.ts'
import { type CallerFacts, termsOf } from '../../../policy/index.ts'
import type { EpochMillis } from '../../../vocabulary/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'

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

/** The services a look-up is about, active or not, whoever may see them: that is judged when they are shown. */
export function servicesNamed({ memory }: Pick<HttpRooms, 'memory'>, things: readonly Thing[]): number[] {
  const ids = new Set<number>()
  for (const thing of things) for (const id of servicesOf(memory, thing)) ids.add(id)
  return [...ids]
}

function servicesOf(memory: HttpRooms['memory'], thing: Thing): readonly number[] {
  switch (thing.by) {
    case 'service':
      return [thing.id]
    case 'uid': {
      const slot = memory.byUid(thing.uid, 'operator')
      return slot === undefined ? [] : [memory.idAt(slot)]
    }
    case 'organisation':
      return [
        ...memory.byOrganisation(thing.odsCode, 'operator'),
        ...memory.byOdsCode(thing.odsCode, 'operator'),
      ]
    case 'area':
      return []
    default:
      return unreachable(thing)
  }
}

/** Which services a look-up may be about for this caller. */
export async function namedBy(
  { recent, returnedElsewhere, policy }: HttpRooms,
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

/** Each costs a question to the database. */
const ASKED_ELSEWHERE_MAX = 50
