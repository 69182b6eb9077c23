import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { londonMoment } from '../../src/directory/london.ts'
import { compileOpening } from '../../src/directory/opening.ts'
import { WEEKDAYS } from '../../src/directory/service.ts'
import { inSession, sessionWindowMinutes } from '../../src/directory/session-window.ts'

describe('the session window of a search', () => {
  it('follows from the time that the disposition allows', () => {
    assert.deepEqual(
      [null, 0, 1, 10, 30, 31, 45, 60, 61, 120, 1440].map(sessionWindowMinutes),
      [60, 60, 30, 30, 30, 31, 45, 60, 1, 60, 1380],
    )
  })

  const sessions = [{ opens: '09:00', closes: '17:00' }]
  const compiled = compileOpening({
    allHours: false,
    weekly: WEEKDAYS.map(day => ({ day, sessions })),
    bankHolidays: sessions,
    specifiedDates: [{ date: '2026-06-04', sessions: [] }],
  })
  const at = (text: string, window = 60) =>
    inSession(compiled, londonMoment(Date.parse(`${text}:00+01:00`)), window)

  it('takes in a service that opens at its very end', () => {
    assert.ok(at('2026-06-03T08:00'))
    assert.ok(!at('2026-06-03T07:59'))
  })

  it('leaves out a service that closes within 30 minutes', () => {
    assert.ok(at('2026-06-03T16:29'))
    assert.ok(!at('2026-06-03T16:30'))
    assert.ok(!at('2026-06-03T16:31'))
  })

  it('leaves out a service closed on a specified date', () => {
    assert.ok(!at('2026-06-04T12:00'))
  })
})
