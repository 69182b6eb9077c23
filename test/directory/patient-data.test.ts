import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { writeServices } from '../../src/directory/index.ts'
import { patientDataIn } from '../../src/directory/patient-data.ts'
import { testDatabase } from '../support/database.ts'
import { someService } from './some-services.ts'

const saying = (text: string) => {
  const service = someService(1)
  return { ...service, instructions: { ...service.instructions, professional: text } }
}
const found = (text: string): boolean => patientDataIn(saying(text)).length > 0

/** Another way to the same digit: the weighted sum of all ten is a multiple of eleven. */
const isValid = (digits: string): boolean =>
  [...digits].reduce((sum, digit, index) => sum + Number(digit) * (10 - index), 0) % 11 === 0

describe('the details of patients', async () => {
  const database = await testDatabase()

  it('are found in any text, however an NHS number is written', () => {
    assert.equal(found('943 476 5919'), false, 'none that is issued begins so')
    for (const text of [
      '4010232137',
      'Mr A, 401 023 2137, seen',
      '401-023-2137.',
      'NHS number: 12',
      'DOB 1/2/1950',
      'd.o.b.: 3 May',
    ]) {
      assert.ok(found(text), text)
    }
    assert.deepEqual(patientDataIn({ ...someService(1), name: 'For 401 023 2137' }), ['/name'])
    const notes = 'Capacity status set by Capacity Status API - 401 023 2137 waits'
    const capacity = { status: 'red', notes, updatedAt: '2026-11-22T09:00:00Z', updatedBy: 'a-user' } as const
    assert.deepEqual(patientDataIn({ ...someService(1), capacity }), ['/capacity/notes'])
    const comment = 'Ask for NHS number 401 023 2137'
    const endpoints = [{ order: 1, transport: 'telno', address: '0113 496 0916', comment } as const]
    assert.deepEqual(patientDataIn({ ...someService(1), endpoints }), ['/endpoints/0/comment'])
  })

  it('are not seen in telephone numbers, times, ids and the like', () => {
    for (const text of [
      'Ring 0113 496 0104 or +44 7700 900123.',
      'Open 0900 to 1700, all 7 days',
      'Service 2000099999, floor 4',
      'Charity number 1099682',
      'Ask for their date of birth',
      '4010232138',
      '14010232137',
      '4010232137.5',
    ]) {
      assert.equal(found(text), false, text)
    }
  })

  it('are told from other numbers by the check digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4_000_000_000, max: 7_999_999_999 }), number => {
        assert.equal(found(`see ${number} there`), isValid(String(number)))
      }),
    )
  })

  it('are never written, whoever writes', async () => {
    const written = { who: 'test', at: new Date(0), why: 'a test' }
    const answer = await writeServices(database, [saying('Patient 401 023 2137')], written)
    assert.notEqual(answer.outcome, 'written')
    assert.match(JSON.stringify(answer), /details of a patient/)
  })
})
