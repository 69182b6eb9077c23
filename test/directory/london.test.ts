import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dateOf, dayNumberOf, isDate, weekdayOf } from '../../src/directory/day-number.ts'
import { londonDay, londonInstant, londonIso, londonMoment } from '../../src/directory/london.ts'

const at = (text: string) => Date.parse(text)
const wall = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  weekday: 'long',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

describe("London's wall clock", () => {
  it('reads as the platform says it does, at any minute of 2015 to 2040', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: at('2015-01-01T00:00:00Z'), max: at('2041-01-01T00:00:00Z') }),
        instant => {
          const part = new Map(wall.formatToParts(instant).map(({ type, value }) => [type, value]))
          const moment = londonMoment(instant)
          assert.equal(moment.date, `${part.get('year')}-${part.get('month')}-${part.get('day')}`)
          assert.equal(names[moment.weekday], part.get('weekday'))
          assert.equal(moment.minuteOfDay, Number(part.get('hour')) * 60 + Number(part.get('minute')))
          assert.equal(moment.dayNumber, dayNumberOf(moment.date))
          assert.equal(moment.epochMinute, Math.floor(instant / 60_000))
        },
      ),
      { numRuns: 5000 },
    )
  })

  it('has days of 23 and 25 hours when the clocks change', () => {
    const hours = (date: string) => (londonInstant(date, 1440) - londonInstant(date, 0)) / 3_600_000
    assert.deepEqual(['2026-03-28', '2026-03-29', '2026-10-25', '2026-10-26'].map(hours), [24, 23, 25, 24])
    assert.deepEqual(londonDay(dayNumberOf('2026-10-25')).stretches, [
      { from: 0, to: 120, startMinute: at('2026-10-24T23:00:00Z') / 60_000 },
      { from: 60, to: 1440, startMinute: at('2026-10-25T01:00:00Z') / 60_000 },
    ])
  })

  it('gives the way back: the first pass of a repeated hour, and the leap for a minute that is skipped', () => {
    assert.equal(londonInstant('2026-07-01', 540), at('2026-07-01T08:00:00Z'))
    assert.equal(londonInstant('2026-12-01', 540), at('2026-12-01T09:00:00Z'))
    assert.equal(londonInstant('2026-10-25', 90), at('2026-10-25T00:30:00Z'))
    assert.equal(londonInstant('2026-10-25', 120), at('2026-10-25T02:00:00Z'))
    assert.equal(londonInstant('2026-03-29', 90), at('2026-03-29T01:00:00Z'))
    assert.equal(londonInstant('2026-03-29', 120), at('2026-03-29T01:00:00Z'))
    assert.equal(londonInstant('2026-03-29', 1440), londonInstant('2026-03-30', 0))
  })

  it('returns from any minute of the wall clock to that minute, but for the skipped hour', () => {
    const days = fc.integer({ min: dayNumberOf('2015-01-01'), max: dayNumberOf('2040-12-31') })
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 1439 }), (day, minute) => {
        const moment = londonMoment(londonInstant(dateOf(day), minute))
        const skipped = londonDay(day).stretches[1]?.from === 120 && minute >= 60 && minute < 120
        assert.deepEqual([moment.dayNumber, moment.minuteOfDay], [day, skipped ? 120 : minute])
      }),
      { numRuns: 2000 },
    )
  })

  it('writes an instant with its offset', () => {
    assert.equal(londonIso(at('2026-07-01T08:00:00Z')), '2026-07-01T09:00:00+01:00')
    assert.equal(londonIso(at('2026-10-25T01:00:00.999Z')), '2026-10-25T01:00:00+00:00')
  })

  it('knows a bank holiday by its local date', () => {
    // Good Friday 2026-04-03 begins at 23:00 UTC on the Thursday.
    assert.ok(!londonMoment(at('2026-04-02T22:59:59Z')).isBankHoliday)
    assert.ok(londonMoment(at('2026-04-02T23:00:00Z')).isBankHoliday)
  })
})

describe('a day number', () => {
  it('goes there and back, with its weekday', () => {
    assert.equal(dayNumberOf('1970-01-01'), 0)
    assert.equal(weekdayOf(0), 3)
    assert.equal(weekdayOf(-1), 2)
    assert.equal(dateOf(dayNumberOf('2024-02-29')), '2024-02-29')
  })

  it('is refused for a date that does not exist', () => {
    assert.ok(!['2026-02-29', '2026-13-01', '2026-1-1', '', '20260101'].some(isDate))
    assert.throws(() => dayNumberOf('2026-02-29'), /Not a date: 2026-02-29/)
  })
})
