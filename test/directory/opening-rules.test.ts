import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { londonMoment } from '../../src/directory/london.ts'
import {
  compileOpening,
  isOpenCompiled,
  minutesUntilClosed,
  minutesUntilOpen,
  nextCloses,
  nextOpens,
} from '../../src/directory/opening.ts'
import type { OpeningTimes } from '../../src/directory/service.ts'
import { anyOpeningTimes, openBy, type Timeline, timeline } from './opening-oracle.ts'

const stretches: readonly [string, string, string][] = [
  ['the Easter on which the clocks go forward', '2027-03-22', '2027-04-03'],
  ['the week in which the clocks go back', '2026-10-19', '2026-10-30'],
  ['Christmas on a Saturday, into the new year', '2027-12-22', '2028-01-05'],
]
const LIMITS = [0, 15, 30, 60, 1440, 4 * 1440]
const NEAR_END = 5 * 1440
const STEP = 17

/** For each minute, how many pass until the wanted state; Infinity when the timeline ends first. */
function waits(open: readonly boolean[], wanted: boolean): number[] {
  const result = new Array<number>(open.length)
  let next = Number.POSITIVE_INFINITY
  for (let minute = open.length - 1; minute >= 0; minute -= 1) {
    next = open[minute] === wanted ? 0 : next + 1
    result[minute] = next
  }
  return result
}

const within = (wait: number | undefined, limit: number) =>
  wait !== undefined && wait <= limit ? wait : null

function holdAgainstOracle(times: OpeningTimes, { start, readings }: Timeline, phase: number) {
  const open = readings.map(reading => openBy(times, reading))
  const toOpen = waits(open, true)
  const toClosed = waits(open, false)
  const compiled = compileOpening(times)
  for (let minute = phase; minute < readings.length - NEAR_END; minute += STEP) {
    const moment = londonMoment(start + minute * 60_000 + 59_999)
    const limit = LIMITS[minute % LIMITS.length] ?? 0
    const found = [
      isOpenCompiled(compiled, moment),
      minutesUntilOpen(compiled, moment, limit),
      minutesUntilClosed(compiled, moment, limit),
    ]
    const expected = [open[minute], within(toOpen[minute], limit), within(toClosed[minute], limit)]
    if (found.some((value, index) => value !== expected[index])) {
      assert.deepEqual(
        found,
        expected,
        `at ${new Date(start + minute * 60_000).toISOString()}, limit ${limit}`,
      )
    }
  }
}

describe('opening times, made ready for searching', () => {
  for (const [name, from, to] of stretches) {
    const line = timeline(from, to)
    const asked = Math.floor((line.readings.length - NEAR_END) / STEP)
    it(`agree with the wall clock read minute by minute over ${name}`, () => {
      const runs = Math.ceil(40_000 / asked)
      fc.assert(
        fc.property(anyOpeningTimes(line), fc.nat(STEP - 1), (times, phase) => {
          holdAgainstOracle(times, line, phase)
        }),
        { numRuns: runs },
      )
    })

    it(`turn at the minutes the wall clock turns over ${name}`, () => {
      fc.assert(
        fc.property(anyOpeningTimes(line), fc.nat(line.readings.length - NEAR_END), (times, minute) => {
          const open = line.readings.map(reading => openBy(times, reading))
          const instant = line.start + minute * 60_000
          const turn = (to: boolean) => {
            const index = open.findIndex((is, at) => at > minute && is === to && open[at - 1] !== to)
            return index < 0 ? null : line.start + index * 60_000
          }
          const end = line.start + open.length * 60_000
          // Turns after the end of the timeline are not its to say.
          const said = (turned: number | null) => (turned !== null && turned < end ? turned : null)
          assert.equal(said(nextOpens(times, instant)), turn(true))
          assert.equal(said(nextCloses(times, instant)), turn(false))
        }),
        { numRuns: 60 },
      )
    })
  }
})
