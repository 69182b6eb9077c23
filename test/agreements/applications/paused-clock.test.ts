import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dueAfter, type Pause } from '../../../src/agreements/applications/paused-clock.ts'

const HOUR = 3_600_000
const NOON = Date.UTC(2026, 5, 3, 11)

/** Counts the hours one by one, leaving out those that lie in a pause, until there are as many as the days have. */
function countHours(startedAt: number, hours: number, pauses: readonly Pause[]): number | null {
  const still = (at: number) => pauses.some(one => one.from <= at && (one.until === null || at < one.until))
  const lastEnd = Math.max(startedAt, ...pauses.map(one => one.until ?? one.from))
  let ran = 0
  for (let at = startedAt; ; at += HOUR) {
    if (ran === hours) return at
    if (at > lastEnd && still(at)) return null
    if (!still(at)) ran += 1
  }
}

describe('a clock that stands still while answers are awaited', () => {
  const pause = fc
    .record({ from: fc.integer({ min: -100, max: 600 }), length: fc.integer({ min: 0, max: 300 }) })
    .map(({ from, length }): Pause => ({ from: NOON + from * HOUR, until: NOON + (from + length) * HOUR }))
  const open = fc
    .option(fc.integer({ min: -100, max: 900 }), { freq: 3 })
    .map(from => (from === null ? [] : [{ from: NOON + from * HOUR, until: null }]))

  it('says when the hours that were not paused are enough, however pauses overlap', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(pause, { maxLength: 6 }),
        open,
        (days, some, last) => {
          const pauses = [...some, ...last]
          const due = dueAfter(NOON, days, pauses)
          const counted = countHours(NOON, days * 24, pauses)
          // At the very moment a pause begins the time is over, and the count sees it one pause later.
          if (due !== null && counted !== due) assert.ok(pauses.some(one => one.from === due))
          else assert.equal(due, counted)
          if (due !== null && counted !== due) {
            const ran = countHours(NOON, days * 24 - 1, pauses)
            assert.equal(ran === null ? null : ran + HOUR, due)
          }
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is later with every pause, and never earlier', () => {
    fc.assert(
      fc.property(fc.array(pause, { maxLength: 5 }), pause, (some, one) => {
        const before = dueAfter(NOON, 10, some)
        const after = dueAfter(NOON, 10, [...some, one])
        assert.ok(before !== null && after !== null && after >= before)
      }),
    )
  })

  it('counts days as London does: ten days over the end of summer time have an hour more', () => {
    const beforeChange = Date.UTC(2026, 9, 20, 11)
    assert.equal(dueAfter(beforeChange, 10, []), Date.UTC(2026, 9, 30, 12))
  })
})
