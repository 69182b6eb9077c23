import { type Log, nameAt, openLedger, readSeeds } from '../ledger/index.ts'
import { addressOf } from '../own-address.ts'
import type { Operation } from './operation.ts'

/** The newest checkpoint of a log, over all that has been recorded until now. */
export async function sealed(operation: Operation, log: Log) {
  const { config, database, clock, random, settleLog, warn } = operation
  await settleLog()
  const ledger = await openLedger({
    database,
    clock,
    random,
    name: nameAt(config.baseUrl ?? addressOf(config.host, config.port)),
    folder: config.dataFolder,
    seeds: await readSeeds(config.ledgerKeyFile),
    report: (_, fault) => {
      if (fault instanceof Error) warn(fault.message)
    },
  })
  try {
    return await ledger.sealers[log].sealNow()
  } finally {
    await ledger.stop()
  }
}
