import type { Act } from './act.ts'

export const credentialActs: readonly Act[] = []
