import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  AT,
  ask,
  capacity,
  DISPOSITION,
  emergencyDepartment,
  found,
  HERE,
  hours,
  idsOf,
  near,
  withinMinutes,
} from './world.ts'

/** Asked about at 11:30: the times at which a service opens that are still in the window, and the first that is not. */
async function lastInWindow(dispositionGroup: number, inTime: string, late: string): Promise<void> {
  const services = [near(1, 100, hours(inTime, '18:00')), near(2, 200, hours(late, '18:00'))]
  assert.deepEqual(await found(services, { dispositionGroup }), [1])
}

/** The worked consequences of the algorithm (sources, DoS 6), each under its letter. */
describe('the worked examples of CheckCapacitySummary', () => {
  it('(a) with a symptom group that nobody manages, emergency departments answer, labelled as the catch-all', async () => {
    const services = [near(1, 100), emergencyDepartment(2, 900), emergencyDepartment(3, 800)]
    const answer = await ask(services, { symptomGroup: 900_002 })
    assert.ok(answer.catchAll)
    assert.deepEqual(
      answer.services.map(({ id, label }) => [id, label]),
      [
        [3, 'catch-all'],
        [2, 'catch-all'],
      ],
    )
  })

  it('(b) a red service is absent and an amber one present', async () => {
    const services = [near(1, 100, capacity('red')), near(2, 200, capacity('amber'))]
    assert.deepEqual(await found(services), [2])
  })

  it('(c) a service that closes in 29 minutes is absent', async () => {
    const services = [near(1, 100, hours('09:00', '11:59')), near(2, 200, hours('09:00', '12:00'))]
    assert.deepEqual(await found(services), [2])
  })

  it('(d) a disposition of 120 minutes leaves a window of 60', () =>
    lastInWindow(withinMinutes(120), '12:30', '12:31'))

  it('(e) a disposition of 45 minutes leaves a window of 45', () =>
    lastInWindow(withinMinutes(45), '12:15', '12:16'))

  it('(f) a disposition of 10 minutes leaves a window of 30', () =>
    lastInWindow(withinMinutes(10), '12:00', '12:01'))

  it('(g) a disposition of 0 minutes leaves a window of 60', () =>
    lastInWindow(withinMinutes(0), '12:30', '12:31'))

  it('(h) a service that opens exactly at the end of the window is present', async () => {
    const answer = await ask([near(1, 100, hours('12:30', '18:00'))], { dispositionGroup: DISPOSITION })
    assert.deepEqual(idsOf(answer), [1])
    assert.equal(answer.windowUntil, AT + 60 * 60_000)
  })

  it('(i) a specified date closes a service that keeps all hours', async () => {
    const shut = { allHours: true, weekly: [], specifiedDates: [{ date: '2026-06-03', sessions: [] }] }
    const services = [near(1, 100, hours('00:00', '24:00', shut)), near(2, 200)]
    assert.deepEqual(await found(services), [2])
  })

  it('(j) sessions of a bank holiday take the place of those of the weekday', async () => {
    const easterMonday = Date.parse('2027-03-29T11:30:00+01:00')
    const monday = (opens: string, closes: string) => ({
      weekly: [{ day: 'monday' as const, sessions: [{ opens, closes }] }],
    })
    const onlyWeekday = hours('', '', monday('09:00', '18:00'))
    const onlyHoliday = hours('', '', { weekly: [], bankHolidays: [{ opens: '09:00', closes: '18:00' }] })
    const services = [near(1, 100, onlyWeekday), near(2, 200, onlyHoliday)]
    assert.deepEqual(await found(services, { at: easterMonday, now: easterMonday }), [2])
    const nextMonday = easterMonday + 7 * 86_400_000
    assert.deepEqual(await found(services, { at: nextMonday, now: nextMonday }), [1])
  })

  it('(k) of two candidates for clinical assessment (133) one is returned', async () => {
    assert.deepEqual(await found([near(1, 300, { typeId: 133 }), near(2, 200, { typeId: 133 })]), [2])
  })

  it('(l) a service in the corner of the box, beyond the radius, is present', async () => {
    const corner = { easting: HERE.easting + 10_000, northing: HERE.northing - 10_000 }
    const answer = await ask([near(1, 0, { place: { address: [], ...corner } })])
    assert.deepEqual(idsOf(answer), [1])
    assert.ok((answer.services[0]?.distanceMetres ?? 0) > 14_000)
  })
})
