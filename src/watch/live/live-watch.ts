import type { ActivityEntry } from '../../activity/index.ts'
import type { CallerFacts } from '../../policy/index.ts'
import type { EpochMillis } from '../../vocabulary/index.ts'
import type { Brake, Detection, Finding, WatchedAccount } from '../detection/types.ts'
import type { FindingKind, Raising } from '../findings/finding-store.ts'
import { type Braking, createBrakes, type InForce, type Subject, strength, subjectOf } from './brakes.ts'
import { createDayCounts } from './day-counts.ts'
import {
  accountWatched,
  baseAccount,
  isWatched,
  type MiddleOf,
  observationOf,
  type Watchable,
} from './observation.ts'
import { watchedAccount } from './watched-account.ts'

/** `shadow`: everything is watched and found, and nothing is braked; for a calibration that is not trusted yet. */
export type WatchMode = 'brakes' | 'shadow'

/** An entry as the live watch takes it in: in the request before it is written, or from the log. */
export type Absorbed = Watchable &
  Pick<ActivityEntry, 'id' | 'facts' | 'organisation' | 'product'> & { readonly node: string }

export type LiveWatchParts = {
  readonly detection: Detection
  readonly newId: () => string
  readonly middleOf: MiddleOf
  readonly mode: WatchMode
  /** Told of what is raised, at once; to be kept. */
  readonly raised: (raising: Raising) => void
}

/** What an account declared, by the facts that say so. */
type Known = { readonly facts: string; readonly declared: WatchedAccount }

/** What the live watch knows beside the detectors, as it goes into a checkpoint. */
export type KeptWatch = {
  readonly known: readonly (readonly [string, Known])[]
  readonly counts: ReturnType<ReturnType<typeof createDayCounts>['keep']>
}

/** The detectors in the house: told in the request what is answered, and asked which brake is on. */
export type LiveWatch = ReturnType<typeof createLiveWatch>

const NO_IDS: readonly string[] = []

