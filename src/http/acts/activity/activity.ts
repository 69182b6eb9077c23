import type { Act } from '../act.ts'
import { holdActs } from './holds.ts'
import { activityReadActs } from './read.ts'

/** The activity log for people: reading it, and keeping it for an inquiry. */
export const activityActs: readonly Act[] = [...activityReadActs, ...holdActs]
