import { advance } from './bank.ts'
import type { Catalogue } from './catalogue.ts'
import { isFar, weighFar } from './far.ts'
import { seededShare } from './nearness.ts'
import { isNear, learnPlace, placeShare } from './place-null.ts'
import type { Reference } from './reference.ts'
import type { SharedShift } from './shared-shift.ts'
import type { Subject } from './subject.ts'
import { lateShare, learnType, typeShare } from './type-null.ts'

/** One search, worked out once for the account and its organisation. */
export type Search = {
  at: number
  slot: number
  /** Index of its type. */
  type: number
  /** Bin of `nearness.ts`, or -1. */
  bin: number
  nearestMetres: number
}

/** No single question is more than this much evidence: the third at the earliest raises a finding. */
const RATIO_MAX = 300
/** Questions about the same square or one beside it, following one upon the other. */
const SESSION_SQUARES = 1
const SESSION_WEIGHT = 20
const SWEEP_SQUARES = 3
const SWEEP_AREA = (2 * SWEEP_SQUARES + 1) ** 2
/** Of a sweep, how much stays in the square (every type at each point), goes on nearby, jumps. */
const SWEPT = { same: 0.35, near: 0.5, elsewhere: 0.15 } as const
/**
 * Honest people turn up where nobody expected them: they move, stand in, travel, take another centre's calls. So a
 * place alone is never more of a surprise than this share of all demand makes it; what is asked there must tell, too.
 */
const ROAMING = { seeded: 0.08, covering: 0.15, wide: 0.035 } as const
/** The same for who is about a new place: where they just were, and around it. */
const SETTLING = { same: 0.12, near: 0.18 } as const
/** A crawl from addresses may ask for whatever the account asks for. */
const SEEDED_OWN_TYPES = 0.12
/** A bin up to here is on top of a service; which is why the nearest is so near. */
const ON_TOP_BIN = 14

/**
 * Under the right reference the mean ratio is one. An account whose habits differ (pharmacies asked for in cities only,
 * say) has a mean above it, and over a hundred thousand questions even 1.01 would add up to an alarm. So each ratio is
 * taken relative to the account's own mean; clipped, or a crawl would excuse itself: at 5 % of the traffic it can lift
 * the mean by no more than a quarter.
 */
const MEAN_RATIO_MAX = 5
/** Sixty thousand questions a day add up what lies in the tail, too. */
const MEAN_RATIO_MAX_NATIONAL = 15
const MEAN_QUESTIONS_MIN = 400
const MEAN_QUESTIONS_MAX = 50_000

/** What a search says to the global sensor: whether it is outside, and its ratios with and without nearness. */
export const outside = { is: false, onTop: 0, plain: 0 }

/** How many times likelier each crawl makes the question than the honest reference does; see `CRAWLS`. */
export const ratios = new Float64Array(4)

