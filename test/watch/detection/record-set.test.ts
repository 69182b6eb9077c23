import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  addRecord,
  createRecordSet,
  hasRecord,
  recordSetBytes,
  recordsOf,
} from '../../../src/watch/detection/record-set.ts'

const SIZE = 60_000

describe('the set of services seen', () => {
  it('holds exactly what was added, sparse and dense', () => {
    const near = fc.tuple(fc.nat(SIZE - 21), fc.integer({ min: 1, max: 20 }))
    fc.assert(
      fc.property(fc.array(near, { maxLength: 400 }), fc.array(fc.nat(SIZE - 1)), (runs, asked) => {
        const set = createRecordSet()
        const oracle = new Set<number>()
        for (const [first, length] of runs)
          for (let index = first; index < first + length; index += 1) {
            assert.equal(addRecord(set, index, SIZE), !oracle.has(index))
            oracle.add(index)
          }
        assert.equal(set.count, oracle.size)
        assert.deepEqual(
          recordsOf(set).sort((a, b) => a - b),
          [...oracle].sort((a, b) => a - b),
        )
        for (const index of asked) assert.equal(hasRecord(set, index), oracle.has(index))
      }),
      { numRuns: 60 },
    )
  })

  it('never takes more than a bitmap would', () => {
    const set = createRecordSet()
    for (let index = 0; index < SIZE; index += 7) addRecord(set, index, SIZE)
    assert.ok(set.dense)
    assert.ok(recordSetBytes(set) <= SIZE / 8 + 8)
  })
})
