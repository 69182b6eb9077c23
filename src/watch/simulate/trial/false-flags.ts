import type { Detection, Finding } from '../../detection/types.ts'
import type { HonestAccount } from '../honest/account.ts'
import type { FleetClass } from '../honest/classes.ts'
import type { Fleet } from '../honest/fleet.ts'
import { live } from '../honest/live.ts'
import { DAY_MILLIS, DAY_ZERO } from '../honest/rhythm.ts'
import { createRivals, type Figures, RIVALS, type Rival } from '../rivals/rivals.ts'
import { notePeak, type Peaks } from '../rivals/thresholds.ts'
import { createDirectory } from '../world/directory.ts'
import { type World, watchedService } from '../world/world.ts'

/** Honest people flagged. An account-month is an account in thirty days, flagged or not, however often. */
export type FalseFlags = {
  readonly months: Readonly<Record<FleetClass, number>>
  readonly flagged: Readonly<Record<FleetClass, number>>
  /** Those that also got a brake. */
  readonly braked: number
  readonly byDetector: Readonly<Record<string, number>>
  readonly organisations: number
  readonly products: number
  /** Alarms that name nobody in particular. */
  readonly global: number
  readonly rivals: Readonly<Record<Rival, Readonly<Record<FleetClass, number>>>>
  readonly searches: number
}

export const MONTH_DAYS = 30

export type HonestTrial = {
  readonly world: World
  readonly fleet: Fleet
  readonly detection: Detection
  readonly thresholds: ReadonlyMap<string, Figures>
  readonly days: readonly [from: number, until: number]
  readonly say: (what: string) => void
  /** Highest figures of the rivals, for the curve. */
  readonly peaks?: Peaks
  readonly onFinding?: (finding: Finding, account: HonestAccount) => void
}

/** Lets a fleet live under the eyes of the detectors and counts whom they accuse. */
export function countFalseFlags(trial: HonestTrial): FalseFlags {
  const { world, fleet, detection, thresholds, days } = trial
  const { upheaval } = fleet
  const directory = createDirectory(world, upheaval.dormant)
  for (const service of upheaval.dormant) detection.removeService(world.services.id[service] ?? 0)
  for (const event of upheaval.declared) detection.declare(event)

  const peaks: Peaks = trial.peaks ?? new Map()
  const rivals = createRivals()
  const flagged = new Map<string, FleetClass>()
  const braked = new Set<string>()
  const byDetector: Record<string, number> = {}
  const wide = { organisation: new Set<string>(), product: new Set<string>(), global: 0 }
  const months = nobody()
  for (const { class: of } of fleet.accounts) months[of] += Math.ceil((days[1] - days[0]) / MONTH_DAYS)
  let searches = 0

  live(fleet, directory, days, {
    day: day => {
      trial.say(`day ${day - days[0] + 1} of ${days[1] - days[0]}`)
      changeServices(world, fleet, detection, day)
    },
    search: (observation, account) => {
      searches += 1
      const day = Math.floor((observation.at - DAY_ZERO) / DAY_MILLIS)
      notePeak(peaks, account, day, rivals.observe(observation, account))
      for (const finding of detection.observe(observation)) {
        trial.onFinding?.(finding, account)
        if (finding.scope === 'global') wide.global += 1
        else if (finding.scope !== 'account')
          wide[finding.scope].add(finding.scope === 'organisation' ? finding.organisation : finding.product)
        else note(finding, account, day)
      }
    },
  })
  return {
    months,
    flagged: byClass(flagged.values()),
    braked: braked.size,
    byDetector,
    organisations: wide.organisation.size,
    products: wide.product.size,
    global: wide.global,
    rivals: flaggedByRivals(peaks, thresholds, 1),
    searches,
  }

  function note(finding: Finding, account: HonestAccount, day: number): void {
    const key = `${finding.account}/${Math.floor((day - days[0]) / MONTH_DAYS)}`
    if (!flagged.has(key)) byDetector[finding.detector] = (byDetector[finding.detector] ?? 0) + 1
    flagged.set(key, account.class)
    if (finding.brake !== 'none') braked.add(key)
  }
}

/** Account-months over their threshold times `factor`. */
export function flaggedByRivals(
  peaks: Peaks,
  thresholds: ReadonlyMap<string, Figures>,
  factor: number,
): Record<Rival, Record<FleetClass, number>> {
  const over = (rival: Rival): Record<FleetClass, number> =>
    byClass(
      [...peaks.values()].flatMap(({ account, peak }) => {
        const threshold = thresholds.get(account.class)?.[rival]
        return threshold !== undefined && peak[rival] > threshold * factor ? [account.class] : []
      }),
    )
  const [rate, bucket, distinct] = RIVALS
  return { rate: over(rate), bucket: over(bucket), distinct: over(distinct) }
}

const nobody = (): Record<FleetClass, number> => ({
  clinician: 0,
  gp: 0,
  pharmacy: 0,
  locum: 0,
  mover: 0,
  'remote-clinician': 0,
  ambulance: 0,
  'call-centre': 0,
  'dos-lead': 0,
  'pharmacy-app': 0,
  'national-111': 0,
  'public-app': 0,
})

function byClass(classes: Iterable<FleetClass>): Record<FleetClass, number> {
  const counts = nobody()
  for (const of of classes) counts[of] += 1
  return counts
}

/** The watch hears of the directory's changes as everybody does. */
function changeServices(world: World, { upheaval }: Fleet, detection: Detection, day: number): void {
  for (const { service } of upheaval.openings.filter(change => change.day === day))
    detection.putService(watchedService(world, service))
  for (const { service } of upheaval.closures.filter(change => change.day === day))
    detection.removeService(world.services.id[service] ?? 0)
  for (const { to, services } of upheaval.boundaryMoves.filter(move => move.day === day)) {
    const region = world.regions.codes[to] ?? ''
    for (const service of services) detection.putService({ ...watchedService(world, service), region })
  }
}
