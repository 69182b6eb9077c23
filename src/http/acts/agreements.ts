import type { Act } from './act.ts'

export const agreementActs: readonly Act[] = []
