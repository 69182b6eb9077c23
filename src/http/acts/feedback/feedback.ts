import type { Act } from '../act.ts'
import { handleActs } from './handle.ts'
import { readFeedbackActs } from './read.ts'

/** What people see of reports about entries, and do about them. */
export const feedbackActs: readonly Act[] = [...readFeedbackActs, ...handleActs]
