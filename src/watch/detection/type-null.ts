import type { SharedShift } from './shared-shift.ts'
import type { Subject } from './subject.ts'

/**
 * How likely an honest next question is for this type: the class's mix with a gamma-distributed factor on each type
 * (as for the places of wide-area accounts), and the mix of late, so that an outbreak or a new task is soon ordinary.
 */
const TYPE_SHAPE = 2
const LATE_SHAPE = 3
const LATE_SHARE = 0.25
/** Totals at which counts are halved. */
const LIMITS = { local: { all: 1_500, late: 64 }, wide: { all: 40_000, late: 1_500 } } as const

/** Weight of what everybody asks for of late. */
const SHARED_SHARE = 0.3

export function typeShare(
  { state, class: { typeDemand } }: Subject,
  type: number,
  shared: SharedShift | null,
): number {
  const all = shrunk(typeDemand(type), state.types[type] ?? 0, state.typeTotal, TYPE_SHAPE)
  const own =
    (1 - LATE_SHARE) * all + LATE_SHARE * shrunk(all, state.lateTypes[type] ?? 0, state.lateTotal, LATE_SHAPE)
  const everybody = shared === null ? -1 : shared.share(type)
  // Only what rose counts: what is out of fashion is no more of a surprise for it.
  return everybody <= own ? own : (1 - SHARED_SHARE) * own + SHARED_SHARE * everybody
}

/** Share of a type among the last questions; a sweep goes on with the type it began. */
export const lateShare = ({ state }: Subject, type: number): number =>
  (state.lateTypes[type] ?? 0) / Math.max(8, state.lateTotal)

/** Share of something asked `count` times of `total`, where the factor on its usual share is not yet known. */
export const shrunk = (usual: number, count: number, total: number, shape: number): number =>
  Math.min(1, (usual * (shape + count)) / (shape + total * usual))

export function learnType({ state, accounts, expects }: Subject, type: number): void {
  const limits = expects.local ? LIMITS.local : LIMITS.wide
  if (type >= state.types.length) {
    state.types = lengthened(state.types, type)
    state.lateTypes = lengthened(state.lateTypes, type)
  }
  if (state.typeTotal >= Math.min(LIMITS.wide.all, limits.all * accounts))
    state.typeTotal = halved(state.types)
  if (state.lateTotal >= limits.late) state.lateTotal = halved(state.lateTypes)
  state.types[type] = Math.min(0xffff, (state.types[type] ?? 0) + 1)
  state.lateTypes[type] = (state.lateTypes[type] ?? 0) + 1
  state.typeTotal += 1
  state.lateTotal += 1
}

/** Halves every count; the new total. */
function halved(counts: Uint16Array): number {
  let total = 0
  for (let at = 0; at < counts.length; at += 1) {
    const half = (counts[at] ?? 0) >> 1
    counts[at] = half
    total += half
  }
  return total
}

function lengthened(counts: Uint16Array, type: number): Uint16Array {
  const longer = new Uint16Array(type + 8)
  longer.set(counts)
  return longer
}
