import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from './start-error.ts'

const ATTEMPTS = 5

/**
 * Takes the data folder for this process. A lock left by a process that no longer runs is taken over.
 * The lock names its holder: process id and, where /proc tells it, when that process began, since after a restart of
 * the machine (or of a container) the same id soon belongs to somebody else.
 * @throws StartError when another process holds it, naming that process
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lock')
  const own = `${process.pid} ${await beginningOf(process.pid)}`.trim()
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (await placeLock(path, own)) return () => rm(path, { force: true })
    const found = await readFile(path, 'utf8').catch(() => undefined)
    if (found === undefined) continue
    if (await isHeld(found)) {
      throw new StartError(
        `The data folder ${folder} is in use by process ${found.split(' ')[0]}. Stop that process, or set SIGNPOST_DATA to another folder.`,
      )
    }
    await clearAway(path, found)
  }
  throw new StartError(
    `The data folder ${folder} could not be locked. Remove ${path} when no Signpost is running.`,
  )
}

/** A link appears whole or not at all, so nobody ever reads a lock without a name in it. */
async function placeLock(path: string, own: string): Promise<boolean> {
  const part = `${path}.${randomUUID()}`
  await writeFile(part, own, { mode: 0o600 })
  try {
    await link(part, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(part, { force: true })
  }
}

/** Removes the lock that was judged, and no other: one that somebody placed meanwhile is put back. */
async function clearAway(path: string, judged: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  await rename(path, aside).catch(() => {})
  const moved = await readFile(aside, 'utf8').catch(() => judged)
  if (moved !== judged) await link(aside, path).catch(() => {})
  await rm(aside, { force: true })
}

async function isHeld(lock: string): Promise<boolean> {
  const [pid = Number.NaN, beginning] = lock.trim().split(' ').map(Number)
  if (!(pid > 0) || !isRunning(pid)) return false
  const now = await beginningOf(pid)
  // Nothing tells when it began: a lock with our own id is then one of before, for a process locks a folder once.
  if (beginning === undefined || now === '') return pid !== process.pid
  return Number(now) === beginning
}

/** Clock ticks from the machine's start to the process's: field 22 of /proc/PID/stat; empty where there is none. */
async function beginningOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // The second field, the program's name, may hold spaces and brackets; the last bracket closes it.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
