import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createInterning } from '../../src/directory/interning.ts'
import { createMemory } from '../../src/directory/memory.ts'
import { createRecords } from '../../src/directory/records.ts'
import { someService, stored } from './some-services.ts'

describe('the kept records', () => {
  it('are read as they were written, whatever is written and freed around them', () => {
    const step = fc.record({
      key: fc.nat(8),
      text: fc.string({ unit: 'binary', maxLength: 40 }),
      free: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(step, { size: 'max', maxLength: 60 }), fc.nat(3), (steps, large) => {
        const records = createRecords()
        const kept = new Map<number, { handle: number; text: string }>()
        for (const { key, text, free } of steps) {
          const old = kept.get(key)
          if (old) records.free(old.handle)
          kept.delete(key)
          // Some fill a block by themselves, or more than one.
          const long = text.isWellFormed() ? text.repeat(key < large ? 30_000 : 1) : 'ill-formed'
          if (!free) kept.set(key, { handle: records.write(long), text: long })
        }
        for (const { handle, text } of kept.values()) {
          assert.ok(records.read(handle).equals(Buffer.from(text)))
        }
      }),
      { numRuns: 30 },
    )
  })

  it('give back the memory of what has been replaced', async () => {
    const memory = createMemory({ isSearchable: () => true })
    const load = (version: number) =>
      memory.apply(
        Array.from({ length: 700 }, (_, index) => {
          // Every seventh is left as it was first written, so that no block is ever quite empty.
          const name = `${version} ${'x'.repeat(200)}`
          return index % 7 === 0 && version > 1
            ? { id: 100_000 + index, stored: null }
            : { id: index + 1, stored: stored(someService(index + 1, { name }), version) }
        }),
        version,
      )
    for (let version = 1; version <= 12; version += 1) await load(version)
    const one = JSON.stringify(someService(1)).length + 200
    assert.ok(
      memory.bytes().records < 4 * 2 ** 20,
      `${memory.bytes().records} bytes for ${700 * one} of records`,
    )
    assert.match(memory.recordOf(1)?.name ?? '', /^1 x/)
    assert.match(memory.recordOf(2)?.name ?? '', /^12 x/)
  })
})

describe('the interned values', () => {
  it('are one for equal texts, and go when nobody holds them', () => {
    const interned = createInterning<{ text: string }>()
    const a = interned.take('a', () => ({ text: 'a' }))
    const again = interned.take('a', () => ({ text: 'not made' }))
    const b = interned.take('b', () => ({ text: 'b' }))
    assert.equal(a, again)
    assert.notEqual(a, b)
    assert.ok(a > 0 && b > 0)
    interned.release(a)
    assert.equal(interned.of(a).text, 'a')
    interned.release(a)
    assert.throws(() => interned.of(a))
    assert.throws(() => interned.release(a))
    assert.equal(interned.size(), 1)
    const c = interned.take('c', () => ({ text: 'c' }))
    assert.equal(interned.of(c).text, 'c')
    assert.equal(interned.of(b).text, 'b')
    assert.throws(() =>
      interned.take('d', () => {
        throw new Error('cannot be made')
      }),
    )
    assert.equal(interned.size(), 2)
  })
})
