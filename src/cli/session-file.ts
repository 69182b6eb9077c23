import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { CommandError } from './operation.ts'

const Stored = Type.Object({
  accessToken: Type.String(),
  /** Milliseconds since 1970. */
  expiresAt: Type.Number(),
  refreshToken: Type.Union([Type.String(), Type.Null()]),
})
const File = Type.Record(Type.String(), Stored)

/** Tokens of somebody who signed in on the command line. */
export type StoredSession = Type.Static<typeof Stored>

const check = Compile(File)
/** A lock this old was left by a command that was killed. */
const STALE_MILLIS = 60_000
const TRIES_MAX = 300
const TRY_EVERY_MILLIS = 100

/** Where this user's programs keep what is theirs: XDG Base Directory Specification; on Windows, APPDATA. */
export function sessionFilePath(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment['XDG_CONFIG_HOME'] || environment['APPDATA']
  return join(given || join(homedir(), '.config'), 'signpost', 'sessions.json')
}

/** All that is stored, by `keyOf`. Nothing readable is as good as nothing: one signs in anew. */
async function readAll(path: string): Promise<Readonly<Record<string, StoredSession>>> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return {}
  try {
    const value: unknown = JSON.parse(text)
    return check.Check(value) ? value : {}
  } catch {
    // Cut short by a full disk, or written by hand.
    return {}
  }
}

/** Under what a session is stored: where, and as whom when it is not the user themselves. */
export const keyOf = (baseUrl: string, as?: string): string =>
  as === undefined ? baseUrl : `${baseUrl} as ${as}`

export const readStored = async (path: string, key: string): Promise<StoredSession | undefined> =>
  (await readAll(path))[key]

/** Writes one session, or removes it, whole or not at all, for this user's eyes only. */
export async function writeStored(path: string, key: string, session: StoredSession | null): Promise<void> {
  const { [key]: _former, ...others } = await readAll(path)
  const all = session === null ? others : { ...others, [key]: session }
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const part = `${path}.${process.pid}.part`
  await writeFile(part, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 })
  await rename(part, path)
}

/**
 * Does some work while no other command does. A refresh token is good once: two commands that both used it would
 * look like theft, and end the session.
 */
export async function alone<T>(path: string, work: () => Promise<T>): Promise<T> {
  const lock = `${path}.lock`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  for (let tries = 0; !(await take(lock)); tries += 1) {
    if (tries >= TRIES_MAX) {
      throw new CommandError(`Another command holds ${lock}. If none is running, remove that file.`)
    }
    await wait(TRY_EVERY_MILLIS)
  }
  try {
    return await work()
  } finally {
    await rm(lock, { force: true })
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close()
    return true
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    const age = await stat(lock).then(
      found => Date.now() - found.mtimeMs,
      () => 0,
    )
    if (age > STALE_MILLIS) await rm(lock, { force: true })
    return false
  }
}
