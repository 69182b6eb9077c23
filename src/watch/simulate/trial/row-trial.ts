import type { Finding } from '../../detection/types.ts'
import { createChance } from '../chance.ts'
import { type Row, settingOf } from '../crawlers/catalogue.ts'
import type { Crew } from '../crawlers/crew.ts'
import { createRivals, RIVALS, type Rival } from '../rivals/rivals.ts'
import { crawl, type Response } from './crawl.ts'
import { type Stage, WARM_UP_DAYS, type Warm } from './stage.ts'

/** Shares of the directory, in per cent; null: never. */
export type RowResult = {
  readonly row: string
  /** Extracted when nobody does anything. */
  readonly final: number
  readonly questions: number
  /** When an account of the crew, or its organisation or product, was first flagged. */
  readonly flagged: number | null
  readonly detector: string | null
  readonly scope: Finding['scope'] | null
  /** When it was first noticed that somebody crawls, whoever it is. */
  readonly alarm: number | null
  /** Among the accounts the alarm names, how many are of the crew, out of how many named. */
  readonly named: { readonly right: number; readonly of: number } | null
  readonly rivals: Readonly<Record<Rival, number | null>>
  /** For each factor of `CURVE_FACTORS` on the rivals' thresholds. */
  readonly rivalsByFactor: Readonly<Record<Rival, readonly (number | null)[]>>
  /** Extracted in the end with the brakes of the watch, and with accounts closed at the first finding. */
  readonly braked: number | null
  readonly suspended: number | null
  readonly crewSize: number
  /** Of the honest searches of everybody in the trial, those refused while brakes were on. */
  readonly honestRefused: number
}

/** Thresholds are tried at these multiples. */
export const CURVE_FACTORS = [0.25, 0.35, 0.5, 0.7, 1, 1.4, 2, 3, 5] as const

/** Tries one row from the same history each time: watched to its end (or only until it is flagged), braked, suspended. */
export function tryRow(
  row: Row,
  stage: Stage,
  warm: (crew: Crew) => Warm,
  responses: readonly Response[] | 'until-flagged',
): RowResult | null {
  const { world, fleet, calmDirectory: directory, size, thresholds } = stage
  const first = crewOf()
  if (first === null) return null
  const ready = warm(first)
  const share = (extracted: number): number => (100 * extracted) / world.services.count

  const found: {
    flagged: number | null
    detector: string | null
    scope: Finding['scope'] | null
    alarm: number | null
  } = {
    flagged: null,
    detector: null,
    scope: null,
    alarm: null,
  }
  let lastGlobal: Finding | null = null
  const rivals = createRivals()
  const rivalsByFactor = { rate: never(), bucket: never(), distinct: never() }
  const watched = run(responses === 'until-flagged' ? 'suspend' : 'watch', first, {
    onFinding: (finding, isCrew, extracted) => {
      if (finding.scope === 'global') {
        found.alarm ??= share(extracted)
        lastGlobal ??= finding
      }
      if (!isCrew || found.flagged !== null) return
      found.flagged = share(extracted)
      found.detector = finding.detector
      found.scope = finding.scope
    },
    onQuestion: (observation, member, extracted) => {
      const figures = rivals.observe(observation, member)
      const limits = thresholds.get(member.class)
      for (const rival of RIVALS) {
        const ratio = figures[rival] / (limits?.[rival] ?? Number.POSITIVE_INFINITY)
        for (const [at, factor] of CURVE_FACTORS.entries()) {
          if (ratio <= factor) break
          rivalsByFactor[rival][at] ??= share(extracted)
        }
      }
    },
  })
  const asCalibrated = CURVE_FACTORS.indexOf(1)
  const braked = responses.includes('brake') ? run('brake', crewOf() ?? first) : null
  const suspended = responses.includes('suspend') ? run('suspend', crewOf() ?? first) : null
  return {
    row: row.row,
    final: share(watched.extracted),
    questions: watched.questions,
    ...found,
    named: lastGlobal === null ? null : namedRight(lastGlobal, first),
    rivals: {
      rate: rivalsByFactor.rate[asCalibrated] ?? null,
      bucket: rivalsByFactor.bucket[asCalibrated] ?? null,
      distinct: rivalsByFactor.distinct[asCalibrated] ?? null,
    },
    rivalsByFactor,
    braked: braked === null ? null : share(braked.extracted),
    suspended: suspended === null ? null : share(suspended.extracted),
    crewSize: first.members.length,
    honestRefused: braked?.honestRefused ?? 0,
  }

  function crewOf(): Crew | null {
    return row.crew(settingOf(world, fleet, createChance(size.seed).branch('crawl', row.row)))
  }

  function run(response: Response, crew: Crew, told: Partial<Parameters<typeof crawl>[0]> = {}) {
    return crawl({
      crew,
      fleet,
      directory,
      detection: ready.setBack(),
      response,
      firstDay: WARM_UP_DAYS,
      chance: createChance(size.seed).branch('times', row.row),
      ...told,
    })
  }
}

const never = (): (number | null)[] => CURVE_FACTORS.map(() => null)

/** Accounts a finding names in its evidence, strongest first, as far as the crew is large. */
function namedRight({ evidence }: Finding, crew: Crew): RowResult['named'] {
  const accounts = new Set(crew.members.map(({ declared }) => declared.account))
  const named = namesIn(evidence['ranked'] ?? evidence['accounts']).slice(0, accounts.size)
  return named.length === 0
    ? null
    : { right: named.filter(name => accounts.has(name)).length, of: named.length }
}

function namesIn(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    if (typeof item === 'string') return [item]
    if (typeof item === 'object' && item !== null && 'account' in item && typeof item.account === 'string')
      return [item.account]
    return []
  })
}
