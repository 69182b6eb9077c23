import type { Database } from '../database/index.ts'
import type { Clock, Random } from '../vocabulary/index.ts'
import type { KeptFacts } from './facts.ts'
import { factsSeen } from './facts-seen.ts'
import { insertFacts } from './facts-store.ts'
import { flushWatch } from './flush-watch.ts'
import { type GroupLimits, groupCommit } from './group-commit.ts'
import { leafOf, saltMaker } from './leaf.ts'
import { monthMaker } from './month-store.ts'
import type { Recorder } from './recorder.ts'
import { assertSpeakable } from './speakable.ts'
import { insertBatch, lastSequence, tryWriting, type WrittenEntry } from './store.ts'

/** A transaction of 1,000 entries took about 45 ms: short enough for the embedded engine's one connection. */
const LIMITS: GroupLimits = { pendingMax: 10_000, batchMax: 1000 }

/** An entry on its way, with the facts it names where they are not known to be in the database. */
type Waiting = WrittenEntry & { readonly facts: KeptFacts | undefined }

/**
 * The writer for PostgreSQL: a batch is one statement, and so one transaction and one append to the tree, answered after
 * its commit. It spares the two round trips of `begin` and `commit`, a quarter of the median latency on a busy machine.
 * On PGlite it works and survives a killed process, but not a power cut; there the journal is the writer.
 * @param options.node name of this process among its peers; no two may write as the same one at once
 */
export async function openDatabaseWriter(options: {
  readonly database: Database
  readonly node: string
  readonly clock: Clock
  readonly random: Random
  readonly limits?: GroupLimits
}): Promise<Recorder> {
  const { database, node } = options
  let next: number | undefined = (await lastSequence(database.query, node)) + 1

  const write = async (batch: readonly Waiting[]): Promise<void> => {
    // First and by themselves: facts without an entry do no harm, an entry without its facts could not be judged again.
    const missing = batch.flatMap(({ facts }) => seen.missing(facts) ?? [])
    await insertFacts(database.query, missing, new Date(options.clock.now()))
    missing.forEach(seen.note)
    // After a failure it is unknown whether the commit took place, so where the numbers stand is read anew.
    const first = next ?? (await lastSequence(database.query, node)) + 1
    next = undefined
    if (batch.length === 0) await tryWriting(database.query)
    else await append(first, batch)
    next = first + batch.length
  }
  const append = async (first: number, batch: readonly Waiting[]): Promise<void> => {
    try {
      await months.ensure(batch.map(entry => entry.columns.at))
      await insertBatch(database.query, node, first, batch, (sequence, { columns: { at }, salt, text }) =>
        leafOf(node, sequence, { at, salt, text }),
      )
    } catch (error) {
      months.forget()
      throw error
    }
  }
  const newSalt = saltMaker(options.random)
  const months = monthMaker(database)
  const seen = factsSeen()
  const watch = flushWatch(options.clock)
  const group = groupCommit<Waiting>(batch => watch.over(() => write(batch)), options.limits ?? LIMITS)

  return {
    record: async (entry, facts) => {
      assertSpeakable(entry)
      await group.add({
        columns: entry,
        text: JSON.stringify(entry),
        salt: newSalt(),
        facts: seen.missing(facts),
      })
    },
    health: () => {
      const fault = watch.fault()
      if (fault === undefined) return { writable: true, pending: group.pending() }
      group.probe()
      return { writable: false, reason: fault, pending: group.pending() }
    },
    settle: async () => {},
    forgetDropped: async () => {},
    close: () => group.close(),
  }
}
