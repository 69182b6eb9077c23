import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import Holidays from 'date-holidays'
import { bankHolidays, isBankHoliday } from '../../src/directory/bank-holidays.ts'
import { dateOf, dayNumberOf } from '../../src/directory/day-number.ts'

const datesOf = (year: number) => bankHolidays(year).map(({ day }) => dateOf(day))

describe("England's bank holidays", () => {
  const library = new Holidays('GB', 'ENG')
  const years = Array.from({ length: 26 }, (_, index) => 2015 + index)

  for (const year of years) {
    it(`are those of the date-holidays library in ${year}`, () => {
      // The library lists a holiday that falls on a weekend and its substitute; the bank holiday is the substitute.
      const published = library
        .getHolidays(year)
        .filter(({ type }) => type === 'public')
        .map(({ date }) => date.slice(0, 10))
        .filter(date => ![0, 6].includes(new Date(`${date}T12:00:00Z`).getUTCDay()))
      assert.deepEqual(datesOf(year), published)
    })
  }

  it('are moved and added to by proclamation, as published for 2020, 2022 and 2023', () => {
    assert.deepEqual(
      datesOf(2020),
      '2020-01-01 2020-04-10 2020-04-13 2020-05-08 2020-05-25 2020-08-31 2020-12-25 2020-12-28'.split(' '),
    )
    assert.deepEqual(
      datesOf(2022),
      (
        '2022-01-03 2022-04-15 2022-04-18 2022-05-02 2022-06-02 2022-06-03 2022-08-29 2022-09-19 ' +
        '2022-12-26 2022-12-27'
      ).split(' '),
    )
    assert.ok(isBankHoliday(dayNumberOf('2023-05-08')))
    assert.ok(!isBankHoliday(dayNumberOf('2024-05-13')))
  })

  it('put Boxing Day after the substitute for a Christmas Day on a Saturday', () => {
    const named = bankHolidays(2027).slice(-2)
    assert.deepEqual(
      named.map(({ day, name }) => [dateOf(day), name]),
      [
        ['2027-12-27', 'Christmas Day'],
        ['2027-12-28', 'Boxing Day'],
      ],
    )
  })

  it('leave no Christmas Day with the hours of an ordinary Saturday or Sunday', () => {
    for (const year of years) assert.ok(isBankHoliday(dayNumberOf(`${year}-12-25`)), `${year}`)
    assert.ok(!isBankHoliday(dayNumberOf('2027-12-26')))
    assert.ok(!isBankHoliday(dayNumberOf('2028-01-01')))
  })
})
