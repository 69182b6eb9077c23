import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { capacityAt, capacityChangesAt, resetTime } from '../../src/directory/capacity.ts'
import type { Capacity } from '../../src/directory/service.ts'

const at = (text: string) => Date.parse(text)
const red: Capacity = {
  status: 'red',
  notes: 'Two clinicians away',
  updatedAt: '2026-06-03T08:00:00Z',
  updatedBy: 'demo-account',
  resetAt: '2026-06-03T12:00:00Z',
}

describe('the capacity of a service', () => {
  it('stands with its age until it resets', () => {
    assert.deepEqual(capacityAt(red, at('2026-06-03T11:59:59.999Z')), {
      capacity: red,
      ageSeconds: 4 * 3600 - 1,
    })
  })

  it('is green and without notes from the instant of its reset, although no job has written that yet', () => {
    const { capacity, ageSeconds } = capacityAt(red, at('2026-06-03T12:00:30Z'))
    assert.deepEqual(capacity, {
      status: 'green',
      updatedAt: '2026-06-03T12:00:00Z',
      updatedBy: 'ROBOT',
    })
    assert.equal(ageSeconds, 30)
    assert.equal(capacityAt(red, at('2026-06-03T12:00:00Z')).capacity.status, 'green')
  })

  it('without a reset time stands', () => {
    const { resetAt: _, ...standing } = red
    assert.equal(capacityAt(standing, at('2026-07-03T12:00:00Z')).capacity.status, 'red')
    assert.equal(capacityChangesAt(standing, at('2026-06-03T09:00:00Z')), null)
  })

  it('has no negative age when the clock of the writer is ahead', () => {
    assert.equal(capacityAt(red, at('2026-06-03T07:59:00Z')).ageSeconds, 0)
  })

  it('tells when it will change of itself', () => {
    assert.equal(capacityChangesAt(red, at('2026-06-03T09:00:00Z')), at('2026-06-03T12:00:00Z'))
    assert.equal(capacityChangesAt(red, at('2026-06-03T12:00:00Z')), null)
  })
})

describe('the reset time of a status', () => {
  const setAt = at('2026-06-03T08:00:00Z')

  it('is four hours on unless said otherwise, and none for green', () => {
    assert.equal(resetTime('red', setAt), '2026-06-03T12:00:00.000Z')
    assert.equal(resetTime('amber', setAt, 0), '2026-06-03T08:00:00.000Z')
    assert.equal(resetTime('amber', setAt, 1440), '2026-06-04T08:00:00.000Z')
    assert.equal(resetTime('green', setAt, 60), undefined)
  })

  it('is refused outside its limits', () => {
    for (const minutes of [-1, 1441, 0.5, Number.NaN]) {
      assert.throws(() => resetTime('red', setAt, minutes), RangeError)
    }
  })
})
