import type { ActivityEntry } from './entry.ts'
import type { KeptFacts } from './facts.ts'

/** The entry is not durable, so its question may not be answered. Says why for operators, and holds nothing of the entry. */
export class NotRecorded extends Error {
  constructor(reason: string) {
    super(`The activity log cannot be written: ${reason}`)
    this.name = 'NotRecorded'
  }
}

export type RecorderHealth = {
  /** Whether the last thing written was written. While false nothing may be answered (503). */
  readonly writable: boolean
  /** Why not, or why the background shipping is held up, for operators. */
  readonly reason?: string
  /** Entries asked for and not yet durable. */
  readonly pending: number
  /** Entries durable in the journal and not yet in the database. */
  readonly lagEntries?: number
}

/** The port through which every governed question is recorded. Two writers stand behind it. */
export type Recorder = {
  /**
   * Resolves when the entry, and the facts it names, are durable and not before; rejects with `NotRecorded` when they could
   * not be made so: do not answer.
   * @param facts what `entry.facts` is the hash of; kept with the first entry that names them
   * @throws Error for an entry that says more than the log may hold (speakable.ts): a fault in the caller
   */
  readonly record: (entry: ActivityEntry, facts?: KeptFacts) => Promise<void>
  /**
   * How it is now. Asked while unwritable it also tries, in the background, whether writing works again, so that a
   * node taken out of service by its readiness check finds its own way back without traffic and without a timer.
   */
  readonly health: () => RecorderHealth
  /** Resolves when everything recorded so far can be read in the database. */
  readonly settle: () => Promise<void>
  /** Lets go of what is kept beside the database of entries that retention has dropped from it. */
  readonly forgetDropped: () => Promise<void>
  /** Writes what waits, then lets go of files. Records after this reject. */
  readonly close: () => Promise<void>
}
