import type { PermissionType } from '../../policy/index.ts'
import type { DirectPurposeCode, EpochMillis } from '../../vocabulary/index.ts'

/** States of a permission (sources, use 4.3). */
export const PERMISSION_STATES = [
  'requested',
  'discussing',
  'granted',
  'suspended',
  'expired',
  'withdrawn',
  'superseded',
  'refused',
] as const
export type PermissionState = (typeof PERMISSION_STATES)[number]

/** What of a service may stay in a record of care (D9): which one, when, and what the person was told. */
export const CARE_RECORD_FIELDS = ['id', 'name', 'time', 'advice'] as const
export type CareRecordField = (typeof CARE_RECORD_FIELDS)[number]

/** What a permission is for: for each type, what only it has. Null: not said yet. */
export type PermissionScope =
  | {
      readonly type: 'public-display'
      /** Regions whose services are to be shown. */
      readonly regionIds: readonly string[]
      /** Items of the presentation checklist that are done; see checklist.ts. */
      readonly checklist: readonly string[]
    }
  | {
      readonly type: 'cache-exception'
      /** Who asks when, and why it cannot ask anew. */
      readonly pattern: string | null
      readonly fields: readonly string[]
      readonly purposes: readonly DirectPurposeCode[]
      readonly maxAgeSeconds: number | null
      /** Whether what is kept is thrown away at once when the directory says so. */
      readonly purgeOnSignal: boolean
      readonly derogationId: string | null
    }
  /** `summary` stands in the published list (D4). */
  | { readonly type: 'unattended-service'; readonly summary: string | null }
  | { readonly type: 'care-record-extract'; readonly fields: readonly string[] }
  | { readonly type: 'synthetic-monitoring'; readonly everyMinutes: number | null }
  | { readonly type: 'raised-quota'; readonly perMinute: number | null; readonly perDay: number | null }
  | { readonly type: 'dataset-snapshot'; readonly derogationId: string | null }
  | { readonly type: 'publication-opt-out' }

/** A permission as the register has it. */
export type Permission = {
  readonly id: string
  readonly agreementId: string
  readonly connectionId: string
  readonly state: PermissionState
  readonly scope: PermissionScope
  readonly reason: string
  readonly requestedBy: string
  readonly requestedAt: EpochMillis
  /** Of a publication-opt-out: asked for after the first production use (AUP25-61). */
  readonly outOfTime: boolean
  /** When the operator took up one that was out of time all the same (D14). */
  readonly takenUpAt: EpochMillis | null
  readonly conditions: readonly string[]
  readonly from: EpochMillis | null
  readonly until: EpochMillis | null
  readonly decidedAt: EpochMillis | null
  /** Of a public-display one: the safety case it rests on. */
  readonly evidenceId: string | null
  readonly grants: readonly RegionGrant[]
}

/** The leave of a region's DoS Lead to display its services (AUP18-16). */
export type RegionGrant = {
  readonly id: string
  readonly regionId: string
  readonly conditions: readonly string[]
  readonly grantedBy: string
  readonly from: EpochMillis
  readonly until: EpochMillis
  /** Taken back, or followed by another after it had run out. */
  readonly endedAt: EpochMillis | null
  /** The grants it comes from, where regions were merged; its lead is to look at it by `reviewBy`. */
  readonly inheritedFrom: readonly string[]
  readonly reviewBy: EpochMillis | null
}

/** A clause set aside for one agreement and pattern of use, signed by two (sources, use 1.3, rule 4). */
export type Derogation = {
  readonly id: string
  readonly agreementId: string
  readonly permits: DerogableType
  readonly cites: readonly string[]
  readonly reason: string
  readonly pattern: string
  readonly fields: readonly string[]
  readonly purposes: readonly string[]
  readonly maxAgeSeconds: number | null
  readonly purgeOnSignal: boolean
  readonly signedBy: string
  readonly signedSecond: string
  readonly signedAt: EpochMillis
  /** It speaks up to, but not including, this instant. */
  readonly reviewBy: EpochMillis
}

/** What nobody has without a derogation. */
export const DEROGABLE = ['cache-exception', 'dataset-snapshot'] as const satisfies readonly PermissionType[]
export type DerogableType = (typeof DEROGABLE)[number]

/** Whether that grant speaks at `now`. */
export const grantHolds = (grant: RegionGrant, now: EpochMillis): boolean =>
  grant.endedAt === null && grant.from <= now && now < grant.until

/** Whether a permission is in force at `now`, by state and dates. */
export const permissionHolds = (permission: Permission, now: EpochMillis): boolean =>
  permission.state === 'granted' &&
  permission.from !== null &&
  permission.until !== null &&
  permission.from <= now &&
  now < permission.until
