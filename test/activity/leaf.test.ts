import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { lineOf, partsOf } from '../../src/activity/journal-line.ts'
import { leafOf, saltMaker, saltOfUnsalted } from '../../src/activity/leaf.ts'
import { activityLeafData, commitmentTo, leafHash, SALT_BYTES } from '../../src/ledger/index.ts'
import { slowActivityLeaf } from '../ledger/slow-tree.ts'

const text = fc.string({ unit: 'binary', maxLength: 300 })
const longText = fc.integer({ min: 20_000, max: 70_000 }).map(length => 'é漢😀'.repeat(length / 4))
const salt = fc.uint8Array({ minLength: SALT_BYTES, maxLength: SALT_BYTES })
const millis = fc.integer({ min: 0, max: Date.parse('9999-12-31T23:59:59.999Z') })

describe('the leaf of an activity entry', () => {
  it('is the same, worked out fast, by the words of the format, and from its parts', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9-]{1,20}$/),
        fc.nat({ max: 2 ** 45 }),
        millis,
        salt,
        fc.oneof({ weight: 20, arbitrary: text }, { weight: 1, arbitrary: longText }),
        (node, sequence, at, salt, text) => {
          const entry = { at: new Date(at).toISOString(), salt, text }
          const fast = Buffer.from(leafOf(node, sequence, entry))
          assert.deepEqual(fast, slowActivityLeaf({ node, sequence, ...entry }))
          const data = activityLeafData({ node, sequence, at, commitment: commitmentTo(salt, text) })
          assert.deepEqual(fast, Buffer.from(leafHash(data)))
        },
      ),
    )
  })

  it('has a salt of its own each time, whatever the pool', () => {
    const newSalt = saltMaker(randomBytes)
    const salts = Array.from({ length: 1000 }, () => Buffer.from(newSalt()).toString('hex'))
    assert.equal(new Set(salts).size, 1000)
    assert.ok(salts.every(each => each.length === SALT_BYTES * 2))
  })
})

describe('a line of the journal', () => {
  it('gives back entry, facts and salt, and of older lines what they had', () => {
    const json = fc.json().map(each => JSON.stringify(JSON.parse(each)))
    const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
    fc.assert(
      fc.property(json, maybe(json), maybe(salt), (entry, facts, salt) => {
        const parts = partsOf(
          lineOf({ entry, ...(facts === undefined ? {} : { facts }), ...(salt && { salt }) }),
        )
        assert.equal(parts.entry, entry)
        assert.equal(parts.facts, facts)
        assert.deepEqual(parts.salt && Buffer.from(parts.salt), salt && Buffer.from(salt))
      }),
    )
    assert.deepEqual(partsOf('{"a":1}'), { entry: '{"a":1}' })
    assert.deepEqual(partsOf('{"a":1}\t{"b":2}'), { entry: '{"a":1}', facts: '{"b":2}' })
  })

  it('from before there were salts has the same one each time', () => {
    assert.deepEqual(saltOfUnsalted('{"a":1}'), saltOfUnsalted('{"a":1}'))
    assert.notDeepEqual(saltOfUnsalted('{"a":1}'), saltOfUnsalted('{"a":2}'))
  })
})
