export { type CoveragePoint, coverageCurve } from './coverage-curve.ts'
export {
  createCalibration,
  createDetection,
  type DetectionOptions,
  type Model,
  ModelError,
  parseModel,
} from './detection/index.ts'
export {
  BRAKES,
  type Brake,
  type DeclaredEvent,
  type Detection,
  type Finding,
  type FindingScope,
  type Observation,
  type WatchedAccount,
  type WatchedService,
} from './detection/types.ts'
export {
  declareEvent,
  EVENT_KINDS,
  type EventRecord,
  readEvents,
} from './findings/declared-event-store.ts'
export {
  FINDING,
  FINDING_EVENTS,
  FINDING_STATES,
  type FindingEvent,
  type FindingState,
  OPEN_FINDINGS,
} from './findings/finding-machine.ts'
export {
  countFindings,
  type FindingFilter,
  type FindingRecord,
  keepRaising,
  listFindings,
  type Raising,
  readFinding,
} from './findings/finding-store.ts'
export { type Judgement, judgeFinding } from './findings/judge.ts'
export { type MappedSquare, squareMap } from './findings/square-map.ts'
export { type InForce, strength } from './live/brakes.ts'
export { checkpointTimes } from './live/checkpoint-store.ts'
export { leftOfDay } from './live/day-counts.ts'
export type { WatchLog } from './live/keeper.ts'
export { type WatchMode, watchedName } from './live/live-watch.ts'
export { nearestStep } from './live/nearest-step.ts'
export { isClinical } from './live/need-number.ts'
export { openWatch, type Watch, type WatchParts } from './open-watch.ts'
export { type Draw, type Layer, policyName, type Spike, type Volume } from './quota/limits.ts'
export {
  createQuota,
  type Quota,
  type Remaining,
  type Reservation,
  type Violated,
} from './quota/quota.ts'
export { createRecentResults, type RecentResults } from './recent.ts'
export { createSharing, type SharedCounts, type SharedState } from './sharing/sharing.ts'
export { openValkey } from './sharing/valkey.ts'
export type { SeedResult } from './simulate/index.ts'

/** The simulator, read only by those who ask for it: the server has no use for it. */
export const simulator = () => import('./simulate/index.ts')
