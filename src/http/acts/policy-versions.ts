import type { Act } from './act.ts'

export const policyActs: readonly Act[] = []
