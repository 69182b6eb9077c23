import type { Catalogue } from './catalogue.ts'
import { addPlace, BLOCK_KEYS, countAt, slotsOf } from './place-profile.ts'
import { type Reference, RINGS, ringAt } from './reference.ts'
import { metresToSite, type Subject } from './subject.ts'

/**
 * How likely an honest next question is about this slot, from what was declared and from what this subject asked so
 * far. Forgetting starts at these totals: a person who moves is ordinary again within weeks.
 */
const LOCAL_LIMIT = 700
const WIDE_LIMIT = 60_000

/** Pitman–Yor: weight of the base and discount, for slots and for neighbourhoods. */
const SLOT_WEIGHT = 6
const SLOT_DISCOUNT = 0.5
/**
 * Where a new slot lies, at first: within 18 km of the new one before (somebody works somewhere else now), in a
 * neighbourhood known already, anywhere the agreement makes likely. Each subject's own habit takes over.
 */
const NEW_PRIOR = [2.5, 2, 5] as const
const NEW_PRIOR_SUM = NEW_PRIOR[0] + NEW_PRIOR[1] + NEW_PRIOR[2]
const BURST_SQUARES = 3
const BURST_SHARE = 1 / (2 * BURST_SQUARES + 1) ** 2
const BLOCK_SQUARES = 16
/**
 * A wide-area account's demand differs from the reference by a factor at each slot, spread as a gamma distribution of
 * this shape. (A Dirichlet of any one weight is wrong for either the busy slots or the quiet ones: with it, quiet slots
 * an account happened not to have asked about looked a hundred times too unlikely.)
 */
const WIDE_SHAPE = 3
/** However much of the country is known, somewhere unknown is asked about by chance. */
const UNKNOWN_MIN = 0.05

/** Without the share of questions that stay with the one before. */
export function placeShare(
  subject: Subject,
  slot: number,
  catalogue: Catalogue,
  reference: Reference,
): number {
  const { expects, state } = subject
  const { places } = state
  if (!expects.local) {
    const base = wideBase(subject, slot, catalogue, reference)
    return (base * (WIDE_SHAPE + countAt(places, slot))) / (WIDE_SHAPE + places.total * base)
  }
  const weight = places.total + SLOT_WEIGHT
  const count = countAt(places, slot)
  if (count > 0) return (count - SLOT_DISCOUNT) / weight
  const usual = (SLOT_WEIGHT + SLOT_DISCOUNT * places.places) / weight
  const newSlot = Math.max(usual, 0.5 * (usual + state.lateNew))
  // What is new is not among what is known: of the base only the rest is left.
  const base = localBase(subject, slot, catalogue, reference) / Math.max(UNKNOWN_MIN, 1 - state.knownBase)
  const [burst, ofBlock] = newSlotParts(subject, slot, catalogue)
  const total = state.newBurst + state.newInBlock + state.newElsewhere + NEW_PRIOR_SUM
  return (
    (newSlot *
      ((NEW_PRIOR[0] + state.newBurst) * burst +
        (NEW_PRIOR[1] + state.newInBlock) * ofBlock +
        (NEW_PRIOR[2] + state.newElsewhere) * base)) /
    total
  )
}

function newSlotParts({ state }: Subject, slot: number, catalogue: Catalogue): readonly [number, number] {
  const { places } = state
  const burst = isNear(catalogue, slot, state.lastNewSlot, BURST_SQUARES) ? BURST_SHARE : 0
  const inBlock = countAt(places, BLOCK_KEYS + (catalogue.terrain.block[slot] ?? 0))
  return [burst, inBlock / Math.max(1, places.places) / BLOCK_SQUARES]
}

/** Whose doing it was that a new slot is where it is. */
function credit(subject: Subject, slot: number, base: number, catalogue: Catalogue): void {
  const { state } = subject
  const [burst, ofBlock] = newSlotParts(subject, slot, catalogue)
  const byBurst = (NEW_PRIOR[0] + state.newBurst) * burst
  const byBlock = (NEW_PRIOR[1] + state.newInBlock) * ofBlock
  const byBase = ((NEW_PRIOR[2] + state.newElsewhere) * base) / Math.max(UNKNOWN_MIN, 1 - state.knownBase)
  const sum = byBurst + byBlock + byBase || 1
  state.newBurst += byBurst / sum
  state.newInBlock += byBlock / sum
  state.newElsewhere += byBase / sum
  if (state.newBurst + state.newInBlock + state.newElsewhere < NEW_MAX) return
  state.newBurst /= 2
  state.newInBlock /= 2
  state.newElsewhere /= 2
}
const NEW_PACE = 1 / 12
/** Habits about new slots are those of the last so many. */
const NEW_MAX = 80

