import { type Chance, summedUp } from '../chance.ts'
import { KINDS, WANTED } from '../world/kinds.ts'
import type { FleetClass } from './classes.ts'

/** Seven searches in ten are for a composite need, as triage asks. */
const NEEDS_SHARE = 0.7
/** How far a class as a whole is from everybody. */
const CLASS_SPREAD = 0.3

/** How much is wanted of each of `WANTED`, by everybody, in one world. */
export function everybodysDemand(chance: Chance): Float64Array {
  const demand = new Float64Array(WANTED.length)
  const needs = WANTED.length - KINDS.length
  for (let at = 0; at < demand.length; at += 1) {
    demand[at] =
      at < KINDS.length
        ? Math.sqrt(KINDS[at]?.count ?? 0) * chance.distortion(0.4)
        : (1 + at - KINDS.length) ** -0.9 * chance.distortion(0.2)
  }
  share(demand, 0, KINDS.length, 1 - NEEDS_SHARE)
  share(demand, KINDS.length, needs, NEEDS_SHARE)
  return demand
}

export function classDemand(everybody: Float64Array, of: FleetClass, chance: Chance): Float64Array {
  const demand = everybody.map(weight => weight * chance.distortion(CLASS_SPREAD))
  if (of === 'pharmacy-app') lean(demand, 13, 3)
  if (of === 'ambulance') lean(demand, 40, 1)
  return demand
}

/** So many times as much of one type as of everything else together. */
function lean(demand: Float64Array, type: number, times: number): void {
  const all = demand.reduce((sum, weight) => sum + weight, 0)
  demand[KINDS.findIndex(kind => kind.type === type)] = times * all
}

/** Of one account: summed up, to be drawn from with `fallsIn`. */
export const accountTaste = (demand: Float64Array, spread: number, chance: Chance): Float64Array =>
  summedUp(demand.map(weight => weight * chance.distortion(spread)))

function share(weights: Float64Array, from: number, count: number, whole: number): void {
  const part = weights.subarray(from, from + count)
  const sum = part.reduce((all, weight) => all + weight, 0)
  for (let at = 0; at < part.length; at += 1) part[at] = ((part[at] ?? 0) * whole) / sum
}
