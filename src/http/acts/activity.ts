import type { Act } from './act.ts'

export const activityActs: readonly Act[] = []
