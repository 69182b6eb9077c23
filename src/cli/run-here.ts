import { randomBytes } from 'node:crypto'
import type { Config } from '../config.ts'
import { openStorage } from '../storage.ts'
import type { Operation } from './operation.ts'

/** Opens the database in this process for the length of one command. */
export async function runHere(
  config: Config,
  surroundings: Omit<Operation, 'config' | 'database' | 'random'>,
  work: (operation: Operation) => Promise<void>,
): Promise<void> {
  const storage = await openStorage(config, { alsoLockFolder: false })
  try {
    await work({ ...surroundings, config, database: storage.database, random: randomBytes })
  } finally {
    await storage.close()
  }
}
