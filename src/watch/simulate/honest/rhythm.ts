import { type Chance, fallsIn, summedUp } from '../chance.ts'
import type { ClassPlan } from './classes.ts'

type Rhythm = ClassPlan['rhythm']

/** Day 0 of every fleet: Monday 5 January 2026, midnight UTC. */
export const DAY_ZERO = Date.UTC(2026, 0, 5)
export const DAY_MILLIS = 86_400_000
const HOUR_MILLIS = 3_600_000

/** From Monday on, against the mean of the week. */
const WEEK: Readonly<Record<Rhythm, readonly number[]>> = {
  office: [1.3, 1.15, 1.1, 1.1, 1.1, 0.18, 0.12],
  shop: [1.15, 1.1, 1.1, 1.1, 1.15, 1, 0.2],
  always: [0.9, 0.85, 0.85, 0.85, 0.95, 1.4, 1.4],
}

/** From midnight on. */
const HOURS: Readonly<Record<Rhythm, Float64Array>> = {
  office: summedUp([0, 0, 0, 0, 0, 0, 0, 1, 7, 11, 11, 9, 5, 6, 10, 10, 9, 7, 3, 1, 0, 0, 0, 0]),
  shop: summedUp([0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 10, 10, 9, 8, 8, 8, 9, 10, 6, 2, 1, 0, 0, 0]),
  always: summedUp([3, 2, 2, 1, 1, 2, 3, 5, 7, 8, 8, 7, 6, 6, 6, 6, 7, 8, 9, 9, 8, 7, 6, 4]),
}

export const weekFactor = (rhythm: Rhythm, day: number): number => WEEK[rhythm][((day % 7) + 7) % 7] ?? 1

/** When on its day a search is made. */
export const timeOfDay = (rhythm: Rhythm, chance: Chance): number =>
  Math.floor((fallsIn(HOURS[rhythm], chance.next()) + chance.next()) * HOUR_MILLIS)
