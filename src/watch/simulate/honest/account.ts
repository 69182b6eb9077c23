import type { WatchedAccount } from '../../detection/types.ts'
import type { Chance } from '../chance.ts'
import type { World } from '../world/world.ts'
import type { FleetClass } from './classes.ts'
import type { Searches } from './searches.ts'
import type { Upheaval } from './upheaval.ts'

/** Somebody who asks honestly. What they ask on a day depends on the fleet's seed and the day alone, so that any day can be made by itself. */
export type HonestAccount = {
  readonly number: number
  readonly class: FleetClass
  readonly declared: WatchedAccount
  /** Searches on an ordinary day. */
  readonly volume: number
  /** Where it works on day 0; -1 for those without a place. */
  readonly postcode: number
  readonly searchesOn: (day: number, upheaval: Upheaval, into: Searches) => void
}

/** What every kind of account is made from. */
export type Making = {
  readonly world: World
  readonly number: number
  readonly chance: Chance
  /** Demand of the class for each of `WANTED`. */
  readonly demand: Float64Array
}

/** Every search that does not follow habit: a surge that reaches this account on the day. */
export function surgeFor(
  upheaval: Upheaval,
  day: number,
  meets: (region: number | null) => number,
  chance: Chance,
): Upheaval['surges'][number] | null {
  for (const surge of upheaval.surges) {
    if (day < surge.from || day >= surge.until) continue
    const share = surge.share * meets(surge.region)
    if (share > 0 && chance.happens(share)) return surge
  }
  return null
}

/** Searches of an audit, over an afternoon. */
export function auditOn(account: number, day: number, upheaval: Upheaval, into: Searches): void {
  for (const audit of upheaval.audits.get(account) ?? []) {
    if (audit.day !== day) continue
    const step = Math.floor(AFTERNOON_MILLIS / (audit.postcodes.length * audit.wanted.length))
    let at = AFTERNOON_FROM_MILLIS
    for (const wanted of audit.wanted) {
      for (const postcode of audit.postcodes) {
        into.add(account, at, postcode, wanted)
        at += step
      }
    }
  }
}

const AFTERNOON_FROM_MILLIS = 13 * 3_600_000
const AFTERNOON_MILLIS = 4 * 3_600_000
