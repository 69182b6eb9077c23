import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { dateOf, dayNumberOf } from '../../../src/directory/day-number.ts'
import {
  CLOSURE_DAYS_MAX,
  closedFor,
  corrected,
  monthsLater,
  periodFaults,
  reopenedFor,
} from '../../../src/directory/editing/opening-change.ts'
import { londonInstant } from '../../../src/directory/london.ts'
import { isOpenAt, openingProblems } from '../../../src/directory/opening.ts'
import type { OpeningTimes } from '../../../src/directory/service.ts'

const TODAY = '2026-06-03'
const day = fc.integer({ min: -20, max: 60 }).map(away => dateOf(dayNumberOf(TODAY) + away))
const session = fc.constantFrom({ opens: '09:00', closes: '17:00' }, { opens: '00:00', closes: '24:00' })
const times: fc.Arbitrary<OpeningTimes> = fc.record({
  allHours: fc.boolean(),
  weekly: fc
    .subarray(['monday', 'wednesday', 'sunday'] as const)
    .map(days => days.map(day => ({ day, sessions: [{ opens: '08:00', closes: '20:00' }] }))),
  bankHolidays: fc.array(session, { maxLength: 1 }),
  specifiedDates: fc
    .uniqueArray(fc.record({ date: day, sessions: fc.array(session, { maxLength: 1 }) }), {
      selector: one => one.date,
      maxLength: 8,
    })
    .map(all => all.sort((a, b) => (a.date < b.date ? -1 : 1))),
})
const period = fc
  .tuple(day, day)
  .map(both => both.toSorted())
  .map(([from = '', until = '']) => ({ from, until }))
  .filter(({ from }) => from >= TODAY)
const days = Array.from({ length: 62 }, (_, away) => dateOf(dayNumberOf(TODAY) + away))
const openOn = (of: OpeningTimes, date: string): string =>
  [0, 9, 12, 18, 23].map(hour => (isOpenAt(of, londonInstant(date, hour * 60)) ? 'o' : '-')).join('')

describe('closing for a period', () => {
  it('shuts it on each of its days and leaves every other day from today on as it was', () => {
    fc.assert(
      fc.property(times, period, (before, closed) => {
        const read = closedFor(before, closed, TODAY)
        assert.equal(read.outcome, 'read')
        if (read.outcome !== 'read') return
        assert.deepEqual(openingProblems(read.times), [])
        for (const date of days) {
          const within = date >= closed.from && date <= closed.until
          assert.equal(openOn(read.times, date), within ? '-----' : openOn(before, date), date)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('and opening again lets the week count on these days, and leaves dates with hours of their own alone', () => {
    fc.assert(
      fc.property(times, period, (before, closed) => {
        const plain = { ...before, specifiedDates: [] }
        const read = closedFor(plain, closed, TODAY)
        assert.equal(read.outcome, 'read')
        if (read.outcome === 'read') assert.deepEqual(reopenedFor(read.times, closed), plain)
        const opened = reopenedFor(before, closed)
        const shut = before.specifiedDates.filter(
          ({ date, sessions }) => sessions.length === 0 && date >= closed.from && date <= closed.until,
        )
        assert.equal(opened === null, shut.length === 0)
        if (opened !== null) {
          assert.deepEqual(
            opened.specifiedDates,
            before.specifiedDates.filter(one => !shut.includes(one)),
          )
        }
      }),
      { numRuns: 200 },
    )
  })

  it('takes no period that is past, turned round or longer than a year', () => {
    assert.deepEqual(periodFaults({ from: TODAY, until: TODAY }, TODAY), [])
    const last = dateOf(dayNumberOf(TODAY) + CLOSURE_DAYS_MAX - 1)
    assert.deepEqual(periodFaults({ from: TODAY, until: last }, TODAY), [])
    for (const [from, until, at] of [
      ['2026-06-02', TODAY, '/from'],
      ['2026-06-04', TODAY, '/until'],
      [TODAY, dateOf(dayNumberOf(last) + 1), '/until'],
    ] as const) {
      assert.deepEqual(
        periodFaults({ from, until }, TODAY).map(one => one.at),
        [at],
      )
    }
  })
})

describe('correcting opening times', () => {
  it('puts each part that is given in the place of the one there was, and touches no other', () => {
    fc.assert(
      fc.property(
        times,
        times,
        fc.subarray(['allHours', 'weekly', 'bankHolidays', 'specifiedDates'] as const),
        (before, other, parts) => {
          const change = Object.fromEntries(parts.map(part => [part, other[part]]))
          const read = corrected(before, change, '2020-01-01')
          assert.deepEqual(read, { outcome: 'read', times: { ...before, ...change } })
        },
      ),
      { numRuns: 100 },
    )
  })

  it('names every fault by its part, and holds what was wrong before against nobody', () => {
    const overlapping = [
      { opens: '09:00', closes: '12:00' },
      { opens: '11:00', closes: '13:00' },
    ]
    const dirty: OpeningTimes = {
      allHours: false,
      weekly: [],
      bankHolidays: overlapping,
      specifiedDates: [{ date: '2020-01-01', sessions: [] }],
    }
    assert.equal(corrected(dirty, { weekly: [] }, TODAY).outcome, 'read')
    const read = corrected(
      dirty,
      {
        weekly: [
          { day: 'tuesday', sessions: [{ opens: '10:00', closes: '09:00' }] },
          { day: 'monday', sessions: [] },
        ],
        bankHolidays: overlapping,
        specifiedDates: [
          { date: '2026-06-02', sessions: [] },
          { date: TODAY, sessions: overlapping },
        ],
      },
      TODAY,
    )
    assert.deepEqual(read.outcome === 'faulty' && read.faults.map(({ at }) => at), [
      '/weekly',
      '/weekly',
      '/bankHolidays',
      '/specifiedDates',
      '/specifiedDates/0',
    ])
  })
})

describe('months later', () => {
  it('is the same day, or the last of a shorter month', () => {
    for (const [date, months, expected] of [
      ['2026-06-03', 12, '2027-06-03'],
      ['2026-01-31', 1, '2026-02-28'],
      ['2027-01-31', 13, '2028-02-29'],
      ['2026-12-31', 2, '2027-02-28'],
      ['2028-02-29', 12, '2029-02-28'],
    ] as const) {
      assert.equal(monthsLater(date, months), expected)
    }
  })
})
