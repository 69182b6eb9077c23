import type { Observation } from '../../detection/types.ts'
import { type Directory, K_MAX } from '../world/directory.ts'
import { WANTED } from '../world/kinds.ts'
import type { HonestAccount } from './account.ts'
import type { Fleet } from './fleet.ts'
import { DAY_MILLIS, DAY_ZERO } from './rhythm.ts'
import { createSearches, millisOfKey, searchOfKey } from './searches.ts'

/** What a fleet does, search by search in order of time, each answered by the directory as it stands on the day. */
export type Onlooker = {
  readonly search: (observation: Observation, account: HonestAccount) => void
  /** Before the first search of a day, once the directory has changed. */
  readonly day?: (day: number) => void
}

export function live(
  fleet: Fleet,
  directory: Directory,
  [firstDay, lastDay]: readonly [from: number, until: number],
  onlooker: Onlooker,
  of: readonly HonestAccount[] = fleet.accounts,
): void {
  const searches = createSearches()
  const answer = new Int32Array(K_MAX)
  for (let day = firstDay; day < lastDay; day += 1) {
    changeDirectory(fleet, directory, day)
    onlooker.day?.(day)
    searches.clear()
    fleet.searchesOn(day, searches, of)
    const midnight = DAY_ZERO + day * DAY_MILLIS
    for (const key of searches.inOrder()) {
      const search = searchOfKey(key)
      const account = fleet.accounts[searches.account(search)]
      if (account === undefined) continue
      const postcode = searches.postcode(search)
      const wanted = searches.wanted(search)
      const count = directory.nearPostcode(postcode, wanted, account.declared.k, answer)
      onlooker.search(
        searchFrom(
          directory,
          midnight + millisOfKey(key),
          account.declared.account,
          postcode,
          wanted,
          answer,
          count,
        ),
        account,
      )
    }
  }
}

export function searchFrom(
  { world }: Directory,
  at: number,
  account: string,
  postcode: number,
  wanted: number,
  answer: Int32Array,
  count: number,
): Observation {
  return {
    action: 'search',
    at,
    account,
    easting: world.postcodes.easting[postcode] ?? 0,
    northing: world.postcodes.northing[postcode] ?? 0,
    type: WANTED[wanted]?.number ?? 0,
    ids: idsOf(world.services.id, answer, count),
  }
}

export function idsOf(ids: Int32Array, services: Int32Array, count: number): number[] {
  const found: number[] = []
  for (let at = 0; at < count; at += 1) found.push(ids[services[at] ?? 0] ?? 0)
  return found
}

function changeDirectory({ upheaval }: Fleet, directory: Directory, day: number): void {
  const on = (changes: readonly { readonly day: number; readonly service: number }[]): number[] =>
    changes.filter(change => change.day === day).map(({ service }) => service)
  const opens = on(upheaval.openings)
  const closes = on(upheaval.closures)
  if (opens.length + closes.length > 0) directory.change(opens, closes)
}
