import type { Act } from './act.ts'
import { derogationActs } from './derogations.ts'
import { evidenceActs } from './evidence.ts'
import { permissionDecisionActs } from './permission-decisions.ts'
import { permissionRegionActs } from './permission-regions.ts'
import { permissionRequestActs } from './permission-requests.ts'

/** Permissions beside an agreement, and what they rest on (sources, use 4.3). */
export const permissionActs: readonly Act[] = [
  ...permissionRequestActs,
  ...permissionDecisionActs,
  ...permissionRegionActs,
  ...evidenceActs,
  ...derogationActs,
]
