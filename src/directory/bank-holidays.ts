import { dayNumber, weekdayOf } from './day-number.ts'

export type BankHoliday = { readonly day: number; readonly name: string }

const MONDAY = 0
const SATURDAY = 5

/** Days proclaimed for one year only. Those before 2015 are left out: no answer of ours is about them. */
const EXTRA: ReadonlyMap<number, readonly BankHoliday[]> = new Map([
  [
    2022,
    [
      { day: dayNumber(2022, 6, 3), name: 'Platinum Jubilee' },
      { day: dayNumber(2022, 9, 19), name: 'State Funeral of Queen Elizabeth II' },
    ],
  ],
  [2023, [{ day: dayNumber(2023, 5, 8), name: 'Coronation of King Charles III' }]],
])

/** Regular holidays that were moved: to Victory in Europe Day in 2020, beside the jubilee in 2022. */
const MOVED_EARLY_MAY: ReadonlyMap<number, number> = new Map([[2020, dayNumber(2020, 5, 8)]])
const MOVED_SPRING: ReadonlyMap<number, number> = new Map([[2022, dayNumber(2022, 6, 2)]])

/**
 * England's bank holidays of a year, in order, as the government publishes them: where New Year's Day, Christmas
 * Day or Boxing Day falls on a weekend, the substitute weekday is the bank holiday and the day itself is not.
 * Correct from 2015 to 2040 as far as proclaimed by 2026; test/directory/bank-holidays.test.ts holds it against
 * the date-holidays library. A new proclamation is a line in EXTRA.
 */
export function bankHolidays(year: number): readonly BankHoliday[] {
  const easter = easterSunday(year)
  const earlyMay = MOVED_EARLY_MAY.get(year) ?? firstMonday(dayNumber(year, 5, 1))
  const spring = MOVED_SPRING.get(year) ?? lastMonday(dayNumber(year, 5, 31))
  return [
    { day: notWeekend(dayNumber(year, 1, 1)), name: "New Year's Day" },
    { day: easter - 2, name: 'Good Friday' },
    { day: easter + 1, name: 'Easter Monday' },
    { day: earlyMay, name: 'Early May bank holiday' },
    { day: spring, name: 'Spring bank holiday' },
    { day: lastMonday(dayNumber(year, 8, 31)), name: 'Summer bank holiday' },
    ...christmas(year),
    ...(EXTRA.get(year) ?? []),
  ].sort((a, b) => a.day - b.day)
}

const kept = new Map<number, ReadonlySet<number>>()

/**
 * Whether bank holiday hours apply in England on a day (days since 1970-01-01). They do on every Christmas Day, which
 * is a holiday by common law whatever its weekday: else a pharmacy would be told to be open on Saturday 25 December
 * 2027, in a year when its hours for bank holidays say that it is shut at Christmas.
 */
export function isBankHoliday(day: number): boolean {
  const year = new Date(day * 86_400_000).getUTCFullYear()
  let days = kept.get(year)
  if (!days) {
    days = new Set([dayNumber(year, 12, 25), ...bankHolidays(year).map(({ day }) => day)])
    kept.set(year, days)
  }
  return days.has(day)
}

/**
 * Christmas Day and Boxing Day. A Saturday or Sunday is made up for by the first weekday that is not itself one
 * of the two: with Christmas on a Saturday that is Monday and Tuesday, on a Sunday Boxing Day keeps its Monday
 * and Christmas Day takes Tuesday.
 */
function christmas(year: number): BankHoliday[] {
  const day = dayNumber(year, 12, 25)
  const weekday = weekdayOf(day)
  const christmasDay = weekday < SATURDAY ? day : day + 2
  const boxingDay = weekday === SATURDAY ? day + 3 : notWeekend(day + 1)
  return [
    { day: christmasDay, name: 'Christmas Day' },
    { day: boxingDay, name: 'Boxing Day' },
  ]
}

/** Gregorian Easter by the Meeus–Jones–Butcher computus. */
function easterSunday(year: number): number {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const ofCentury = year % 100
  const lunar = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - lunar + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(ofCentury / 4) - epact - (ofCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  return dayNumber(year, 3, 22) + epact + toSunday - 7 * late
}

const notWeekend = (day: number): number => (weekdayOf(day) < SATURDAY ? day : day + 7 - weekdayOf(day))
const firstMonday = (day: number): number => day + ((7 - weekdayOf(day)) % 7)
const lastMonday = (day: number): number => day - (weekdayOf(day) - MONDAY)
