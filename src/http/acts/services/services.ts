import type { Act } from '../act.ts'
import { correctActs } from './correct.ts'
import { decideActs } from './decide.ts'
import { draftActs } from './drafts.ts'
import { keepActs } from './keep.ts'
import { readActsOfServices } from './read.ts'

/** Everything people do to entries of the directory and see of them (sources, DoS 5.2). */
export const serviceActs: readonly Act[] = [
  ...readActsOfServices,
  ...draftActs,
  ...decideActs,
  ...correctActs,
  ...keepActs,
]
