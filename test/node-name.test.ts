import assert from 'node:assert/strict'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { nodeName } from '../src/node-name.ts'

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'signpost-node-'))
  after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

describe('the name of a node', () => {
  it('is made once and kept, for this user only', async () => {
    const folder = await emptyFolder()
    const name = await nodeName(folder)
    assert.match(name, /^node-[0-9a-f-]{36}$/)
    assert.equal(await nodeName(folder), name)
    assert.equal((await stat(join(folder, 'node'))).mode & 0o777, 0o600)
  })

  it('is made again where a start was cut short while writing it', async () => {
    const folder = await emptyFolder()
    await writeFile(join(folder, 'node'), '')
    assert.match(await nodeName(folder), /^node-/)
  })
})
