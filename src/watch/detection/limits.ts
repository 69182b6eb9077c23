import { ENTRIES, SHARES } from './bank.ts'
import { FAR_PEAK, LISTING_PEAK, PEAKS } from './reached.ts'
import type { ClassReference } from './reference.ts'

/** False flags aimed at, over all detectors of an account: one in so many account-months. */
const ACCOUNT_MONTHS = 2_000
/** What Lorden's bound leaves unused: measured, a CUSUM here crosses e^h some twenty times less often. */
const SLACK = 3

/** Evidence of look-ups that raises a finding at the least, natural logarithm. */
const LOOK_UP_LIMIT = 16
/** Evidence of a list read out far away: two types in three of a directory of thirty, in a row. */
const LISTING_LIMIT = 9
/** Far parts of the country in a month, and how many times what honest accounts of the class reached. */
const FAR_LIMIT = 120
const FAR_MARGIN = 1.5
/**
 * People move, cover for each other and travel, trusts take each other's calls; a calibration of some weeks has met
 * little of it. What evidence must reach beyond it, by crawl as in `CRAWLS`: a crawl adds 2 to 5 a question. Asking on
 * top of services is nothing honest change brings about; finding one's way about a new place looks like sweeping.
 */
const CHANGE = {
  local: [5, 8, 7, 11],
  regional: [5, 20, 7, 9],
  national: [1, 11, 4, 7],
} as const

/** By sites, by regions, all of England. */
export type Breadth = keyof typeof CHANGE

/** Each further brake takes this much more evidence: twenty to one. */
export const BRAKE_STEP = 3

/**
 * Natural logarithms of the evidence at which each entry of the bank raises a finding: by the volume declared (more
 * questions, more chances), and never below what honest accounts of the class reached.
 */
export function limitsFor(
  volumePerDay: number,
  { reached }: ClassReference,
  breadth: Breadth,
  strictness: number,
): Float64Array {
  const questions = Math.max(20, volumePerDay) * 30
  const byVolume = Math.log(ACCOUNT_MONTHS * questions) - SLACK
  const limits = new Float64Array(PEAKS)
  limits[ENTRIES] = Math.max(LOOK_UP_LIMIT, byVolume, reached[ENTRIES] ?? 0) * strictness
  limits[LISTING_PEAK] = Math.max(LISTING_LIMIT, 3 + (reached[LISTING_PEAK] ?? 0)) * strictness
  limits[FAR_PEAK] = Math.max(FAR_LIMIT, FAR_MARGIN * (reached[FAR_PEAK] ?? 0)) * strictness
  for (let entry = 0; entry < ENTRIES; entry += 1) {
    const change = CHANGE[breadth][Math.floor(entry / SHARES.length)] ?? 0
    limits[entry] = (Math.max(byVolume, reached[entry] ?? 0) + change) * strictness
  }
  return limits
}
