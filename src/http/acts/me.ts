import type { Act } from './act.ts'

export const ownActs: readonly Act[] = []
