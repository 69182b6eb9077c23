import { randomBytes } from 'node:crypto'
import type { Config } from './config.ts'
import type { Database } from './database/index.ts'
import type { earlyLog } from './early-log.ts'
import { type Ledger, nameAt, openLedger, readSeeds } from './ledger/index.ts'
import type { Clock } from './vocabulary/index.ts'

/** The house's ledger: named after its address at the first start, its keys as they are set to be kept. */
export const ledgerOf = async (
  { dataFolder: folder, ledgerKeyFile }: Pick<Config, 'dataFolder' | 'ledgerKeyFile'>,
  parts: { readonly database: Database; readonly clock: Clock; readonly baseUrl: string },
  logged: ReturnType<typeof earlyLog>,
): Promise<Ledger> =>
  openLedger({
    ...parts,
    random: randomBytes,
    name: nameAt(parts.baseUrl),
    folder,
    seeds: await readSeeds(ledgerKeyFile),
    report: (log, fault) => {
      if (fault !== undefined) logged.error({ err: fault, log }, 'the ledger cannot be sealed')
    },
  })
