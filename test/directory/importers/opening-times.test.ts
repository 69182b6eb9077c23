import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { RawOpening } from '../../../src/directory/importers/candidate.ts'
import { readClock } from '../../../src/directory/importers/read-session.ts'
import { settleOpening } from '../../../src/directory/importers/settle-opening.ts'
import { openingProblems } from '../../../src/directory/index.ts'
import { WEEKDAYS } from '../../../src/directory/service.ts'

const TODAY = '2026-11-22'
const NOTHING: RawOpening = { weekly: [], bankHolidays: [], dated: [], allHours: false, dropped: [] }

function settled(given: Partial<RawOpening>) {
  const notes: string[] = []
  const times = settleOpening({ ...NOTHING, ...given }, TODAY, (kind, detail) =>
    notes.push(`${kind}: ${detail}`),
  )
  return { times, notes }
}

const monday = (opens: string, closes: string) => ({ weekly: [{ day: 'monday' as const, opens, closes }] })

/** Monday's and Tuesday's sessions as text, and the notes. */
function week(opens: string, closes: string): string {
  const { times, notes } = settled(monday(opens, closes))
  const days = times.weekly.map(
    ({ day, sessions }) =>
      `${day.slice(0, 3)} ${sessions.map(one => `${one.opens}-${one.closes}`).join(' ')}`,
  )
  return [...days, ...notes].join(' | ')
}

describe('a session as sources write it', () => {
  const sessions: [string, string, string][] = [
    ['09:00', '17:30', 'mon 09:00-17:30'],
    ['9am', '5.30pm', 'mon 09:00-17:30'],
    ['08:00', '00:00', 'mon 08:00-24:00 | opening-midnight: monday closes 24:00'],
    ['08:00', '23:59', 'mon 08:00-24:00 | opening-midnight: monday closes 24:00'],
    ['00:01', '23:59', 'mon 00:00-24:00 | opening-midnight: monday closes 24:00'],
    ['00:00', '24:00', 'mon 00:00-24:00'],
    [
      '22:00',
      '02:00',
      'mon 22:00-24:00 | tue 00:00-02:00 | opening-overnight: monday until 02:00 the next day',
    ],
    [
      '18:30',
      '08:00',
      'mon 18:30-24:00 | tue 00:00-08:00 | opening-overnight: monday until 08:00 the next day',
    ],
    ['09:00', '05:30', 'mon 09:00-17:30 | opening-afternoon: monday 09:00-05:30 read as until 17:30'],
    ['09:00', '08:00', 'mon 09:00-20:00 | opening-afternoon: monday 09:00-08:00 read as until 20:00'],
    ['07:00', '02:00', 'opening-dropped: monday 07:00-02:00: closes before it opens'],
    ['00:00', '00:00', 'opening-dropped: monday 00:00-00:00: may be all day or not at all'],
    ['12:00', '12:00', 'opening-dropped: monday 12:00-12:00: closes before it opens'],
    ['25:00', '26:00', 'opening-dropped: monday 25:00-26:00: no time of day'],
    ['morning', 'noon', 'opening-dropped: monday morning-noon: no time of day'],
  ]
  for (const [opens, closes, answer] of sessions)
    it(`${opens} to ${closes} is ${answer}`, () => assert.equal(week(opens, closes), answer))
})

