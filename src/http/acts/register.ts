import type { Act } from './act.ts'

export const registerActs: readonly Act[] = []
