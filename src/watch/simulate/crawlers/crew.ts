import type { Chance } from '../chance.ts'
import type { HonestAccount } from '../honest/account.ts'
import type { Crawler } from './crawler.ts'

/** The accounts a crawl goes through, and how it spreads over them and over time. */
export type Crew = {
  readonly members: readonly HonestAccount[]
  /** One crawler that all of them share, or one for each. */
  readonly crawlers: readonly Crawler[]
  /** Of all members together, from the first day of the crawl on. */
  readonly perDay: (daysSinceStart: number) => number
  /** As fast as it can, from nine in the morning; otherwise spread over the day as the members' own searches are. */
  readonly perSecond?: number
  /** At this hour only, one a second: when nobody looks. */
  readonly hour?: number
  /** The members' own searches go on. */
  readonly ownTraffic: boolean
  /** So do those of the rest of the fleet with a site: for what is only seen across accounts. */
  readonly amongAll: boolean
  readonly daysMax: number
}

export const crawlerOf = ({ crawlers }: Crew, member: number): Crawler | undefined =>
  crawlers.length === 1 ? crawlers[0] : crawlers[member]

/** How many of a day's questions fall to each member: as even as whole numbers allow, who takes the odd ones by chance. */
export function shareOut(total: number, members: number, chance: Chance): Int32Array {
  const shares = new Int32Array(members).fill(Math.floor(total / members))
  let odd = Math.floor(total - Math.floor(total / members) * members + chance.next())
  const order = chance.shuffle(Int32Array.from(shares.keys()))
  for (const member of order) {
    if (odd === 0) break
    shares[member] = (shares[member] ?? 0) + 1
    odd -= 1
  }
  return shares
}
