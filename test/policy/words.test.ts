import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)
const text = await readFile(new URL('docs/words.md', root), 'utf8')
const rows = text
  .split('\n')
  .filter(line => line.startsWith('| ') && !line.startsWith('| word '))
  .map(line => line.slice(2, -2).split(' | '))

describe('the list of words', () => {
  it('gives every word once, with one sentence of meaning, its name elsewhere, and its place', () => {
    assert.ok(rows.length > 50)
    for (const row of rows) {
      assert.equal(row.length, 4, row.join(' | '))
      assert.match(row[1] ?? '', /^[A-Z].*\.$/)
      assert.ok(row[2], `${row[0]} needs its name elsewhere, or a dash`)
    }
    const words = rows.map(([word]) => word)
    assert.equal(new Set(words).size, words.length)
  })

  it('points at files that exist, or says that the room is planned', () => {
    for (const [word, , , where = ''] of rows) {
      const [path] = where.match(/src\/[^`]+/) ?? []
      if (path === undefined) assert.match(where, /^planned: `[a-z]+`$/, word)
      else assert.ok(existsSync(fileURLToPath(new URL(path, root))), `${word}: ${path}`)
    }
  })
})
