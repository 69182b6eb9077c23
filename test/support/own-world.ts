import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freshServerDatabase, serverTemplate, serverUrl } from './database.ts'

/** Fills a data folder, and on a server a database; closes both again. */
export type MakeWorld = (folder: string, databaseUrl: string | undefined) => Promise<void>

/**
 * A data folder of its own, and on a server a database of its own. Making a demonstration world takes seconds, so
 * within one run of the suite (test/run.ts gives it a name) each kind is made once, and copied for all.
 */
export async function ownWorld(kind: string, make: MakeWorld) {
  const folder = await mkdtemp(join(tmpdir(), `signpost-${kind}-`))
  const run = process.env['SIGNPOST_TEST_RUN']
  const ready = join(tmpdir(), 'signpost-test-images', `${run}.${kind}`)
  const prepare = async (databaseUrl?: string): Promise<void> => {
    const part = `${ready}.part`
    await rm(part, { recursive: true, force: true })
    await mkdir(part, { recursive: true })
    await make(part, databaseUrl)
    await rename(part, ready)
  }
  if (serverUrl) {
    const template = await serverTemplate(serverUrl, kind, prepare)
    if (template !== undefined) await cp(ready, folder, { recursive: true })
    const own = await freshServerDatabase(serverUrl, template)
    if (template === undefined) await make(folder, own.url)
    return { folder, own }
  }
  if (run === undefined) {
    await make(folder, undefined)
    return { folder, own: undefined }
  }
  await onlyOnce(ready, prepare)
  await cp(ready, folder, { recursive: true })
  return { folder, own: undefined }
}

/** One file makes it while the others wait: three at once would each take as long as all of them one after another. */
async function onlyOnce(ready: string, prepare: () => Promise<void>): Promise<void> {
  const lock = `${ready}.lock`
  await mkdir(dirname(ready), { recursive: true })
  while (!existsSync(ready)) {
    const mine = await writeFile(lock, String(process.pid), { flag: 'wx' }).then(
      () => true,
      () => false,
    )
    if (mine) {
      // Made while we took the lock.
      if (!existsSync(ready)) await prepare().finally(() => rm(lock, { force: true }))
      else await rm(lock, { force: true })
    } else {
      if (!(await isHeld(lock))) await rm(lock, { force: true })
      await sleep(50)
    }
  }
}

/** Whether whoever holds a lock still runs; one that was killed will not give it back. */
async function isHeld(lock: string): Promise<boolean> {
  const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
  // Not written yet, or gone already: the next look will tell.
  if (holder === 0) return true
  try {
    process.kill(holder, 0)
    return true
  } catch {
    return false
  }
}
