import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createFleet } from '../../../src/watch/simulate/honest/fleet.ts'
import { DAY_MILLIS, DAY_ZERO } from '../../../src/watch/simulate/honest/rhythm.ts'
import { createRivals } from '../../../src/watch/simulate/rivals/rivals.ts'
import { notePeak, type Peaks, thresholdsFrom } from '../../../src/watch/simulate/rivals/thresholds.ts'
import { SMALL_FLEET, smallWorld } from './small-world.ts'

const fleet = createFleet(smallWorld(1), 1, SMALL_FLEET)
const [account] = fleet.accounts

const lookUp = (at: number, id: number) => ({ action: 'lookup', at, account: 'a', id, found: true }) as const

describe('the plain ways to notice a crawler', () => {
  it('count the searches of a day against the volume declared', () => {
    assert.ok(account)
    const { observe } = createRivals()
    const half = account.declared.volumePerDay / 2
    let rate = 0
    for (let n = 0; n < half; n += 1) ({ rate } = observe(lookUp(DAY_ZERO + n * 60_000, n), account))
    assert.equal(rate, Math.ceil(half) / account.declared.volumePerDay)
    assert.equal(observe(lookUp(DAY_ZERO + DAY_MILLIS, 1), account).rate, 1 / account.declared.volumePerDay)
  })

  it('fill a bucket that leaks two a second: forty at once are let through, forty-one are not', () => {
    assert.ok(account)
    const at = (spacing: number): number[] => {
      const { observe } = createRivals()
      return Array.from({ length: 60 }, (_, n) => observe(lookUp(DAY_ZERO + n * spacing, n), account).bucket)
    }
    assert.equal(at(0)[39], 40 / 41)
    assert.equal(at(0)[40], 1)
    assert.ok(at(500).every(bucket => bucket < 2 / 41))
  })

  it('count distinct records, anew every thirty days', () => {
    assert.ok(account)
    const { observe } = createRivals()
    observe(lookUp(DAY_ZERO, 1), account)
    observe(lookUp(DAY_ZERO + 1, 1), account)
    assert.equal(observe(lookUp(DAY_ZERO + 2, 2), account).distinct, 2)
    assert.equal(observe(lookUp(DAY_ZERO + 30 * DAY_MILLIS, 2), account).distinct, 1)
  })

  it('take thresholds that hardly any honest account of the class reaches', () => {
    assert.ok(account)
    const peaks: Peaks = new Map()
    for (const distinct of [10, 30, 20]) notePeak(peaks, account, 0, { rate: 1, bucket: 0.1, distinct })
    notePeak(peaks, account, 30, { rate: 2, bucket: 0.1, distinct: 5 })
    assert.deepEqual(thresholdsFrom(peaks).get(account.class), { rate: 2.6, bucket: 1, distinct: 39 })
  })
})
