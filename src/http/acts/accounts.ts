import type { Act } from './act.ts'

export const accountActs: readonly Act[] = []