describe('opening times as sources give them', () => {
  it('are put in order, and joined where they touch or overlap', () => {
    const day = 'friday' as const
    const { times, notes } = settled({
      weekly: [
        { day, opens: '14:00', closes: '18:00' },
        { day, opens: '09:00', closes: '13:00' },
        { day, opens: '13:00', closes: '13:30' },
      ],
    })
    assert.deepEqual(times.weekly, [
      {
        day,
        sessions: [
          { opens: '09:00', closes: '13:30' },
          { opens: '14:00', closes: '18:00' },
        ],
      },
    ])
    assert.deepEqual(notes, ['opening-merged: friday'])
  })

  it('carry the end of Sunday night into Monday', () => {
    const { times } = settled({ weekly: [{ day: 'sunday', opens: '20:00', closes: '03:00' }] })
    assert.deepEqual(
      times.weekly.map(({ day }) => day),
      ['monday', 'sunday'],
    )
  })

  it('are all hours when every day is open all day', () => {
    const { times, notes } = settled({
      weekly: WEEKDAYS.map(day => ({ day, opens: '00:00', closes: '24:00' })),
    })
    assert.equal(times.allHours, true)
    assert.deepEqual(notes, ['opening-all-hours: every day, all day'])
  })

  it('keep dated exceptions from today on, and say what became of the others', () => {
    const { times, notes } = settled({
      dated: [
        { date: 'Dec 26 2026', opens: '10:00', closes: '12:00', open: true },
        { date: 'Dec 25 2026', opens: '', closes: '', open: false },
        { date: 'Nov 22 2026', opens: '10:00', closes: '12:00', open: true },
        { date: 'May  5 2014', opens: '', closes: '', open: false },
        { date: 'Feb 30 2027', opens: '', closes: '', open: false },
        { date: 'Jan  1 2027', opens: '', closes: '', open: false },
        { date: 'Jan  1 2027', opens: '10:00', closes: '12:00', open: true },
      ],
    })
    assert.deepEqual(times.specifiedDates, [
      { date: '2026-11-22', sessions: [{ opens: '10:00', closes: '12:00' }] },
      { date: '2026-12-25', sessions: [] },
      { date: '2026-12-26', sessions: [{ opens: '10:00', closes: '12:00' }] },
      { date: '2027-01-01', sessions: [] },
    ])
    assert.deepEqual(notes, [
      'opening-past-date: 2014-05-05',
      'opening-dropped: Feb 30 2027: no date',
      'opening-dropped: 2027-01-01: said to be closed and to be open; taken as closed',
    ])
  })

  it('never let the night after a dated exception replace the whole of the next day', () => {
    const { times, notes } = settled({
      dated: [{ date: '2026-12-31', opens: '20:00', closes: '02:00', open: true }],
    })
    assert.deepEqual(times.specifiedDates, [
      { date: '2026-12-31', sessions: [{ opens: '20:00', closes: '24:00' }] },
    ])
    assert.equal(notes.at(-1), 'opening-dropped: 2026-12-31: the hours after midnight, until 02:00')
  })

  it('come to times the directory can hold, whatever is given', () => {
    const clock = fc.oneof(
      fc
        .tuple(fc.integer({ min: 0, max: 24 }), fc.integer({ min: 0, max: 59 }))
        .map(([h, m]) => `${h}:${String(m).padStart(2, '0')}`),
      fc.constantFrom('00:00', '23:59', '24:00', '', 'noon', '9am'),
    )
    const session = fc.record({ opens: clock, closes: clock })
    const day = fc.constantFrom(...WEEKDAYS)
    const date = fc.constantFrom('2026-12-25', '2026-12-26', '2026-12-27', 'Jan  1 2027', 'never')
    const raw = fc.record({
      weekly: fc.array(fc.tuple(session, day).map(([one, on]) => ({ ...one, day: on }))),
      bankHolidays: fc.array(session, { maxLength: 4 }),
      dated: fc.array(
        fc.tuple(session, date, fc.boolean()).map(([one, on, open]) => ({ ...one, date: on, open })),
        { maxLength: 6 },
      ),
      allHours: fc.boolean(),
      dropped: fc.constant([]),
    })
    fc.assert(
      fc.property(raw, given => {
        assert.deepEqual(openingProblems(settled(given).times), [])
      }),
    )
  })
})

describe('a time of day', () => {
  it('is read from what people and programs write', () => {
    assert.equal(readClock('09:00:00+01:00'), 540)
    assert.equal(readClock('0900'), 540)
    assert.equal(readClock('12am'), 0)
    assert.equal(readClock('12.30 pm'), 750)
    assert.equal(readClock('midnight'), 0)
    for (const none of ['9', '9:60', '24:01', '13pm', '0am', '']) assert.equal(readClock(none), undefined)
  })
})
