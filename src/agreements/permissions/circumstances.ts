import type { AgreementFacts, PermissionType, PolicyParameters } from '../../policy/index.ts'
import type { ClauseId, EpochMillis } from '../../vocabulary/index.ts'
import type { Evidence } from './evidence.ts'
import type { Derogation, PermissionScope, RegionGrant } from './permission.ts'

/** Everything a guard may look at, as it stands when the step is to be taken. */
export type Circumstances = {
  readonly now: EpochMillis
  readonly scope: PermissionScope
  readonly requestedAt: EpochMillis
  readonly outOfTime: boolean
  readonly takenUpAt: EpochMillis | null
  /** The dates it would have. */
  readonly from: EpochMillis
  readonly until: EpochMillis
  /** Regions whose leads must have granted already; the other ones asked for may follow. Null: all of them. */
  readonly regionsNow: readonly string[] | null
  readonly grants: readonly RegionGrant[]
  readonly agreement: Pick<AgreementFacts, 'status' | 'until' | 'purposes' | 'volume'>
  readonly product: { readonly id: string; readonly version: string | null }
  /** The safety case in date for that version of the product, if there is one. */
  readonly safetyCase: Evidence | null
  /** The derogation it names, if that is one for this agreement and type. */
  readonly derogation: Derogation | null
  /** Types granted beside it on the same agreement. */
  readonly granted: readonly PermissionType[]
  readonly parameters: PermissionParameters
}

/** What of a policy version matters to permissions. */
export type PermissionParameters = Pick<
  PolicyParameters,
  | 'publicDisplayNationalContact'
  | 'publicDisplaySafetyCase'
  | 'publicDisplayRegionGrants'
  | 'safetyCaseWarningDays'
  | 'cacheNeedsDerogation'
  | 'cacheMaxAgeSecondsMax'
  | 'cacheReviewMonths'
  | 'monitoringPerMinute'
  | 'permissionNoticeDays'
>

/** The clauses each type answers to; acts on a permission cite them. */
export const CLAUSES_OF_TYPE: Record<PermissionType, readonly ClauseId[]> = {
  'public-display': ['AUP25-20', 'AUP25-22', 'AUP25-23', 'AUP18-16', 'AUP18-17'],
  'cache-exception': ['AUP25-25', 'AUP18-10', 'AUP18-20'],
  'unattended-service': ['AUP25-35', 'AUP18-10'],
  'care-record-extract': ['AUP25-26', 'AUP18-10'],
  'synthetic-monitoring': ['AUP18-30'],
  'raised-quota': ['AUP25-41', 'AUP18-30'],
  'dataset-snapshot': ['AUP25-16', 'AUP25-28'],
  'publication-opt-out': ['AUP25-60', 'AUP25-61'],
}
