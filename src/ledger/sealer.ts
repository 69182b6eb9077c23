import type { Database } from '../database/index.ts'
import { type Sealed, type SealParts, seal } from './seal.ts'
import { type Log, type SealedCheckpoint, treeState } from './tree-store.ts'
import type { Seen, Witness } from './witness.ts'

export type SealerHealth = {
  /** How many leaves the newest checkpoint this node knows of is over; null: it knows of none yet. */
  readonly sealed: number | null
  /** Why nothing is sealed, for operators; absent when all is well. */
  readonly fault?: string
}

export type Sealer = {
  readonly log: Log
  /**
   * Seals all that was committed before the call; answers the newest checkpoint.
   * @throws when the log contradicts what was sealed, or cannot be read
   */
  readonly sealNow: () => Promise<SealedCheckpoint>
  readonly health: () => SealerHealth
  /** Seals a last time. What cannot be sealed then, is by the next to start. */
  readonly stop: () => Promise<void>
}

/** What was sealed before does not go with what the database holds. Sealing stops until a person has looked. */
export class LedgerContradicted extends Error {
  constructor(log: Log, why: string) {
    super(`The ledger of the log "${log}" contradicts what was sealed: ${why}. Nothing more of it is sealed.`)
    this.name = 'LedgerContradicted'
  }
}

const EVERY_MILLIS = 1000

/**
 * Seals a log about once a second while there is something new, and whenever somebody asks. Answering goes on when it
 * cannot: whoever needs care is not to wait for a proof. What was recorded meanwhile is sealed once it can be.
 * @param parts.report hears of each new fault once, and undefined when it is over
 */
export function openSealer(
  parts: SealParts & {
    readonly witness: Witness
    readonly everyMillis?: number
    readonly report: (fault: unknown) => void
  },
): Sealer {
  const { database, log, witness, everyMillis = EVERY_MILLIS, report } = parts
  let seen: Seen | undefined
  let isAsked = false
  let fault: string | undefined
  let running: Promise<SealedCheckpoint> | undefined
  let waiting: Promise<SealedCheckpoint> | undefined

  const round = async (): Promise<SealedCheckpoint> => {
    if (!isAsked) seen = await witness.seen()
    isAsked = true
    for (;;) {
      const sealed: Sealed = await seal(parts, seen)
      if (sealed.outcome === 'contradicted') throw new LedgerContradicted(log, sealed.why)
      const { size, root } = sealed.checkpoint
      if (seen?.size !== size) await witness.keep({ size, root })
      seen = { size, root }
      if (sealed.outcome === 'nothing-new' || !sealed.more) return sealed.checkpoint
    }
  }
  const watched = async (): Promise<SealedCheckpoint> => {
    try {
      const checkpoint = await round()
      if (fault !== undefined) report(undefined)
      fault = undefined
      return checkpoint
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      if (fault !== why) report(error)
      fault = why
      throw error
    } finally {
      running = undefined
    }
  }
  /** A round that has begun may have read too early for the caller, who then gets the next one, with all who wait. */
  const sealNow = (): Promise<SealedCheckpoint> => {
    if (running === undefined) {
      running = watched()
      return running
    }
    waiting ??= running
      .catch(() => {})
      .then(() => {
        waiting = undefined
        return sealNow()
      })
    return waiting
  }

  let looking = false
  const look = async (): Promise<void> => {
    if (looking) return
    looking = true
    try {
      if (fault !== undefined || (await hasNew(database, log))) await sealNow()
    } catch (error) {
      // A fault of sealing was reported where it arose; here the database did not answer. The next look tries again.
      if (fault === undefined) report(error)
      fault ??= error instanceof Error ? error.message : String(error)
    } finally {
      looking = false
    }
  }
  const timer = setInterval(() => void look(), everyMillis).unref()
  return {
    log,
    sealNow,
    health: () => ({ sealed: seen?.size ?? null, ...(fault === undefined ? {} : { fault }) }),
    stop: async () => {
      clearInterval(timer)
      await sealNow().catch(() => {})
    },
  }
}

async function hasNew(database: Database, log: Log): Promise<boolean> {
  const { size, sealed } = await treeState(database.query, log)
  return size !== sealed
}
