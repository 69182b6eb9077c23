import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { londonMoment } from '../../src/directory/london.ts'
import {
  compileOpening,
  isOpenAt,
  minutesUntilOpen,
  nextCloses,
  nextOpens,
  offeredNow,
  openingProblems,
  openState,
  opensWithin,
} from '../../src/directory/opening.ts'
import { type OpeningTimes, WEEKDAYS } from '../../src/directory/service.ts'

const at = (text: string) => Date.parse(text)
const none: OpeningTimes = { allHours: false, weekly: [], bankHolidays: [], specifiedDates: [] }
const always: OpeningTimes = { ...none, allHours: true }
const nine = { opens: '09:00', closes: '17:00' }
const daily = (...sessions: { opens: string; closes: string }[]): OpeningTimes => ({
  ...none,
  weekly: WEEKDAYS.map(day => ({ day, sessions })),
  bankHolidays: sessions,
})
const office: OpeningTimes = {
  ...none,
  weekly: WEEKDAYS.slice(0, 5).map(day => ({ day, sessions: [nine] })),
}

describe('a service', () => {
  it('is open from the first instant of a session up to but not including the last', () => {
    assert.ok(!isOpenAt(office, at('2026-06-03T08:59:59.999+01:00')))
    assert.ok(isOpenAt(office, at('2026-06-03T09:00:00+01:00')))
    assert.ok(isOpenAt(office, at('2026-06-03T16:59:59.999+01:00')))
    assert.ok(!isOpenAt(office, at('2026-06-03T17:00:00+01:00')))
  })

  it('keeps bank holiday hours on a bank holiday, and none when it names none', () => {
    const goodFriday = at('2026-04-03T10:00:00+01:00')
    assert.ok(!isOpenAt(office, goodFriday))
    assert.ok(isOpenAt({ ...office, bankHolidays: [{ opens: '10:00', closes: '12:00' }] }, goodFriday))
  })

  it('of all hours is open on a bank holiday', () => {
    assert.ok(isOpenAt(always, at('2026-12-25T03:00:00Z')))
  })

  it('is closed on a specified date without sessions, even when open at all hours', () => {
    const times = { ...always, specifiedDates: [{ date: '2026-12-25', sessions: [] }] }
    assert.ok(!isOpenAt(times, at('2026-12-25T12:00:00Z')))
    assert.ok(isOpenAt(times, at('2026-12-26T00:00:00Z')))
    assert.deepEqual(openState(times, at('2026-12-24T12:00:00Z')), {
      open: true,
      closesAt: '2026-12-25T00:00:00+00:00',
    })
    assert.deepEqual(openState(times, at('2026-12-25T12:00:00Z')), {
      open: false,
      opensAt: '2026-12-26T00:00:00+00:00',
    })
  })

  it('keeps the hours of a specified date before those of a bank holiday', () => {
    const times = {
      ...office,
      bankHolidays: [nine],
      specifiedDates: [{ date: '2026-04-03', sessions: [{ opens: '20:00', closes: '24:00' }] }],
    }
    assert.ok(!isOpenAt(times, at('2026-04-03T10:00:00+01:00')))
    assert.ok(isOpenAt(times, at('2026-04-03T23:59:00+01:00')))
  })

  it('does not close at midnight when the next day begins open', () => {
    const overnight = daily({ opens: '00:00', closes: '08:00' }, { opens: '20:00', closes: '24:00' })
    assert.equal(nextCloses(overnight, at('2026-06-03T21:00:00+01:00')), at('2026-06-04T08:00:00+01:00'))
    const noon = daily({ opens: '09:00', closes: '12:00' }, { opens: '12:00', closes: '17:00' })
    assert.equal(nextCloses(noon, at('2026-06-03T10:00:00+01:00')), at('2026-06-03T17:00:00+01:00'))
  })

  it('never closes when its sessions leave no gap, and says so', () => {
    const round = daily({ opens: '00:00', closes: '24:00' })
    for (const times of [always, round]) {
      assert.equal(nextCloses(times, at('2026-06-03T10:00:00Z')), null)
      assert.deepEqual(openState(times, at('2026-06-03T10:00:00Z')), { open: true })
    }
  })

  it('never opens when it has no sessions, and says so', () => {
    assert.equal(nextOpens(none, at('2026-06-03T10:00:00Z')), null)
    assert.deepEqual(openState(none, at('2026-06-03T10:00:00Z')), { open: false })
  })

  it('is looked at no further ahead than 400 days', () => {
    const opensOn = (date: string) => ({ ...none, specifiedDates: [{ date, sessions: [nine] }] })
    const now = at('2026-01-01T09:00:00Z')
    assert.equal(nextOpens(opensOn('2027-02-05'), now), at('2027-02-05T09:00:00Z'))
    assert.equal(nextOpens(opensOn('2027-02-06'), now), null)
  })

  it('opens next on the first day after the weekend and the bank holiday', () => {
    assert.deepEqual(openState(office, at('2026-04-02T17:00:00+01:00')), {
      open: false,
      opensAt: '2026-04-07T09:00:00+01:00',
    })
  })

  it('opens next after it closes when it is open already', () => {
    assert.equal(nextOpens(office, at('2026-06-03T09:00:00+01:00')), at('2026-06-04T09:00:00+01:00'))
    assert.equal(nextCloses(office, at('2026-06-03T17:00:00+01:00')), at('2026-06-04T17:00:00+01:00'))
  })
})

