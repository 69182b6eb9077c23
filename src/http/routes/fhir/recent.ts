import type { Thing } from '../../../fhir/index.ts'
import { unreachable } from '../../../vocabulary/index.ts'
import type { HttpRooms } from '../../rooms.ts'

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
