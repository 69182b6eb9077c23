import type { Database } from '../database/index.ts'
import type { Clock, Random } from '../vocabulary/index.ts'
import { readLedgerName } from './key-store.ts'
import { type KeptSeeds, openKeys, signCheckpoint } from './keys.ts'
import { LOGS, originOf } from './logs.ts'
import { openSealer, type Sealer } from './sealer.ts'
import type { Log } from './tree-store.ts'
import { fileWitness } from './witness.ts'

export type LedgerParts = {
  readonly database: Database
  readonly clock: Clock
  readonly random: Random
  /** What the ledger is called, if this is its first start (logs.ts). */
  readonly name: string
  /** Where this node remembers what was sealed. */
  readonly folder: string
  /** Private halves of keys that are kept in a file, the one to sign with first; empty: they are kept in the database. */
  readonly seeds: KeptSeeds
  readonly report: (log: Log, fault: unknown) => void
}

/** Both logs, sealed. */
export type Ledger = {
  readonly sealers: Readonly<Record<Log, Sealer>>
  readonly seeds: KeptSeeds
  readonly stop: () => Promise<void>
}

/** Opens the logs for sealing: makes their first key where they have none, and begins to seal. */
export async function openLedger(parts: LedgerParts): Promise<Ledger> {
  const { database, clock, seeds, report } = parts
  await openKeys(database, parts.name, seeds, parts.random, {
    who: 'signpost',
    actingAs: 'system',
    why: 'The ledger has no key in use, or another than the file has.',
    at: clock.now(),
  })
  const name = (await readLedgerName(database.query)) ?? parts.name
  const sealerOf = (log: Log): Sealer =>
    openSealer({
      database,
      log,
      clock,
      origin: originOf(name, log),
      sign: (query, checkpoint) => signCheckpoint(query, checkpoint, seeds),
      witness: fileWitness(parts.folder, log),
      report: fault => report(log, fault),
    })
  const sealers = { activity: sealerOf('activity'), governance: sealerOf('governance') }
  return {
    sealers,
    seeds,
    stop: async () => {
      for (const log of LOGS) await sealers[log].stop()
    },
  }
}
