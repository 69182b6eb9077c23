import type { Act } from '../act.ts'
import { declaredEventActs } from './events.ts'
import { judgeFindingActs } from './judge.ts'
import { readFindingActs } from './read.ts'
import { watchStatusAct } from './status.ts'

/** What people see of the watch, and make of what it finds. */
export const findingActs: readonly Act[] = [
  ...readFindingActs,
  ...judgeFindingActs,
  ...declaredEventActs,
  watchStatusAct,
]
