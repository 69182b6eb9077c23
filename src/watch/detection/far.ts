import type { Catalogue } from './catalogue.ts'
import { RINGS, ringAt } from './reference.ts'
import { metresToSite, type Subject, type SubjectState } from './subject.ts'

/**
 * What accounts with sites ask far from them, told apart by two habits no honest change brings about. A place says next
 * to nothing (people move and stand in), nor do types; but nobody asks one far place for every type in turn, and nobody
 * is in a hundred parts of the country within a month.
 */
const FAR_RING = 4
/** A type more from the same far place: how much likelier a list without repeats makes it than a draw at random. */
const NEW_TYPE_MAX = 6
/** A type again, or somewhere else: lists do neither often. */
const AGAIN = 0.15
const ELSEWHERE = 0.3
/** Types a bitmap holds; more share bits, which only makes a list look shorter. */
const TYPE_WORDS = 4
/** The same type at a far place that is not the last one: how often a tour asks so, and at most so much likelier. */
const TOURED = 0.85
const SAME_TYPE_MAX = 1.7
const OTHER_TYPE = 0.15
const CEILING = 1e120

/** What speaks for a list: type after type at one far place, or place after place for one type. */
export const listEvidence = ({ listing, touring }: SubjectState): number => Math.max(listing, touring)

/** Whether a question is far from every declared site and outside every declared region. */
export function isFar({ expects }: Subject, slot: number, catalogue: Catalogue): boolean {
  if (!expects.local || slot === 0 || expects.mask === null || expects.mask[slot] === 1) return false
  const ring =
    expects.ringOfSlot.length > 0
      ? (expects.ringOfSlot[slot] ?? RINGS)
      : ringAt(metresToSite(catalogue, expects.sites, slot))
  return ring >= FAR_RING
}

/**
 * Takes a far question in. `offered`: how many types there are to ask for; `typeShare`: how likely an honest caller asks
 * for this one, 1 where the whole fleet does so of late.
 */
export function weighFar(
  { state }: Subject,
  slot: number,
  type: number,
  offered: number,
  typeShare: number,
  catalogue: Catalogue,
): void {
  const before = Math.max(1, state.listing)
  if (state.listTypes.length === 0) state.listTypes = new Uint32Array(TYPE_WORDS)
  if (slot !== state.listSlot) {
    const turn = type === state.tourType ? Math.min(SAME_TYPE_MAX, TOURED / typeShare) : OTHER_TYPE
    state.touring = Math.min(CEILING, Math.max(1, state.touring) * turn)
    state.tourType = type
    state.listSlot = slot
    state.listTypes.fill(0)
    state.listed = 0
    state.listing = before * ELSEWHERE
  }
  const word = (type >>> 5) % TYPE_WORDS
  const bit = 1 << (type & 31)
  const types = state.listTypes[word] ?? 0
  if ((types & bit) === 0) {
    const likelier = Math.min(NEW_TYPE_MAX, offered / Math.max(1, offered - state.listed))
    state.listing = Math.min(CEILING, Math.max(1, state.listing) * likelier)
    state.listTypes[word] = types | bit
    state.listed += 1
  } else state.listing = before * AGAIN
  noteBlock(state, catalogue.terrain.block[slot] ?? 0)
}

/** Each part of the country counts once an epoch. */
function noteBlock(state: SubjectState, block: number): void {
  if (state.farEpoch !== state.epochStart) {
    state.farEpoch = state.epochStart
    state.farBlocks = 0
    state.farMap.fill(0)
  }
  const word = block >>> 5
  if (word >= state.farMap.length) {
    const longer = new Uint32Array(word + 8)
    longer.set(state.farMap)
    state.farMap = longer
  }
  const bit = 1 << (block & 31)
  const known = state.farMap[word] ?? 0
  if ((known & bit) !== 0) return
  state.farMap[word] = known | bit
  state.farBlocks += 1
}
