import type { ClauseId } from '../vocabulary/index.ts'

/** Every way in which policy says no. Closed: decide.ts can give no other, http/problem.ts must know each. */
export const REFUSALS = {
  'account-not-active': { clauses: ['AUP25-38'] },
} as const satisfies Record<string, { clauses: readonly ClauseId[] }>
export type RefusalReason = keyof typeof REFUSALS