/** What the agreement alone makes likely. */
function localBase(subject: Subject, slot: number, catalogue: Catalogue, reference: Reference): number {
  const { sites, ringWeights, ringOfSlot, mask, inside } = subject.expects
  const ring =
    ringOfSlot.length > 0
      ? (ringOfSlot[slot] ?? 0)
      : slot === 0
        ? RINGS - 1
        : ringAt(metresToSite(catalogue, sites, slot))
  const demand = reference.demand[slot] ?? 0
  const regional = mask === null || mask[slot] === 1 ? demand / inside : 0
  return 0.8 * (ringWeights[ring] ?? 0) * demand + 0.12 * regional + 0.08 * demand
}

/** Of what is outside, how much goes where the last of it went: another centre's calls are taken over for a day. */
const LATE_BLOCKS = 64
const LATE_BLOCKS_SHARE = 0.5
const LATE_PACE = 1 / 40

function wideBase(
  { expects, state, class: { outside } }: Subject,
  slot: number,
  catalogue: Catalogue,
  reference: Reference,
): number {
  const demand = reference.demand[slot] ?? 0
  if (expects.mask === null) return demand
  const ever = (state.outside + 100 * outside + 0.5) / (state.questions + 101)
  const share = Math.max(ever, 0.5 * ever + 0.5 * state.lateOutside)
  if (expects.mask[slot] === 1) return ((1 - share) * demand) / expects.inside
  const anywhere = demand / Math.max(0.02, 1 - expects.inside)
  const length = Math.min(LATE_BLOCKS, state.lateBlockCount)
  if (length < 8 || slot === 0) return share * anywhere
  const block = catalogue.terrain.block[slot] ?? 0
  let same = 0
  for (let at = 0; at < length; at += 1) if (state.lateBlocks[at] === block) same += 1
  const there = same / LATE_BLOCKS / BLOCK_SQUARES
  return share * ((1 - LATE_BLOCKS_SHARE) * anywhere + LATE_BLOCKS_SHARE * Math.max(anywhere, there))
}

function learnOutside({ expects, state }: Subject, slot: number, catalogue: Catalogue): void {
  if (expects.mask === null) return
  const outside = expects.mask[slot] !== 1
  state.lateOutside += LATE_PACE * ((outside ? 1 : 0) - state.lateOutside)
  if (!outside) return
  state.outside += 1
  if (expects.local) return
  if (state.lateBlocks.length === 0) state.lateBlocks = new Uint16Array(LATE_BLOCKS)
  state.lateBlocks[state.lateBlockCount % LATE_BLOCKS] = catalogue.terrain.block[slot] ?? 0
  state.lateBlockCount += 1
}

export function isNear({ terrain }: Catalogue, slot: number, other: number, squares: number): boolean {
  if (other <= 0 || slot === 0) return false
  const columns = (terrain.column[slot] ?? 0) - (terrain.column[other] ?? 0)
  const rows = (terrain.row[slot] ?? 0) - (terrain.row[other] ?? 0)
  return columns <= squares && columns >= -squares && rows <= squares && rows >= -squares
}

/** Takes a question in. */
export function learnPlace(subject: Subject, slot: number, catalogue: Catalogue, reference: Reference): void {
  const { expects, state, accounts } = subject
  const { places } = state
  const limit = expects.local ? Math.min(WIDE_LIMIT, LOCAL_LIMIT * accounts) : WIDE_LIMIT
  const isNew = expects.local && countAt(places, slot) === 0
  const base = isNew ? localBase(subject, slot, catalogue, reference) : 0
  if (isNew) credit(subject, slot, base, catalogue)
  const total = places.total
  addPlace(places, slot, catalogue.terrain.block[slot] ?? 0, limit, catalogue.terrain.slots)
  learnOutside(subject, slot, catalogue)
  if (expects.local) state.lateNew += NEW_PACE * ((isNew ? 1 : 0) - state.lateNew)
  if (isNew) {
    state.lastNewSlot = slot
    state.knownBase += base
  }
  if (!expects.local || places.total > total) return
  // Some slots were forgotten just now.
  state.knownBase = 0
  for (const known of slotsOf(places)) state.knownBase += localBase(subject, known, catalogue, reference)
}
