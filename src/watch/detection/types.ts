import type { EpochMillis } from '../../vocabulary/index.ts'

/** A service as the watch knows it: where it is and what it is. Places are National Grid metres. */
export type WatchedService = {
  readonly id: number
  readonly type: number
  readonly easting: number
  readonly northing: number
  /** ODS code of its region, such as `R07`; a point belongs to the region of its nearest service. */
  readonly region: string
  readonly odsCode: string | null
}

/** Where an account said it would ask, how much and what for (its agreement's footprint; AUP25-28). */
export type Footprint = {
  readonly sites: readonly {
    readonly easting: number
    readonly northing: number
    readonly radiusMetres: number
  }[]
  readonly regions: readonly string[]
  readonly national: boolean
}

/** An account with what its agreement declares. */
export type WatchedAccount = {
  readonly account: string
  readonly organisation: string
  readonly product: string
  /** Whom thresholds are shared with: `clinician`, `gp`, `call-centre` …; one never calibrated takes the common ones. */
  readonly class: string
  readonly footprint: Footprint
  /** Searches a day, as declared. */
  readonly volumePerDay: number
  /** Service types agreed; null: all. */
  readonly types: readonly number[] | null
  /** The most results of one answer. */
  readonly k: number
}

/**
 * One answered question as the detectors see it: never finer than what the activity log holds of it, so that the log
 * alone can rebuild what they know.
 */
export type Observation =
  | {
      readonly action: 'search'
      readonly at: EpochMillis
      readonly account: string
      readonly easting: number
      readonly northing: number
      /** Service type, or a number of its own for a composite or clinical need (stable, at least 1,000,000). */
      readonly type: number
      /** Ids of the services in the answer, nearest first. */
      readonly ids: readonly number[]
      /** From the origin to the nearest answer; where absent it is worked out from the places. */
      readonly nearestMetres?: number | null
    }
  | {
      readonly action: 'lookup'
      readonly at: EpochMillis
      readonly account: string
      readonly id: number
      readonly found: boolean
    }
  | {
      readonly action: 'ods'
      readonly at: EpochMillis
      readonly account: string
      readonly odsCode: string
      readonly found: boolean
      readonly ids: readonly number[]
    }

/** Graded, each including those before it; `throttle`: 429 above the declared volume. */
export const BRAKES = ['none', 'smaller-k', 'footprint-only', 'throttle'] as const
export type Brake = (typeof BRAKES)[number]

export type FindingScope = 'account' | 'organisation' | 'product' | 'global'

/** Raised in the very request that made the difference. */
export type Finding = {
  readonly at: EpochMillis
  /** The account whose request raised it; at wider scopes the one that tipped it. */
  readonly account: string
  readonly organisation: string
  readonly product: string
  readonly scope: FindingScope
  readonly detector: string
  readonly brake: Brake
  /** What a person needs to judge it and a caller may be shown; plain JSON. */
  readonly evidence: Readonly<Record<string, unknown>>
}

/** What was announced beforehand, or established since: a load test, a launch, an outbreak, an audit. Null: all of them. */
export type DeclaredEvent = {
  readonly id: string
  readonly from: EpochMillis
  readonly until: EpochMillis
  readonly accounts: readonly string[] | null
  readonly organisations: readonly string[] | null
  readonly regions: readonly string[] | null
  readonly types: readonly number[] | null
  /** `annotate`: findings say so; `suppress`: what falls into it is no evidence. */
  readonly effect: 'annotate' | 'suppress'
}

/** The detectors over one directory. One instance a process; not shared between threads. */
export type Detection = {
  /** Takes in one answered question; answers what it raised, nearly always nothing (one shared empty array). */
  readonly observe: (observation: Observation) => readonly Finding[]
  /** The brake on an account at this moment: its own, its organisation's or its product's, whichever is stronger. */
  readonly brakeOn: (account: string, now: EpochMillis) => Brake
  /** Whether a point lies within what the account declared. */
  readonly inFootprint: (account: string, easting: number, northing: number) => boolean
  /** A person judged that a finding was nothing, or was dealt with: evidence and brake of the account start again. */
  readonly release: (account: string, now: EpochMillis) => void
  readonly declare: (event: DeclaredEvent) => void
  readonly putAccount: (account: WatchedAccount) => void
  readonly removeAccount: (account: string) => void
  readonly putService: (service: WatchedService) => void
  readonly removeService: (id: number) => void
  /** Everything it knows, to be restored by another process: `restore(snapshot)` then the same observations give the same findings. */
  readonly snapshot: () => Buffer
  readonly restore: (snapshot: Buffer) => void
}
