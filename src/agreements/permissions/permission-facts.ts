import type { PermissionFacts, PermissionType } from '../../policy/index.ts'
import { type EpochMillis, unreachable } from '../../vocabulary/index.ts'
import { directPurpose } from '../direct-purpose.ts'

/** A granted permission as the database gathers it for `decide`; columns as migration 0013 lets them in. */
export type GrantedRow = {
  readonly id: string
  readonly type: PermissionType
  readonly from: EpochMillis
  readonly until: EpochMillis
  readonly fields: readonly string[] | null
  readonly purposes: readonly string[] | null
  readonly maxAgeSeconds: number | null
  readonly derogation: string | null
  readonly perMinute: number | null
  readonly perDay: number | null
  /** Of the safety case it rests on; null: it rests on none. */
  readonly productVersion: string | null
  readonly safetyCaseUntil: EpochMillis | null
  readonly grants: readonly {
    readonly region: string
    readonly from: EpochMillis
    readonly until: EpochMillis
  }[]
}

/**
 * The facts of a granted permission. What a row lacks makes the permission weaker, never stronger: no safety case is
 * one that has run out, no seconds are none, no derogation stays empty.
 */
export function permissionFacts(row: GrantedRow): PermissionFacts {
  const dated = { id: row.id, from: row.from, until: row.until }
  switch (row.type) {
    case 'public-display':
      return deepFrozen({
        ...dated,
        type: row.type,
        grants: row.grants.map(({ region, from, until }) => ({ regionIds: [region], from, until })),
        productVersion: row.productVersion ?? '',
        safetyCaseUntil: row.safetyCaseUntil ?? row.from,
      })
    case 'cache-exception':
      return deepFrozen({
        ...dated,
        type: row.type,
        fields: row.fields ?? [],
        purposes: (row.purposes ?? []).map(directPurpose),
        maxAgeSeconds: row.maxAgeSeconds ?? 0,
        derogation: row.derogation ?? '',
      })
    case 'care-record-extract':
      return deepFrozen({ ...dated, type: row.type, fields: row.fields ?? [] })
    case 'raised-quota':
      return deepFrozen({
        ...dated,
        type: row.type,
        volume: { perMinute: row.perMinute ?? 0, perDay: row.perDay ?? 0 },
      })
    case 'synthetic-monitoring':
    case 'unattended-service':
    case 'dataset-snapshot':
    case 'publication-opt-out':
      return deepFrozen({ ...dated, type: row.type })
    default:
      return unreachable(row.type)
  }
}

/** Freezes a value with all that hangs on it: facts are shared, and nobody may alter them. */
export function deepFrozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFrozen(member)
    Object.freeze(value)
  }
  return value
}
