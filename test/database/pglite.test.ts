import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { openPglite } from '../../src/database/index.ts'
import { migratedImage } from '../support/database.ts'

describe('the embedded engine', () => {
  it('keeps its files from other users, also in a data folder that everybody may enter', async () => {
    const data = await mkdtemp(join(tmpdir(), 'signpost-modes-'))
    after(() => rm(data, { recursive: true, force: true }))
    await chmod(data, 0o755)
    const folder = join(data, 'database')
    const database = await openPglite({ folder, image: await migratedImage() })
    await database.close()
    assert.equal((await stat(folder)).mode & 0o777, 0o700)
  })
})
