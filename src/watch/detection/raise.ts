import { crawlOf, ENTRIES, SHARES, shareOf } from './bank.ts'
import type { Catalogue } from './catalogue.ts'
import { listEvidence } from './far.ts'
import type { GlobalSensor } from './global-sensor.ts'
import { BRAKE_STEP } from './limits.ts'
import { lookUpEvidence } from './look-ups.ts'
import { FAR_PEAK, LISTING_PEAK } from './reached.ts'
import type { Registry } from './registry.ts'
import type { Expectation, Subject } from './subject.ts'
import { listSurprises } from './surprises.ts'
import { BRAKES, type Brake, type Finding } from './types.ts'

/** A brake holds this long after the evidence was last above the line. */
const BRAKE_MILLIS = 7 * 86_400_000

/** The strongest evidence against a subject: by how much it is above what honest accounts reach; negative: below. */
export type Standing = { readonly entry: number; readonly excess: number }

export const LOOK_UPS = -1
const LISTING = -2
const FAR = -3
/** So many far parts of the country more are as much as one natural logarithm of evidence. */
const BLOCKS = 8

/** The global sensor tells of the first two kinds of crawl only: an alarm is no reason to doubt who sweeps. */
export const ALARM_CRAWLS = 2
/**
 * Who repeats what everybody repeats looks like a sweep; a call centre whose patients ask for what they never did, like
 * a crawl of everything. See `SHIFT_CAUTION`.
 */
export const isShiftable = (entry: number, { local }: Expectation): boolean => {
  const crawl = crawlOf(entry)
  return crawl === 'sweeping' || (crawl === 'covering' && !local)
}

export function standingOf({ state, limits, expects }: Subject, relief = 0, caution = 0): Standing {
  let entry = LOOK_UPS
  let excess = Math.log(lookUpEvidence(state)) - (limits[ENTRIES] ?? 0)
  for (let at = 0; at < ENTRIES; at += 1) {
    const less = at < ALARM_CRAWLS * SHARES.length ? relief : 0
    const more = isShiftable(at, expects) ? caution : 0
    const over = Math.log(state.bank[at] ?? 1) - (limits[at] ?? 0) + less - more
    if (over > excess) {
      excess = over
      entry = at
    }
  }
  const listing = Math.log(listEvidence(state)) - (limits[LISTING_PEAK] ?? 0)
  if (listing > excess) [entry, excess] = [LISTING, listing]
  const far = (state.farBlocks - (limits[FAR_PEAK] ?? 0)) / BLOCKS
  if (far > excess) [entry, excess] = [FAR, far]
  return { entry, excess }
}

/** The finding this question raised, if it made a brake fall (or a stronger one), else null. */
export function raise(
  subject: Subject,
  account: string,
  at: number,
  relief: number,
  caution: number,
  catalogue: Catalogue,
  modelId: string,
  events: readonly string[],
  takenTogether: number | null,
): Finding | null {
  const { state } = subject
  const { entry, excess } = standingOf(subject, relief, caution)
  if (excess < 0) return null
  if (state.brakeUntil >= 0 && state.brakeUntil < at) state.level = 0
  state.brakeUntil = at + BRAKE_MILLIS
  const level = Math.min(BRAKES.length - 1, 1 + Math.floor(excess / BRAKE_STEP))
  if (level <= state.level) return null
  state.level = level
  const brake: Brake = BRAKES[level] ?? 'throttle'
  return {
    at,
    account,
    organisation: subject.organisation,
    product: subject.product,
    scope: subject.scope,
    detector: detectorOf(entry),
    brake,
    evidence: {
      ...evidenceOf(subject, { entry, excess }, catalogue, modelId, takenTogether),
      ...(events.length > 0 ? { events } : {}),
    },
  }
}

const detectorOf = (entry: number): string =>
  entry === LOOK_UPS
    ? 'look-ups'
    : entry === LISTING
      ? 'crawl-listing'
      : entry === FAR
        ? 'crawl-far'
        : `crawl-${crawlOf(entry)}`

const peakOf = (entry: number): number =>
  entry === LOOK_UPS ? ENTRIES : entry === LISTING ? LISTING_PEAK : entry === FAR ? FAR_PEAK : entry

function evidenceOf(
  { state, limits, expects, class: known, volumePerDay, className, accounts }: Subject,
  { entry, excess }: Standing,
  catalogue: Catalogue,
  modelId: string,
  takenTogether: number | null,
): Readonly<Record<string, unknown>> {
  const limit = limits[peakOf(entry)] ?? 0
  const taken = takenTogether ?? state.records.count
  const questions = Math.max(1, state.questions)
  return {
    model: modelId,
    class: className,
    accounts,
    share: entry < 0 ? null : shareOf(entry),
    evidence: rounded(excess + limit),
    limit: rounded(limit),
    // By Lorden's bound: how often in so many questions of a month an honest account gets this far.
    falseFlagsPerMonth: rounded(Math.min(1, volumePerDay * 30 * Math.exp(-(excess + limit))), 8),
    searches: listSurprises(state.surprises),
    places: {
      squareMetres: catalogue.terrain.squareMetres,
      squares: state.places.places,
      neighbourhoods: state.places.blocks,
      farNeighbourhoods: state.farBlocks,
      ...(expects.mask === null
        ? {}
        : { outsideSeen: state.outside, outsideExpected: rounded(known.outside * questions) }),
    },
    onTopOfService: { seen: Math.round(state.onTop), expected: rounded(state.onTopExpected) },
    records: {
      taken,
      share: rounded(taken / Math.max(1, catalogue.standing()), 5),
      epochFrom: state.epochStart < 0 ? null : new Date(state.epochStart).toISOString(),
      epochBefore: state.recordsBefore.count,
    },
    lookUps: {
      asked: Math.round(state.lookups),
      neverShown: Math.round(state.unseen),
      notFound: Math.round(state.missed),
    },
  }
}

/** That many crawl together, and who they seem to be. Named for the one with most evidence; told to people, no brake. */
export function raiseGlobal(
  sensor: GlobalSensor,
  registry: Registry,
  at: number,
  modelId: string,
): Finding | null {
  const ranked = sensor.ranked()
  const subject = registry.subject(ranked[0]?.account ?? '')
  if (!subject || !ranked[0]) return null
  return {
    at,
    account: ranked[0].account,
    organisation: subject.organisation,
    product: subject.product,
    scope: 'global',
    detector: 'crawl-together',
    brake: 'none',
    evidence: {
      model: modelId,
      aboveLimit: rounded(sensor.excess()),
      since: new Date(sensor.state.since).toISOString(),
      questionsOutside: sensor.state.questions,
      accounts: ranked.map(({ account }) => account),
      ranked,
    },
  }
}

const rounded = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits
