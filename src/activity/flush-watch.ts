import type { Clock } from '../vocabulary/index.ts'
import { NotRecorded } from './recorder.ts'

const STALLED_MILLIS = 5000

export type FlushWatch = {
  /** Runs a flush, remembers how it ended, and turns what it throws into `NotRecorded`. */
  readonly over: (flush: () => Promise<void>) => Promise<void>
  /** Why nothing can be written just now: what the last flush threw, or that one hangs; undefined when all is well. */
  readonly fault: () => string | undefined
}

/**
 * Watches the flushes of a writer. A database error carries the values of its statement; what goes on from here to
 * logs and health checks holds the message alone.
 */
export function flushWatch(clock: Clock): FlushWatch {
  let fault: string | undefined
  let since: number | undefined
  return {
    over: async flush => {
      since = clock.now()
      try {
        await flush()
        fault = undefined
      } catch (error) {
        fault = error instanceof Error ? error.message : String(error)
        throw new NotRecorded(fault)
      } finally {
        since = undefined
      }
    },
    fault: () => {
      const millis = since === undefined ? 0 : clock.now() - since
      return millis > STALLED_MILLIS ? `a write has not ended for ${Math.round(millis / 1000)} s` : fault
    },
  }
}