describe('when the clocks change, a service', () => {
  const night = daily({ opens: '00:00', closes: '06:00' }, { opens: '22:00', closes: '24:00' })
  const hours = (from: number, to: number | null) => ((to ?? Number.NaN) - from) / 3_600_000

  it('with a night shift is open an hour less in spring and an hour more in autumn', () => {
    const spring = at('2026-03-28T22:00:00Z')
    const autumn = at('2026-10-24T22:00:00+01:00')
    assert.equal(hours(spring, nextCloses(night, spring)), 7)
    assert.equal(hours(autumn, nextCloses(night, autumn)), 9)
  })

  it('that opens within the skipped hour opens as the clocks leap', () => {
    const times = daily({ opens: '01:30', closes: '05:00' })
    assert.equal(nextOpens(times, at('2026-03-29T00:00:00Z')), at('2026-03-29T01:00:00Z'))
  })

  it('whose session lies wholly in the skipped hour does not open that day', () => {
    const times = daily({ opens: '01:15', closes: '01:45' })
    assert.equal(nextOpens(times, at('2026-03-29T00:00:00Z')), at('2026-03-30T01:15:00+01:00'))
  })

  it('keeps a session of the repeated hour at both its passes', () => {
    const times = daily({ opens: '01:15', closes: '01:45' })
    const first = nextOpens(times, at('2026-10-25T00:00:00+01:00'))
    assert.equal(first, at('2026-10-25T01:15:00+01:00'))
    assert.equal(nextOpens(times, first ?? 0), at('2026-10-25T01:15:00Z'))
  })
})

describe('a service that is to be returned only while open, or soon', () => {
  const soon = compileOpening({ ...office, returnIfOpenWithinMinutes: 15 })
  const moment = (text: string) => londonMoment(at(text))

  it('is offered from that many minutes before it opens, the first included', () => {
    assert.ok(!offeredNow(soon, moment('2026-06-03T08:44:59+01:00')))
    assert.ok(offeredNow(soon, moment('2026-06-03T08:45:00+01:00')))
    assert.ok(offeredNow(soon, moment('2026-06-03T12:00:00+01:00')))
    assert.ok(!offeredNow(soon, moment('2026-06-03T17:00:00+01:00')))
  })

  it('with 0 minutes is offered only while open', () => {
    const now = compileOpening({ ...office, returnIfOpenWithinMinutes: 0 })
    assert.ok(!offeredNow(now, moment('2026-06-03T08:59:00+01:00')))
    assert.ok(offeredNow(now, moment('2026-06-03T09:00:00+01:00')))
  })

  it('is offered always without that setting', () => {
    assert.ok(offeredNow(compileOpening(none), moment('2026-06-03T03:00:00+01:00')))
  })

  it('may be asked about over several days', () => {
    const friday = moment('2026-06-05T17:00:00+01:00')
    assert.equal(minutesUntilOpen(compileOpening(office), friday, 5000), 64 * 60)
    assert.ok(!opensWithin(compileOpening(office), friday, 64 * 60 - 1))
    assert.ok(!opensWithin(compileOpening(office), friday, Number.NaN))
  })
})

describe('opening times', () => {
  it('without fault have no problems', () => {
    const times = {
      ...daily({ opens: '00:00', closes: '09:00' }, { opens: '09:00', closes: '24:00' }),
      specifiedDates: [
        { date: '2026-12-24', sessions: [nine] },
        { date: '2026-12-25', sessions: [] },
      ],
    }
    assert.deepEqual(openingProblems(times), [])
  })

  it('with faults have each told', () => {
    const problems = openingProblems({
      allHours: false,
      weekly: [
        {
          day: 'tuesday',
          sessions: [
            { opens: '09:00', closes: '13:00' },
            { opens: '12:59', closes: '17:00' },
          ],
        },
        { day: 'monday', sessions: [{ opens: '22:00', closes: '06:00' }] },
        { day: 'monday', sessions: [{ opens: '09:00', closes: '24:01' }] },
      ],
      bankHolidays: [{ opens: '09:00', closes: '23:59' }],
      specifiedDates: [
        { date: '2026-12-25', sessions: [] },
        { date: '2026-12-25', sessions: [] },
        { date: '2026-02-30', sessions: [{ opens: '09:00', closes: '09:00' }] },
      ],
    })
    assert.deepEqual(problems, [
      'monday comes after tuesday: days run from monday',
      'monday is given more than once',
      '2026-12-25 is given more than once',
      '2026-02-30 is not a date',
      '2026-02-30 comes after 2026-12-25: dates run in order',
      'tuesday 12:59 to 17:00 overlaps or comes before the session that closes at 13:00',
      'monday 22:00 to 06:00 does not close after it opens: an overnight session is two, to 24:00 and from 00:00',
      'monday 09:00 to 24:01 is not within one day: an overnight session is two, to 24:00 and from 00:00',
      'bank holidays 09:00 to 23:59 leaves out the last minute: the end of the day is 24:00',
      '2026-02-30 09:00 to 09:00 does not close after it opens: an overnight session is two, to 24:00 and from 00:00',
    ])
  })
})
