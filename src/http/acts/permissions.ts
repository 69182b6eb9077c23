import type { Act } from './act.ts'

export const permissionActs: readonly Act[] = []
