import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import { type Database, migrate, openPglite, openPostgres } from './database/index.ts'
import { lockFolder } from './lock-folder.ts'
import { StartError } from './start-error.ts'

export type Storage = { readonly database: Database; readonly close: () => Promise<void> }

/**
 * Opens the configured database, migrated. The embedded engine has one owner: a lock on the data folder refuses a
 * second process by name instead of letting two write over each other. On PostgreSQL a command needs no lock; a
 * server takes one (`alsoLockFolder`), since no two may record under the name of one node.
 */
export async function openStorage(
  config: Config,
  { alsoLockFolder }: { readonly alsoLockFolder: boolean },
): Promise<Storage> {
  if (config.databaseUrl !== null && !alsoLockFolder) return openDatabase(config)
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 })
  const unlock = await lockFolder(config.dataFolder)
  try {
    const { database, close } = await openDatabase(config)
    return {
      database,
      close: async () => {
        try {
          await close()
        } finally {
          await unlock()
        }
      },
    }
  } catch (error) {
    await unlock()
    throw error
  }
}

async function openDatabase(config: Config): Promise<Storage> {
  const database =
    config.databaseUrl === null
      ? await openPglite({ folder: join(config.dataFolder, 'database') })
      : await openPostgres(config.databaseUrl).catch(explainRefusal(config.databaseUrl))
  await migrateOrClose(database)
  return { database, close: database.close }
}

/** A server that is away or refuses us is named by its address, never by the password in it. */
const explainRefusal =
  (url: string) =>
  (error: unknown): never => {
    const { hostname, port, pathname } = new URL(url)
    const where = `${hostname}${port === '' ? '' : `:${port}`}${pathname}`
    // Several addresses tried in vain are one error without a message of its own.
    const first: unknown = error instanceof AggregateError ? error.errors[0] : error
    const why = first instanceof Error ? first.message : String(first)
    throw new StartError(`The database ${where} (DATABASE_URL) cannot be used: ${why}`, { cause: error })
  }

async function migrateOrClose(database: Database): Promise<void> {
  try {
    await migrate(database)
  } catch (error) {
    await database.close()
    throw error
  }
}
