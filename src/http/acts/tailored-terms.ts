import type { Act } from './act.ts'

export const tailoredTermActs: readonly Act[] = []
