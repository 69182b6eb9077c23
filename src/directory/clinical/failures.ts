import { CRITERIA, type Criterion, STEPS, type Step } from './question.ts'

/** The steps a service fails, a bit for each of STEPS: 0 where it fails none. They can be joined with `|`. */
export type Failures = number

/** The bit of a step where `isFailed`, else none. */
export const failure = (step: Step, isFailed: boolean): Failures => (isFailed ? 1 << STEPS.indexOf(step) : 0)

const FIRST_CRITERION = STEPS.indexOf(CRITERIA[0])
const BEFORE_CRITERIA = (1 << FIRST_CRITERION) - 1

/** Whether it comes to the second pipeline. */
export const passesFirst = (failures: Failures): boolean => (failures & BEFORE_CRITERIA) === 0

/** The one criterion that a service of the second pipeline fails; null where it fails none or several. */
export function onlyCriterion(failures: Failures): Criterion | null {
  const failed = failures >> FIRST_CRITERION
  return failed !== 0 && (failed & (failed - 1)) === 0 ? (CRITERIA[31 - Math.clz32(failed)] ?? null) : null
}

/** The steps, in their order. */
export const failedSteps = (failures: Failures): Step[] =>
  STEPS.filter((_, index) => (failures & (1 << index)) !== 0)
