import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { advance, CRAWLS, ENTRIES, SHARES } from '../../../src/watch/detection/bank.ts'

describe('the bank of cumulative sums', () => {
  it('agrees with the textbook sum of logarithms, question by question', () => {
    const ratio = fc.double({ min: 0, max: 300, noNaN: true })
    fc.assert(
      fc.property(fc.array(ratio, { maxLength: 60 }), fc.nat(CRAWLS.length - 1), (ratios, crawl) => {
        const bank = new Float64Array(ENTRIES).fill(1)
        const sums = SHARES.map(() => 0)
        for (const value of ratios) {
          advance(bank, crawl, value)
          for (const [at, share] of SHARES.entries())
            sums[at] = Math.max(0, sums[at] ?? 0) + Math.log(1 - share + share * value)
        }
        for (const [at, sum] of sums.entries()) {
          const product = bank[crawl * SHARES.length + at] ?? 0
          assert.ok(Math.abs(Math.log(product) - sum) < 1e-6 * (1 + Math.abs(sum)))
        }
        for (const [entry, product] of bank.entries())
          if (Math.floor(entry / SHARES.length) !== crawl) assert.equal(product, 1)
      }),
    )
  })

  it('stays a number however long a crawl goes on', () => {
    const bank = new Float64Array(ENTRIES).fill(1)
    for (let turn = 0; turn < 2_000; turn += 1) advance(bank, 0, 300)
    assert.ok(bank.every(Number.isFinite))
    for (let turn = 0; turn < 2_000; turn += 1) advance(bank, 0, 0.01)
    assert.ok((bank[0] ?? 9) < 1)
  })
})
