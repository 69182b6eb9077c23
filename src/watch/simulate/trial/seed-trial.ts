import type { Finding } from '../../detection/types.ts'
import type { Row } from '../crawlers/catalogue.ts'
import type { Crew } from '../crawlers/crew.ts'
import type { HonestAccount } from '../honest/account.ts'
import { CLASS_PLANS } from '../honest/classes.ts'
import type { Peaks } from '../rivals/thresholds.ts'
import type { Response } from './crawl.ts'
import { type CurvePoint, curveOf } from './curve-points.ts'
import type { Engine } from './engine.ts'
import { countFalseFlags, type FalseFlags } from './false-flags.ts'
import { type RowResult, tryRow } from './row-trial.ts'
import {
  accountsOf,
  type Stage,
  setStage,
  type TrialSize,
  upheavalOf,
  WARM_UP_DAYS,
  type Warm,
  warmFrom,
  warmUp,
} from './stage.ts'

export type SeedPlan = {
  readonly size: TrialSize
  readonly rows: readonly Row[]
  readonly responses: readonly Response[]
  /** Thresholds tried for the curve, as multiples; empty: no curve. */
  readonly strictnesses: readonly number[]
  /** Told of every finding that honest traffic raised. */
  readonly onFalseFlag?: (finding: Finding, account: HonestAccount, spell: 'calm' | 'upheaval') => void
}

/** All that came of one seed. */
export type SeedResult = {
  readonly seed: number
  readonly services: number
  readonly accounts: number
  readonly calibrationSearches: number
  /** From the first day on, warm-up included. */
  readonly calm: FalseFlags
  /** After the warm-up. */
  readonly upheaval: FalseFlags
  readonly rows: readonly RowResult[]
  readonly curve: readonly CurvePoint[]
}

export function trySeed(
  { size, rows, responses, strictnesses, onFalseFlag }: SeedPlan,
  engine: Engine,
  say: (what: string) => void,
): SeedResult {
  const stage = setStage(size, engine, say)
  const { world, services, fleet, calibrated, thresholds } = stage
  const detection = calibrated.detect(services, accountsOf(fleet), 1)
  const peaks: Peaks = new Map()
  const honest = {
    world,
    detection,
    thresholds,
    peaks,
    onFinding: (finding: Finding, account: HonestAccount) => onFalseFlag?.(finding, account, 'calm'),
  }

  const warming = {
    ...honest,
    fleet,
    days: [0, WARM_UP_DAYS] as const,
    say: told(say, 'calm, to begin with'),
  }
  const beginning = countFalseFlags(warming)
  const everybody = warmFrom(
    detection,
    () => calibrated.detect(services, accountsOf(fleet), 1),
    () => warmUp(stage, fleet.accounts).setBack(),
  )
  const until = WARM_UP_DAYS + size.days
  const after = { ...honest, days: [WARM_UP_DAYS, until] as const }
  const going = countFalseFlags({ ...after, fleet, say: told(say, 'calm') })
  const restless = upheavalOf(world, fleet, size)
  const stirred: Peaks = new Map()
  const upheaval = countFalseFlags({
    ...after,
    detection: everybody.another(),
    peaks: stirred,
    fleet: restless,
    say: told(say, 'upheaval'),
    onFinding: (finding, account) => onFalseFlag?.(finding, account, 'upheaval'),
  })
  const warm = warmer(stage, everybody)
  const results: RowResult[] = []
  for (const [at, row] of rows.entries()) {
    say(`crawler ${row.row}, ${at + 1} of ${rows.length}`)
    const result = tryRow(row, stage, warm, responses)
    if (result) results.push(result)
  }
  return {
    seed: size.seed,
    services: world.services.count,
    accounts: fleet.accounts.length,
    calibrationSearches: stage.calibrationSearches,
    calm: together(beginning, going),
    upheaval,
    rows: results,
    curve: curveOf({ stage, rows, results, upheaval, stirred, strictnesses, say }),
  }
}

/** Where others matter, everybody's history; else that of the crew alone. Kept for those whose history takes long to live. */
export function warmer(stage: Stage, everybody: Warm, strictness = 1): (crew: Crew) => Warm {
  const kept = new Map<string, Warm>()
  return crew => {
    if (crew.amongAll) return everybody
    const key = crew.members.map(({ number }) => number).join(' ')
    const known = kept.get(key)
    if (known) return known
    const made = warmUp(stage, crew.members, strictness)
    if (crew.members.some(isWide)) kept.set(key, made)
    return made
  }
}

const isWide = ({ class: of }: HonestAccount): boolean => CLASS_PLANS[of].reach === 'nation'

const told =
  (say: (what: string) => void, of: string) =>
  (what: string): void =>
    say(`${of}, ${what}`)

/** Two spells one after the other, of the same fleet. */
function together(first: FalseFlags, second: FalseFlags): FalseFlags {
  return {
    months: summed(first.months, second.months),
    flagged: summed(first.flagged, second.flagged),
    braked: first.braked + second.braked,
    byDetector: summed(first.byDetector, second.byDetector),
    organisations: first.organisations + second.organisations,
    products: first.products + second.products,
    global: first.global + second.global,
    // The peaks go through both spells, so that the second count holds the first.
    rivals: second.rivals,
    searches: first.searches + second.searches,
  }
}

function summed<K extends string>(
  one: Readonly<Record<K, number>>,
  other: Readonly<Record<K, number>>,
): Record<K, number> {
  const sum: Record<K, number> = { ...one }
  for (const key in other) sum[key] = (sum[key] ?? 0) + other[key]
  return sum
}
