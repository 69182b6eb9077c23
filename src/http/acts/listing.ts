import type { Act } from './act.ts'

export const listingActs: readonly Act[] = []
