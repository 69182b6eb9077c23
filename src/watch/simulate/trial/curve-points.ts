import type { Row } from '../crawlers/catalogue.ts'
import { RIVALS, type Rival } from '../rivals/rivals.ts'
import type { Peaks } from '../rivals/thresholds.ts'
import { countFalseFlags, type FalseFlags, flaggedByRivals } from './false-flags.ts'
import { CURVE_FACTORS, type RowResult, tryRow } from './row-trial.ts'
import { warmer } from './seed-trial.ts'
import { type Stage, upheavalOf, WARM_UP_DAYS, warmUp } from './stage.ts'

/** What a threshold costs and what it saves. */
export type CurvePoint = {
  readonly by: 'signpost' | Rival
  /** Multiple of the threshold as calibrated. */
  readonly strictness: number
  /** Per 1,000 account-months, while everything changes. */
  readonly falseFlags: number
  /** Mean over the rows with one account that should be flagged: per cent of the directory taken by then, or in the end. */
  readonly loss: number
}

type Sweep = {
  readonly stage: Stage
  readonly rows: readonly Row[]
  readonly results: readonly RowResult[]
  readonly upheaval: FalseFlags
  readonly stirred: Peaks
  readonly strictnesses: readonly number[]
  readonly say: (what: string) => void
}

export function curveOf(sweep: Sweep): CurvePoint[] {
  const { stage, rows, results, upheaval, stirred, strictnesses } = sweep
  const chosen = rows.filter(isForCurve)
  const those = results.filter(({ row }) => chosen.some(other => other.row === row))
  if (those.length === 0 || strictnesses.length === 0) return []
  const months = total(upheaval.months)
  const points: CurvePoint[] = CURVE_FACTORS.flatMap((factor, at) => {
    const over = flaggedByRivals(stirred, stage.thresholds, factor)
    return RIVALS.map(rival => ({
      by: rival,
      strictness: factor,
      falseFlags: (1_000 * total(over[rival])) / months,
      loss: mean(those.map(({ final, rivalsByFactor }) => rivalsByFactor[rival][at] ?? final)),
    }))
  })
  for (const strictness of strictnesses) points.push(ours(strictness))
  return points

  function ours(strictness: number): CurvePoint {
    if (strictness === 1) {
      return { by: 'signpost', strictness, ...figuresOf(upheaval, those) }
    }
    const say = (what: string): void => sweep.say(`thresholds times ${strictness}: ${what}`)
    const fleet = upheavalOf(stage.world, stage.fleet, stage.size)
    const everybody = warmUp(stage, stage.fleet.accounts, strictness)
    const detection = everybody.another()
    const days = [WARM_UP_DAYS, WARM_UP_DAYS + stage.size.days] as const
    const flags = countFalseFlags({ ...stage, fleet, detection, days, say })
    const warm = warmer(stage, everybody, strictness)
    const tried = chosen.flatMap(row => {
      say(`crawler ${row.row}`)
      return tryRow(row, stage, warm, 'until-flagged') ?? []
    })
    return { by: 'signpost', strictness, ...figuresOf(flags, tried) }
  }
}

const figuresOf = (
  { months, flagged }: FalseFlags,
  rows: readonly RowResult[],
): Pick<CurvePoint, 'falseFlags' | 'loss'> => ({
  falseFlags: (1_000 * total(flagged)) / total(months),
  loss: mean(rows.map(({ flagged: at, final }) => at ?? final)),
})

/** One account, and something to be seen of it before half a per cent. */
const isForCurve = ({ goal }: Row): boolean => goal.flaggedBefore === 0.5

export const total = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

const mean = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + figure, 0) / Math.max(1, figures.length)
