import type { Subject, SubjectState } from './subject.ts'

/**
 * Look-ups by id or ODS code. Honest ones follow an answer just seen, or an organisation known for long; whoever reads
 * a list asks for what it was never shown, one number after the other, and for what never existed.
 */
const HABIT_WEIGHT = 12
/**
 * Habits are of the last so many look-ups; of a busy account's, as many as it declares questions a day, which is a
 * week or more of them. A list read out within the day is not to become its habit meanwhile.
 */
const HABIT_LOOK_UPS = 2_000
const RATIO_MAX = 60
/** Ids this close to the one before are "the next". */
const NEXT_MAX = 4
const NEXT_SHARE = 0.01
/** Of an enumerator's look-ups. */
const CRAWL = { missed: 0.3, next: 0.5, unseen: 0.55, seen: 0.1 } as const
const CEILING = 1e120
/** Of an account's look-ups, the part an enumeration may be. */
const SHARES = [0.85, 0.12, 0.03] as const
export const LOOK_UP_ENTRIES = SHARES.length

export const lookUpEvidence = ({ lookupBank }: SubjectState): number => {
  let greatest = 1
  for (const product of lookupBank) if (product > greatest) greatest = product
  return greatest
}

export type LookUp = {
  /** The id, or -1 for one by ODS code. */
  readonly id: number
  readonly found: boolean
  /** Whether the account was shown it before. */
  readonly seen: boolean
}

/** Takes a look-up into the evidence. */
export function weighLookUp(subject: Subject, lookUp: LookUp): void {
  const { state, expects, volumePerDay } = subject
  const { unseen, missed } = subject.class
  const weight = state.lookups + HABIT_WEIGHT
  const missing = (state.missed + HABIT_WEIGHT * missed + 0.2) / (weight + 0.2)
  const strange = (state.unseen + HABIT_WEIGHT * unseen + 0.5) / (weight + 0.5)
  const step = state.lastId < 0 || lookUp.id < 0 ? 0 : Math.abs(lookUp.id - state.lastId)
  const next = step > 0 && step <= NEXT_MAX
  let ratio: number
  // What was shown and is gone since is no guess.
  if (lookUp.seen && !lookUp.found) ratio = 1
  // Nobody honest has an id that was neither shown to them nor ever given out.
  else if (!lookUp.found && lookUp.id >= 0) ratio = RATIO_MAX
  else if (!lookUp.found) ratio = (CRAWL.missed / missing) * (next ? 4 : 1)
  else if (lookUp.seen) ratio = CRAWL.seen / Math.max(0.1, 1 - strange)
  else if (next) ratio = CRAWL.next / NEXT_SHARE
  else ratio = CRAWL.unseen / strange
  for (let at = 0; at < SHARES.length; at += 1) {
    const share = SHARES[at] ?? 0
    const before = Math.max(1, state.lookupBank[at] ?? 1)
    state.lookupBank[at] = Math.min(CEILING, before * (1 - share + share * Math.min(RATIO_MAX, ratio)))
  }
  state.lookups += 1
  if (!lookUp.found && !lookUp.seen) state.missed += 1
  else if (!lookUp.seen) state.unseen += 1
  if (lookUp.id >= 0) state.lastId = lookUp.id
  if (state.lookups >= (expects.local ? HABIT_LOOK_UPS : Math.max(HABIT_LOOK_UPS, volumePerDay))) {
    state.lookups /= 2
    state.missed /= 2
    state.unseen /= 2
  }
}