/** Weighs a search, takes it into the evidence and into what is known of the subject. Answers the greatest ratio. */
export function weigh(
  subject: Subject,
  search: Search,
  catalogue: Catalogue,
  reference: Reference,
  shared: SharedShift | null,
): number {
  const { state, expects } = subject
  const { slot, type } = search

  const place = placeShare(subject, slot, catalogue, reference)
  const staying =
    (state.session + SESSION_WEIGHT * subject.class.session) / (state.questions + SESSION_WEIGHT)
  const stayed =
    slot > 0 && slot === state.lastSlot
      ? 0.7
      : isNear(catalogue, slot, state.lastSlot, SESSION_SQUARES)
        ? 0.3 / 8
        : 0
  const honestPlace = staying * stayed + (1 - staying) * place

  const typeNull = typeShare(subject, type, shared)
  const repeating =
    (state.repeat + SESSION_WEIGHT * subject.class.repeat) / (state.questions + SESSION_WEIGHT)
  const repeated = type === state.lastType ? 1 : 0
  const honestType = repeating * repeated + (1 - repeating) * typeNull

  const onTop = nearnessRatio(subject, search, reference)
  const seededPlace = reference.seededPlace[slot] ?? 0
  const blindPlace = reference.blindPlace[slot] ?? 0
  const roaming = expects.mask === null ? 0 : (reference.demand[slot] ?? 0)
  const seededType = SEEDED_OWN_TYPES + (1 - SEEDED_OWN_TYPES) * (reference.seededType(type) / honestType)
  const coveringType = reference.seededType(type) / honestType
  const blindType = reference.blindType(type)
  const [swept, findingOnesWay] =
    slot > 0 && slot === state.lastSlot
      ? [SWEPT.same, SETTLING.same]
      : isNear(catalogue, slot, state.lastSlot, SWEEP_SQUARES)
        ? [SWEPT.near / SWEEP_AREA, SETTLING.near / SWEEP_AREA]
        : [SWEPT.elsewhere * blindPlace, ROAMING.seeded * roaming]
  const sweptType = 0.4 * repeated + 0.25 * lateShare(subject, type) + 0.35 * blindType
  // What the whole fleet repeats of late (an outbreak, a surge) is no sign of a sweep.
  const sweptAlike = sweptType / honestType
  const common = isCommon(subject, type, shared)
  const sweeping = common ? Math.min(1, sweptAlike) : sweptAlike

  const unforeseen = (expects.local ? ROAMING.seeded : ROAMING.wide) * roaming
  ratios[0] = (seededPlace / Math.max(honestPlace, unforeseen)) * seededType * onTop
  ratios[1] = (seededPlace / Math.max(honestPlace, ROAMING.covering * roaming)) * coveringType
  ratios[2] = (blindPlace / Math.max(honestPlace, ROAMING.covering * roaming)) * (blindType / honestType)
  ratios[3] = (swept / Math.max(honestPlace, findingOnesWay)) * sweeping
  let greatest = 0
  outside.is = expects.local && (expects.mask === null || expects.mask[slot] !== 1) && slot > 0
  if (outside.is) {
    outside.plain = (seededPlace / (reference.demand[slot] ?? 1)) * coveringType
    outside.onTop = outside.plain * onTop
  }

  if (outside.is && subject.scope === 'account' && isFar(subject, slot, catalogue))
    weighFar(subject, slot, type, 0.97 / blindType, common ? 1 : typeNull, catalogue)

  const pace = 1 / (Math.min(state.questions, MEAN_QUESTIONS_MAX) + MEAN_QUESTIONS_MIN)
  for (let crawl = 0; crawl < 4; crawl += 1) {
    const ratio = Math.min(RATIO_MAX, ratios[crawl] ?? 0)
    const mean = state.means[crawl] ?? 1
    advance(state.bank, crawl, mean > 1 ? ratio / mean : ratio)
    state.means[crawl] =
      mean + pace * (Math.min(ratio, expects.mask === null ? MEAN_RATIO_MAX_NATIONAL : MEAN_RATIO_MAX) - mean)
    if (ratio > greatest) greatest = ratio
  }

  state.session += (staying * stayed) / honestPlace
  state.repeat += (repeating * repeated) / honestType
  state.questions += 1
  if (state.questions >= 4_000 && expects.local) halveCounts(subject)
  learnPlace(subject, slot, catalogue, reference)
  learnType(subject, type)
  state.lastSlot = slot
  state.lastType = type
  return greatest
}

/** Whether many organisations ask for a type far more than this class does. */
function isCommon({ class: { typeDemand } }: Subject, type: number, shared: SharedShift | null): boolean {
  const share = shared === null ? -1 : shared.share(type)
  return share >= COMMON_SHARE && share > COMMON_RISE * typeDemand(type)
}
const COMMON_SHARE = 0.03
const COMMON_RISE = 1.3

function nearnessRatio(
  { state }: Subject,
  { bin, nearestMetres, type }: Search,
  reference: Reference,
): number {
  if (bin < 0) return 1
  const table = reference.nearness(type)
  const ratio = seededShare(bin, nearestMetres) / (table[bin] ?? 1)
  state.onTopExpected += onTopShare(table)
  if (bin > ON_TOP_BIN) return 0.9 * ratio + 0.1
  // Some honest callers always ask at addresses; they are measured by their own habit.
  const habit = (state.onTopExpected + 3) / (state.onTop + 3)
  state.onTop += 1
  return 0.9 * ratio * Math.min(1, habit) + 0.1
}

const shares = new WeakMap<Float64Array, number>()

function onTopShare(table: Float64Array): number {
  let share = shares.get(table)
  if (share === undefined) {
    share = 0
    for (let bin = 0; bin <= ON_TOP_BIN; bin += 1) share += table[bin] ?? 0
    shares.set(table, share)
  }
  return share
}

function halveCounts({ state }: Subject): void {
  state.session /= 2
  state.repeat /= 2
  state.questions /= 2
  state.outside /= 2
  state.onTop /= 2
  state.onTopExpected /= 2
}
