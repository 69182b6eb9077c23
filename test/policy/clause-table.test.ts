import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { CLAUSES, clauseTable } from '../../src/policy/index.ts'

describe('the clause table', () => {
  it('is what docs/clauses.md shows; write that anew with `signpost policy clauses --markdown`', async () => {
    assert.equal(await readFile(new URL('../../docs/clauses.md', import.meta.url), 'utf8'), clauseTable())
  })

  it('has a row of eight cells for every clause', () => {
    const rows = clauseTable()
      .split('\n')
      .filter(line => line.startsWith('| AUP'))
    assert.deepEqual(
      rows.map(row => row.slice(2, 10)),
      CLAUSES.map(clause => clause.id),
    )
    for (const row of rows) assert.equal(row.split(' | ').length, 8, row)
  })
})
