import type { Holding } from '../holding.ts'
import { isKeptFor, isPromotedElsewhere } from './alignment.ts'
import type { Asked } from './asked.ts'

/**
 * What a service is to the person, best first (sources, DoS 6, step 10). `home`: its ODS code is their practice's.
 * `restricted`: commissioned for practices, of which theirs is one, and for nobody else. `commissioned`: open to any
 * practice, and kept by an area of the postcode for its own people, which is a `limited` alignment. The text also has
 * lists of practices that do not restrict; a service here has none. Promotion by the area does not count as
 * commissioning: the text puts the promoted there on a level with the unpromoted.
 */
export const STANDINGS = ['home', 'restricted', 'commissioned', 'other'] as const
export type Standing = (typeof STANDINGS)[number]

/** @param slot of one that passed the first pipeline: if it is kept for practices, the person's is among them */
export function standingOf(
  holding: Holding,
  asked: Asked,
  homes: ReadonlySet<number>,
  slot: number,
): Standing {
  if (homes.has(slot)) return 'home'
  if (holding.profileAt(slot).practices !== undefined) return 'restricted'
  return isKeptFor(alignmentAt(holding, slot), asked.areas) ? 'commissioned' : 'other'
}

/** Slots of what has the ODS code of the person's practice. */
export const homesOf = (holding: Holding, { surgery }: Asked): ReadonlySet<number> =>
  new Set(surgery === null ? [] : holding.slotsOfOdsCode(surgery))

/** Integrated urgent care treatment: out of hours, what a practice commissions for its patients. */
const URGENT_CARE_TREATMENT = 25

/** The label, which moves nothing. That a service is commissioned for the practice is only known where its list says so. */
export function labelOf(standing: Standing, typeId: number): 'home' | 'home-out-of-hours' | null {
  if (standing === 'home') return 'home'
  return standing === 'restricted' && typeId === URGENT_CARE_TREATMENT ? 'home-out-of-hours' : null
}

export const isDemoted = (holding: Holding, asked: Asked, slot: number): boolean =>
  isPromotedElsewhere(alignmentAt(holding, slot), asked.areas)

const alignmentAt = (holding: Holding, slot: number) =>
  holding.alignmentOf(holding.slots.alignments[slot] ?? 0)
