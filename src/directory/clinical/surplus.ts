import { inOrder, type Placed } from './order.ts'

/** Types of which one is enough: a person is not to choose among them (sources, DoS 6, step 11). */
const ONE_ONLY: ReadonlySet<number> = new Set([138, 100, 133, 130, 137, 139])
const OF_A_TYPE = 2

/** How many services of a type an answer may hold. */
export const mostOfType = (typeId: number): number => (ONE_ONLY.has(typeId) ? 1 : OF_A_TYPE)

/**
 * The first few of each type, in order. Picked out before they are sorted: of ten thousand candidates in a box over
 * London some fifty are left, and sorting all of them was most of a search.
 */
export function inOrderWithoutSurplus(all: readonly Placed[]): Placed[] {
  const best = new Map<number, Placed[]>()
  for (const candidate of all) {
    const few = best.get(candidate.typeId)
    if (few) place(candidate, few, mostOfType(candidate.typeId))
    else best.set(candidate.typeId, [candidate])
  }
  return [...best.values()].flat().sort(inOrder)
}

/** Puts a candidate where it belongs among the few, if it does. */
function place(candidate: Placed, few: Placed[], most: number): void {
  const last = few.at(-1)
  if (last && few.length === most && inOrder(candidate, last) > 0) return
  few.push(candidate)
  few.sort(inOrder)
  few.length = Math.min(few.length, most)
}
