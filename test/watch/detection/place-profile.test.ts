import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  addPlace,
  BLOCK_KEYS,
  countAt,
  createPlaceProfile,
  slotsOf,
} from '../../../src/watch/detection/place-profile.ts'

const SLOTS = 400

describe('the profile of places', () => {
  it('counts as a Map does, sparse and dense, until it forgets', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(SLOTS - 1), { maxLength: 600 }), asked => {
        const profile = createPlaceProfile()
        const oracle = new Map<number, number>()
        for (const slot of asked) {
          addPlace(profile, slot, slot >> 4, 1_000, SLOTS)
          oracle.set(slot, (oracle.get(slot) ?? 0) + 1)
        }
        assert.equal(profile.total, asked.length)
        assert.equal(profile.places, oracle.size)
        assert.deepEqual(
          slotsOf(profile).sort((a, b) => a - b),
          [...oracle.keys()].sort((a, b) => a - b),
        )
        for (const [slot, count] of oracle) assert.equal(countAt(profile, slot), count)
        const ofBlock = new Map<number, number>()
        for (const slot of oracle.keys()) ofBlock.set(slot >> 4, (ofBlock.get(slot >> 4) ?? 0) + 1)
        for (const [block, count] of ofBlock) assert.equal(countAt(profile, BLOCK_KEYS + block), count)
      }),
      { numRuns: 80 },
    )
  })

  it('halves at its limit and stays consistent', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(SLOTS - 1), { minLength: 200, maxLength: 900 }), asked => {
        const profile = createPlaceProfile()
        for (const slot of asked) addPlace(profile, slot, slot >> 4, 60, SLOTS)
        assert.ok(profile.total <= 60)
        const slots = slotsOf(profile)
        assert.equal(slots.length, profile.places)
        assert.equal(
          slots.reduce((sum, slot) => sum + countAt(profile, slot), 0),
          profile.total,
        )
      }),
      { numRuns: 60 },
    )
  })
})
