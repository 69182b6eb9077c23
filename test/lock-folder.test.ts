import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { lockFolder } from '../src/lock-folder.ts'

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-lock-'))
  after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The id of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
  await once(child, 'exit')
  return child.pid ?? assert.fail('no process was started')
}

const refusal = {
  name: 'StartError',
  message: new RegExp(`in use by process ${process.pid}\\b.*SIGNPOST_DATA`),
}

describe('the lock of a data folder', () => {
  it('is had by one at a time, and given back', async () => {
    const folder = await emptyFolder()
    const unlock = await lockFolder(folder)
    await assert.rejects(lockFolder(folder), refusal)
    await unlock()
    await (await lockFolder(folder))()
    assert.deepEqual(await readdir(folder), [])
  })

  it('is had by one of many who ask at once, also when all find one left behind', async () => {
    const left = String(await endedProcess())
    for (const before of [undefined, left]) {
      const folder = await emptyFolder()
      if (before) await writeFile(join(folder, 'lock'), before)
      const asked = await Promise.allSettled(Array.from({ length: 20 }, () => lockFolder(folder)))
      assert.equal(asked.filter(one => one.status === 'fulfilled').length, 1)
      assert.deepEqual(await readdir(folder), ['lock'])
    }
  })

  it('is taken over from a process that has ended, and from a lock that names nobody', async () => {
    for (const left of [String(await endedProcess()), '', 'nonsense', '-1', '0']) {
      const folder = await emptyFolder()
      await writeFile(join(folder, 'lock'), left)
      const unlock = await lockFolder(folder)
      assert.match(await readFile(join(folder, 'lock'), 'utf8'), new RegExp(`^${process.pid}\\b`))
      await unlock()
    }
  })

  it('is taken over when its process id now belongs to another process, as after a restart', {
    skip: existsSync('/proc/self/stat') ? false : 'this system does not say when a process began',
  }, async () => {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'lock'), `${process.pid} 1`)
    const unlock = await lockFolder(folder)
    const [, beginning = ''] = (await readFile(join(folder, 'lock'), 'utf8')).split(' ')
    assert.ok(Number(beginning) > 1)
    await unlock()
  })
})
