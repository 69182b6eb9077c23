import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createIdSet } from '../../src/watch/id-set.ts'

describe('a set of ids', () => {
  it('holds exactly what was added, near and far', () => {
    const ids = fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 2 ** 24 - 40, max: 2 ** 33 }))
    fc.assert(
      fc.property(fc.array(ids), fc.array(ids), (added, asked) => {
        const set = createIdSet()
        const oracle = new Set(added)
        for (const id of added) set.add(id)
        for (const id of [...added, ...asked]) assert.equal(set.has(id), oracle.has(id))
      }),
    )
  })
})
