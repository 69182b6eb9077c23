import type { Audience, EpochMillis } from '../../vocabulary/index.ts'
import type { Sex } from '../service.ts'
import type { AreaCodes } from './reference.ts'

/**
 * A question by clinical need, as CheckCapacitySummary puts it (sources, DoS 6). Metres on the National Grid; ages in
 * whole days; instants in milliseconds since the epoch.
 */
export type ClinicalQuestion = {
  readonly easting: number
  readonly northing: number
  /** The postcode asked about, without spaces, `LS14AP`; null where the origin is no full postcode. */
  readonly postcode: string | null
  /** Of the origin; nulls where it is not known, and what is limited to areas is then not held against it. */
  readonly areas: AreaCodes
  /** Null: no group, so nothing matches and the catch-all answers. */
  readonly symptomGroup: number | null
  readonly discriminators: readonly number[]
  /** Uid of the disposition group; null: not asked about. */
  readonly dispositionGroup: number | null
  readonly ageDays: number | null
  readonly sex: Sex | null
  /** ODS code of the person's GP practice; null: unknown. */
  readonly surgery: string | null
  readonly distance: {
    /** As asked for; null: none. */
    readonly metres: number | null
    /** Whether that comes before every distance kept for the place. */
    readonly force: boolean
    /** What the answer may reach at most, whatever is kept for the place. */
    readonly metresMax: number
  }
  /** When the person would go there. */
  readonly at: EpochMillis
  readonly now: EpochMillis
  readonly audience: Audience
  /** Search roles; null: not narrowed. */
  readonly referralRoleIds: readonly number[] | null
  /** Only services of these types, and of these regions; null: of any. */
  readonly typeIds: readonly number[] | null
  readonly regionIds: readonly string[] | null
  /** The most services of an answer (k). */
  readonly limit: number
  /**
   * Whether to tell, for each service that was near enough, which step kept or dropped it. That names services beyond
   * the limits of who asks, too, so it is for operators.
   */
  readonly explain: boolean
}

/** Where the distance searched came from, the first that applies (sources, DoS 6, step 2). */
export type DistanceSource = 'override' | 'postcode' | 'sector' | 'district' | 'request' | 'national'

/** Criteria of the second pipeline. A service that fails exactly one of them is a gap, which commissioners are told of. */
export const CRITERIA = [
  'capacity',
  'discriminator',
  'disposition',
  'referral-role',
  'age',
  'session',
  'open-only',
  'limited',
] as const
export type Criterion = (typeof CRITERIA)[number]

/**
 * Every step that can leave a service of the box out, in order: the limits of who asks, of which nothing is said to them;
 * the first pipeline; the second; then what is done with those that are left.
 */
export const STEPS = [
  'type',
  'audience',
  'region',
  'symptom-group',
  'sex',
  'practice',
  ...CRITERIA,
  'road',
  'surplus',
  'limit',
] as const
export type Step = (typeof STEPS)[number]

export type ClinicalFound = {
  readonly id: number
  readonly slot: number
  /** In a straight line, or by road where `byRoad`. */
  readonly distanceMetres: number
  readonly byRoad: boolean
  readonly label: 'home' | 'home-out-of-hours' | 'catch-all' | null
  /** 1 best; null: its type has none. */
  readonly rank: number | null
}

export type Gap = {
  readonly id: number
  readonly typeId: number
  readonly criterion: Criterion
}

/** What became of one service. In order of the ids, one for each service. */
export type Trace = {
  readonly id: number
  /** The step that left it out; `answer` or `catch-all` where it was kept. */
  readonly step: Step | 'answer' | 'catch-all'
  readonly kept: boolean
  /** In a sentence. */
  readonly why: string
}

export type ClinicalAnswer =
  | {
      readonly outcome: 'found'
      readonly catchAll: boolean
      readonly distanceMetres: number
      readonly distanceSource: DistanceSource
      /** Until when a service must open, milliseconds since the epoch. */
      readonly windowUntil: EpochMillis
      /** In the order in which they are to be shown. Empty: not even the catch-all found anything. */
      readonly services: readonly ClinicalFound[]
      /** In order of the ids. */
      readonly gaps: readonly Gap[]
      /** Empty unless asked for. */
      readonly traces: readonly Trace[]
    }
  /** None of the discriminators may be asked with that symptom group (fault 104 of SOAP). */
  | { readonly outcome: 'no-valid-discriminator' }

/** By id of the service, metres by road; a service that is absent is not reached. */
export type RoadDistances = ReadonlyMap<number, number>

/**
 * Asks for distances by road from a point to services, as a source outside does; null: it could not say, and straight
 * lines stand. Degrees, WGS84.
 */
export type RoadSource = (
  origin: { readonly latitude: number; readonly longitude: number },
  destinations: readonly { readonly id: number; readonly latitude: number; readonly longitude: number }[],
) => Promise<RoadDistances | null>

/** The search, in two halves, so that a road source can be asked between them. */
export type ClinicalSearch = {
  /** All of it, with straight lines. */
  readonly search: (question: ClinicalQuestion) => ClinicalAnswer
  /** The same, with distances by road for those that are worth asking about; on failure as `search`. */
  readonly searchByRoad: (
    question: ClinicalQuestion,
    origin: { readonly latitude: number; readonly longitude: number },
    road: RoadSource,
  ) => Promise<ClinicalAnswer>
}
