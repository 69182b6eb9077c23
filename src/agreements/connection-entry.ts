import type { Query } from '../database/index.ts'
import type { AccountStatus, CallerFacts, Environment } from '../policy/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'

/**
 * What the register of accounts says of a connection, as far as agreements, permissions and the published list need it.
 * This room does not know that register: whoever calls hands in a reader of it.
 */
export type ConnectionEntry = {
  readonly connectionId: string
  readonly environment: Environment
  /** `withdrawn`: over for good. */
  readonly status: 'open' | 'suspended' | 'withdrawn'
  readonly organisation: {
    readonly odsCode: string
    readonly name: string
    readonly status: 'active' | 'suspended' | 'closed'
  }
  readonly product: {
    readonly id: string
    readonly name: string
    readonly version: string | null
    readonly status: CallerFacts['product']['status']
  }
  readonly supplier: { readonly id: string; readonly name: string }
  /** The interfaces it may ask through, as people call them. */
  readonly interfaces: readonly string[]
  /** Every account there ever was on it. */
  readonly accounts: readonly {
    readonly id: string
    readonly kind: 'web-service' | 'individual'
    readonly status: AccountStatus
    readonly activatedAt: EpochMillis | null
    readonly endedAt: EpochMillis | null
  }[]
}

/** Reads these connections, or all; those that are not there are left out. */
export type ReadConnections = (
  query: Query,
  connectionIds: readonly string[] | null,
) => Promise<readonly ConnectionEntry[]>

/** When the first question through a connection was answered in production; null: none ever was (D5). */
export type ReadFirstUse = (query: Query, connectionId: string) => Promise<EpochMillis | null>