export function createLiveWatch(parts: LiveWatchParts) {
  const { detection, newId, middleOf, mode, raised } = parts
  const brakes = createBrakes()
  const counts = createDayCounts()
  const known = new Map<string, Known>()
  const unwritten = new Map<string, Braking>()
  const totals = { observations: 0, findings: 0, blind: 0 }

  /** Tells the detectors of an account anew when the facts its questions are decided on have changed. */
  const introduce = (watched: string, facts: string, caller: CallerFacts): void => {
    const account = watchedAccount(caller)
    if (account === null) return
    const declared = { ...account, account: watched }
    detection.putAccount(declared)
    known.set(watched, { facts, declared })
  }
  const raise = (entry: Absorbed, finding: Finding, id: string): Raising => {
    const subject = { ...finding, account: baseAccount(finding.account) }
    const raising: Raising = {
      ...keptOf(finding, 'crawl'),
      id,
      account: subject.account,
      subject: subjectOf(finding.scope, subject),
      decision: entry.id,
      node: entry.node,
      evidence: mode === 'shadow' ? { ...finding.evidence, shadow: true } : finding.evidence,
      brake: mode === 'shadow' ? 'none' : finding.brake,
    }
    totals.findings += 1
    hold(raising)
    raised(raising)
    return raising
  }
  const hold = ({ id, scope, subject, brake, at }: Raising): void => {
    if (brake === 'none') return
    const braking = { id, scope, subject, brake, raisedAt: at, lastRaisedAt: at }
    unwritten.set(id, braking)
    brakes.add(braking)
  }
  const releaseAll = (scope: Raising['scope'], subject: string, now: EpochMillis): void => {
    for (const [watched, { declared }] of known) {
      if (subjectOf(scope, { ...declared, account: baseAccount(watched) }) === subject)
        detection.release(watched, now)
    }
  }

  return {
    mode,
    totals: (): Readonly<typeof totals> => totals,
    accounts: () => known.size,
    brakesHeld: () => brakes.size(),

    /** The brake on whoever asks, of their own or of all they belong to; null: none. */
    inForce: (subject: Subject, watched: string, now: EpochMillis): InForce | null => {
      if (mode === 'shadow') return null
      const found = brakes.on(subject, now)
      const own = detection.brakeOn(watched, now)
      if (own === 'none' || (found !== null && strength(found.brake) >= strength(own))) return found
      return { brake: own, findings: found?.findings ?? NO_IDS, since: found?.since ?? null }
    },
    /** Whether a 1 km square lies within what the account declared. */
    isInside: (watched: string, square: string): boolean => {
      const middle = middleOf(square)
      return middle !== null && detection.inFootprint(watched, middle.easting, middle.northing)
    },
    isPointInside: (watched: string, easting: number, northing: number): boolean =>
      detection.inFootprint(watched, easting, northing),
    /** The same of a recorded question; null: it has no place, or nobody knows the account. */
    insideOf: (entry: Pick<ActivityEntry, 'account' | 'flags' | 'watched'>): boolean | null => {
      const square = entry.watched?.square ?? null
      const middle = square === null ? null : middleOf(square)
      const watched = accountWatched(entry)
      if (middle === null || !known.has(watched)) return null
      return detection.inFootprint(watched, middle.easting, middle.northing)
    },
    /** Whether the account has already asked today as much as it declared. */
    isAboveVolume: (watched: string, now: EpochMillis): boolean => {
      const account = known.get(watched)
      return account !== undefined && counts.of(watched, now) >= account.declared.volumePerDay
    },
    /** Makes an account known before it is asked about; cheap when it is known as it is. */
    introduce: (watched: string, facts: string, caller: CallerFacts): void => {
      if (known.get(watched)?.facts !== facts) introduce(watched, facts, caller)
    },

    /**
     * Takes in one answered question, and tells which findings it raised, by id. The same whether it comes from the
     * request or from the log; from the log, `ids` are those the entry says it raised.
     * @param caller the facts under `entry.facts`; asked for only when the account is not known by them
     */
    absorb: (
      entry: Absorbed,
      caller: () => CallerFacts,
      ids: readonly string[] = NO_IDS,
    ): readonly Raising[] => {
      if (!isWatched(entry)) return []
      const observation = observationOf(entry, middleOf)
      if (observation === null) return []
      const watched = observation.account
      const facts = entry.facts ?? ''
      if (known.get(watched)?.facts !== facts) introduce(watched, facts, caller())
      if (!known.has(watched)) return []
      totals.observations += 1
      counts.add(watched, observation.at)
      const found = detection.observe(observation)
      if (found.length === 0) return []
      return found.map((finding, index) => raise(entry, finding, ids[index] ?? newId()))
    },
    /** What another watch raises: it is kept beside, and brakes nobody. */
    raiseConduct: (raising: Raising): void => {
      totals.findings += 1
      raised(raising)
    },
    /** It counts as a blind moment when an answer could not be watched. */
    noteBlind: (): void => {
      totals.blind += 1
    },

    /** The brakes of open findings, as the table has them; what is raised here and not yet in it stays. */
    replaceBrakes: (all: readonly Braking[]): void => brakes.replace(all, [...unwritten.values()]),
    /** It is in the table now. */
    written: (id: string): void => {
      unwritten.delete(id)
    },
    /** A person judged that it was nothing, or it is over: whom it is about begins again. */
    release: ({ scope, subject }: Pick<Raising, 'scope' | 'subject'>, now: EpochMillis): void =>
      releaseAll(scope, subject, now),
    keep: (): KeptWatch => ({ known: [...known], counts: counts.keep() }),
    /** Before the detectors are restored: what they know is of accounts they know. */
    take: (kept: KeptWatch): void => {
      known.clear()
      for (const [watched, account] of kept.known) {
        known.set(watched, account)
        detection.putAccount(account.declared)
      }
      counts.take(kept.counts)
    },
  }
}

/** What of a finding goes into the table as it is. */
const keptOf = (
  finding: Finding,
  kind: FindingKind,
): Omit<Raising, 'id' | 'subject' | 'decision' | 'node'> => ({
  kind,
  scope: finding.scope,
  account: finding.account,
  organisation: finding.organisation,
  product: finding.product,
  detector: finding.detector,
  brake: finding.brake,
  evidence: finding.evidence,
  at: finding.at,
})

/** The name under which the detectors know who asks a question of this kind. */
export const watchedName = (account: string, flags: ActivityEntry['flags']): string =>
  accountWatched({ account, flags })

export type { Brake, InForce, Subject }
