import type { Act } from './act.ts'

export const applicationActs: readonly Act[] = []
