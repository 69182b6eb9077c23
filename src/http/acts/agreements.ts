import type { Act } from './act.ts'
import { acceptActs } from './agreements/accept.ts'
import { coverageAct } from './agreements/coverage.ts'
import { readActs } from './agreements/read.ts'
import { renewActs } from './agreements/renew.ts'

/** Agreements (sources, use 4.2): issued, read, accepted, renewed, changed, ended. */
export const agreementActs: readonly Act[] = [...readActs, coverageAct, ...acceptActs, ...renewActs]
