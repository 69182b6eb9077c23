import type { ClauseId } from '../vocabulary/index.ts'
import type { Unmet } from '../workflow/index.ts'

/** Something missing, in short. */
export const unmet = (what: string, clauses: readonly ClauseId[], whoCanFix: string): Unmet => ({
  what,
  clauses,
  whoCanFix,
})

/** Those of a list whose first half holds. */
export const whereSo = (...all: readonly (readonly [boolean, Unmet])[]): readonly Unmet[] =>
  all.flatMap(([so, item]) => (so ? [item] : []))

export const ADMIN = 'the administrator of the End User Organisation'
export const APPLICANT = 'whoever applies'
export const LEAD = 'the DoS Lead of the region'
export const ACCESS = 'the access team of the operator'
export const OWNER = 'the decision owner of the operator'
export const SIGNATORY = 'the signatory of the End User Organisation'
