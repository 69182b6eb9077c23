import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  AGE_GROUPS,
  ageInDays,
  STANDARD_AGE_RANGES,
  serves,
  servesAge,
  servesAgeGroup,
  servesPractice,
  servesSex,
  sexMask,
} from '../../src/directory/eligibility.ts'
import { SEXES } from '../../src/directory/service.ts'

const { infant, toddler, child, adult } = STANDARD_AGE_RANGES

describe('an age', () => {
  it('is counted in whole days of years of 365.25 and months of 30.4375', () => {
    assert.equal(ageInDays({ years: 1 }), 365)
    assert.equal(ageInDays({ years: 16 }), 5844)
    assert.equal(ageInDays({ years: 129 }), 47_117)
    assert.equal(ageInDays({ months: 12 }), 365)
    assert.equal(ageInDays({ months: 23 }), 700)
    assert.equal(ageInDays({ days: 31 }), 31)
  })

  it('lies in exactly one of the standard ranges, whatever the day', () => {
    const ranges = Object.values(STANDARD_AGE_RANGES)
    for (let days = 0; days <= 47_481; days += 1) {
      const serving = ranges.filter(range => servesAge([range], days))
      assert.equal(serving.length, 1, `${days} days`)
    }
    assert.ok(!servesAge(ranges, 47_482))
  })

  it('of so many years falls in the range that people mean by it', () => {
    const rangeOf = (years: number) =>
      Object.entries(STANDARD_AGE_RANGES)
        .filter(([, range]) => servesAge([range], ageInDays({ years })))
        .map(([name]) => name)
    assert.deepEqual([0, 1, 4, 5, 15, 16, 64, 129].flatMap(rangeOf), [
      'infant',
      'toddler',
      'toddler',
      'child',
      'child',
      'adult',
      'adult',
      'adult',
    ])
  })

  it('is served by nobody without ranges', () => {
    assert.ok(!servesAge([], 7000))
  })

  it('group is served where some age in it is', () => {
    const served = (range: { fromDays: number; toDays: number }) =>
      AGE_GROUPS.filter(group => servesAgeGroup([range], group)).map(({ id }) => id)
    assert.deepEqual([infant, toddler, child, adult].map(served), [[4], [3], [2], [1, 8]])
    assert.deepEqual(served({ fromDays: 0, toDays: 47_481.5 }), [4, 3, 2, 1, 8])
  })
})

describe('a service', () => {
  it('serves the sexes it names and no other', () => {
    assert.ok(servesSex(['female', 'male'], 'male'))
    assert.ok(!servesSex(['female', 'male'], 'indeterminate'))
    assert.ok(!SEXES.some(sex => servesSex([], sex)))
  })

  it('has its sexes as distinct bits', () => {
    assert.deepEqual(
      SEXES.map(sex => sexMask([sex])),
      [1, 2, 4],
    )
    assert.equal(sexMask(['male', 'female', 'male']), 3)
    assert.equal(sexMask([]), 0)
  })

  it('restricted to practices serves only their patients, and nobody whose practice is unknown', () => {
    assert.ok(servesPractice(undefined, undefined))
    assert.ok(servesPractice(['A81001'], ' a81001 '))
    assert.ok(!servesPractice(['A81001'], 'A81002'))
    assert.ok(!servesPractice(['A81001'], undefined))
    assert.ok(!servesPractice([], 'A81001'))
  })

  it('does not hold against a person what is not known of them', () => {
    const eligibility = { ageRanges: [adult], sexes: ['female' as const] }
    assert.ok(serves(eligibility, {}))
    assert.ok(serves(eligibility, { ageDays: 7000, sex: 'female' }))
    assert.ok(!serves(eligibility, { ageDays: 700, sex: 'female' }))
    assert.ok(!serves(eligibility, { ageDays: 7000, sex: 'male' }))
    assert.ok(!serves({ ...eligibility, practices: ['A81001'] }, {}))
  })
})
