import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { londonTime } from '../../src/policy/london-time.ts'

describe('the time in London', () => {
  it('agrees with the time zone tables from 1900 to 2100, in whatever order it is asked', () => {
    const instants = fc.integer({
      min: Date.parse('1900-01-01T00:00:00Z'),
      max: Date.parse('2100-01-01T00:00:00Z'),
    })
    fc.assert(
      fc.property(instants, now => {
        const there = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('Europe/London')
        assert.deepEqual(londonTime(now), { day: there.dayOfWeek, minute: there.hour * 60 + there.minute })
      }),
      { numRuns: 3_000 },
    )
  })

  it('turns at the very instant the clocks do', () => {
    const spring = Date.parse('2026-03-29T01:00:00Z')
    assert.deepEqual(londonTime(spring - 1), { day: 7, minute: 59 })
    assert.deepEqual(londonTime(spring), { day: 7, minute: 120 })
    const autumn = Date.parse('2026-10-25T01:00:00Z')
    assert.deepEqual(londonTime(autumn - 1), { day: 7, minute: 119 })
    assert.deepEqual(londonTime(autumn), { day: 7, minute: 60 })
  })

  it('has none for what is no instant', () => {
    for (const now of [Number.NaN, Number.POSITIVE_INFINITY, -9e15, 9e15]) assert.equal(londonTime(now), null)
  })
})
