import type { Recorder } from './activity/index.ts'
import type { Config } from './config.ts'
import type { Database, Follower } from './database/index.ts'
import type { Memory } from './directory/index.ts'
import type { Readiness } from './http/index.ts'
import { type Ledger, LOGS } from './ledger/index.ts'
import type { PolicyVersion } from './policy/index.ts'
import type { Clock } from './vocabulary/index.ts'

/** Whether this node should be sent questions, and what is missing when not. */
export async function readinessOf(house: {
  readonly staleAfterMillis: () => number
  readonly clock: Clock
  readonly database: Database
  readonly memory: Memory
  readonly recorder: Recorder
  readonly ledger: Pick<Ledger, 'sealers'>
  readonly follower: Follower
}): Promise<Readiness> {
  const { change, confirmedAt } = house.follower.freshness()
  const checks = {
    database: await house.database.query('select 1').then(
      () => true,
      () => false,
    ),
    index: house.clock.now() - confirmedAt <= house.staleAfterMillis(),
    activity: house.recorder.health().writable,
    // Says that something is to be looked at, and takes no node out of service: care does not wait for a proof.
    ledger: LOGS.every(log => house.ledger.sealers[log].health().fault === undefined),
  }
  return {
    ready: checks.database && checks.index && checks.activity,
    checks,
    services: house.memory.size(),
    change,
  }
}

/** How old a node's claim to be current may be: as set, and never more than the policy lets it be (AUP25-27). */
export const staleAfter = (config: Pick<Config, 'staleAfterMillis'>, policy: PolicyVersion): number =>
  Math.min(config.staleAfterMillis, policy.parameters.freshnessSecondsMax * 1000)
