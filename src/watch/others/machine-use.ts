import Type from 'typebox'
import { accountWatch, type OtherWatch } from './other-watch.ts'

const HOUR_MILLIS = 3_600_000
/** Nobody works through so many hours of one day and night. */
const HOURS_OF_A_DAY = 22
/** So many gaps alike are no hand's. */
const ALIKE_MIN = 30
/** Gaps are alike that differ by less than a fiftieth; under a second they are one hand's double click. */
const ALIKE_SHARE = 0.02
const GAP_MILLIS_MIN = 1000

const State = Type.Object({
  /** For each hour of the day the last hour since the epoch in which something was asked. */
  hours: Type.Array(Type.Integer()),
  lastAt: Type.Number(),
  gapMillis: Type.Number(),
  alike: Type.Integer(),
})

/** A person's account that is used as no person uses one: round the clock, or like clockwork (AUP25-05, AUP25-17). */
export const machineUse = (): OtherWatch =>
  accountWatch(
    'machine-use',
    State,
    () => ({ hours: Array(24).fill(-1), lastAt: 0, gapMillis: 0, alike: 0 }),
    (state, { at, caller, entry }) => {
      if (caller.account.kind !== 'individual' || entry.flags.length > 0) return null
      const hour = Math.floor(at / HOUR_MILLIS)
      state.hours[hour % 24] = hour
      const used = state.hours.filter(last => last > hour - 24 && last <= hour).length
      const gap = at - state.lastAt
      const regular =
        gap >= GAP_MILLIS_MIN && Math.abs(gap - state.gapMillis) <= state.gapMillis * ALIKE_SHARE
      state.alike = regular ? state.alike + 1 : 0
      state.gapMillis = gap
      state.lastAt = at
      if (used >= HOURS_OF_A_DAY) {
        state.hours.fill(-1)
        return { detector: 'machine-use', evidence: { pattern: 'round the clock', hoursOfLastDay: used } }
      }
      if (state.alike >= ALIKE_MIN) {
        state.alike = 0
        return {
          detector: 'machine-use',
          evidence: { pattern: 'regular gaps', gapSeconds: Math.round(gap / 1000), times: ALIKE_MIN },
        }
      }
      return null
    },
  )
