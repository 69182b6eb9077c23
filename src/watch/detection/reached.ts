import { ENTRIES } from './bank.ts'
import type { WatchedAccount } from './types.ts'

/** Key of all together; no account is called so. */
export const GLOBAL_KEY = 'organisation:\u0000all'
/** Key of an organisation among accounts. */
export const organisationKey = (organisation: string): string => `organisation:${organisation}`
/** Class of organisations whose accounts are of a class. */
export const organisationClass = (className: string): string => `organisation of ${className}`

/** Behind the entries of the bank: look-ups, lists read out far away (`far.ts`), far parts of the country. */
export const LOOK_UP_PEAK = ENTRIES
export const LISTING_PEAK = ENTRIES + 1
export const FAR_PEAK = ENTRIES + 2
export const PEAKS = ENTRIES + 3

/** Classes smaller than this are measured together with all of their kind. */
const LARGE = 40

/**
 * The evidence below which honest accounts stayed, by class: the largest but for one in two thousand, and a margin for
 * what a short calibration has not met; wider where few accounts were measured.
 */
export function reachedBy(
  peaks: ReadonlyMap<string, Float64Array>,
  accounts: readonly WatchedAccount[],
): { classes: Map<string, number[]>; local: number[]; wide: number[] } {
  const byClass = new Map<string, Float64Array[]>()
  const local: Float64Array[] = []
  const wide: Float64Array[] = []
  const wideClasses = new Set<string>()
  const add = (name: string, peak: Float64Array): void => {
    byClass.set(name, [...(byClass.get(name) ?? []), peak])
  }
  const organisations = new Map<string, WatchedAccount>()
  const groups = new Map<string, Float64Array[]>()
  for (const account of accounts) {
    const { footprint } = account
    const peak = peaks.get(account.account)
    organisations.set(account.organisation, account)
    if (!peak) continue
    const isLocal = !footprint.national && footprint.sites.length > 0
    const list = isLocal ? local : wide
    list.push(peak)
    if (!isLocal) wideClasses.add(account.class)
    const group = groups.get(account.class)
    if (group) group.push(peak)
    else groups.set(account.class, [peak])
  }
  for (const [name, group] of groups) byClass.set(name, group)
  for (const [organisation, { class: name }] of organisations) {
    const peak = peaks.get(organisationKey(organisation))
    if (peak) add(organisationClass(name), peak)
  }
  const common = { local: highest(local), wide: highest(wide) }
  const classes = new Map<string, number[]>()
  for (const [name, group] of byClass) {
    const own = highest(group)
    if (group.length >= LARGE) classes.set(name, own)
    else {
      // A handful says little: between what it reached and what all of its kind did.
      const weight = group.length / LARGE
      const kind = wideClasses.has(name) ? common.wide : common.local
      classes.set(
        name,
        own.map((value, entry) => Math.max(value, (1 - weight) * (kind[entry] ?? 0))),
      )
    }
  }
  return { classes, ...common }
}

function highest(group: readonly Float64Array[]): number[] {
  const found: number[] = []
  for (let entry = 0; entry < PEAKS; entry += 1) {
    const sorted = group.map(peak => peak[entry] ?? 0).sort((a, b) => b - a)
    const at = Math.floor(sorted.length / 2_000)
    const value = sorted[at] ?? 0
    found.push(Math.round((value * (sorted.length >= LARGE ? 1.1 : 1.25) + 1) * 100) / 100)
  }
  return found
}
