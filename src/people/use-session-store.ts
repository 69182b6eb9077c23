import type { Database } from '../database/index.ts'
import type { EpochMillis } from '../vocabulary/index.ts'
import type { Session } from './session.ts'
import { noteUse, readSessionById } from './session-store.ts'

/**
 * A live session by its id, which counts as using it: what a program does with a token of that sign-in. A person who
 * is at work on the command line is not to be signed out for being idle in the browser.
 */
export async function useSession(
  database: Database,
  id: string,
  now: EpochMillis,
): Promise<Session | undefined> {
  const session = await readSessionById(database.query, id, now)
  return session && noteUse(database, session, now)
}
