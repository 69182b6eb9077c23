import { randomBytes } from 'node:crypto'
import { openRecorder } from '../activity/index.ts'
import type { Config } from '../config.ts'
import type { Database } from '../database/index.ts'
import { nodeName } from '../node-name.ts'
import { openStorage } from '../storage.ts'
import type { Clock } from '../vocabulary/index.ts'
import type { Operation } from './operation.ts'

/** Opens the database in this process for the length of one command. */
export async function runHere(
  config: Config,
  surroundings: Omit<Operation, 'config' | 'database' | 'random' | 'settle' | 'settleLog'>,
  work: (operation: Operation) => Promise<void>,
): Promise<void> {
  const { database, close } = await openStorage(config, { alsoLockFolder: false })
  try {
    await work({
      ...surroundings,
      config,
      database,
      random: randomBytes,
      settle: async () => {},
      settleLog: () => shipJournal(config, database, surroundings.clock),
    })
  } finally {
    await close()
  }
}

/** Brings what a server killed in its work had in its journal only into the database, as its next start would. */
async function shipJournal(config: Config, database: Database, clock: Clock): Promise<void> {
  if (database.engine === 'postgresql') return
  const node = await nodeName(config.dataFolder)
  const recorder = await openRecorder({
    kind: 'journal',
    database,
    node,
    clock,
    random: randomBytes,
    folder: config.dataFolder,
  })
  try {
    await recorder.settle()
  } finally {
    await recorder.close()
  }
}
