import type { Act } from './act.ts'

export const regionActs: readonly Act[] = []
