import type { Act } from './act.ts'

export const peopleActs: readonly Act[] = []
