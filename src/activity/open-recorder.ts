import { join } from 'node:path'
import type { Database } from '../database/index.ts'
import type { Clock, Random } from '../vocabulary/index.ts'
import { openDatabaseWriter } from './database-writer.ts'
import { factsSeen } from './facts-seen.ts'
import { openJournal } from './journal.ts'
import { diskFiles, type JournalFiles } from './journal-files.ts'
import { lineOf } from './journal-line.ts'
import { saltMaker } from './leaf.ts'
import type { Recorder } from './recorder.ts'
import { openShipper } from './ship.ts'
import { droppedUpTo, shippedUpTo } from './ship-store.ts'
import { assertSpeakable } from './speakable.ts'
import { lastSequence } from './store.ts'

const SHIPPED_AT_CLOSE_MAX = 5000

export type RecorderOptions = {
  readonly database: Database
  /** Name of this process among its peers, the same after a restart; no two run under one name at once. */
  readonly node: string
  readonly clock: Clock
  /** Of the system's: salts are made of it. */
  readonly random: Random
} & (
  | { readonly kind: 'database' }
  /** `folder` is the data folder; the journal is kept in `journal` inside it. */
  | { readonly kind: 'journal'; readonly folder: string }
)

/**
 * Opens the activity log for writing. `database` is for PostgreSQL: durable after its commit. `journal` is for the
 * embedded engine, which does not promise to survive a power cut: durable on the disk first, shipped to the database
 * behind the answer.
 * @throws when the log cannot be opened whole: a damaged journal, another node's, one older than the database
 */
export async function openRecorder(options: RecorderOptions): Promise<Recorder> {
  if (options.kind === 'database') return openDatabaseWriter(options)
  return openJournalRecorder({
    ...options,
    files: await diskFiles(join(options.folder, 'journal')),
  })
}

/** The journal as a recorder, on any file layer. */
export async function openJournalRecorder(options: {
  readonly database: Database
  readonly node: string
  readonly clock: Clock
  readonly random: Random
  readonly files: JournalFiles
  readonly segmentBytes?: number
  readonly shipAfterMillis?: number
}): Promise<Recorder> {
  const { database, node } = options
  // A node that wrote into the database itself until now goes on from there.
  const known = Math.max(await shippedUpTo(database.query, node), await lastSequence(database.query, node))
  const journal = await openJournal({ ...options, first: known + 1 })
  const shipper = await openShipper({ ...options, journal, known }).catch(async (error: unknown) => {
    await journal.close()
    throw error
  })
  journal.onDurable(shipper.wake)
  const seen = factsSeen()
  const newSalt = saltMaker(options.random)
  return {
    record: async (entry, facts) => {
      assertSpeakable(entry)
      const missing = seen.missing(facts)
      await journal.append(
        lineOf({
          entry: JSON.stringify(entry),
          salt: newSalt(),
          ...(missing && { facts: missing.text }),
        }),
      )
      if (missing) seen.note(missing)
    },
    health: () => {
      const fault = journal.fault()
      if (fault !== undefined) journal.probe()
      const reason = fault ?? shipper.fault()
      return {
        writable: fault === undefined,
        ...(reason === undefined ? {} : { reason }),
        pending: journal.pending(),
        lagEntries: shipper.lagEntries(),
      }
    },
    settle: () => shipper.settle(),
    forgetDropped: async () => void (await journal.forget(await droppedUpTo(database.query, node))),
    close: async () => {
      await journal.close()
      // A long backlog is left to the next start, so that stopping stays quick.
      if (shipper.lagEntries() <= SHIPPED_AT_CLOSE_MAX) await shipper.settle().catch(() => {})
      await shipper.close()
    },
  }
}
