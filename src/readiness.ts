import type { Recorder } from './activity/index.ts'
import type { Database, Follower } from './database/index.ts'
import type { Memory } from './directory/index.ts'
import type { Readiness } from './http/index.ts'
import type { Clock } from './vocabulary/index.ts'

/** Whether this node should be sent questions, and what is missing when not. */
export async function readinessOf(house: {
  readonly staleAfterMillis: () => number
  readonly clock: Clock
  readonly database: Database
  readonly memory: Memory
  readonly recorder: Recorder
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
  }
  return {
    ready: checks.database && checks.index && checks.activity,
    checks,
    services: house.memory.size(),
    change,
  }
}
