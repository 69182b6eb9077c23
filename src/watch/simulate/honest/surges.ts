import type { Chance } from '../chance.ts'
import { WANTED } from '../world/kinds.ts'
import { nearestRegion } from '../world/regions.ts'
import type { World } from '../world/world.ts'
import type { Surge } from './upheaval.ts'

/** One everywhere, one region by region as it spreads, and a campaign for something that is seldom asked for. */
export function surgesFor(world: World, chance: Chance, firstDay: number, days: number): Surge[] {
  const at = (share: number): number => firstDay + Math.floor(days * share)
  const needs = WANTED.flatMap(({ isNeed }, wanted) => (isNeed ? [wanted] : []))
  const singles = WANTED.flatMap(({ isNeed }, wanted) => (isNeed ? [] : [wanted]))
  const one = (from: readonly number[]): number => from[chance.below(from.length)] ?? 0
  const spreading = one(needs)
  const first = chance.below(world.regions.codes.length)
  const surges: Surge[] = [
    { from: at(0.1), until: at(0.1) + 14, region: null, wanted: one(needs), share: 0.12 },
    { from: at(0.5), until: at(0.5) + 10, region: null, wanted: one(singles), share: 0.06 },
  ]
  for (const [later, region] of [first, nearestRegion(world.regions, first)].entries()) {
    const from = at(0.3) + later * 4
    surges.push({ from, until: from + 14, region, wanted: spreading, share: 0.3 })
  }
  for (let launch = 0; launch < 4; launch += 1) {
    const from = firstDay + chance.below(days)
    surges.push({
      from,
      until: from + 21,
      region: chance.below(world.regions.codes.length),
      wanted: one(singles),
      share: 0.08,
    })
  }
  return surges
}
