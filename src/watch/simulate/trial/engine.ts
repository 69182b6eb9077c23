import type { Detection, Observation, WatchedAccount, WatchedService } from '../../detection/types.ts'

/** The detectors as a trial uses them; handed in, so that the same trial can be made of others. */
export type Engine = {
  /**
   * Learns from honest traffic.
   * @param traffic tells of all of it, in order of time, as often as it is asked
   */
  readonly calibrate: (
    services: readonly WatchedService[],
    accounts: readonly WatchedAccount[],
    traffic: (observe: (observation: Observation) => void) => void,
  ) => Calibrated
}

export type Calibrated = {
  /** @param strictness 1: thresholds as calibrated; above, fewer flags; below, more */
  readonly detect: (
    services: readonly WatchedService[],
    accounts: readonly WatchedAccount[],
    strictness: number,
  ) => Detection
}
