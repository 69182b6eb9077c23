import { accountApplyActs } from './accounts-apply.ts'
import { accountDecideActs } from './accounts-decide.ts'
import { accountMaintainActs } from './accounts-maintain.ts'
import { accountReadActs } from './accounts-read.ts'
import { accountRestrictionActs } from './accounts-restrict.ts'
import { accountSanctionActs } from './accounts-sanctions.ts'
import type { Act } from './act.ts'

/** Accounts: who has one, how they come by it, what becomes of it (sources, use 4.1). */
export const accountActs: readonly Act[] = [
  ...accountReadActs,
  ...accountApplyActs,
  ...accountDecideActs,
  ...accountRestrictionActs,
  ...accountSanctionActs,
  ...accountMaintainActs,
]
